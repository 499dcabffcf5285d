import type { AnswerHead } from './answer.ts';
import type { Handler } from './handler.ts';
import type { FieldLine } from './request.ts';

/** A compiled manifest: immutable, and all that the data plane knows. A reload swaps the one reference to it. */
export interface Program {
  readonly title: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** Any other method is 501. In the manifest's order. */
  readonly methods: readonly string[];
  readonly notHttp: 'shutdown' | 'reject';
  readonly limits: Limits;
  readonly timeouts: Timeouts;
  readonly routes: readonly Route[];
  readonly routeTree: RouteNode;
  readonly pages: Pages;
  readonly logs: LogSettings;
  readonly clients: { readonly max: number };
}

/** Bytes, but for the two counts. */
export interface Limits {
  readonly requestLineBytesMax: number;
  readonly headerBytesMax: number;
  readonly headerCountMax: number;
  readonly bodyBytesMax: number;
  readonly connectionsMax: number;
}

export interface Timeouts {
  readonly headMs: number;
  readonly bodyIdleMs: number;
  readonly bodyMs: number;
  readonly idleMs: number;
  readonly writeMs: number;
  readonly drainMs: number;
}

export interface LogSettings {
  readonly access: { readonly file: string | null; readonly detail: 'full' | 'short'; readonly redact: Redaction };
  readonly error: { readonly file: string | null; readonly redact: Redaction };
}

/** Whose values are left out of log lines. */
export interface Redaction {
  /** Names of header fields, in lower case. */
  readonly headers: ReadonlySet<string>;
  readonly cookies: ReadonlySet<string>;
}

export interface Route {
  readonly name: string;
  readonly summary: string | undefined;
  readonly methods: readonly string[];
  /** The route's own path first, then its aliases. */
  readonly paths: readonly (readonly PathSegment[])[];
  readonly params: readonly Parameter[];
  readonly query: readonly Parameter[];
  /** Names as they are written in the manifest. */
  readonly headers: readonly Parameter[];
  readonly cookies: readonly Parameter[];
  /** undefined: the body is not looked at. */
  readonly body: BodyRule | undefined;
  readonly respond: Responder;
  /** What the route says of its answers; it sets no cookies. */
  readonly response: AnswerHead;
}

export type PathSegment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'rest'; readonly name: string };

/** The route's one way to answer. */
export type Responder =
  | { readonly kind: 'handler'; readonly name: string; readonly handler: Handler; readonly view: View | undefined }
  | { readonly kind: 'view'; readonly view: View; readonly data: unknown }
  | { readonly kind: 'fixed'; readonly type: string; readonly body: Uint8Array }
  | { readonly kind: 'redirect'; readonly location: string };

/** What a request body has to be: JSON, or a form (application/x-www-form-urlencoded) with the same properties. */
export interface BodyRule {
  /** The fields of a form, typed as parameters are; undefined where the schema is not that of an object of plain values. */
  readonly fields: readonly Parameter[] | undefined;
  /** Whether a form must not have other fields. */
  readonly closed: boolean;
  /** Every rule that the value breaks, as far as they can be told apart. Puts in the defaults of what is not there. */
  check(value: unknown): readonly BrokenRule[];
}

/** A rule that a value inside a body breaks. */
export interface BrokenRule {
  /** `"address.zip" must be text`, `The body must be a list` */
  readonly rule: string;
  /** The value at that place; undefined where there is none. */
  readonly found: unknown;
}

/** A value that a request carries as text: in its path, its query, a header field, a cookie or a form. */
export interface Parameter {
  readonly name: string;
  /** What people call it: the schema's `title`, else its name. */
  readonly title: string;
  readonly type: 'string' | 'number' | 'integer' | 'boolean';
  readonly required: boolean;
  readonly default: unknown;
  /** The rule that the typed value breaks, in words that follow the title (`must be at least 1`), or undefined. */
  check(value: unknown): string | undefined;
}

/**
 * One segment deep in the tree of all paths. Literals are compared after percent-decoding;
 * a literal beats `parameter` beats `rest`.
 */
export interface RouteNode {
  readonly literals: ReadonlyMap<string, RouteNode>;
  readonly parameter: RouteNode | undefined;
  readonly rest: PathEnd | undefined;
  readonly end: PathEnd | undefined;
}

/** The routes that share one path, by method. */
export interface PathEnd {
  readonly byMethod: ReadonlyMap<string, BoundRoute>;
  /** For the Allow field of a 405, in the manifest's order. */
  readonly allow: readonly string[];
}

export interface BoundRoute {
  readonly route: Route;
  /** The names of the path's parameters, in the order of its segments. */
  readonly parameterNames: readonly string[];
}

/** What every page knows besides its model; in a view it is `@page`. */
export interface PageData {
  readonly title: string;
  /** A CSS colour from the manifest. */
  readonly background: string;
}

/** A compiled view inside its layout. Throws where the model lacks what the view shows. */
export type View = (model: unknown, page: PageData) => string;

export interface Pages {
  readonly error: View;
  /** The error views of single statuses. */
  readonly errors: ReadonlyMap<number, View>;
  readonly headers: readonly FieldLine[];
  readonly background: {
    readonly cookie: string;
    readonly colors: ReadonlyMap<string, string>;
    readonly default: string;
  };
}
