import { groupsAbove } from '../../3-resolve/groups-above.ts';
import { BASIC_AUTH_GUARD } from '../../3-resolve/product-handlers.ts';
import type { SiteGroup, SiteGuard } from '../../3-resolve/site.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import { nameFault, OF_MODULE } from '../answers/lint-names.ts';
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

/** Faults: unknown-guard, bad-auth. */
export function lintGuards(input: LintInput): void {
  const { groups, routes } = input.site;
  for (const { guards, authAt, at } of [...groups, ...routes.values()]) {
    for (const guard of guards) lintGuard(input, guard);
    if (authAt === undefined || at.lost('guards') || guards.some(({ text }) => text === BASIC_AUTH_GUARD)) continue;
    const message = 'Nothing asks for these users';
    input.findings.add({ code: 'bad-auth', at: authAt.key, message, hint: `add guards: [${BASIC_AUTH_GUARD}]` });
  }
}

function lintGuard({ site: { handlers }, findings }: LintInput, { text, at, found }: SiteGuard): void {
  if (found.kind === 'basic-auth') return;
  if (found.kind === 'no-auth') {
    const message = `The guard "${text}" has no users`;
    const hint = 'add auth: { realm: NAME, users: FILE } at the same place';
    findings.add({ code: 'bad-auth', at: at.value, message, hint });
    return;
  }
  const exported = () => (handlers.kind === 'loaded' ? [BASIC_AUTH_GUARD, ...handlers.guards.keys()] : []);
  const missing = 'the module of the handlers must have it: export const guards = { … }';
  const fault = nameFault(found, OF_MODULE, () => nameHint(text, exported()) ?? missing);
  if (fault === undefined) return;
  findings.add({ code: 'unknown-guard', at: at.value, message: `Unknown guard "${text}"`, ...fault });
}
