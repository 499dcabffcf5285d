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
}

/** What Node.js writes before a stack where a text cannot be compiled: its file and line, the line itself, and carets below. */
export function shownPlace(stack: string): CodePlace | undefined {
  const [, written = '', line, before] = SHOWN.exec(stack) ?? [];
  if (line === undefined || before === undefined) return undefined;
  const file = written.startsWith('file:') ? guarded(() => fileURLToPath(written)) : written;
  return file === undefined ? undefined : { file, line: Number(line), column: before.length + 1 };
}

const SHOWN = /^(\S.*):(\d+)\n.*\n([ \t]*)\^+[ \t]*\n/;

/** A place in code as a finding points at it: the word there. Its file is named as the manifest is; `quoted` gets its text. */
export function codeSpan({ file, line, column }: CodePlace, manifest: string, quoted: Map<string, string>): SourceSpan {
  const name = isAbsolute(manifest) ? file : relative('', file);
  const text = guarded(() => readFileSync(file, 'utf8'));
  if (text !== undefined) quoted.set(name, text);
  const behind = (text?.split(/\r?\n/)[line - 1] ?? '').slice(column - 1);
  const word = /^[\w$]+/.exec(behind)?.[0] ?? ' ';
  return { file: name, line, column, endLine: line, endColumn: column + word.length };
}
