import type { SourceSpan } from '../../contract/diagnostic.ts';

/** The text of a file, and where its lines begin. */
export interface Source {
  /** As the user wrote it: relative stays relative. */
  readonly file: string;
  readonly text: string;
  /** The offset of each line's first character. */
  readonly lineStarts: readonly number[];
  /** Of a text inside a file: where a part of it is. */
  part?(start: number, length: number): SourceSpan;
}

/** The texts that diagnostics point into, by file name. */
export type SourceTexts = ReadonlyMap<string, string>;

/** Prepares a text for `spanOf`. */
export function makeSource(file: string, text: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { file, text, lineStarts };
}

/** Offsets (UTF-16 code units, end exclusive) to lines and columns. */
export function spanOf(source: Source, start: number, end: number): SourceSpan {
  if (source.part !== undefined) return source.part(start, Math.max(0, end - start));
  const from = positionOf(source, start);
  const to = positionOf(source, Math.max(start, end));
  return { file: source.file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

/** Remembers that a span was reached by an alias of YAML: what is wrong there may be wrong for that alias alone. */
export function reachedBy(alias: SourceSpan, span: SourceSpan): SourceSpan {
  aliases.set(span, alias);
  return span;
}

/** Where the alias is by which a span was reached. */
export function aliasOf(span: SourceSpan): SourceSpan | undefined {
  return aliases.get(span);
}

/** Beside the spans: they go into diagnostics, which have no such key. */
const aliases = new WeakMap<SourceSpan, SourceSpan>();

function positionOf({ text, lineStarts }: Source, offset: number): { readonly line: number; readonly column: number } {
  const at = Math.min(Math.max(offset, 0), text.length);
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lineStarts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (lineStarts[low] ?? 0) + 1 };
}
