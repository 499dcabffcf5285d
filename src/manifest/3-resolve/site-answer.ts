import type { FileResponder } from '../../contract/file-responders.ts';
import type { Handler } from '../../contract/handler.ts';
import type { ShapeMap } from '../2-validate/manifest-shape.gen.ts';
import type { Placed, Spot } from '../2-validate/spot.ts';
import type { Found } from './find-exported.ts';
import type { NamedView } from './named-view.ts';

/** How a route answers: in one way, or it is unclear. */
export type SiteAnswer =
  | RouteAnswer
  | { readonly kind: 'none' }
  /** In the order in which they are written, by their keys. */
  | { readonly kind: 'several'; readonly answers: ReadonlyMap<string, RouteAnswer> };

/** One way to answer. */
export type RouteAnswer =
  | HandlerAnswer
  | ViewAnswer
  | { readonly kind: 'text'; readonly type: string; readonly text: string }
  | { readonly kind: 'json'; readonly type: string; readonly value: unknown }
  | RedirectAnswer
  | FileAnswer
  | FolderAnswer
  /** `velosiped:submit`: leads a submitted form to its URL. */
  | { readonly kind: 'submit'; readonly handler: Placed }
  | ProbeAnswer;

export interface HandlerAnswer {
  readonly kind: 'handler';
  readonly handler: Placed;
  readonly found: Found<Handler>;
  readonly view: NamedView | undefined;
}

export interface ViewAnswer {
  readonly kind: 'view';
  readonly view: NamedView;
  readonly data: unknown;
}

/** `velosiped:health` and `velosiped:ready`: report the state of the server. */
export interface ProbeAnswer {
  readonly kind: 'probe';
  readonly handler: Placed;
  readonly asks: 'health' | 'ready';
  readonly view: NamedView | undefined;
}

export interface RedirectAnswer {
  readonly kind: 'redirect';
  readonly at: Spot;
  readonly status: number;
  readonly to: RedirectTarget;
  /** Where it leads, once all routes are resolved; undefined if that is nowhere. */
  readonly location: string | undefined;
}

/** How files are sent. */
export interface FileManner {
  /** undefined: by the names of the files. */
  readonly type: string | undefined;
  readonly download: FileResponder['download'];
}

export interface FileAnswer extends FileManner {
  readonly kind: 'file';
  readonly file: NamedPlace;
}

export interface FolderAnswer extends FileManner {
  readonly kind: 'folder';
  readonly at: Spot;
  readonly root: NamedPlace;
  readonly index: string | undefined;
  readonly fallback: NamedPlace | undefined;
  /** The last parameter of the route's path; undefined: it does not end with one. */
  readonly parameter: string | undefined;
}

/** A file or folder that the manifest names. */
export interface NamedPlace extends Placed {
  /** Absolute. */
  readonly path: string;
}

export type RedirectTarget =
  | { readonly kind: 'url'; readonly url: Placed }
  | {
      readonly kind: 'route';
      readonly route: Placed;
      readonly params: ShapeMap<string | number | boolean>;
      /** Those of `params` that are taken from the route's own path, as `{slug}`: by name, the own parameter. */
      readonly taken: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'none' }
  /** A URL and a route. */
  | { readonly kind: 'both' };

/** The answers of one kind. */
export function answersOfKind<Kind extends RouteAnswer['kind']>(
  answer: SiteAnswer,
  kind: Kind,
): readonly Extract<RouteAnswer, { kind: Kind }>[] {
  return answersOf(answer).filter((one): one is Extract<RouteAnswer, { kind: Kind }> => one.kind === kind);
}

/** The ways in which a route says that it answers; a right route has one. */
function answersOf(answer: SiteAnswer): readonly RouteAnswer[] {
  switch (answer.kind) {
    case 'none':
      return [];
    case 'several':
      return [...answer.answers.values()];
    default:
      return [answer];
  }
}
