import type { SourceSpan } from '../../contract/diagnostic.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { type Source, spanOf } from '../findings/source.ts';

/** One template, parsed. */
export interface ParsedView {
  readonly name: string;
  readonly source: Source;
  readonly ast: hbs.AST.Program;
}

/** Where a node of a view is. */
export function spanOfNode({ source }: Pick<ParsedView, 'source'>, { loc: { start, end } }: hbs.AST.Node): SourceSpan {
  return spanOf(source, offsetOf(source, start.line, start.column), offsetOf(source, end.line, end.column));
}

/** The text of a node. */
export function textOfNode({ source }: ParsedView, { loc: { start, end } }: hbs.AST.Node): string {
  return source.text.slice(offsetOf(source, start.line, start.column), offsetOf(source, end.line, end.column));
}

/** Handlebars counts lines from 1 and columns from 0. */
export function offsetOf(source: Source, line: number, column: number): number {
  return (lineStartsOf(source)[line - 1] ?? 0) + column;
}

/** For Handlebars, a lone carriage return ends a line too. For all others it does not. */
function lineStartsOf(source: Source): readonly number[] {
  return getOrMake(lineStarts, source, () => [
    0,
    ...[...source.text.matchAll(/\r\n?|\n/g)].map(({ index, 0: end }) => index + end.length),
  ]);
}

const lineStarts = new WeakMap<Source, readonly number[]>();
