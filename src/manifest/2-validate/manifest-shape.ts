/**
 * What the schema promises of a manifest, once everything that breaks it has been taken out: what is there has the
 * right shape, and anything may be absent.
 */
export interface ManifestShape {
  readonly info?: { readonly title?: string };
  readonly server?: ServerShape;
  readonly handlers?: string;
  readonly views?: string;
  readonly page?: PageShape;
  readonly logs?: {
    readonly access?: {
      readonly file?: string | null;
      readonly detail?: 'full' | 'short';
      readonly bodyMax?: number | string;
      readonly redact?: readonly string[];
    };
    readonly error?: { readonly file?: string | null; readonly redact?: readonly string[] };
  };
  readonly clients?: { readonly store?: string; readonly max?: number; readonly ttl?: string };
  readonly schemas?: ShapeMap<SchemaShape>;
  readonly include?: readonly string[];
  readonly routes?: ShapeMap<RouteShape>;
}

/** A record without a prototype. */
export type ShapeMap<Value> = Readonly<Record<string, Value>>;

export interface ServerShape {
  readonly host?: string;
  readonly port?: number;
  readonly methods?: readonly string[];
  readonly notHttp?: 'shutdown' | 'reject';
  readonly hosts?: readonly string[];
  readonly trustProxy?: readonly string[];
  readonly tls?: { readonly cert?: string; readonly key?: string; readonly minVersion?: 'TLSv1.2' | 'TLSv1.3' };
  readonly limits?: {
    readonly requestLine?: number | string;
    readonly headers?: number | string;
    readonly headerCount?: number;
    readonly body?: number | string;
    readonly bodies?: number | string;
    readonly connections?: number;
    readonly connectionsPerClient?: number;
  };
  readonly timeouts?: {
    readonly head?: string;
    readonly bodyIdle?: string;
    readonly body?: string;
    readonly idle?: string;
    readonly write?: string;
    readonly drain?: string;
    readonly hung?: string;
  };
}

export interface PageShape {
  readonly layout?: string;
  readonly error?: string;
  /** By status. */
  readonly errors?: ShapeMap<string>;
  /** `null` takes one of the safe defaults away. */
  readonly headers?: ShapeMap<string | null>;
  readonly background?: {
    readonly cookie?: string;
    readonly colors?: ShapeMap<string>;
    readonly default?: string;
  };
}

export interface RouteShape {
  readonly path?: string;
  readonly aliases?: readonly string[];
  readonly methods?: readonly string[];
  readonly summary?: string;
  readonly params?: ShapeMap<ParameterShape>;
  readonly query?: ShapeMap<ParameterShape>;
  readonly headers?: ShapeMap<ParameterShape>;
  readonly cookies?: ShapeMap<ParameterShape>;
  readonly body?: SchemaShape;
  readonly handler?: string;
  readonly view?: string;
  readonly model?: SchemaShape;
  readonly data?: unknown;
  readonly text?: string;
  readonly json?: unknown;
  readonly redirect?: RedirectShape;
  readonly sameOrigin?: boolean;
  readonly response?: ResponseShape;
  readonly form?: FormShape;
  readonly examples?: ShapeMap<ExampleShape>;
}

export interface FormShape {
  readonly submit?: string;
  readonly method?: 'GET' | 'POST';
  /** By parameter, then by value. */
  readonly labels?: ShapeMap<ShapeMap<string>>;
  /** By label, then by parameter. */
  readonly presets?: ShapeMap<ShapeMap<string | number | boolean>>;
}

export interface RedirectShape {
  readonly route?: string;
  readonly params?: ShapeMap<string | number | boolean>;
  readonly url?: string;
  readonly status?: number;
}

export interface ResponseShape {
  readonly status?: number;
  readonly headers?: ShapeMap<string>;
  readonly type?: string;
}

export interface ParameterShape {
  /** `#/schemas/NAME`. What stands beside it is added. */
  readonly $ref?: string;
  readonly type?: 'string' | 'number' | 'integer' | 'boolean';
  readonly title?: string;
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly enum?: readonly (string | number | boolean)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** Of a parameter outside the path. */
  readonly required?: boolean;
}

/** A part of JSON Schema (2020-12). */
export interface SchemaShape {
  /** `#/schemas/NAME`. What stands beside it is added. */
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
  readonly properties?: ShapeMap<SchemaShape>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: SchemaShape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly anyOf?: readonly SchemaShape[];
}

export type SchemaType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

export interface ExampleShape {
  /** `GET /div/6/to/3` */
  readonly request?: string;
  readonly headers?: ShapeMap<string>;
  readonly cookies?: ShapeMap<string>;
  /** Text is sent as it is, any other value as JSON. */
  readonly body?: unknown;
  readonly options?: { readonly shortLog?: boolean; readonly showErrors?: boolean };
  readonly response?: {
    readonly status?: number;
    /** `null`: it must not have one. */
    readonly headers?: ShapeMap<string | null>;
    readonly cookies?: ShapeMap<string | null>;
    readonly contains?: string;
    readonly json?: unknown;
    readonly model?: unknown;
  };
}
