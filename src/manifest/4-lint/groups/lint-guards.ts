import type { SiteGuard } from '../../3-resolve/site-gates.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import type { LintInput } from '../lint-input.ts';

/** Faults: unknown-guard. */
export function lintGuards(input: LintInput): void {
  const { groups, routes } = input.site;
  for (const { guards } of [...groups, ...routes.values()]) {
    for (const guard of guards) lintGuard(input, guard);
  }
}

function lintGuard({ site: { handlers }, findings }: LintInput, { text, at, found }: SiteGuard): void {
  const exported = () => (handlers.kind === 'loaded' ? handlers.guards.keys() : []);
  const add = (hint: string | undefined | (() => string | undefined)) => {
    findings.add({ code: 'unknown-guard', at: at.value, message: `Unknown guard "${text}"`, hint });
  };
  switch (found.kind) {
    case 'function':
    case 'unread':
      return;
    case 'no-module':
      add('the manifest names no module: add handlers: ./handlers.ts at its top');
      return;
    case 'no-function':
      add('it is exported, but it is not a function');
      return;
    case 'unknown':
      add(() => nameHint(text, exported()) ?? 'the module of the handlers must have it: export const guards = { … }');
  }
}
