import { includedNames } from '../included-names.ts';
import { MeantNames } from '../nearest-name.ts';
import { choosePageViews } from '../page-views.ts';
import { spanOf } from '../source.ts';
import { type LintInput, routesOf } from './lint-input.ts';

/** Views that no page consists of: neither shown by themselves nor included by one that is. Fault: unused-view, a warning. */
export function lintUnusedViews(input: LintInput): void {
  const { views, findings, damage } = input;
  if (views.kind !== 'loaded' || damage.touches([], ['page']) || anyViewUnclear(input)) return;
  const used = new Set<string>();
  const { layout } = choosePageViews(input, views);
  const pending = shownNames(input);
  const names = new MeantNames([...views.byName.keys(), ...views.broken]);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    // That a name is misspelt has been said; the view that is meant is no further mistake.
    const meant = names.meantBy(name);
    if (meant === undefined || used.has(meant)) continue;
    used.add(meant);
    const view = views.byName.get(meant);
    const included = view === undefined ? [] : includedNames([view]);
    for (const each of included) if (isName(each) && !(view === layout && each === 'page')) pending.push(each);
  }
  if (names.gaveUp) return;
  for (const { name, source } of views.byName.values()) {
    if (used.has(name)) continue;
    findings.add({
      code: 'unused-view',
      severity: 'warning',
      at: spanOf(source, 0, 0),
      message: `Cannot find a use of the view "${name}": no route shows it, and no view that is shown includes it`,
      hint: 'name it as the "view" of a route, include it, or delete it',
    });
  }
}

/** A view that was to be named may be any of them. */
function anyViewUnclear(input: LintInput): boolean {
  if (input.damage.touches(['routes'], [])) return true;
  return routesOf(input).some(
    ([name, { view }]) => view === undefined && input.damage.touches(['routes', name], ['view']),
  );
}

function shownNames(input: LintInput): string[] {
  const { manifest, views } = input;
  const { layout, error, errors } = choosePageViews(input, views);
  const chosen = [layout, error, ...errors.values()].flatMap((view) => view?.name ?? []);
  const { page = {} } = manifest;
  const named = [page.layout, page.error, ...Object.values(page.errors ?? {})].flatMap((name) => name ?? []);
  const shown = routesOf(input).flatMap(([, { view }]) => view ?? []);
  const byBroken = views.kind === 'loaded' ? views.includedByBroken : [];
  return [...chosen, ...named, ...shown, ...byBroken];
}

/** Of a view: not computed, and not the block of its caller. */
function isName(included: string): boolean {
  return included !== '' && included !== '@partial-block';
}
