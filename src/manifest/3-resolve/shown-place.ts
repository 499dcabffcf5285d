import { fileURLToPath } from 'node:url';
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
