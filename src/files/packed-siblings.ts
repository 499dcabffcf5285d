import { lstatSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Coding } from '../contract/compression.ts';
import type { StoredFile } from '../contract/files.ts';
import { type FileStats, isSame } from './kept-files.ts';
import { STEP_MS } from './load-file.ts';

/** Endings of the forms that a build tool puts beside a file. */
export const PACKED_ENDINGS: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' };
const CODINGS: readonly Coding[] = ['br', 'gzip'];
const NONE: readonly Coding[] = [];
const QUIET = { throwIfNoEntry: false } as const;

/**
 * Finds which packed forms are beside a file now. Of a file that has none, the state of its folder is remembered: one look at the folder
 * instead of one for each form (2 of 49 µs).
 */
export class PackedSiblings {
  /** By file, so that this goes when the file does. */
  readonly #alone = new WeakMap<StoredFile, { readonly folder: string; readonly stats: FileStats }>();
  readonly #wallMs: () => number;

  constructor(wallMs: () => number) {
    this.#wallMs = wallMs;
  }

  /** Those that are not older than the file: what was packed before it changed is not what it is now. */
  of(path: string, file: StoredFile): readonly Coding[] {
    const alone = this.#alone.get(file);
    if (alone !== undefined) {
      const stats = look(alone.folder);
      if (stats !== undefined && isSame(stats, alone.stats)) return NONE;
      this.#alone.delete(file);
    }
    const folder = dirname(path);
    const before = look(folder);
    const there = CODINGS.filter((coding) => isPacked(path + PACKED_ENDINGS[coding], file));
    if (there.length === 0 && before !== undefined && this.#isSettled(before) && isAlone(path))
      this.#alone.set(file, { folder, stats: before });
    return there;
  }

  /** The clock of a file system ticks in steps: two changes of one tick look the same. */
  #isSettled({ mtimeMs, ctimeMs }: FileStats): boolean {
    return this.#wallMs() - Math.max(mtimeMs, ctimeMs) > STEP_MS;
  }
}

function isPacked(path: string, { modifiedMs }: StoredFile): boolean {
  const stats = look(path);
  // To the second: tools that copy a folder write one file after another, and archives keep no fractions.
  return stats?.isFile() === true && Math.floor(stats.mtimeMs / 1000) >= Math.floor(modifiedMs / 1000);
}

/** Nothing has the name of a packed form, not even a link to nowhere: what a link leads to can appear without a change of this folder. */
function isAlone(path: string): boolean {
  try {
    return CODINGS.every((coding) => lstatSync(path + PACKED_ENDINGS[coding], QUIET) === undefined);
  } catch {
    return false;
  }
}

/** undefined: nothing, or nothing that the system shows. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path, QUIET);
  } catch {
    return undefined;
  }
}
