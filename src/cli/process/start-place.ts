import { existsSync, mkdtempSync, realpathSync, rmdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../http/describe-thrown.ts';
import { guarded } from '../../http/guarded.ts';
import { CODE, IS_PACKAGE } from '../../manifest/1-read/code-folder.ts';
import { reasonOf } from '../../manifest/1-read/read-text.ts';
import type { Terminal } from '../terminal.ts';

/**
 * Where this program was started, by the names that were given. Each reload, and each process that starts, follows the links
 * among them again: what is behind a link that was moved is what runs next.
 */
export interface StartPlace {
  /** The working directory as the shell names it. The system's own name for it has no links. */
  readonly folder: string;
  /** The main module. */
  readonly main: string;
  /** The module of the process that judges manifests. */
  readonly judge: string;
}

/** To be called before anything moves. */
export function startPlace({ env }: Pick<Terminal, 'env'>): StartPlace {
  const folder = givenFolder(env['PWD']);
  // Node.js makes this absolute by the system's name for the working directory.
  const main = nameThrough(folder, process.argv[1] ?? '');
  const judge = fileURLToPath(new URL(`cli/judge/judge-process${IS_PACKAGE ? '.js' : '.ts'}`, CODE));
  return { folder, main, judge: nameThrough(dirname(main), judge) };
}

/**
 * Makes the folder the working directory again, wherever its name leads by now. A process stays in the folder that it was in, also
 * when that has lost its name. In words why it cannot be entered; undefined where it was.
 */
export function enterFolder(folder: string): string | undefined {
  try {
    process.chdir(folder);
    return undefined;
  } catch (error) {
    return `Cannot enter the working directory "${folder}": ${reasonOf(error)}`;
  }
}

/** What a name means in the working directory, by a name that leads through the links of `folder`. */
export function nameFrom(folder: string, name: string): string {
  // The parent of a folder is not the parent of a link to it.
  const leavesIt = normalize(name).split(sep)[0] === '..';
  return isAbsolute(name) || leavesIt ? resolve(name) : join(folder, name);
}

/**
 * What a process needs in its environment besides ours. tsx, which runs it, keeps what it has compiled in a folder of TMPDIR: where
 * that cannot be made, the process ends before our code begins, or hangs.
 */
export function startVariables(): Readonly<Record<string, string>> {
  try {
    rmdirSync(mkdtempSync(join(tmpdir(), 'velosiped-')));
    return {};
  } catch {
    return { TSX_DISABLE_CACHE: '1' };
  }
}

/** Why a process could not be started in this folder: for a folder that is missing, the system blames the program. */
export function startFailure(error: unknown, folder: string): string {
  if (!existsSync(folder)) return `there is no working directory "${folder}"`;
  return messageOf(error);
}

/** What the shell says may be of another folder: whoever starts a program elsewhere need not change it. */
function givenFolder(shells: string | undefined): string {
  const own = process.cwd();
  return shells !== undefined && isAbsolute(shells) && isSame(shells, own) ? shells : own;
}

function isSame(folder: string, other: string): boolean {
  const [one, two] = [folder, other].map((each) => guarded(() => statSync(each, { bigint: true })));
  return one !== undefined && one.dev === two?.dev && one.ino === two.ino;
}

/** The name of a file that leads through the links of `given`; the name that it has, where no part of `given` leads to it. */
function nameThrough(given: string, file: string): string {
  for (let folder = given; folder !== dirname(folder); folder = dirname(folder)) {
    const inside = relative(guarded(() => realpathSync(folder)) ?? folder, file);
    if (!isAbsolute(inside) && inside.split(sep)[0] !== '..') return join(folder, inside);
  }
  return file;
}
