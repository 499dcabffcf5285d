import type { AnswerHead } from './answer.ts';
import type { ClientSettings } from './client-settings.ts';
import type { Handler } from './handler.ts';
import type { LogSettings } from './log-settings.ts';
import type { FormModel, View } from './page-data.ts';
import type { FieldLine } from './request.ts';

/** A compiled manifest: immutable, and all that the data plane knows. A reload swaps the one reference to it. */
export interface Program {
  readonly title: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** undefined: plain HTTP. */
  readonly tls: TlsSettings | undefined;
  /** Any other method is 501. In the manifest's order. */
  readonly methods: readonly string[];
  readonly notHttp: 'shutdown' | 'reject';
  /** The names that a request may call us by, in lower case; none: any (RFC 9110 §15.5.20). */
  readonly hosts: ReadonlySet<string>;
  /** Reads what proxies say of clients; undefined: no proxy is trusted, and nothing that a peer says of others counts. */
  readonly readHop: ReadHop | undefined;
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
  /** The text of a route's own header fields (`response.headers`), by these very lines: an answer that keeps them is not written again. */
  readonly routeFields: ReadonlyMap<readonly FieldLine[], string>;
  /** The forms of the routes that have one, by the names of these routes. */
  readonly forms: Readonly<Record<string, FormModel>>;
  readonly pages: Pages;
  readonly logs: LogSettings;
  readonly clients: ClientSettings;
}

/** Reads an IP address and tells whether it is a trusted proxy's; undefined: the text is no IP address. */
export type ReadHop = (text: string) => Hop | undefined;

/** One of those through whom a request came. */
export interface Hop {
  /** As people write it (RFC 5952); an IPv4-mapped one is IPv4. */
  readonly address: string;
  readonly trusted: boolean;
}

/** How the server proves who it is. A secret: to be shown nowhere. */
export interface TlsSettings {
  /** PEM: the server's certificate, then those that lead from it to a root. */
  readonly cert: string;
  /** PEM: the private key of the first one. */
  readonly key: string;
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** Bytes, but for the counts. */
export interface Limits {
  readonly requestLineBytesMax: number;
  readonly headerBytesMax: number;
  readonly headerCountMax: number;
  readonly bodyBytesMax: number;
  /** Of all connections together, as far as they are not small. */
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
  /** undefined: the body is not looked at. */
  readonly body: BodyRule | undefined;
  /** How people on pages fill in what the route takes. */
  readonly form: FormModel | undefined;
  /** A browser's request for a page of another origin is refused. */
  readonly sameOrigin: boolean;
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
  | { readonly kind: 'redirect'; readonly location: string }
  /** `velosiped:submit`: leads a submitted form to the URL that it means; its path's parameter `route` names whose form it is. */
  | { readonly kind: 'submit' }
  /** `velosiped:health` and `velosiped:ready`: tells how the server is, as JSON where there is no view. */
  | { readonly kind: 'probe'; readonly asks: 'health' | 'ready'; readonly view: View | undefined };

/** What a request body has to be: JSON, or a form (application/x-www-form-urlencoded) with the same properties. */
export interface BodyRule {
  /** The fields of a form, typed as parameters are; undefined where the schema is not that of an object, or one that no form can fill. */
  readonly fields: readonly Parameter[] | undefined;
  /** Whether a form must not have other fields. */
  readonly closed: boolean;
  /** What is different where the route has a form on pages. */
  readonly form?: BodyForm;
  /** Every rule that the value breaks, as far as they can be told apart. Puts in the defaults of what is not there. */
  check(value: unknown): readonly BrokenRule[];
}

/** What a browser sends of a form is not all that a form means. */
export interface BodyForm {
  /** Checkboxes: what is not sent was not checked, and means false. */
  readonly checkboxes: readonly string[];
  /** The fields of the path and the query, which are sent along. */
  readonly alongside: ReadonlySet<string>;
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
  /** Of a node with so many literals that a 404 cannot look at each: the same in the order of the alphabet, and by their ends. */
  readonly spellings: { readonly byStart: readonly Spelling[]; readonly byEnd: readonly Spelling[] } | undefined;
  readonly parameter: RouteNode | undefined;
  readonly rest: PathEnd | undefined;
  readonly end: PathEnd | undefined;
}

/** A literal, and what it is sorted by: itself in lower case, or that read backwards. */
export interface Spelling {
  readonly key: string;
  readonly text: string;
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

/** The header fields of all pages. Strict-Transport-Security must not be sent over a plain connection (RFC 6797 §7.2). */
export interface PageFields {
  readonly secure: WrittenFields;
  readonly plain: WrittenFields;
}

/** Header fields that were checked, and as they are sent: each line with its CR LF. */
export interface WrittenFields {
  readonly lines: readonly FieldLine[];
  readonly text: string;
}

export interface Pages {
  readonly error: View;
  /** The error views of single statuses. */
  readonly errors: ReadonlyMap<number, View>;
  /** By background: the content security policy names the styles, and a style may name the colour. */
  readonly headers: ReadonlyMap<string, PageFields>;
  readonly background: {
    readonly cookie: string;
    readonly colors: ReadonlyMap<string, string>;
    readonly default: string;
  };
}
