import type { LintInput } from '../lint-input.ts';

/** Fault: unserved-method. */
export function lintMethods({ site, findings }: LintInput): void {
  const { methods: served, at: serverAt } = site.server;
  if (served === undefined) return;
  for (const { at, methods, methodsAt } of site.routes.values()) {
    if (methodsAt === undefined && at.lost('methods')) continue;
    for (const [index, method] of methods.entries()) {
      if (served.includes(method)) continue;
      const shown = served.map((one, place) => serverAt.in('methods', String(place)).variable ?? one);
      findings.add({
        code: 'unserved-method',
        at: methodsAt === undefined ? at.key : methodsAt.in(String(index)).value,
        message: `The method "${method}" is not in server.methods`,
        hint: `add it there, beside ${shown.join(', ')}`,
      });
    }
  }
}
