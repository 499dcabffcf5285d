import type { PageData, Program, Route, View } from '../../contract/program.ts';
import type { RouteShape, ShapeMap } from '../2-validate/manifest-shape.ts';
import type { LintInput } from '../4-lint/lint-input.ts';
import type { Steps } from '../run-steps.ts';
import { buildRouteTree } from './build-route-tree.ts';
import { compileForm, type FormParts, submitPaths } from './compile-form.ts';
import { compilePageHeaders } from './compile-page-headers.ts';
import { compileRoute } from './compile-route.ts';
import { compileSettings } from './compile-settings.ts';
import { compileViews } from './compile-views.ts';
import { ERROR_MODELS, trialPage } from './trial-models.ts';

export interface CompileOptions {
  /** All of them now, and not each when it is first shown: a plain start is sooner without. */
  readonly preparePages: boolean;
}

/**
 * A manifest that has passed the lint, as a program, in steps: a server that reloads has visitors who wait. The values that some views get are the same for ever, so these
 * views are tried here; what fails is in `findings`, and the program is not to be used then. Fault: view-fails.
 */
export function* compileProgram(input: LintInput, { preparePages }: CompileOptions): Steps<Program> {
  const { manifest, handlers, rules } = input;
  const settings = compileSettings(manifest);
  const shapes = manifest.routes ?? {};
  const schemas = manifest.schemas ?? {};
  const forms = compileForms(shapes, { schemas, submit: submitPaths(shapes) });
  yield;
  const views = compileViews(input, input.views, { title: settings.title, forms });
  const parts = { routes: shapes, handlers, views, rules, schemas, forms };
  const routes: Route[] = [];
  for (const [name, shape] of Object.entries(shapes)) {
    yield;
    routes.push(compileRoute(name, shape, parts));
  }
  const page = trialPage({ title: settings.title, background: settings.pages.background.default, forms });
  for (const { name, respond } of routes) {
    yield;
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
  yield;
  const headers = compilePageHeaders(input, settings.pages.background);
  if (preparePages) yield* views.prepare(headers.keys());
  return {
    ...settings,
    tls: input.tls,
    pages: { ...settings.pages, headers, error: views.error, errors },
    routes,
    routeTree: yield* buildRouteTree(routes, settings.methods),
    forms,
  };
}

/** An object like any other: Handlebars prints those that it misses something in. */
function compileForms(routes: ShapeMap<RouteShape>, parts: FormParts): Program['forms'] {
  const withForm = Object.entries(routes).filter(([, { form }]) => form !== undefined);
  return Object.fromEntries(withForm.map(([name, route]) => [name, compileForm(name, route, parts)]));
}

function tryErrorView(input: LintInput, trial: Omit<Trial, 'data'>): void {
  // The first failure says enough.
  ERROR_MODELS.every((data) => tryView(input, { ...trial, data }));
}

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
