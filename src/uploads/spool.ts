import { randomUUID } from 'node:crypto';
import { close, closeSync, openSync, read, unlinkSync, write } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GrowingBytes } from '../http/growing-bytes.ts';
import type { Places } from '../http/places.ts';

/** What one upload keeps in memory; beyond it, its bytes go to a file. */
const BLOCK_BYTES = 64 * 1024;
/** How many blocks can wait for the disk. */
const WAITING_MAX = 4;

const writeAt = promisify(write);
const readAt = promisify(read);

/**
 * The files of one upload, one behind another. What memory does not hold is in a file of the temporary folder that has no name: it is
 * unlinked as soon as it is open, so that it is gone with this process, whatever ends that.
 */
export class Spool {
  readonly #files: Places;
  readonly #onRoom: () => void;
  /** The last bytes. */
  #block = new GrowingBytes(BLOCK_BYTES);
  /** Full blocks that are not on the disk yet; the first is being written. */
  readonly #waiting: Buffer[] = [];
  #file: number | undefined;
  /** How many bytes belong to the file. */
  #fileBytes = 0;
  #writtenBytes = 0;
  /** Reads and writes under way: a descriptor that is closed meanwhile could be another's. */
  #busy = 0;
  #state: 'open' | 'closed' = 'open';
  #written: Promise<void> = Promise.resolve();
  /** Why it cannot be written. */
  failure: { readonly error: unknown } | undefined;

  /** `onRoom` is called when it is not full any more, or has failed. */
  constructor(files: Places, onRoom: () => void) {
    this.#files = files;
    this.#onRoom = onRoom;
  }

  get bytes(): number {
    return this.#fileBytes + this.#block.length;
  }

  get isFull(): boolean {
    return this.#waiting.length >= WAITING_MAX && this.failure === undefined;
  }

  append(piece: Uint8Array): void {
    for (let from = 0; from < piece.length && this.#state === 'open' && this.failure === undefined; ) {
      const taken = piece.subarray(from, from + BLOCK_BYTES - this.#block.length);
      this.#block.add(taken);
      from += taken.length;
      if (this.#block.length === BLOCK_BYTES) this.#pass();
    }
  }

  /** Resolves when all is where it can be read. */
  flush(): Promise<void> {
    return this.#written;
  }

  /** At least one byte, from a place before the end. Rejects after `close`. */
  async read(from: number, length: number): Promise<Uint8Array> {
    if (this.#state === 'closed') throw new Error('The request of this file is answered already');
    if (from >= this.#fileBytes) {
      const inBlock = from - this.#fileBytes;
      return this.#block.bytes.subarray(inBlock, inBlock + length);
    }
    const block = Buffer.allocUnsafeSlow(Math.min(length, this.#fileBytes - from));
    const { bytesRead } = await this.#use((file) => readAt(file, block, 0, block.length, from));
    if (bytesRead === 0) throw new Error(`The temporary file of an upload ended at byte ${from}`);
    return block.subarray(0, bytesRead);
  }

  close(): void {
    this.#state = 'closed';
    this.#waiting.length = 0;
    this.#block = new GrowingBytes(BLOCK_BYTES);
    this.#closeFile();
  }

  /** Passes a full block on to the file. */
  #pass(): void {
    this.#waiting.push(this.#block.bytes);
    this.#fileBytes += this.#block.length;
    this.#block = new GrowingBytes(BLOCK_BYTES);
    if (this.#waiting.length === 1) this.#written = this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    try {
      if (this.#file === undefined) await this.#open();
      for (let block = this.#waiting[0]; block !== undefined; block = this.#waiting[0]) {
        await this.#writeBlock(block);
        const wasFull = this.isFull;
        this.#waiting.shift();
        if (wasFull) this.#onRoom();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Waits while too many uploads have one open. */
  async #open(): Promise<void> {
    await this.#files.take();
    try {
      if (this.#state === 'open') this.#file = openNameless();
    } finally {
      if (this.#file === undefined) this.#files.giveBack();
    }
  }

  async #writeBlock(block: Buffer): Promise<void> {
    for (let from = 0; from < block.length && this.#state === 'open'; ) {
      const { bytesWritten } = await this.#use((file) =>
        writeAt(file, block, from, block.length - from, this.#writtenBytes),
      );
      from += bytesWritten;
      this.#writtenBytes += bytesWritten;
    }
  }

  #fail(error: unknown): void {
    this.failure ??= { error };
    this.#waiting.length = 0;
    this.#onRoom();
  }

  async #use<T>(operate: (file: number) => Promise<T>): Promise<T> {
    const file = this.#file;
    if (file === undefined) throw new Error('The temporary file of an upload is closed');
    this.#busy += 1;
    try {
      return await operate(file);
    } finally {
      this.#busy -= 1;
      if (this.#state === 'closed') this.#closeFile();
    }
  }

  #closeFile(): void {
    const file = this.#file;
    if (file === undefined || this.#busy > 0) return;
    this.#file = undefined;
    close(file, () => this.#files.giveBack());
  }
}

/** Nobody else can read it, or find it. */
function openNameless(): number {
  const path = join(tmpdir(), `velosiped-upload-${randomUUID()}`);
  const file = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
  } catch (error) {
    closeSync(file);
    throw error;
  }
  return file;
}
