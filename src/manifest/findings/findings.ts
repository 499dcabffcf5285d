import type { Diagnostic, SourceSpan } from '../../contract/diagnostic.ts';
import { type DiagnosticCode, SEVERITIES } from './diagnostic-codes.gen.ts';

/** What a step of the pipeline reports about one mistake. `message` says what is wrong, values in double quotes, no full stop. */
export interface Finding {
  readonly code: SettledCode;
  readonly at: SourceSpan;
  readonly message: string;
  /** Or how to find it out: done only for the first findings of a code, since it can look at all known names. */
  readonly hint?: string | undefined | (() => string | undefined);
  readonly related?: Diagnostic['related'];
}

/** For a code that is an error in some cases and a warning in others: says which. A warning keeps no manifest from running. */
interface VaryingFinding extends Omit<Finding, 'code'> {
  readonly code: Exclude<DiagnosticCode, SettledCode>;
  readonly severity: Diagnostic['severity'];
}

/** A code whose severity is always the same. */
type SettledCode = {
  [Code in DiagnosticCode]: (typeof SEVERITIES)[Code] extends Diagnostic['severity'] ? Code : never;
}[DiagnosticCode];

/** For one code. More wrong names than this have one common cause. */
const HINTS_SOUGHT_MAX = 100;

/** Collects the mistakes of one load, so that all are reported at once. */
export class Findings {
  readonly #diagnostics: Diagnostic[] = [];
  readonly #hintsSought = new Map<DiagnosticCode, number>();

  /** Collects one, and returns it. */
  add(finding: Finding | VaryingFinding): Diagnostic {
    const { code, at, message, hint, related = [] } = finding;
    const severity = 'severity' in finding ? finding.severity : SEVERITIES[finding.code];
    const found = typeof hint === 'function' ? this.#seek(code, hint) : hint;
    const hinted = found === undefined ? {} : { hint: found };
    const diagnostic = { ...at, code, severity, message, ...hinted, related };
    this.#diagnostics.push(diagnostic);
    return diagnostic;
  }

  #seek(code: DiagnosticCode, hint: () => string | undefined): string | undefined {
    const sought = this.#hintsSought.get(code) ?? 0;
    this.#hintsSought.set(code, sought + 1);
    return sought < HINTS_SOUGHT_MAX ? hint() : undefined;
  }

  get hasErrors(): boolean {
    return this.#diagnostics.some(({ severity }) => severity === 'error');
  }

  /** In source order; `files` gives the order of the files. */
  inOrder(files: readonly string[]): readonly Diagnostic[] {
    const rank = new Map(files.map((file, index) => [file, index]));
    const rankOf = ({ file }: Diagnostic) => rank.get(file) ?? files.length;
    return this.#diagnostics.toSorted((a, b) => rankOf(a) - rankOf(b) || a.line - b.line || a.column - b.column);
  }
}
