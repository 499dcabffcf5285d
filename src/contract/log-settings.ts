/** What the logs hold, and where they are. */
export interface LogSettings {
  readonly access: {
    readonly file: string | null;
    readonly detail: 'full' | 'short';
    /** So much of a request body is logged. */
    readonly bodyBytesMax: number;
    readonly redact: Redaction;
  };
  readonly error: { readonly file: string | null; readonly redact: Redaction };
}

/** Whose values are left out of log lines. */
export interface Redaction {
  /** Names of header fields, in lower case. */
  readonly headers: ReadonlySet<string>;
  readonly cookies: ReadonlySet<string>;
  /** Of the names of fields that lose a value or a part of it: a length tells one from nearly all others, without a copy in lower case. */
  readonly nameLengths: ReadonlySet<number>;
  /** Finds these fields in a head that could not be read; its groups are a name with what is before it, and the value. */
  readonly rawLines: RegExp | undefined;
}
