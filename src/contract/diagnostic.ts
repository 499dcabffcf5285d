/** A place in a source file: lines and columns count from 1, the end is exclusive. */
export interface SourceSpan {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One mistake in a manifest: which (`code`), where, what was found and what would be right. */
export interface Diagnostic extends SourceSpan {
  /** Which mistake: docs/errors/ has a file for each. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** `did you mean "handler"?` */
  readonly hint?: string;
  readonly related: readonly (SourceSpan & { readonly message: string })[];
}
