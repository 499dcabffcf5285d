import { DEFAULT_METHODS, DEFAULT_ROUTE_METHODS } from '../default-methods.ts';
import { type LintInput, routesOf } from './lint-input.ts';

/** Fault: unserved-method. */
export function lintMethods(input: LintInput): void {
  const { manifest, located, damage, findings } = input;
  const unclear = damage.touches([], ['server']) || damage.touches(['server'], ['methods']);
  if (manifest.server?.methods === undefined && unclear) return;
  const served = manifest.server?.methods ?? DEFAULT_METHODS;
  for (const [name, route] of routesOf(input)) {
    if (route.methods === undefined && damage.touches(['routes', name], ['methods'])) continue;
    for (const [index, method] of (route.methods ?? DEFAULT_ROUTE_METHODS).entries()) {
      if (served.includes(method)) continue;
      const path = ['routes', name];
      const at =
        route.methods === undefined ? located.keyAt(path) : located.valueAt([...path, 'methods', String(index)]);
      const shown = served.map((one, at) => located.writtenAt(['server', 'methods', String(at)]) ?? one);
      const hint = `add it to server.methods, which has ${shown.join(', ')}`;
      const message = `Cannot serve the method "${method}": server.methods does not list it`;
      findings.add({ code: 'unserved-method', at, message, hint });
    }
  }
}
