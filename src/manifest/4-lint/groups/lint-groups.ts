import { groupsAbove } from '../../3-resolve/groups-above.ts';
import type { SiteGroup } from '../../3-resolve/site.ts';
import type { LintInput } from '../lint-input.ts';
import { addBadPath } from '../paths/lint-paths.ts';

/** Faults: bad-path, duplicate-group, unmet-group. */
export function lintGroups(input: LintInput): void {
  const { site, findings } = input;
  const seen = new Map<string, SiteGroup>();
  for (const group of site.groups) {
    const { name, at, under } = group;
    if (under.kind === 'wrong') addBadPath(input, under);
    if (under.kind !== 'path') continue;
    const key = JSON.stringify(under.segments);
    const first = seen.get(key);
    if (first !== undefined) {
      const related = [{ ...first.at.key, message: 'the first one is here' }];
      const message = `The groups "${first.name}" and "${name}" have the same path`;
      findings.add({ code: 'duplicate-group', at: under.at.value, message, hint: 'write them as one group', related });
      continue;
    }
    seen.set(key, group);
    if (site.hidesRoutes || at.lost('under') || isMet(input, group)) continue;
    const message = `No route can have a path under "${under.text}", so the group "${name}" protects nothing`;
    // As other servers write it.
    const hint = /\/\*+$/.test(under.text)
      ? `write "${under.text.replace(/\/\*+$/, '') || '/'}": a group holds for all below it`
      : undefined;
    findings.add({ code: 'unmet-group', at: under.at.value, message, hint });
  }
}

function isMet({ site }: LintInput, group: SiteGroup): boolean {
  const routes = [...site.routes.values()];
  if (routes.some(({ badPaths }) => badPaths.length > 0)) return true;
  return routes.some(({ paths }) => paths.some(({ segments }) => groupsAbove([group], segments).length > 0));
}
