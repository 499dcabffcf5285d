import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceSpan } from '../../contract/diagnostic.ts';
import { guarded } from '../../http/guarded.ts';

/** A place in code: lines and columns count from 1. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many columns a tab has; by default 1. */
  readonly tabWidth?: number;
}

/**
 * What Node.js writes before a stack where a text cannot be compiled: its file and line, the line itself, and carets below. If it was to
 * take types out, the lines around it as well; several that are wrong together have marks at their beginning, and a text that ends too
 * soon has none.
 */
export function shownPlace(stack: string): CodePlace | undefined {
  for (const pattern of [CARETS, MARKED, UNMARKED]) {
    const [, written = '', line, before = ''] = pattern.exec(stack) ?? [];
    if (line === undefined) continue;
    const file = written.startsWith('file:') ? guarded(() => fileURLToPath(written)) : written;
    const tabWidth = stack.includes('_TYPESCRIPT_SYNTAX]') ? TYPESCRIPT_TAB_WIDTH : 1;
    return file === undefined ? undefined : { file, line: Number(line), column: before.length + 1, tabWidth };
  }
  return undefined;
}

const TYPESCRIPT_TAB_WIDTH = 4;

const CARETS = /^(\S.*):(\d+)\n(?:.*\n){1,2}?([ \t]*)\^+[ \t]*\n/;
const MARKED = /^(\S.*):(\d+)\n(?: {4}.*\n)? {2}> ([ \t]*).*\n/;
const UNMARKED = /^(\S.*):(\d+)\n(?:.*\n){1,2}?\nSyntaxError \[ERR_INVALID_TYPESCRIPT_SYNTAX\]/;

/** A place in code as a finding points at it: the word there. Its file is named as the manifest is; `quoted` gets its text. */
export function codeSpan(place: CodePlace, manifest: string, quoted: Map<string, string>): SourceSpan {
  const { file, line } = place;
  const name = isAbsolute(manifest) ? file : relative('', file);
  const text = guarded(() => readFileSync(file, 'utf8'));
  if (text !== undefined) quoted.set(name, text);
  const written = text?.split(/\r?\n/)[line - 1] ?? '';
  const column = columnIn(written, place);
  const behind = written.slice(column - 1);
  const word = /^[\w$]+/.exec(behind)?.[0] ?? ' ';
  return { file: name, line, column, endLine: line, endColumn: column + word.length };
}

function columnIn(written: string, { column, tabWidth = 1 }: CodePlace): number {
  let [at, width] = [0, 0];
  for (; width < column - 1 && at < written.length; at++) width += written[at] === '\t' ? tabWidth : 1;
  return column - width + at;
}
