import { Handlebars } from '../handlebars.ts';
import type { Source } from '../source.ts';

/** What the Handlebars parser said, and the offsets of the place. */
export interface ViewError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** Finds the place of a parse error. Call it at once: the parser forgets where it stood. */
export function explainViewError(error: unknown, source: Source): ViewError {
  const said = error instanceof Error ? error.message : String(error);
  const exact = /^(.*) - (\d+):(\d+)$/s.exec(said);
  if (exact !== null) {
    const start = offsetOf(source, Number(exact[2]), Number(exact[3]));
    return { message: `Cannot read this view: "${exact[1]}"`, start, end: start + 1 };
  }
  const { line, column, endColumn } = parserPosition();
  const start = offsetOf(source, line, column);
  const found = /got '([A-Z_]+)'$/.exec(said)?.[1];
  const what = found === 'EOF' ? 'something is still open at the end' : 'this cannot stand here';
  const end = start + Math.max(1, endColumn - column);
  return { message: `Cannot read this view: ${what}`, start, end };
}

/** Handlebars counts lines from 1 and columns from 0. */
export function offsetOf(source: Source, line: number, column: number): number {
  return (lineStartsOf(source)[line - 1] ?? 0) + column;
}

/** A carriage return alone ends a line too, for Handlebars. Nobody else takes it for one. */
function lineStartsOf(source: Source): readonly number[] {
  const known = lineStarts.get(source);
  if (known !== undefined) return known;
  const found = [0, ...[...source.text.matchAll(/\r\n?|\n/g)].map(({ index, 0: end }) => index + end.length)];
  lineStarts.set(source, found);
  return found;
}

const lineStarts = new WeakMap<Source, readonly number[]>();

/** The parser's own errors name a line only; where its lexer stopped is exact, but in no type declaration. */
function parserPosition(): { readonly line: number; readonly column: number; readonly endColumn: number } {
  const at = property(property(property(Handlebars, 'Parser'), 'lexer'), 'yylloc');
  const number = (key: string, otherwise: number) => {
    const value = property(at, key);
    return typeof value === 'number' ? value : otherwise;
  };
  return { line: number('first_line', 1), column: number('first_column', 0), endColumn: number('last_column', 0) };
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
