import { readFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import type { SourceSpan } from '../../contract/diagnostic.ts';
import { guarded } from '../../http/guarded.ts';
import type { CodePlace } from './shown-place.ts';

/** A place in code as a finding points at it: the word there. Its file is named as the manifest is; `quoted` gets its text. */
export function codeSpan({ file, line, column }: CodePlace, manifest: string, quoted: Map<string, string>): SourceSpan {
  const name = isAbsolute(manifest) ? file : relative('', file);
  const text = guarded(() => readFileSync(file, 'utf8'));
  if (text !== undefined) quoted.set(name, text);
  const behind = (text?.split(/\r?\n/)[line - 1] ?? '').slice(column - 1);
  const word = /^[\w$]+/.exec(behind)?.[0] ?? ' ';
  return { file: name, line, column, endLine: line, endColumn: column + word.length };
}
