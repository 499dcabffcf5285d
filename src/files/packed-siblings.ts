import { statSync } from 'node:fs';
import type { Coding } from '../contract/compression.ts';
import type { StoredFile } from '../contract/files.ts';
import { guarded } from '../http/guarded.ts';

/** Endings of the forms that a build tool puts beside a file. */
export const PACKED_ENDINGS: Readonly<Record<Coding, string>> = { br: '.br', gzip: '.gz' };
const CODINGS: readonly Coding[] = ['br', 'gzip'];
const NONE: readonly Coding[] = [];

/** So long a file that had no packed form is taken to have none still: meanwhile it is sent as it is, which is never wrong. */
const NONE_MS = 100;

/** Finds which packed forms are beside a file. */
export class PackedSiblings {
  /** When a file was seen to have none. Looking again for each request took 6 of 40 µs. */
  readonly #seenAlone = new WeakMap<StoredFile, number>();
  readonly #wallMs: () => number;

  constructor(wallMs: () => number) {
    this.#wallMs = wallMs;
  }

  /** Those that are not older than the file: what was packed before it changed is not what it is now. */
  of(path: string, file: StoredFile): readonly Coding[] {
    const nowMs = this.#wallMs();
    const aloneForMs = nowMs - (this.#seenAlone.get(file) ?? Number.NEGATIVE_INFINITY);
    // A clock can be set back.
    if (aloneForMs >= 0 && aloneForMs < NONE_MS) return NONE;
    const there = CODINGS.filter((coding) => isPacked(path + PACKED_ENDINGS[coding], file));
    if (there.length === 0) this.#seenAlone.set(file, nowMs);
    return there;
  }
}

function isPacked(path: string, { modifiedMs }: StoredFile): boolean {
  const stats = guarded(() => statSync(path, { throwIfNoEntry: false }));
  // To the second: tools that copy a folder write one file after another, and archives keep no fractions.
  return stats?.isFile() === true && Math.floor(stats.mtimeMs / 1000) >= Math.floor(modifiedMs / 1000);
}
