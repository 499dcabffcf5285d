import { type Dirent, lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, parse, relative, sep } from 'node:path';
import { codeOf } from '../../http/describe-thrown.ts';
import { guarded } from '../../http/guarded.ts';
import { getOrMake } from '../collections/get-or-make.ts';

/** What a server was made of: where a change means that it has to be made again. Names are absolute, and may lead through links. */
export interface WatchPlan {
  /** When its making began (wall clock): files that changed since then were perhaps read too early. */
  readonly sinceMs: number;
  /** The manifest, its parts, its views and its certificates: a change of one is a change of the manifest. */
  readonly files: readonly string[];
  /** Where a new file can be one of them: the views, and what `include` looks through. */
  readonly folders: readonly string[];
  /** The handlers' module: what changes in its folder, or below, is code. */
  readonly handlers: string | undefined;
}

/** What has changed: the manifest can be read again in the running process, code cannot. */
export type Change = 'manifest' | 'code';

/** What is at a place, or on the way to one. */
export interface Entry {
  readonly kind: 'file' | 'folder' | 'link' | 'nothing';
  /** Another one where it is not the same any more. */
  readonly state: string;
  /** When it changed last (wall clock). */
  readonly changedMs: number;
  /** What a change of it means. */
  readonly means: ReadonlySet<Change>;
}

/** What was found at the places of a plan, by names without links. */
export interface Survey {
  readonly entries: ReadonlyMap<string, Entry>;
  /** In which folders something happens when an entry changes; false: in that one only folders matter. */
  readonly folders: ReadonlyMap<string, boolean>;
  /** Where a new file can matter, and what it then means. */
  readonly open: ReadonlyMap<string, ReadonlySet<Change>>;
  /** Whether all could be looked at: without open files, what is in a folder is not known. */
  readonly whole: boolean;
}

const PARTS = new Set(['.hbs', '.yaml', '.yml', '.json']);
const CODE = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);
/** Types alone, written by the command `types`: no code reads them. */
const GENERATED = 'routes.gen.ts';
/** What the system says where there is no folder, or none for this user. */
const GONE = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM']);
/** As many links as Linux follows for one name. */
const LINKS_MAX = 40;

/**
 * Follows every name of a plan as the system does. A file is reached through folders and links, and each of them can be replaced:
 * all that is met on the way is an entry.
 */
export function surveyPlaces({ files, folders, handlers }: WatchPlan): Survey {
  const surveyor = new Surveyor();
  for (const file of files) surveyor.follow(file, 'manifest');
  for (const folder of folders) surveyor.explore(folder, 'manifest');
  if (handlers !== undefined) {
    const module = surveyor.follow(handlers, 'code');
    surveyor.explore(dirname(handlers), 'code');
    // What a module imports is beside the module itself, wherever a link to it is.
    if (module !== undefined) surveyor.explore(dirname(module), 'code');
  }
  return surveyor;
}

/** Whether a new file of this name, in an open folder, is a change. */
export function matters(name: string, change: Change): boolean {
  if (isNobodys(name)) return false;
  return change === 'manifest' ? PARTS.has(extname(name)) : CODE.has(extname(name)) && name !== GENERATED;
}

/** Whether a name leads to a folder, through links or not. */
export function isFolder(path: string): boolean {
  return guarded(() => statSync(path).isDirectory()) ?? false;
}

/** What differs between two surveys of one plan, by what it means. */
export function differences(before: Survey, after: Survey): ReadonlySet<Change> {
  const changes = new Set<Change>();
  for (const path of new Set([...before.entries.keys(), ...after.entries.keys()])) {
    const [old, now] = [before.entries.get(path), after.entries.get(path)];
    if (old?.state === now?.state) continue;
    for (const change of [...(old?.means ?? []), ...(now?.means ?? [])]) changes.add(change);
  }
  return changes;
}

/** As `differences`, after a survey of another plan: what was in none of its places differs where it changed since then (wall clock). */
export function differencesSince(before: Survey | undefined, after: Survey, sinceMs: number): ReadonlySet<Change> {
  const changes = new Set<Change>();
  for (const [path, { state, changedMs, means }] of after.entries) {
    const old = before?.entries.get(path);
    const differs = old === undefined ? changedMs > sinceMs : old.state !== state;
    if (differs) for (const change of means) changes.add(change);
  }
  return changes;
}

interface Met extends Entry {
  readonly means: Set<Change>;
}

class Surveyor implements Survey {
  readonly entries = new Map<string, Met>();
  readonly folders = new Map<string, boolean>();
  readonly open = new Map<string, Set<Change>>();
  whole = true;

  /** Where a name leads in the end; undefined where nothing is. */
  follow(name: string, change: Change): string | undefined {
    const { root } = parse(name);
    const steps = name.slice(root.length).split(sep);
    let at = root;
    for (let links = 0, step = steps.shift(); step !== undefined; step = steps.shift()) {
      if (step === '' || step === '.') continue;
      const next = step === '..' ? dirname(at) : join(at, step);
      const kind = step === '..' ? 'folder' : this.#meet(next, change).kind;
      if (kind === 'nothing') return undefined;
      if (kind !== 'link') {
        at = next;
        continue;
      }
      links += 1;
      const target = targetOf(next);
      if (target === undefined || links > LINKS_MAX) return undefined;
      if (isAbsolute(target)) at = parse(target).root;
      steps.unshift(...target.split(sep));
    }
    return at;
  }

  /** A folder, and what matters in it and below it. */
  explore(name: string, change: Change): void {
    const folder = this.follow(name, change);
    if (folder !== undefined && isFolder(folder)) this.#explore(folder, change, folder);
  }

  #explore(folder: string, change: Change, top: string): void {
    const means = getOrMake(this.open, folder, () => new Set());
    if (means.has(change)) return;
    means.add(change);
    this.folders.set(folder, true);
    for (const found of this.#filesIn(folder)) {
      const path = join(folder, found.name);
      if (isNobodys(found.name)) continue;
      if (found.isDirectory()) this.#explore(path, change, top);
      else if (found.isSymbolicLink() && isFolder(path)) this.#exploreLink(path, change, top);
      else if (matters(found.name, change)) this.follow(path, change);
    }
  }

  /** A link to a folder above may lead to everything that there is. */
  #exploreLink(link: string, change: Change, top: string): void {
    const folder = this.follow(link, change);
    if (folder !== undefined && !isIn(top, folder)) this.#explore(folder, change, folder);
  }

  #filesIn(folder: string): readonly Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      if (!GONE.has(codeOf(error) ?? '')) this.whole = false;
      return [];
    }
  }

  #meet(path: string, change: Change): Met {
    const met = getOrMake(this.entries, path, () => meet(path));
    met.means.add(change);
    const folder = dirname(path);
    this.folders.set(folder, this.folders.get(folder) === true || met.kind !== 'folder');
    return met;
  }
}

function meet(path: string): Met {
  const stats = guarded(() => lstatSync(path, { bigint: true }));
  const means = new Set<Change>();
  if (stats === undefined) return { kind: 'nothing', state: 'nothing', changedMs: 0, means };
  const own = `${stats.dev}:${stats.ino}`;
  const changedMs = Number(stats.ctimeMs);
  // What happens inside of a folder shows in what was met there.
  if (stats.isDirectory()) return { kind: 'folder', state: `folder ${own}`, changedMs: 0, means };
  const state = `${own} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`;
  if (!stats.isSymbolicLink()) return { kind: 'file', state: `file ${state}`, changedMs, means };
  return { kind: 'link', state: `link ${state} ${targetOf(path)}`, changedMs, means };
}

function targetOf(link: string): string | undefined {
  return guarded(() => readlinkSync(link));
}

/** Installed packages and hidden folders are nobody's own work. */
function isNobodys(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.');
}

function isIn(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return !isAbsolute(inside) && inside.split(sep)[0] !== '..';
}
