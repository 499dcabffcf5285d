import type { SourceSpan } from '../contract/diagnostic.ts';
import type { RouteShape } from './2-validate/manifest-shape.ts';
import type { ValidManifest } from './2-validate/validate-manifest.ts';

/** What the manifest says of a route that no program needs, but people and tools do. */
export interface RouteOutline {
  /** Where its name stands. */
  readonly at: SourceSpan;
  readonly answer: RouteAnswer;
}

/** How a route answers, in the manifest's names. */
export type RouteAnswer =
  | { readonly kind: 'handler'; readonly handler: string; readonly view: string | undefined }
  | { readonly kind: 'view'; readonly view: string }
  | { readonly kind: 'text' }
  | { readonly kind: 'json' }
  | { readonly kind: 'redirect'; readonly to: string };

/** The outlines of a manifest without mistakes, by the names of their routes. */
export function outlineRoutes({ manifest, located }: ValidManifest): ReadonlyMap<string, RouteOutline> {
  const outlines = new Map<string, RouteOutline>();
  for (const [name, route] of Object.entries(manifest.routes ?? {})) {
    outlines.set(name, { at: located.keyAt(['routes', name]), answer: answerOf(route) });
  }
  return outlines;
}

/** How a route answers, in a few words. */
export function answerText({ answer }: RouteOutline): string {
  switch (answer.kind) {
    case 'handler':
      return answer.view === undefined ? `${answer.handler}()` : `${answer.handler}() → ${answer.view}`;
    case 'view':
      return `view ${answer.view}`;
    case 'text':
    case 'json':
      return answer.kind;
    case 'redirect':
      return `redirect → ${answer.to}`;
  }
}

function answerOf({ handler, view, text, redirect }: RouteShape): RouteAnswer {
  if (handler !== undefined) return { kind: 'handler', handler, view };
  if (view !== undefined) return { kind: 'view', view };
  if (text !== undefined) return { kind: 'text' };
  if (redirect === undefined) return { kind: 'json' };
  return { kind: 'redirect', to: redirect.route ?? redirect.url ?? '' };
}
