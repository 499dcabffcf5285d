import { namedLayouts, viewOf } from '../../3-resolve/named-view.ts';
import { allNamedViews, type Site } from '../../3-resolve/site.ts';
import { MeantNames } from '../../findings/nearest-name.ts';
import { spanOf } from '../../findings/source.ts';
import { BUILT_IN_PARTIALS } from '../../views/built-in-form.ts';
import { includedNames } from '../../views/included-names.ts';
import type { LintInput } from '../lint-input.ts';

/** Views that are in no page: neither shown by themselves nor included by one that is. Fault: unused-view, a warning. */
export function lintUnusedViews({ site, findings }: LintInput): void {
  const { views, at } = site;
  if (at.lost('page') || anyViewUnclear(site)) return;
  const used = new Set<string>();
  const ofRoutes = namedLayouts(site.routes.values());
  const layouts = new Set([site.page.layout, ...ofRoutes.map(({ found }) => viewOf(found))]);
  const pending = shownNames(site);
  const names = new MeantNames([...views.byName.keys(), ...views.broken]);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    // A misspelt name is reported already; the view that it means is not a further mistake.
    const meant = names.meantBy(name);
    if (meant === undefined || used.has(meant)) continue;
    used.add(meant);
    const view = views.byName.get(meant);
    const included = view === undefined ? [] : includedNames([view]);
    for (const each of included) if (isName(each) && !(layouts.has(view) && each === 'page')) pending.push(each);
  }
  if (names.gaveUp) return;
  for (const { name, source } of views.byName.values()) {
    // A built-in one is there because a view includes it, and that view is reported.
    if (used.has(name) || BUILT_IN_PARTIALS.get(name) === source.text) continue;
    findings.add({
      code: 'unused-view',
      at: spanOf(source, 0, 0),
      message: `View "${name}" is never used`,
      hint: 'name it as the "view" of a route, include it in a view that is shown, or delete it',
    });
  }
}

/** A misspelt name can mean any view. */
function anyViewUnclear({ at, routes }: Site): boolean {
  if (at.in('routes').lost()) return true;
  return [...routes.values()].some((route) => route.view === undefined && route.at.lost('view'));
}

function shownNames(site: Site): string[] {
  const { page, views } = site;
  const chosen = [page.layout, page.error].flatMap((view) => view?.name ?? []);
  return [...chosen, ...allNamedViews(site).map(({ name }) => name), ...views.includedByBroken];
}

/** The views that a view includes: without computed names, and without the block of its caller. */
function isName(included: string): boolean {
  return included !== '' && included !== '@partial-block';
}
