import { viewsNamed, withIncluded } from '../../3-resolve/named-view.ts';
import type { Site, SiteRoute } from '../../3-resolve/site.ts';
import { spanOf } from '../../findings/source.ts';
import type { ParsedView } from '../../views/parsed-view.ts';
import { htmlOfView } from '../links/html-of-view.ts';
import type { LintInput } from '../lint-input.ts';
import { findForbidden } from './find-forbidden.ts';

/** What pages ask for has to be what their default policy allows; with a policy of its own, the manifest decides. Fault: against-policy. */
export function lintPolicy({ site, findings }: LintInput): void {
  const { page, server } = site;
  if (page.headers.some(isPolicy)) return;
  const allowed = { scripts: page.scripts, hosts: server.hosts };
  for (const view of viewsOfPages(site)) {
    for (const { start, end, message, hint } of findForbidden(htmlOfView(view), allowed)) {
      findings.add({ code: 'against-policy', at: spanOf(view.source, start, end), message, hint });
    }
  }
}

function isPolicy({ name }: { readonly name: string }): boolean {
  return name.toLowerCase() === 'content-security-policy';
}

/** The views in pages that have the default policy. */
function viewsOfPages({ page, routes, views }: Site): ReadonlySet<ParsedView> {
  const shown = [...routes.values()].flatMap((route) => (hasPolicy(route) ? namesOf(route) : []));
  const ofErrors = [...page.named.errors.values()].map(({ name }) => name);
  const named = [page.layout, page.error].flatMap((view) => view?.name ?? []).concat(ofErrors, shown);
  return withIncluded(viewsNamed(named, views), views);
}

function namesOf({ view, layout }: SiteRoute): readonly string[] {
  return [view, layout.kind === 'named' ? layout.view : undefined].flatMap((named) => named?.name ?? []);
}

/** A feed or a drawing is not HTML: no browser makes a page of it. */
function hasPolicy({ headers, type }: SiteRoute): boolean {
  return !headers.some(isPolicy) && (type === undefined || /^text\/html\b/i.test(type));
}
