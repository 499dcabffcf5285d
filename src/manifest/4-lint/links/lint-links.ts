import { spanOf } from '../../findings/source.ts';
import type { ParsedView } from '../../views/parsed-view.ts';
import type { LintInput } from '../lint-input.ts';
import { htmlOfView } from './html-of-view.ts';
import { type LinkFault, type LinkJudge, nearestPathHint } from './judge-link.ts';
import { scanLinks, type WrittenLink } from './scan-links.ts';

/** Paths of this server in links and forms of views have to reach a route. Fault: dead-link. */
export function lintLinks(input: LintInput, judge: LinkJudge): void {
  const { views } = input.site;
  if (views.kind !== 'loaded') return;
  for (const view of views.byName.values()) {
    for (const link of scanLinks(htmlOfView(view))) {
      const faults = link.values.flatMap((value) => judge.faultOf(value, link) ?? []);
      // If a condition chooses the value, the first one that leads nowhere is enough.
      if (faults[0] !== undefined) addFinding(input, { view, link, fault: faults[0] });
    }
  }
}

function methodHint(methods: readonly string[]): string {
  if (methods.includes('POST')) return 'only a form with method="post" sends POST';
  return methods.includes('GET') ? 'only links and forms with method="get" send GET' : 'pages send only GET and POST';
}

interface DeadLink {
  readonly view: ParsedView;
  readonly link: WrittenLink;
  readonly fault: LinkFault;
}

function addFinding({ site, findings }: LintInput, { view, link, fault }: DeadLink): void {
  const { shown, reason, hint, takes, path, near } = fault;
  const what = link.kind === 'form' ? 'form' : 'link';
  findings.add({
    code: 'dead-link',
    at: spanOf(view.source, link.start, link.end),
    message: `The ${what} to "${shown}" leads nowhere: ${reason}`,
    hint: hint ?? (takes === undefined ? () => nearestPathHint([...site.routes.values()], path) : methodHint(takes)),
    related: near.map(({ route: { name, at } }) => {
      return { ...at.in('path').value, message: `the path of the route "${name}" is here` };
    }),
  });
}
