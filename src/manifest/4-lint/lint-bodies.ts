import { DEFAULT_ROUTE_METHODS } from '../default-methods.ts';
import { type LintInput, routesOf } from './lint-input.ts';

/** Fault: body-without-method. */
export function lintBodies(input: LintInput): void {
  const { located, damage, findings } = input;
  for (const [name, route] of routesOf(input)) {
    if (route.body === undefined || damage.touches(['routes', name], ['methods'])) continue;
    const methods = route.methods ?? DEFAULT_ROUTE_METHODS;
    const index = methods.findIndex((method) => BODILESS.has(method));
    const method = methods[index];
    if (method === undefined) continue;
    const listed = route.methods !== undefined;
    const at = listed
      ? located.valueAt(['routes', name, 'methods', String(index)])
      : located.keyAt(['routes', name, 'body']);
    const others = methods.filter((each) => !BODILESS.has(each));
    const hint = others.length > 0 ? `leave ${method} to a route of its own` : 'add methods: [POST]';
    findings.add({ code: 'body-without-method', at, message: `Cannot read the body of ${method} requests`, hint });
  }
}

/** What a request of these methods sends as a body means nothing (RFC 9110 §9.3). */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);
