import type { Diagnostic, SourceSpan } from '../../contract/diagnostic.ts';
import type { DiagnosticCode } from './diagnostic-codes.ts';

/** What a step of the pipeline says of one mistake. `message` begins with "Cannot" or "Unknown" and has no full stop. */
export interface Finding {
  readonly code: DiagnosticCode;
  readonly at: SourceSpan;
  /** Default: error. A warning keeps no manifest from running. */
  readonly severity?: Diagnostic['severity'];
  readonly message: string;
  /** Or how to find it out: done for the first findings of a code only, since it may look at all names that are known. */
  readonly hint?: string | undefined | (() => string | undefined);
  readonly related?: Diagnostic['related'];
}

/** Of one code. Who has more names wrong than that has one cause for them. */
const HINTS_SOUGHT_MAX = 100;

/** Collects the mistakes of one load, so that all of them are said at once. */
export class Findings {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #hintsSought = new Map<DiagnosticCode, number>();

  add({ code, at, severity = 'error', message, hint, related = [] }: Finding): void {
    const found = typeof hint === 'function' ? this.#seek(code, hint) : hint;
    const hinted = found === undefined ? {} : { hint: found };
    this.#diagnostics.push({ ...at, code, severity, message, ...hinted, related });
  }

  #seek(code: DiagnosticCode, hint: () => string | undefined): string | undefined {
    const sought = this.#hintsSought.get(code) ?? 0;
    this.#hintsSought.set(code, sought + 1);
    return sought < HINTS_SOUGHT_MAX ? hint() : undefined;
  }

  get hasErrors(): boolean {
    return this.#diagnostics.some(({ severity }) => severity === 'error');
  }

  /** In source order; `files` says which file comes first. */
  inOrder(files: readonly string[]): readonly Diagnostic[] {
    const rank = new Map(files.map((file, index) => [file, index]));
    const rankOf = ({ file }: Diagnostic) => rank.get(file) ?? files.length;
    return this.#diagnostics.toSorted((a, b) => rankOf(a) - rankOf(b) || a.line - b.line || a.column - b.column);
  }
}
