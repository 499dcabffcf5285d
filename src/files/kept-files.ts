import type { Stats } from 'node:fs';
import type { FilePlace, FoundFile, StoredFile } from '../contract/files.ts';
import { RecentMap } from '../http/recent-map.ts';

/** What shows that a file is still the same. */
export type FileStats = Pick<Stats, 'dev' | 'ino' | 'size' | 'mtimeMs' | 'ctimeMs'>;

/** Memory for all kept files, in each process. */
const BYTES_MAX = 64 * 1024 * 1024;
/** What a file costs besides its content, so that many empty ones have a bound too. */
const FILE_BYTES = 2048;

interface Kept {
  readonly within: string | undefined;
  readonly stats: FileStats;
  readonly found: FoundFile & { readonly file: StoredFile };
}

/** Files in memory, those that were asked for last, by their paths. */
export class KeptFiles {
  readonly #byPath = new RecentMap<Kept>(BYTES_MAX, ({ found }) => found.file.size + FILE_BYTES);

  /** The file, if it is still the one that was kept. */
  get({ path, within }: FilePlace, stats: FileStats): FoundFile | undefined {
    const kept = this.#byPath.get(path);
    if (kept === undefined || kept.within !== within) return undefined;
    if (isSame(kept.stats, stats)) return kept.found;
    this.#byPath.delete(path);
    return undefined;
  }

  /** Keeps a file if it is in memory. */
  add({ path, within }: FilePlace, stats: FileStats, found: Kept['found']): void {
    if (found.file.content.kind !== 'memory') return;
    const { dev, ino, size, mtimeMs, ctimeMs } = stats;
    this.#byPath.set(path, { within, stats: { dev, ino, size, mtimeMs, ctimeMs }, found });
  }
}

function isSame(one: FileStats, other: FileStats): boolean {
  return (
    one.mtimeMs === other.mtimeMs &&
    one.ctimeMs === other.ctimeMs &&
    one.size === other.size &&
    one.ino === other.ino &&
    one.dev === other.dev
  );
}
