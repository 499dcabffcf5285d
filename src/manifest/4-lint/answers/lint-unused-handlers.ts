import { isFunction } from '../../3-resolve/find-exported.ts';
import { PRODUCT_PREFIX } from '../../3-resolve/product-handlers.ts';
import type { Site } from '../../3-resolve/site.ts';
import { answersOfKind } from '../../3-resolve/site-answer.ts';
import { MeantNames } from '../../findings/nearest-name.ts';
import type { LintInput } from '../lint-input.ts';

/** Warns of each handler that no route names, at the module that exports it. Fault: unused-handler. */
export function lintUnusedHandlers({ site, findings }: LintInput): void {
  const { handlers, at } = site;
  if (handlers.kind !== 'loaded') return;
  const callable = [...handlers.byName].filter(([, value]) => isFunction(value)).map(([name]) => name);
  // The name of a built-in handler means the built-in one.
  const exported = callable.filter((name) => !name.startsWith(PRODUCT_PREFIX));
  const named = namedHandlers(site, exported);
  if (named === undefined) return;
  for (const name of exported) {
    if (named.has(name)) continue;
    findings.add({
      code: 'unused-handler',
      at: at.in('handlers').value,
      message: `Handler "${name}" is never used`,
      hint: 'name it in a route, or remove it from the module',
    });
  }
}

/**
 * The handlers that routes name, or mean by names that do not exist. Undefined if a reported mistake hides
 * which handlers they name: its consequences are not reported.
 */
function namedHandlers({ hidesRoutes, routes }: Site, exported: readonly string[]): ReadonlySet<string> | undefined {
  if (hidesRoutes) return undefined;
  const names = new MeantNames(exported);
  const named = new Set<string>();
  for (const { at, answer, words } of routes.values()) {
    if (!words.has('handler') && at.lost('handler')) return undefined;
    for (const one of answersOfKind(answer, 'handler')) {
      if (one.found.kind === 'unknown-product') continue;
      const meant = names.meantBy(one.handler.text);
      // It can be the new name of any of them.
      if (meant === undefined) return undefined;
      named.add(meant);
    }
  }
  return named;
}
