import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { Script } from 'node:vm';
import { messageOf, stackOf } from '../../http/describe-thrown.ts';
import { guarded } from '../../http/guarded.ts';
import { type CodePlace, shownPlace } from './code-place.ts';
import { filesNamedIn } from './read-typescript.ts';

/** Beyond this many files, and in longer ones, nothing is searched: such a project has other tools for mistakes of this kind. */
const FILES_MAX = 500;
const FILE_LENGTH_MAX = 1_000_000;

/**
 * Where a module, or one that it imports, cannot be compiled with this message. The error of a script has the place in it, but that of a
 * module has not: Node.js only prints it when it ends. So each file is compiled as a script, without what only modules can have.
 */
export function findSyntaxFault(module: string, message: string): CodePlace | undefined {
  const files = new Set([module]);
  for (const file of files) {
    const text = guarded(() => readFileSync(file, 'utf8'));
    if (text === undefined || text.length > FILE_LENGTH_MAX || files.size > FILES_MAX) continue;
    const place = SCRIPTS.has(extname(file)) ? faultOf(file, text, message) : undefined;
    if (place !== undefined) return place;
    for (const imported of filesNamedIn(file, text)) files.add(imported);
  }
  return undefined;
}

/** What has types in it is compiled by others, who say where. */
const SCRIPTS: ReadonlySet<string> = new Set(['.js', '.mjs', '.cjs']);

function faultOf(file: string, text: string, message: string): CodePlace | undefined {
  const script = asScript(text);
  // A module can wait at its top level, a script cannot; but inside a function, one bracket too many has another message.
  return (
    compileFault(file, `'use strict';\n${script}`, message) ??
    compileFault(file, `(async()=>{'use strict';\n${script}\n})`, message)
  );
}

function compileFault(filename: string, code: string, message: string): CodePlace | undefined {
  try {
    new Script(code, { filename, lineOffset: -1 });
    return undefined;
  } catch (error) {
    return messageOf(error) === message ? shownPlace(stackOf(error) ?? '') : undefined;
  }
}

/** All that only a module may say becomes blanks, or as many characters of something else. */
function asScript(text: string): string {
  return text
    .replace(IMPORTS, blanks)
    .replace(EXPORT_LISTS, blanks)
    .replace(/^([ \t]*)export\s+default\b/gm, (found, before: string) => `${before}_=`.padEnd(found.length))
    .replace(/^[ \t]*export\b(?=\s)/gm, blanks)
    .replace(/\bimport\.meta\b/g, 'import_meta');
}

const IMPORTS = /^[ \t]*import\b(?:[\w\s$*{},]+\bfrom\b)?\s*(['"])[^'"\n]*\1(?:\s*with\s*\{[^}]*\})?;?/gm;
const EXPORT_LISTS =
  /^[ \t]*export\s*(?:\*[\w\s$]*|\{[^}]*\})(?:\s*from\s*(['"])[^'"\n]*\1)?(?:\s*with\s*\{[^}]*\})?;?/gm;

function blanks(found: string): string {
  return found.replace(/[^\r\n]/g, ' ');
}
