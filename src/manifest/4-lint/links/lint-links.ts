import { spanOf } from '../../findings/source.ts';
import type { LintInput } from '../lint-input.ts';
import { htmlOfView } from './html-of-view.ts';
import { type LinkJudge, saidOfLink } from './judge-link.ts';
import { scanLinks } from './scan-links.ts';

/** Paths of this server in links and forms of views have to reach a route. Fault: dead-link. */
export function lintLinks({ site, findings }: LintInput, judge: LinkJudge): void {
  for (const view of site.views.byName.values()) {
    for (const link of scanLinks(htmlOfView(view))) {
      // If a condition chooses the value, the first one that leads nowhere is enough.
      const [fault] = link.values.flatMap((value) => judge.faultOf(value, link) ?? []);
      if (fault === undefined) continue;
      const hint = fault.hint ?? (fault.takes && methodHint(fault.takes));
      const said = saidOfLink(link.kind, { ...fault, hint }, site);
      findings.add({ code: 'dead-link', at: spanOf(view.source, link.start, link.end), ...said });
    }
  }
}

function methodHint(methods: readonly string[]): string {
  if (methods.includes('POST')) return 'only a form with method="post" sends POST';
  return methods.includes('GET') ? 'only links and forms with method="get" send GET' : 'pages send only GET and POST';
}
