import { BODILESS_METHODS } from '../../../http/bodiless-methods.ts';
import type { LintInput } from '../lint-input.ts';

/** Fault: body-without-method. */
export function lintBodies({ site, findings }: LintInput): void {
  for (const { at, body, methods, methodsAt } of site.routes.values()) {
    if (body === undefined || at.lost('methods')) continue;
    const index = methods.findIndex((method) => BODILESS_METHODS.has(method));
    const method = methods[index];
    if (method === undefined) continue;
    const others = methods.filter((each) => !BODILESS_METHODS.has(each));
    findings.add({
      code: 'body-without-method',
      at: methodsAt === undefined ? at.in('body').key : methodsAt.in(String(index)).value,
      message: `${method} requests have no body`,
      hint: others.length > 0 ? `leave ${method} to a route of its own` : 'add methods: [POST]',
    });
  }
}
