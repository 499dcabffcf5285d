import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../../http/describe-thrown.ts';
import { guarded } from '../../http/guarded.ts';
import type { Terminal } from '../terminal.ts';

/**
 * Writes a file by renaming: who reads it meanwhile sees the old text or the new one. Makes its folder. undefined: it is
 * written; else why not, in words.
 */
export function writeWhole(file: string, text: string): string | undefined {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, file);
    return undefined;
  } catch (error) {
    // It may not be there, or be where nothing can be: why the file itself cannot be written is said.
    guarded(() => rmSync(draft, { force: true }));
    return `Cannot write "${file}": ${messageOf(error)}`;
  }
}

/** The same, and says so. Returns the exit code. */
export function writeReported(file: string, text: string, terminal: Terminal): number {
  const problem = writeWhole(file, text);
  if (problem === undefined) terminal.out(`${file}: written`);
  else terminal.err(problem);
  return problem === undefined ? 0 : 1;
}
