import { type FSWatcher, statSync, watch } from 'node:fs';
import { codeOf } from '../../http/describe-thrown.ts';
import { guarded } from '../../http/guarded.ts';

/** Something has happened to a name in a folder; which name, not every system says. */
export type FolderEvent = (folder: string, name: string | undefined) => void;

/** Why a folder cannot be watched: the system's code. */
export interface Unwatched {
  readonly folder: string;
  readonly code: string;
}

interface Watch {
  /** Of the folder itself: one that takes its name is another. */
  readonly identity: string;
  readonly watcher: FSWatcher;
}

/** Watches folders by the system's own events. Files are watched in their folders: one that is replaced stays watched so. */
export class FolderWatches {
  readonly #onEvent: FolderEvent;
  readonly #watches = new Map<string, Watch>();
  #unwatched: Unwatched | undefined;

  constructor(onEvent: FolderEvent) {
    this.#onEvent = onEvent;
  }

  /** What could not be watched, though files in it matter. It is tried again each time. */
  get unwatched(): Unwatched | undefined {
    return this.#unwatched;
  }

  /** Watches these folders from now on, and no others. True where one of them was not watched before: it may have changed since it was looked at. */
  turnTo(folders: ReadonlyMap<string, boolean>): boolean {
    for (const folder of this.#watches.keys()) if (!folders.has(folder)) this.#drop(folder);
    this.#unwatched = undefined;
    let added = false;
    // Those with files first, as long as the system has watches.
    for (const wanted of [true, false])
      for (const [folder, hasFiles] of folders)
        if (hasFiles === wanted) added = this.#ensure(folder, hasFiles) || added;
    return added;
  }

  close(): void {
    for (const folder of this.#watches.keys()) this.#drop(folder);
  }

  #ensure(folder: string, hasFiles: boolean): boolean {
    const identity = identityOf(folder);
    if (this.#watches.get(folder)?.identity === identity) return false;
    this.#drop(folder);
    // Its end is an event of the folder above.
    if (identity === undefined) return false;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => this.#onEvent(folder, name ?? undefined));
      watcher.on('error', () => this.#drop(folder));
      this.#watches.set(folder, { identity, watcher });
      return true;
    } catch (error) {
      if (hasFiles && identityOf(folder) !== undefined)
        this.#unwatched ??= { folder, code: codeOf(error) ?? String(error) };
      return false;
    }
  }

  #drop(folder: string): void {
    this.#watches.get(folder)?.watcher.close();
    this.#watches.delete(folder);
  }
}

function identityOf(folder: string): string | undefined {
  const stats = guarded(() => statSync(folder, { bigint: true }));
  return stats && `${stats.dev}:${stats.ino}`;
}
