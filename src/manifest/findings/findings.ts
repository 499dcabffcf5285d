import type { Diagnostic, SourceSpan } from '../../contract/diagnostic.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { type DiagnosticCode, SEVERITIES } from './diagnostic-codes.gen.ts';
import { spellInvisible } from './look-alikes.ts';
import { aliasOf } from './source.ts';

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

/** A finding of any code. */
export type AnyFinding = Finding | VaryingFinding;

/** A code whose severity is always the same. */
type SettledCode = {
  [Code in DiagnosticCode]: (typeof SEVERITIES)[Code] extends Diagnostic['severity'] ? Code : never;
}[DiagnosticCode];

/** For one code. More wrong names than this have one common cause. */
const HINTS_SOUGHT_MAX = 100;

/** Collects the mistakes of one load, so that all are reported at once. */
export class Findings {
  readonly #found: Found[] = [];
  readonly #hintsSought = new Map<DiagnosticCode, number>();

  /** Collects one, and returns it. */
  add(finding: AnyFinding): Diagnostic {
    const { code, at, message, hint, related = [] } = finding;
    const severity = 'severity' in finding ? finding.severity : SEVERITIES[finding.code];
    const found = typeof hint === 'function' ? this.#seek(code, hint) : hint;
    const hinted = found === undefined ? {} : { hint: found };
    const diagnostic = { ...at, code, severity, message: spellInvisible(message), ...hinted, related };
    this.#found.push({ diagnostic, alias: aliasOf(at) });
    return diagnostic;
  }

  #seek(code: DiagnosticCode, hint: () => string | undefined): string | undefined {
    const sought = this.#hintsSought.get(code) ?? 0;
    this.#hintsSought.set(code, sought + 1);
    return sought < HINTS_SOUGHT_MAX ? hint() : undefined;
  }

  get hasErrors(): boolean {
    return this.#found.some(({ diagnostic }) => diagnostic.severity === 'error');
  }

  /** In source order; `files` gives the order of the files. */
  inOrder(files: readonly string[]): readonly Diagnostic[] {
    return inSourceOrder(withoutRepeats(withoutCopies(this.#found)), files);
  }
}

/** By file, in the order of `files`, then by line and column. */
export function inSourceOrder(diagnostics: readonly Diagnostic[], files: Iterable<string>): readonly Diagnostic[] {
  const order = new Map([...files].map((file, index) => [file, index]));
  const rank = ({ file }: SourceSpan) => order.get(file) ?? order.size;
  return diagnostics.toSorted((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}

/** A finding, and the alias by which its place was reached. */
interface Found {
  readonly diagnostic: Diagnostic;
  readonly alias: SourceSpan | undefined;
}

/** A schema that something else refers to is looked at where it is written, and as what is referred to. */
function withoutCopies(found: readonly Found[]): readonly Found[] {
  const keys = found.map(({ diagnostic: { code, message, ...at } }) => `${code} ${positionOf(at)} ${message}`);
  const firsts = new Map(keys.map((key, index) => [key, index] as const).toReversed());
  return found.filter((_, index) => firsts.get(keys[index] ?? '') === index);
}

/**
 * One mistake in a value that aliases stand for is found once for each of them. Where it is one without them, or with several, it is in
 * the value; with one alone, it is where that one is.
 */
function withoutRepeats(found: readonly Found[]): readonly Diagnostic[] {
  if (found.every(({ alias }) => alias === undefined)) return found.map(({ diagnostic }) => diagnostic);
  const same = new Map<string, Found[]>();
  for (const each of found) {
    const { code, ...at } = each.diagnostic;
    const key = `${code} ${positionOf(at)}`;
    getOrMake(same, key, () => []).push(each);
  }
  return [...same.values()].flatMap(joined);
}

function joined(group: readonly Found[]): readonly Diagnostic[] {
  const direct = group.filter(({ alias }) => alias === undefined).map(({ diagnostic }) => diagnostic);
  const aliases = new Map(
    group.flatMap(({ alias }) => (alias === undefined ? [] : [[positionOf(alias), alias] as const])),
  );
  const [alias] = aliases.values();
  if (alias === undefined) return direct;
  const ofOne = group.filter((each) => each.alias !== undefined && positionOf(each.alias) === positionOf(alias));
  const [first, ...others] = direct.length > 0 ? direct : ofOne.map(({ diagnostic }) => diagnostic);
  if (first === undefined) return [];
  if (direct.length === 0 && aliases.size === 1) return [first, ...others].map((each) => movedTo(alias, each));
  const shown = [...aliases.values()].slice(0, ALIASES_SHOWN_MAX);
  const uses = shown.map((at) => ({ ...at, message: 'an alias stands for it here' }));
  return [{ ...first, related: [...first.related, ...uses] }, ...others];
}

const ALIASES_SHOWN_MAX = 5;

function movedTo(alias: SourceSpan, diagnostic: Diagnostic): Diagnostic {
  const { file, line, column, endLine, endColumn, related } = diagnostic;
  const target = { file, line, column, endLine, endColumn, message: 'the alias stands for this' };
  const isKnown = related.some((other) => positionOf(other) === positionOf(target));
  return { ...diagnostic, ...alias, related: isKnown ? related : [...related, target] };
}

function positionOf({ file, line, column }: Pick<SourceSpan, 'file' | 'line' | 'column'>): string {
  return `${file}:${line}:${column}`;
}
