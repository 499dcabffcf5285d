/** What the logs hold, and where they are. */
export interface LogSettings {
  readonly access: {
    readonly file: string | null;
    readonly detail: 'full' | 'short';
    /** How much of a request body is logged. */
    readonly bodyBytesMax: number;
    readonly redact: Redaction;
  };
  readonly error: { readonly file: string | null; readonly redact: Redaction };
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
