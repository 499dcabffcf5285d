import { statSync } from 'node:fs';
import type { FilePlace, FileStore, FoundFile } from '../contract/files.ts';
import { createCompressor } from './compressor.ts';
import { KeptFiles } from './kept-files.ts';
import { loadFile, STEP_MS } from './load-file.ts';
import { PACKED_ENDINGS, PackedSiblings } from './packed-siblings.ts';
import { isMissing, isRefused } from './system-errors.ts';

const NOTHING: FoundFile = { kind: 'nothing' };

/**
 * Finds files on the disk; small ones are kept in memory. Each request asks the disk whether they are still the same: at once, since the
 * system answers `stat` from its memory in 3 µs, and a thread would cost ten times that. What has to be read is read by threads.
 */
export function createFileStore(wallMs: () => number): FileStore {
  const kept = new KeptFiles();
  const siblings = new PackedSiblings(wallMs);
  const find: FileStore['find'] = (place) => {
    // Node.js refuses it, in words that name the path.
    if (place.path.includes('\0')) return NOTHING;
    try {
      const stats = statSync(place.path, { throwIfNoEntry: false });
      if (stats === undefined) return NOTHING;
      const known = kept.get(place, stats);
      if (known !== undefined) return known;
      return stats.isFile() || stats.isDirectory() ? load(place, kept, wallMs) : NOTHING;
    } catch (error) {
      return failed(error);
    }
  };
  return {
    compressor: createCompressor(),
    find,
    packedBeside: ({ path }, file) => siblings.of(path, file),
    findPacked: ({ path, within }, coding) => find({ path: path + PACKED_ENDINGS[coding], within }),
  };
}

async function load(place: FilePlace, kept: KeptFiles, wallMs: () => number): Promise<FoundFile> {
  try {
    const loaded = await loadFile(place);
    if (loaded.kind !== 'file') return loaded;
    const found = { kind: 'file', file: loaded.file } as const;
    // The clock of a file system ticks in steps of some milliseconds: two contents of one tick look the same.
    if (wallMs() - loaded.stats.ctimeMs > STEP_MS) kept.add(place, loaded.stats, found);
    return found;
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): FoundFile {
  if (isMissing(error)) return NOTHING;
  if (isRefused(error)) return { kind: 'unreadable', cause: error };
  throw error;
}
