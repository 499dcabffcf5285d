import { isHandler } from '../3-gather/load-handlers.ts';
import { MeantNames } from '../nearest-name.ts';
import { PRODUCT_PREFIX } from '../product-handlers.ts';
import { hidesRoutes, type LintInput, routesOf } from './lint-input.ts';

/** Warns of each handler that no route names, at the module that exports it. Fault: unused-handler. */
export function lintUnusedHandlers(input: LintInput): void {
  const { handlers, located, findings } = input;
  if (handlers.kind !== 'loaded') return;
  const callable = [...handlers.byName].filter(([, value]) => isHandler(value)).map(([name]) => name);
  // A route that names one of the product's means the product's.
  const exported = callable.filter((name) => !name.startsWith(PRODUCT_PREFIX));
  const named = namedHandlers(input, exported);
  if (named === undefined) return;
  for (const name of exported) {
    if (named.has(name)) continue;
    findings.add({
      code: 'unused-handler',
      severity: 'warning',
      at: located.valueAt(['handlers']),
      message: `Cannot find a route for the handler "${name}"`,
      hint: 'name it in a route, or take it out of the module',
    });
  }
}

/**
 * What the routes name, and what they mean by names that do not exist. Undefined where a mistake that was said hides
 * which handlers they name: what follows from it is not said as well.
 */
function namedHandlers(input: LintInput, exported: readonly string[]): ReadonlySet<string> | undefined {
  const { damage } = input;
  if (hidesRoutes(input)) return undefined;
  const names = new MeantNames(exported);
  const named = new Set<string>();
  for (const [name, { handler }] of routesOf(input)) {
    if (handler === undefined && damage.touches(['routes', name], ['handler'])) return undefined;
    if (handler === undefined || handler.startsWith(PRODUCT_PREFIX)) continue;
    const meant = names.meantBy(handler);
    // It may be the new name of any of them.
    if (meant === undefined) return undefined;
    named.add(meant);
  }
  return named;
}
