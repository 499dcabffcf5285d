import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { FileChanged, type FilePlace, type FileSource, type FoundFile, type StoredFile } from '../contract/files.ts';
import { isHiddenName } from '../http/percent-coding.ts';
import { Places } from '../http/places.ts';
import type { FileStats } from './kept-files.ts';

/** Larger files are read while they are sent. An answer from memory must not be larger than what a slow reader may keep. */
const MEMORY_BYTES_MAX = 256 * 1024;

/** A pipe has no writer to wait for, and a link that was put in the place of a file since it was looked at is not followed. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

export type LoadedFile =
  | { readonly kind: 'file'; readonly file: StoredFile; readonly stats: FileStats }
  | Extract<FoundFile, { kind: 'folder' | 'nothing' }>;

/** Opens a file; a small one is read. Rejects with the system's errors. */
export async function loadFile({ path, within }: FilePlace): Promise<LoadedFile> {
  // As octets: what a link leads to can have a name that is not UTF-8.
  const real = await realpath(path, 'buffer');
  if (within !== undefined && !isServed(await realpath(within, 'buffer'), real)) return { kind: 'nothing' };
  const handle = await open(real, FLAGS);
  try {
    const loaded = await load(handle);
    if (loaded.kind !== 'file' || loaded.file.content.kind !== 'open') await handle.close();
    return loaded;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** A path inside of the folder, and no link leads to a hidden name. */
function isServed(folder: Buffer, real: Buffer): boolean {
  const inside = relative(folder.toString('latin1'), real.toString('latin1'));
  if (inside === '..' || inside.startsWith(`..${sep}`)) return false;
  return !inside.split(sep).some(isHiddenName);
}

async function load(handle: FileHandle): Promise<LoadedFile> {
  for (let attempt = 1; ; attempt++) {
    const stats = await handle.stat();
    if (stats.isDirectory()) return { kind: 'folder' };
    if (!stats.isFile()) return { kind: 'nothing' };
    // What changes all the time is sent as it is read.
    if (stats.size > MEMORY_BYTES_MAX || attempt > ATTEMPTS_MAX)
      return { kind: 'file', file: await largeFile(handle), stats };
    const bytes = await readWhole(handle, stats.size);
    const after = await handle.stat();
    if (bytes === undefined || after.size !== stats.size || after.ctimeMs !== stats.ctimeMs) continue;
    return { kind: 'file', file: smallFile(bytes, stats), stats };
  }
}

const ATTEMPTS_MAX = 3;

/** undefined: it has become shorter. */
async function readWhole(handle: FileHandle, size: number): Promise<Buffer | undefined> {
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await handle.read(bytes, at, size - at, at);
    if (bytesRead === 0) return undefined;
    at += bytesRead;
  }
  return bytes;
}

/** By its content, so that copies of a site on several machines agree, and so do a file and its restored backup. */
function smallFile(bytes: Buffer, { size, mtimeMs }: Stats): StoredFile {
  const tag = createHash('sha1').update(bytes).digest('base64url');
  return { size, modifiedMs: mtimeMs, tag, isStrong: true, content: { kind: 'memory', bytes } };
}

/** By what changes whenever it is written to or replaced; a clock in steps cannot tell apart two changes of the last moment. */
async function largeFile(handle: FileHandle): Promise<StoredFile> {
  const { size, mtimeNs, ctimeNs, ino, mtimeMs, ctimeMs } = await handle.stat({ bigint: true });
  const tag = [mtimeNs, ctimeNs, size, ino].map((part) => part.toString(36)).join('-');
  const isStrong = BigInt(Date.now()) - ctimeMs > BigInt(STEP_MS);
  const content = { kind: 'open', source: new OpenFile(handle) } as const;
  return { size: Number(size), modifiedMs: Number(mtimeMs), tag, isStrong, content };
}

/** Longer than any step of the clock of a file system. */
export const STEP_MS = 100;

/**
 * Blocks of large files are read a few at a time: a millisecond's work. So a turn of the event loop sends few of them, and new visitors are
 * answered between two turns: beside 200 new downloads, and all of their blocks in one turn, they waited for over a second. With 4, as many
 * as there are threads, those were rarely busy, and each block cost half as much again.
 */
const READS = new Places(16);

/** Reads blocks of an open file, without a place of its own in it. */
class OpenFile implements FileSource {
  readonly #handle: FileHandle;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async read(into: Uint8Array, from: number): Promise<number> {
    await READS.take();
    try {
      const { bytesRead } = await this.#handle.read(into, 0, into.length, from);
      if (bytesRead === 0) throw new FileChanged(`The file ended at byte ${from} while it was sent`);
      return bytesRead;
    } finally {
      READS.giveBack();
    }
  }

  /** Waits for a pending read. */
  close(): void {
    void this.#handle.close().catch(() => undefined);
  }
}
