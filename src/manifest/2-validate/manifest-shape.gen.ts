// Generated from schemas/manifest.schema.json by npm run generate: changes made here are lost.
// What the schema promises about a manifest from which everything that breaks it is removed: each value has the right
// shape, and any of them can be absent.

/** A record without a prototype. */
export type ShapeMap<Value> = Readonly<Record<string, Value>>;

/** The whole behaviour of one server: its paths, methods, parameters, handlers, views and policies. Keys that begin with x- are ignored. */
export interface ManifestShape {
  readonly version?: 1;
  readonly info?: InfoShape;
  readonly server?: ServerShape;
  readonly handlers?: string;
  readonly views?: string;
  readonly page?: PageShape;
  readonly links?: LinksShape;
  readonly logs?: LogsShape;
  readonly clients?: ClientsShape;
  readonly session?: SessionShape;
  readonly schemas?: ShapeMap<SchemaShape>;
  readonly include?: readonly string[];
  readonly groups?: ShapeMap<GroupShape>;
  readonly routes?: ShapeMap<RouteShape>;
}

/** What this server says about itself. */
export interface InfoShape {
  readonly title?: string;
  readonly version?: string;
  readonly description?: string;
  readonly contact?: InfoContactShape;
  readonly license?: InfoLicenseShape;
  readonly language?: string;
}

/** Who answers questions about this server, for the OpenAPI document. */
export interface InfoContactShape {
  readonly name?: string;
  readonly url?: string;
  readonly email?: string;
}

/** The licence of this API, for the OpenAPI document: its name, and its SPDX identifier or its URL. */
export interface InfoLicenseShape {
  readonly name?: string;
  readonly identifier?: string;
  readonly url?: string;
}

/** Where the server listens, what it accepts, and how much of it. */
export interface ServerShape {
  readonly host?: string;
  readonly port?: number;
  readonly methods?: readonly Method[];
  readonly notHttp?: 'shutdown' | 'reject';
  readonly hosts?: readonly string[];
  readonly trailingSlash?: 'strict' | 'redirect';
  readonly errors?: ErrorFormat;
  readonly cors?: CorsShape | boolean;
  readonly trustProxy?: readonly string[];
  readonly compression?: ServerCompressionShape;
  readonly tls?: ServerTlsShape;
  readonly limits?: ServerLimitsShape;
  readonly timeouts?: ServerTimeoutsShape;
}

/** An HTTP method. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** How errors are told. `page`: as HTML; `problem`: as application/problem+json (RFC 9457); `auto`: as Accept prefers it, and without a preference as a problem if a route without a view answers, else as a page. */
export type ErrorFormat = 'auto' | 'page' | 'problem';

/** What pages of other origins can read and send (CORS); false: nothing. */
export interface CorsShape {
  readonly origins?: readonly string[];
  readonly headers?: readonly string[];
  readonly expose?: readonly string[];
  readonly credentials?: boolean;
  readonly maxAge?: string;
}

/** Compresses files, pages and what handlers answer, for clients that accept it, if it is text. Default: answers are sent as they are, and files as they are or as `.br` and `.gz` files beside them. */
export interface ServerCompressionShape {
  readonly codings?: readonly ('br' | 'gzip')[];
  readonly minSize?: number | string;
}

/** With this key the server speaks only HTTPS, by TLS 1.2 and 1.3. Without it, plain HTTP. */
export interface ServerTlsShape {
  readonly cert?: string;
  readonly key?: string;
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3';
}

/** How large a request can be, and how many connections there can be. */
export interface ServerLimitsShape {
  readonly requestLine?: number | string;
  readonly headers?: number | string;
  readonly headerCount?: number;
  readonly body?: number | string;
  readonly bodies?: number | string;
  readonly connections?: number;
  readonly connectionsPerClient?: number;
}

/** How long the server waits for what. */
export interface ServerTimeoutsShape {
  readonly head?: string;
  readonly bodyIdle?: string;
  readonly body?: string;
  readonly idle?: string;
  readonly handler?: string;
  readonly write?: string;
  readonly drain?: string;
  readonly hung?: string;
}

/** What all HTML pages have in common. */
export interface PageShape {
  readonly layout?: string;
  readonly error?: string;
  readonly errors?: ShapeMap<string>;
  readonly scripts?: 'none' | 'self';
  readonly headers?: ShapeMap<string | null>;
  readonly background?: PageBackgroundShape;
}

/** The visitor's cookie chooses the background colour; a view gets it as @page.background. */
export interface PageBackgroundShape {
  readonly cookie?: string;
  readonly colors?: ShapeMap<string>;
  readonly default?: string;
}

/** What check has to know about the links of views and redirects. */
export interface LinksShape {
  readonly elsewhere?: readonly string[];
}

/** Where log lines go. Relative files are in the folder that --log-dir names, else in the working directory. */
export interface LogsShape {
  readonly access?: LogsAccessShape;
  readonly error?: LogsErrorShape;
}

/** One line for every request. */
export interface LogsAccessShape {
  readonly file?: string | null;
  readonly detail?: 'full' | 'short';
  readonly body?: 'full' | 'none';
  readonly bodyMax?: number | string;
  readonly redact?: readonly string[];
}

/** One line for every error. */
export interface LogsErrorShape {
  readonly file?: string | null;
  readonly redact?: readonly string[];
}

/** What the server remembers about clients. */
export interface ClientsShape {
  readonly store?: string;
  readonly max?: number;
  readonly ttl?: string;
}

/** What the server keeps of a visitor in a sealed cookie: `input.session` of handlers and guards. */
export interface SessionShape {
  readonly secret?: string | readonly string[];
  readonly ttl?: string;
}

/** What a value must be, in JSON Schema (2020-12). */
export interface SchemaShape {
  readonly $ref?: string;
  readonly type?: SchemaType | readonly SchemaType[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly contentMediaType?: string;
  readonly errorMessage?: string;
  readonly properties?: ShapeMap<SchemaShape | boolean>;
  readonly required?: readonly string[];
  readonly additionalProperties?: SchemaShape | boolean;
  readonly patternProperties?: ShapeMap<SchemaShape | boolean>;
  readonly propertyNames?: SchemaShape | boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependentRequired?: ShapeMap<readonly string[]>;
  readonly dependentSchemas?: ShapeMap<SchemaShape | boolean>;
  readonly unevaluatedProperties?: SchemaShape | boolean;
  readonly items?: SchemaShape | boolean;
  readonly prefixItems?: readonly (SchemaShape | boolean)[];
  readonly contains?: SchemaShape | boolean;
  readonly minContains?: number;
  readonly maxContains?: number;
  readonly unevaluatedItems?: SchemaShape | boolean;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly anyOf?: readonly (SchemaShape | boolean)[];
  readonly oneOf?: readonly (SchemaShape | boolean)[];
  readonly allOf?: readonly (SchemaShape | boolean)[];
  readonly not?: SchemaShape | boolean;
  readonly if?: SchemaShape | boolean;
  readonly then?: SchemaShape | boolean;
  readonly else?: SchemaShape | boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly deprecated?: boolean;
  readonly examples?: readonly unknown[];
  readonly $defs?: ShapeMap<SchemaShape | boolean>;
  readonly $anchor?: string;
  readonly $id?: string;
  readonly $schema?: string;
  readonly $comment?: string;
}

/** A JSON Schema type. */
export type SchemaType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/** What holds for every request whose path is under one path, whichever route answers. */
export interface GroupShape {
  readonly under?: string;
  readonly errors?: ErrorFormat;
  readonly cors?: CorsShape | boolean;
  readonly guards?: readonly string[];
  readonly auth?: GroupAuthShape;
  readonly rateLimit?: GroupRateLimitShape;
  readonly limits?: GroupLimitsShape;
  readonly response?: GroupResponseShape;
}

/** Who the guard `velosiped:basicAuth` of the same place lets in. */
export interface GroupAuthShape {
  readonly realm?: string;
  readonly users?: string;
}

/** How many requests of one client are taken in each window of time; more get 429 with Retry-After. The limits of all groups around count too. */
export interface GroupRateLimitShape {
  readonly requests?: number;
  readonly per?: string;
}

/** What is different here from `server.limits`. */
export interface GroupLimitsShape {
  readonly body?: number | string;
}

/** What all answers have, errors too. */
export interface GroupResponseShape {
  readonly headers?: ShapeMap<string>;
}

/** A path, its methods and parameters, and exactly one way to answer: handler (with or without view), view, text, json, redirect, file or folder. */
export interface RouteShape {
  readonly path?: string;
  readonly aliases?: readonly string[];
  readonly methods?: readonly Method[];
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly params?: ShapeMap<ParameterShape>;
  readonly query?: ShapeMap<QueryParameterShape>;
  readonly headers?: ShapeMap<QueryParameterShape>;
  readonly cookies?: ShapeMap<QueryParameterShape>;
  readonly body?: SchemaShape;
  readonly bodyRequired?: boolean;
  readonly handler?: string;
  readonly view?: string;
  readonly heading?: string;
  readonly description?: string;
  readonly layout?: string | boolean;
  readonly model?: SchemaShape;
  readonly errors?: ErrorFormat;
  readonly cors?: CorsShape | boolean;
  readonly sameOrigin?: boolean;
  readonly guards?: readonly string[];
  readonly auth?: RouteAuthShape;
  readonly rateLimit?: RouteRateLimitShape;
  readonly limits?: RouteLimitsShape;
  readonly data?: unknown;
  readonly text?: string;
  readonly json?: unknown;
  readonly redirect?: RouteRedirectShape;
  readonly file?: string;
  readonly folder?: RouteFolderShape;
  readonly response?: RouteResponseShape;
  readonly form?: RouteFormShape;
  readonly examples?: ShapeMap<ExampleShape>;
}

/** What the value of a path parameter must be: a small part of JSON Schema. */
export interface ParameterShape {
  readonly $ref?: string;
  readonly type?: ParameterType;
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly (string | number | boolean)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly errorMessage?: string;
}

/** The type that a value is read as; numbers follow the grammar of JSON. A query parameter or a header field can be an `array`, whose `items` say the type of each. */
export type ParameterType = 'string' | 'number' | 'integer' | 'boolean' | 'array';

/** What the value of a query parameter, a header field or a cookie must be (a small part of JSON Schema), and whether it is required. */
export interface QueryParameterShape {
  readonly $ref?: string;
  readonly type?: ParameterType;
  readonly title?: string;
  readonly description?: string;
  readonly default?: string | number | boolean | readonly unknown[];
  readonly enum?: readonly (string | number | boolean)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly items?: SchemaShape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly errorMessage?: string;
  readonly required?: boolean;
}

/** Who the guard `velosiped:basicAuth` of the same place lets in. */
export interface RouteAuthShape {
  readonly realm?: string;
  readonly users?: string;
}

/** How many requests of one client are taken in each window of time; more get 429 with Retry-After. The limits of all groups around count too. */
export interface RouteRateLimitShape {
  readonly requests?: number;
  readonly per?: string;
}

/** What is different here from `server.limits`. */
export interface RouteLimitsShape {
  readonly body?: number | string;
}

/** Where to send the client: to a route of this manifest, or to a URL. */
export interface RouteRedirectShape {
  readonly route?: string;
  readonly params?: ShapeMap<string | number | boolean>;
  readonly url?: string;
  readonly status?: 301 | 302 | 303 | 307 | 308;
}

/** A folder to serve. The path of the route ends with a parameter that names a file below it, `/assets/{file...}`: it needs no schema, and can be empty. */
export interface RouteFolderShape {
  readonly root?: string;
  readonly index?: string | null;
  readonly fallback?: string;
}

/** What the answer has in addition to its body. */
export interface RouteResponseShape {
  readonly status?: number;
  readonly headers?: ShapeMap<string>;
  readonly type?: string;
  readonly download?: boolean | string;
}

/** A form for this route, which views show as @page.forms.NAME. Each parameter of the path, the query and a form body is a field. */
export interface RouteFormShape {
  readonly submit?: string;
  readonly method?: 'GET' | 'POST';
  readonly fields?: readonly string[];
  readonly controls?: ShapeMap<RouteFormControlsShape>;
  readonly labels?: ShapeMap<ShapeMap<string>>;
  readonly presets?: ShapeMap<ShapeMap<string | number | boolean>>;
}

/** How one field is shown. */
export interface RouteFormControlsShape {
  readonly control?: 'text' | 'textarea' | 'email' | 'password' | 'url' | 'tel' | 'search' | 'date' | 'time';
  readonly rows?: number;
  readonly autocomplete?: string;
  readonly placeholder?: string;
}

/** A request, and the answer that it must get. Each starts with a client that has chosen nothing. */
export interface ExampleShape {
  readonly request?: string;
  readonly headers?: ShapeMap<string>;
  readonly cookies?: ShapeMap<string>;
  readonly body?: unknown;
  readonly form?: ShapeMap<string | number | boolean | readonly (string | number | boolean | ExampleItemShape)[] | ExampleFieldShape>;
  readonly options?: ExampleOptionsShape;
  readonly response?: ExampleResponseShape;
}

/** A value, or a file. */
export interface ExampleItemShape {
  readonly name?: string;
  readonly type?: string;
  readonly text?: string;
}

/** What is typed or chosen in a field: a value, a file (`name`, `type` and its content as `text`), or a list of these. */
export interface ExampleFieldShape {
  readonly name?: string;
  readonly type?: string;
  readonly text?: string;
}

/** What the client has chosen before the request. */
export interface ExampleOptionsShape {
  readonly shortLog?: boolean;
  readonly showErrors?: boolean;
}

/** What the answer must be. What is not given here can be anything. */
export interface ExampleResponseShape {
  readonly status?: number;
  readonly headers?: ShapeMap<string | null>;
  readonly cookies?: ShapeMap<string | null>;
  readonly contains?: string;
  readonly json?: unknown;
  readonly model?: unknown;
}
