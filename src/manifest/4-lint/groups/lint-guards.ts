import { BASIC_AUTH_GUARD } from '../../3-resolve/product-handlers.ts';
import type { SiteGuard } from '../../3-resolve/site-gates.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import { exportFault } from '../answers/lint-names.ts';
import type { LintInput } from '../lint-input.ts';

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
  const fault = exportFault(found, () => nameHint(text, exported()) ?? missing);
  if (fault === undefined) return;
  findings.add({ code: 'unknown-guard', at: at.value, message: `Unknown guard "${text}"`, ...fault });
}
