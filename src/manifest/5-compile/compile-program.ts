import type { PageData, Program, View } from '../../contract/program.ts';
import type { LintInput } from '../4-lint/lint-input.ts';
import { buildRouteTree } from './build-route-tree.ts';
import { compileRoute } from './compile-route.ts';
import { compileSettings } from './compile-settings.ts';
import { compileViews } from './compile-views.ts';

/**
 * A manifest that has passed the lint, as a program. The values that some views get are the same for ever, so these
 * views are tried here; what fails is in `findings`, and the program is not to be used then. Fault: view-fails.
 */
export function compileProgram(input: LintInput): Program {
  const { manifest, handlers, rules } = input;
  const settings = compileSettings(manifest);
  const views = compileViews(input, input.views);
  const shapes = manifest.routes ?? {};
  const parts = { routes: shapes, handlers, views, rules, schemas: manifest.schemas ?? {} };
  const routes = Object.entries(shapes).map(([name, shape]) => compileRoute(name, shape, parts));
  const page = { title: settings.title, background: settings.pages.background.default };
  for (const { name, respond } of routes) {
    if (respond.kind === 'view') tryView(input, { path: ['routes', name, 'view'], ...respond, page });
  }
  const errorPath = manifest.page?.error === undefined ? ['views'] : ['page', 'error'];
  const errors = new Map<number, View>();
  for (const [status, name] of Object.entries(manifest.page?.errors ?? {})) {
    const view = views.page(name);
    if (view === undefined) continue;
    errors.set(Number(status), view);
    tryErrorView(input, { path: ['page', 'errors', status], view, page });
  }
  tryErrorView(input, { path: errorPath, view: views.error, page });
  return {
    ...settings,
    pages: { ...settings.pages, error: views.error, errors },
    routes,
    routeTree: buildRouteTree(routes, settings.methods),
  };
}

function tryErrorView(input: LintInput, trial: Omit<Trial, 'data'>): void {
  // The first failure says enough.
  ERROR_MODELS.every((data) => tryView(input, { ...trial, data }));
}

/** All that an error page ever gets, with and without the original message. */
const ERROR_MODELS: readonly unknown[] = [
  { status: 404, reason: 'Not Found', message: 'There is no page at this address.', detail: false },
  { status: 500, reason: 'Internal Server Error', message: 'Something went wrong.', detail: 'The disk is full' },
];

interface Trial {
  readonly path: readonly string[];
  readonly view: View;
  readonly data: unknown;
  readonly page: PageData;
}

function tryView({ located, findings }: LintInput, { path, view, data, page }: Trial): boolean {
  try {
    view(data, page);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    findings.add({ code: 'view-fails', at: located.valueAt(path), message: reason });
    return false;
  }
}
