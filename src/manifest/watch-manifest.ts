import type { Stats } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';

/** What a server was made of: where a change means that it must be made again. */
export interface WatchPlan {
  /** When its making began (wall clock): files that changed since then may have been read too early. */
  readonly sinceMs: number;
  /** The manifest, its parts and its views: a change of one is a change of the manifest. */
  readonly files: readonly string[];
  /** Where a new file can be one of them: the views, and what `include` searches. */
  readonly folders: readonly string[];
  /** The folder of the handlers' module: what changes below it is code. */
  readonly code: string | undefined;
}

/** What has changed: the manifest can be read again in the running process, code cannot. */
export type Change = 'manifest' | 'code';

/** A save is several events, and a file that is written in place is empty for a moment. */
const QUIET_MS = 60;
/** How far the time of a file can be behind the clock's. */
const FILE_TIME_LAG_MS = 10;

const PARTS = new Set(['.hbs', '.yaml', '.yml', '.json']);
const CODE = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs']);
/** Only types, written by the command `types`: no code reads them. */
const GENERATED = 'routes.gen.ts';

/** Notices changes of a manifest, its parts, its views and its handlers' code, by the system's own events. */
export class ManifestWatcher {
  readonly #onChange: (changes: ReadonlySet<Change>) => void;
  #changes = new Set<Change>();
  #quiet: NodeJS.Timeout | undefined;
  #places = '';
  #watcher: FSWatcher | undefined;
  #closed = false;
  #following: Promise<void> = Promise.resolve();

  /** `onChange` is called once for all that changes at about the same time. */
  constructor(onChange: (changes: ReadonlySet<Change>) => void) {
    this.#onChange = onChange;
  }

  /** Watches other places from now on. Resolves when no change since the plan's `sinceMs` can be missed. */
  follow(plan: WatchPlan): Promise<void> {
    this.#following = this.#following.then(() => this.#turnTo(plan));
    return this.#following;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#quiet);
    await this.#following;
    await this.#watcher?.close();
  }

  async #turnTo(plan: WatchPlan): Promise<void> {
    const watched = new WatchedPlaces(plan);
    const places = JSON.stringify([plan.files, plan.folders, plan.code]);
    if (this.#closed || places === this.#places) return;
    this.#places = places;
    const old = this.#watcher;
    this.#watcher = await this.#open(watched, plan.sinceMs);
    await old?.close();
  }

  #open(watched: WatchedPlaces, sinceMs: number): Promise<FSWatcher> {
    const watcher = watch([...watched.roots], { atomic: true, ignored: (path, stats) => !watched.covers(path, stats) });
    let ready = false;
    const notice = (path: string): void => {
      const change = watched.changeAt(path);
      if (change !== undefined) this.#noticed(change);
    };
    watcher.on('add', (path, stats) => {
      // Until it is ready it reports all that it finds.
      if (ready || (stats !== undefined && stats.ctimeMs > sinceMs - FILE_TIME_LAG_MS)) notice(path);
    });
    // We use the system's own events: chokidar throttles them, and drops some that are the last ones of a save.
    watcher.on('raw', (_event, name, details) => {
      const folder = watchedPath(details);
      if (folder !== undefined && typeof name === 'string') notice(join(folder, name));
    });
    // A place that cannot be watched (no permission, no watches left) leaves the others watched.
    watcher.on('error', () => undefined);
    return new Promise((resolve) => {
      watcher.once('ready', () => {
        ready = true;
        resolve(watcher);
      });
    });
  }

  #noticed(change: Change): void {
    if (this.#closed) return;
    this.#changes.add(change);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => {
      const changes = this.#changes;
      this.#changes = new Set();
      this.#onChange(changes);
    }, QUIET_MS);
  }
}

/** The folder that has an event. Files have their own too, under a path that does not exist: the folder has reported it already. */
function watchedPath(details: unknown): string | undefined {
  const isKnown = typeof details === 'object' && details !== null && 'watchedPath' in details;
  return isKnown && typeof details.watchedPath === 'string' ? details.watchedPath : undefined;
}

/** Which paths matter. Folders are watched, not files, so that a file that is replaced, or gone for a moment, stays watched. */
class WatchedPlaces {
  readonly roots: ReadonlySet<string>;
  readonly #files: ReadonlySet<string>;
  readonly #folders: readonly string[];
  readonly #code: string | undefined;

  constructor({ files, folders, code }: WatchPlan) {
    this.#files = new Set(files.map((file) => resolve(file)));
    this.#folders = folders.map((folder) => resolve(folder));
    this.#code = code === undefined ? undefined : resolve(code);
    const deep = [...this.#folders, ...(this.#code === undefined ? [] : [this.#code])];
    // A folder that goes and comes back is noticed in the one above it.
    this.roots = new Set([...deep, ...[...this.#files, ...this.#folders].map((path) => dirname(path))]);
  }

  covers(path: string, stats: Stats | undefined): boolean {
    if (stats === undefined || this.roots.has(path)) return true;
    return stats.isDirectory() ? this.#isDeep(path) : this.changeAt(path) !== undefined;
  }

  changeAt(path: string): Change | undefined {
    if (this.#files.has(path) || this.#folders.includes(path)) return 'manifest';
    if (PARTS.has(extname(path)) && this.#folders.some((folder) => isBelow(path, folder))) return 'manifest';
    const isCode = CODE.has(extname(path)) && basename(path) !== GENERATED;
    return isCode && this.#code !== undefined && isBelow(path, this.#code) ? 'code' : undefined;
  }

  #isDeep(path: string): boolean {
    return [...this.#folders, this.#code].some((folder) => folder !== undefined && isBelow(path, folder));
  }
}

/** Installed packages and hidden folders are not edited by hand. */
function isBelow(path: string, folder: string): boolean {
  const parts = relative(folder, path).split(sep);
  return !parts.some((part) => part === 'node_modules' || part.startsWith('.'));
}
