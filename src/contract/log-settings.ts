/** What the logs hold, and where they are. */
export interface LogSettings {
  readonly access: {
    readonly file: string | null;
    readonly detail: 'full' | 'short';
    /** How much of a request body is logged; undefined: nothing. */
    readonly bodyBytesMax: number | undefined;
    readonly redact: Redaction;
  };
  readonly error: { readonly file: string | null; readonly redact: Redaction };
  /** What is secret besides; undefined: nothing, so that no request is searched for it. */
  readonly secrets: RequestSecrets | undefined;
}

/** Names whose values are left out of log lines. */
export interface Redaction {
  /** Names of header fields, in lower case. */
  readonly headers: ReadonlySet<string>;
  readonly cookies: ReadonlySet<string>;
  /** The lengths of those field names that lose a value or a part of it: a length rules out nearly all others without a lower-case copy. */
  readonly nameLengths: ReadonlySet<number>;
  /** Finds these fields in a head that could not be read; its groups are a name with what is before it, and the value. */
  readonly rawLines: RegExp | undefined;
}

/** What is secret in the target and the body of a request: no log, page or report shows it. */
export interface RequestSecrets {
  /** As `SecretNames` has them. */
  readonly query: readonly string[];
  readonly body: readonly string[];
  /** The routes whose whole body is secret. */
  readonly bodiesOf: ReadonlySet<string>;
  /** The paths with a secret parameter. */
  readonly paths: readonly SecretPath[];
}

export interface SecretPath {
  readonly route: string;
  readonly segments: readonly SecretSegment[];
}

export type SecretSegment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter' | 'rest'; readonly secret: boolean };
