import type { KeyPath } from '../1-read/located-manifest.ts';
import { isHandler } from '../3-gather/load-handlers.ts';
import { nameHint } from '../nearest-name.ts';
import { PRODUCT_HANDLERS, PRODUCT_PREFIX } from '../product-handlers.ts';
import { type LintInput, routesOf } from './lint-input.ts';

/** Faults: unknown-handler, unknown-view. */
export function lintNames(input: LintInput): void {
  for (const [name, route] of routesOf(input)) {
    if (route.handler !== undefined) lintHandler(input, ['routes', name, 'handler'], route.handler);
    if (route.view !== undefined) lintView(input, ['routes', name, 'view'], route.view);
  }
  const { layout, error, errors = {} } = input.manifest.page ?? {};
  if (layout !== undefined) lintView(input, ['page', 'layout'], layout);
  if (error !== undefined) lintView(input, ['page', 'error'], error);
  for (const [status, name] of Object.entries(errors)) lintView(input, ['page', 'errors', status], name);
}

function lintHandler({ located, handlers, findings }: LintInput, path: KeyPath, name: string): void {
  const at = located.valueAt(path);
  const message = `Unknown handler "${name}"`;
  if (name.startsWith(PRODUCT_PREFIX)) {
    if (PRODUCT_HANDLERS.includes(name)) return;
    findings.add({ code: 'unknown-handler', at, message, hint: nameHint(name, PRODUCT_HANDLERS) });
    return;
  }
  switch (handlers.kind) {
    case 'not-loaded':
      return;
    case 'none': {
      const hint = 'the manifest names no module: add handlers: ./handlers.ts at its top';
      findings.add({ code: 'unknown-handler', at, message, hint });
      return;
    }
    case 'loaded': {
      if (isHandler(handlers.byName.get(name))) return;
      const isThere = handlers.byName.has(name);
      const reason = 'it is exported, but it is no function';
      const hint = isThere ? reason : () => nameHint(name, handlers.byName.keys());
      findings.add({ code: 'unknown-handler', at, message, hint });
    }
  }
}

function lintView({ located, views, findings }: LintInput, path: KeyPath, name: string): void {
  const at = located.valueAt(path);
  const message = `Unknown view "${name}"`;
  switch (views.kind) {
    case 'not-loaded':
      return;
    case 'none': {
      const hint = 'the manifest names no folder: add views: ./views at its top';
      findings.add({ code: 'unknown-view', at, message, hint });
      return;
    }
    case 'loaded':
      if (views.byName.has(name) || views.broken.has(name)) return;
      findings.add({ code: 'unknown-view', at, message, hint: () => nameHint(name, views.byName.keys()) });
  }
}
