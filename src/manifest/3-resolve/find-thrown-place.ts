import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf, stackOf } from '../../http/describe-thrown.ts';
import { guarded } from '../../http/guarded.ts';
import { CODE } from '../1-read/code-folder.ts';
import { type CodePlace, shownPlace } from './code-place.ts';
import { findSyntaxFault } from './find-syntax-fault.ts';

/** What is wrong in code, and where. */
export interface ThrownPlace extends CodePlace {
  /** Better words than those of what was thrown, where there are some. */
  readonly message?: string;
}

/**
 * Where a user's code threw something, or cannot be compiled: in the module of the handlers, or in what it imports, except packages.
 * undefined: nothing says where. A value that is not an error has no stack; only a text is found, where the module itself writes it.
 */
export function findThrownPlace(thrown: unknown, module: string): ThrownPlace | undefined {
  const stack = stackOf(thrown);
  if (stack === undefined) return typeof thrown === 'string' ? throwingPlace(thrown, module) : undefined;
  const isOwn = ownFiles(module);
  const message = messageOf(thrown);
  const places = [shownPlace(stack), transformedPlace(message), importingPlace(message)];
  const place = places.find((one) => one !== undefined && isOwn(one.file));
  if (place !== undefined) return place;
  // Node.js keeps the place of such an error to itself.
  const isHidden = /^SyntaxError: .*\n\s+at \w+ \(node:internal/.test(stack);
  return (isHidden ? findSyntaxFault(module, message) : undefined) ?? framePlace(stack, isOwn);
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

/** The import of a module that does not exist. */
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
    // What is behind is the code that has loaded the module.
    if (/^\s+at (?:async )?importHandlers\b/.test(frame)) return undefined;
    const [, written = '', line, column] = FRAME.exec(frame) ?? [];
    const file = pathOf(written);
    if (isOwn(file)) return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}

const FRAME = /^\s+at (?:.*\(|async )?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?)(?:\?.*)?:(\d+):(\d+)\)?$/;
