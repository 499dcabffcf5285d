import type { AnswerHead } from './answer.ts';
import type { ClientSettings } from './client-settings.ts';
import type { Compression } from './compression.ts';
import type { CorsRule } from './cors.ts';
import type { FileResponder, FolderResponder } from './file-responders.ts';
import type { Gates, GroupNode } from './gates.ts';
import type { Handler } from './handler.ts';
import type { ReadHop } from './hop.ts';
import type { LogSettings } from './log-settings.ts';
import type { FormModel, PageTexts, View } from './page-data.ts';
import type { FieldLine } from './request.ts';
import type { SessionSealer } from './session.ts';
import type { ErrorFormat } from './told-problem.ts';
import type { FileField } from './uploads.ts';

/** A compiled manifest: immutable, and all that the data plane knows. A reload swaps the one reference to it. */
export interface Program {
  readonly title: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** undefined: plain HTTP. */
  readonly tls: TlsSettings | undefined;
  /** Any other method is 501. In the manifest's order. */
  readonly methods: readonly string[];
  readonly notHttp: 'shutdown' | 'reject';
  /** The host names that a request can use, in lower case; empty: any (RFC 9110 §15.5.20). */
  readonly hosts: ReadonlySet<string>;
  /** Whether a path without a route leads to the one with a slash more or less at its end. */
  readonly trailingSlash: 'strict' | 'redirect';
  /** Reads what proxies say of clients; undefined: no proxy is trusted, and what a peer says of others is ignored. */
  readonly readHop: ReadHop | undefined;
  /** How errors are told where neither a route nor a group says it. */
  readonly errors: ErrorFormat;
  /** undefined: answers are sent as they are. */
  readonly compression?: Compression | undefined;
  /** What pages of other origins can do, likewise. */
  readonly cors: CorsRule;
  readonly limits: Limits;
  readonly timeouts: Timeouts;
  /**
   * The field lines of an answer behind which the connection stays open, that say for how long (RFC 2068 §19.7.1.1): a client that knows
   * does not ask while it is being closed.
   */
  readonly keepAliveLines: string;
  readonly routes: readonly Route[];
  readonly routesByName: ReadonlyMap<string, Route>;
  readonly routeTree: RouteNode;
  /** undefined: the manifest has no group. */
  readonly groups: GroupNode | undefined;
  /** What the manifest declares as header fields of answers, written: each with its CR LF. Such a line is not checked and written again. */
  readonly fieldTexts: ReadonlyMap<FieldLine, string>;
  /** The forms of the routes that have one, by the names of these routes. */
  readonly forms: Readonly<Record<string, FormModel>>;
  readonly pages: Pages;
  readonly logs: LogSettings;
  readonly clients: ClientSettings;
  /** undefined: the manifest declares none. A secret: it must not be shown anywhere. */
  readonly session: SessionSealer | undefined;
}

/** How the server proves its identity. A secret: it must not be shown anywhere. */
export interface TlsSettings {
  /** PEM: the server's certificate, then those that lead from it to a root. */
  readonly cert: string;
  /** PEM: the private key of the first one. */
  readonly key: string;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** Bytes, except for the counts. */
export interface Limits {
  readonly requestLineBytesMax: number;
  readonly headerBytesMax: number;
  readonly headerCountMax: number;
  readonly bodyBytesMax: number;
  /** For all connections together, not counting small bodies. */
  readonly bodiesBytesMax: number;
  readonly connectionsMax: number;
  /** Infinity: no such limit. */
  readonly connectionsPerClientMax: number;
}

export interface Timeouts {
  readonly headMs: number;
  readonly bodyIdleMs: number;
  readonly bodyMs: number;
  readonly idleMs: number;
  /** For guards and a handler together. */
  readonly handlerMs: number;
  readonly writeMs: number;
  readonly drainMs: number;
  /** For the supervisor of this process. */
  readonly hungMs: number;
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
  /** undefined: the body is not read. */
  readonly body: BodyRule | undefined;
  /** How people on pages fill in what the route takes. */
  readonly form: FormModel | undefined;
  /** A browser's request for a page of another origin is refused. */
  readonly sameOrigin: boolean;
  /** How its errors are told; undefined: as around it. */
  readonly errors: ErrorFormat | undefined;
  readonly cors: CorsRule | undefined;
  /** What it asks for itself, besides the groups above the path; undefined: nothing. */
  readonly gates: Gates | undefined;
  readonly respond: Responder;
  /** The head of its answers, as the manifest declares it; it sets no cookies. */
  readonly response: AnswerHead;
  /** As far as they are the same for all requests; its view completes them. */
  readonly page: PageTexts;
}

export type PathSegment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'rest'; readonly name: string };

/** The route's one way to answer. */
export type Responder =
  | {
      readonly kind: 'handler';
      readonly name: string;
      readonly handler: Handler;
      readonly view: View | undefined;
      /** Of its content, or of its view, if the manifest says one. */
      readonly type?: string | undefined;
    }
  | { readonly kind: 'view'; readonly view: View; readonly type?: string | undefined; readonly data: unknown }
  | FixedResponder
  | { readonly kind: 'redirect'; readonly location: FieldLine }
  /** To the path of a route; a parameter of it is a text, or that of the request under a name. */
  | { readonly kind: 'redirect-filled'; readonly route: string; readonly params: ReadonlyMap<string, RedirectValue> }
  | FileResponder
  | FolderResponder
  /** `velosiped:submit`: leads a submitted form to its URL; its path's parameter `route` names the route of the form. */
  | { readonly kind: 'submit' }
  /** `velosiped:health` and `velosiped:ready`: reports the state of the server, as JSON if there is no view. */
  | { readonly kind: 'probe'; readonly asks: 'health' | 'ready'; readonly view: View | undefined };

/** The same content for everybody. */
export interface FixedResponder {
  readonly kind: 'fixed';
  readonly type: string;
  readonly body: Uint8Array;
  /** Recognises the body, without quotes; undefined: it has no conditions. */
  readonly tag?: string | undefined;
  /** The ETag of the body as it is, in a list of its own. */
  readonly tagLine?: readonly FieldLine[] | undefined;
}

/** A text, or which parameter of the request's path has it. */
export type RedirectValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string };

/** What a request body must be: JSON, or a form (urlencoded, or multipart/form-data) with the same properties. */
export interface BodyRule {
  /** Whether a request without a body is refused. */
  readonly required: boolean;
  /** The fields of a form, typed as parameters are; undefined if the schema is not that of an object, or no form can fill it. */
  readonly fields: readonly Parameter[] | undefined;
  /** The files of a form: with any, a body is never JSON. */
  readonly files: readonly FileField[];
  /** Whether a form must not have other fields. */
  readonly closed: boolean;
  /** What is different if the route has a form on pages. */
  readonly form?: BodyForm;
  /** It can hold what must not be shown: of one that cannot be read, nothing is quoted. */
  readonly secret?: boolean;
  /** Every rule that the value breaks, as far as they are independent. Puts in missing defaults. */
  check(value: unknown): readonly BrokenRule[];
}

/** Completes what a browser sends of a form. */
export interface BodyForm {
  /** Checkboxes: if one is not sent it was not checked, and means false. */
  readonly checkboxes: readonly string[];
  /** The fields of the path and the query, which are sent along. */
  readonly alongside: ReadonlySet<string>;
}

/** A rule that a value inside a body breaks. */
export interface BrokenRule {
  /** `"address.zip" must be text`, `The body must be a list` */
  readonly rule: string;
  /** What people read instead. */
  readonly message?: string | undefined;
  /** Where the value is, or would be: a JSON Pointer (RFC 6901). */
  readonly pointer: string;
  /** The value at that place; undefined if there is none, or it is secret. */
  readonly found: unknown;
}

/** A value that a request carries as text: in its path, its query, a header field, a cookie or a form. */
export interface Parameter {
  readonly name: string;
  /** What people call it: the schema's `title`, else its name. */
  readonly title: string;
  /** Of a list, that of its items. */
  readonly type: 'string' | 'number' | 'integer' | 'boolean';
  /** How each text of a list is read; undefined: it is one value. */
  readonly item?: Pick<Parameter, 'type' | 'check' | 'complete'> | undefined;
  readonly required: boolean;
  readonly default: unknown;
  /** What people read instead of any rule that its value breaks. */
  readonly errorMessage?: string | undefined;
  /** Its value is not shown to anybody. */
  readonly secret?: boolean;
  /** Adds to a text of a form what browsers leave out. */
  complete?(text: string): string;
  /** The rule that the typed value breaks, in words that follow the title (`must be at least 1`), or undefined. */
  check(value: unknown): string | undefined;
}

/**
 * One node in the tree of all paths. Literals are compared after percent-decoding;
 * a literal beats `parameter` beats `rest`.
 */
export interface RouteNode {
  readonly literals: ReadonlyMap<string, RouteNode>;
  /** For a node with too many literals for a 404 to look at each: the same in alphabetical order, by their beginnings and by their ends. */
  readonly spellings: { readonly byStart: readonly Spelling[]; readonly byEnd: readonly Spelling[] } | undefined;
  readonly parameter: RouteNode | undefined;
  readonly rest: PathEnd | undefined;
  readonly end: PathEnd | undefined;
}

/** A literal, and its sort key: itself in lower case, or that backwards. */
export interface Spelling {
  readonly key: string;
  readonly text: string;
}

/** The routes that share one path, by method. */
export interface PathEnd {
  readonly byMethod: ReadonlyMap<string, BoundRoute>;
  /** That of GET, apart: with 10,000 routes in turn no map is in the processor's cache, and this saves 2 % of a request (0.5 µs). */
  readonly get: BoundRoute | undefined;
  /** The route that decides how the errors of the path itself are told. */
  readonly first: Route;
  /** For the Allow field of a 405, and of the answer to OPTIONS if no route takes it: in the manifest's order. */
  readonly allow: readonly string[];
}

export interface BoundRoute {
  readonly route: Route;
  /** The names of the path's parameters, in the order of its segments. */
  readonly parameterNames: readonly string[];
}

/** The header fields of all pages. Strict-Transport-Security must not be sent over a plain connection (RFC 6797 §7.2). */
export interface PageFields {
  readonly secure: WrittenFields;
  readonly plain: WrittenFields;
}

/** Header fields that were checked, and their text: each line with its CR LF. */
export interface WrittenFields {
  readonly lines: readonly FieldLine[];
  readonly text: string;
  /** None of them forbids to compress an answer. */
  readonly canBeCoded: boolean;
}

export interface Pages {
  readonly error: View;
  /** The error views of single statuses. */
  readonly errors: ReadonlyMap<number, View>;
  /** By background: the content security policy lists the styles by hash, and a style can name the colour. */
  readonly headers: ReadonlyMap<string, PageFields>;
  readonly background: {
    readonly cookie: string;
    readonly colors: ReadonlyMap<string, string>;
    readonly default: string;
  };
}
