import type { Diagnostic, SourceSpan } from '../contract/diagnostic.ts';
import type { DiagnosticCode } from './diagnostic-codes.ts';

/** What a step of the pipeline says of one mistake. `message` begins with "Cannot" or "Unknown" and has no full stop. */
export interface Finding {
  readonly code: DiagnosticCode;
  readonly at: SourceSpan;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly related?: Diagnostic['related'];
}

/** Collects the mistakes of one load, so that all of them are said at once. */
export class Findings {
  readonly #diagnostics: Diagnostic[] = [];

  add({ code, at, message, hint, related = [] }: Finding): void {
    const hinted = hint === undefined ? {} : { hint };
    this.#diagnostics.push({ ...at, code, severity: 'error', message, ...hinted, related });
  }

  get isEmpty(): boolean {
    return this.#diagnostics.length === 0;
  }

  /** In source order; `files` says which file comes first. */
  inOrder(files: readonly string[]): readonly Diagnostic[] {
    const rank = new Map(files.map((file, index) => [file, index]));
    const rankOf = ({ file }: Diagnostic) => rank.get(file) ?? files.length;
    return this.#diagnostics.toSorted((a, b) => rankOf(a) - rankOf(b) || a.line - b.line || a.column - b.column);
  }
}
