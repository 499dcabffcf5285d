import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, extname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import type { SourceSpan } from '../../contract/diagnostic.ts';
import { messageOf, stackOf } from '../../http/describe-thrown.ts';
import { guarded } from '../../http/guarded.ts';
import { CODE } from '../1-read/code-folder.ts';

/** What is wrong in code, and where. */
export interface ThrownPlace extends CodePlace {
  /** Better words than those of what was thrown, where there are some. */
  readonly message?: string;
}

/**
 * Where in a user's code something was thrown, or what keeps it from being compiled: in the module of the handlers, or in what
 * that imports, but for packages. Undefined where nothing says so: of values that are no errors only a text, which has no stack either,
 * is found where the module itself writes it.
 */
export function findThrownPlace(thrown: unknown, module: string): ThrownPlace | undefined {
  const stack = stackOf(thrown);
  if (stack === undefined) return typeof thrown === 'string' ? throwingPlace(thrown, module) : undefined;
  const isOwn = ownFiles(module);
  const message = messageOf(thrown);
  const told = [shownPlace(stack), transformedPlace(message), importingPlace(message)];
  const place = told.find((one) => one !== undefined && isOwn(one.file));
  if (place !== undefined) return place;
  // Node.js keeps the place of such an error to itself.
  const isUntold = /^SyntaxError: .*\n\s+at \w+ \(node:internal/.test(stack);
  return (isUntold ? findSyntaxFault(module, message) : undefined) ?? framePlace(stack, isOwn);
}

/** The only `throw` of this text in the module. */
function throwingPlace(text: string, file: string): CodePlace | undefined {
  const code = guarded(() => readFileSync(file, 'utf8')) ?? '';
  const throwing = /\bthrow\s+(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
  const [only, second] = [...code.matchAll(throwing)].filter(({ 2: written }) => written === text);
  return only === undefined || second !== undefined ? undefined : { file, ...placeAt(code, only.index) };
}

function placeAt(text: string, index: number): Pick<CodePlace, 'line' | 'column'> {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** The root of this program's code; the demo's handlers are in it. */
const PROGRAM = fileURLToPath(CODE);

function ownFiles(module: string): (file: string) => boolean {
  const folder = dirname(guarded(() => realpathSync(module)) ?? module) + sep;
  return (file) => {
    const isPackage = file.includes(`${sep}node_modules${sep}`);
    const isProgram = file.startsWith(PROGRAM) && !(folder.startsWith(PROGRAM) && file.startsWith(folder));
    return file !== '' && !isPackage && !isProgram && existsSync(file);
  };
}

/** Of a compiler, which counts columns from 0: `/site/handlers.ts:2:18: ERROR: Unexpected ";"`. */
function transformedPlace(message: string): ThrownPlace | undefined {
  const [, file, line, column, words = ''] = /^(.+):(\d+):(\d+): ERROR: (.*)$/m.exec(message) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) + 1, message: words };
}

/** The import of what there is not. */
function importingPlace(message: string): CodePlace | undefined {
  const [, missing = '', written = ''] = /^[^']*'([^']+)'.* imported from (.+?)(?:\?.*)?$/.exec(message) ?? [];
  const file = pathOf(written);
  const text = guarded(() => readFileSync(file, 'utf8'));
  if (text === undefined) return undefined;
  for (const { 2: specifier = '', index } of text.matchAll(/(['"])([^'"\n]+)\1/g)) {
    const path = specifier.startsWith('.') ? resolve(dirname(file), specifier) : specifier;
    if (withoutExtension(path) !== withoutExtension(missing) && !specifier.startsWith(`${missing}/`)) continue;
    return { file, ...placeAt(text, index) };
  }
  return { file, line: 1, column: 1 };
}

/** A compiler may have looked for `a.ts` where `a.js` is imported. */
function withoutExtension(path: string): string {
  return path.replace(/\.[cm]?[jt]sx?$/, '');
}

function pathOf(written: string): string {
  return written.startsWith('file:') ? (guarded(() => fileURLToPath(written)) ?? '') : written;
}

/** The innermost call that is the user's own. */
function framePlace(stack: string, isOwn: (file: string) => boolean): CodePlace | undefined {
  for (const frame of stack.split('\n')) {
    const [, written = '', line, column] = FRAME.exec(frame) ?? [];
    const file = pathOf(written);
    if (isOwn(file)) return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}

const FRAME = /^\s+at (?:.*\(|async )?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?)(?:\?.*)?:(\d+):(\d+)\)?$/;

/** So many files are looked at, and no longer ones: whoever has more finds a mistake of that kind by other tools. */
const FILES_MAX = 500;
const FILE_LENGTH_MAX = 1_000_000;

/**
 * The place where a module, or one that it imports, cannot be compiled with this message. Of a module Node.js tells that only to
 * people, when it ends by it; of a script it tells programs too. So each file is compiled as a script, without what only modules have.
 */
function findSyntaxFault(module: string, message: string): CodePlace | undefined {
  const files = new Set([module]);
  for (const file of files) {
    const text = guarded(() => readFileSync(file, 'utf8'));
    if (text === undefined || text.length > FILE_LENGTH_MAX || files.size > FILES_MAX) continue;
    const place = SCRIPTS.has(extname(file)) ? faultOf(file, text, message) : undefined;
    if (place !== undefined) return place;
    for (const imported of importsOf(file, text)) files.add(imported);
  }
  return undefined;
}

/** What has types in it is compiled by others, who say where. */
const SCRIPTS: ReadonlySet<string> = new Set(['.js', '.mjs', '.cjs']);

function faultOf(file: string, text: string, message: string): CodePlace | undefined {
  const script = asScript(text);
  // A module may wait at its top level, a script may not; but inside of a function another message tells of a bracket too many.
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

/** Files by their relative names. */
function importsOf(file: string, text: string): readonly string[] {
  return [...text.matchAll(/\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g)].flatMap(
    ([, , name = '']) => {
      const path = resolve(dirname(file), name);
      const named = ['', '.js', '.mjs', '.cjs', '.ts', '/index.js'].map((end) => `${path}${end}`).find(isFile);
      return named === undefined ? [] : [named];
    },
  );
}

function isFile(path: string): boolean {
  return extname(path) !== '' && existsSync(path);
}

/** A place in code: lines and columns count from 1. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What Node.js writes before a stack where a text cannot be compiled: its file and line, the line itself, and carets below. */
function shownPlace(stack: string): CodePlace | undefined {
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
