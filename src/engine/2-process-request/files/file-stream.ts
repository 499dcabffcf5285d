import type { ContentStream } from '../../../contract/content.ts';
import type { FileSource } from '../../../contract/files.ts';

/** A part of what is sent: bytes, or a piece of the file. */
export type FilePart = Uint8Array | { readonly from: number; readonly length: number };

/** With what is unsent, a slow reader keeps no more than two of these. */
const BLOCK_BYTES = 64 * 1024;

/** Parts of an open file, read when there is room for them. */
export class FileStream implements ContentStream {
  readonly length: number;
  readonly #source: FileSource;
  readonly #parts: readonly FilePart[];
  #index = 0;
  /** Of the current part. */
  #sent = 0;

  constructor(source: FileSource, parts: readonly FilePart[]) {
    this.#source = source;
    this.#parts = parts;
    this.length = parts.reduce((sum, { length }) => sum + length, 0);
  }

  async read(): Promise<Uint8Array | undefined> {
    for (let part = this.#parts[this.#index]; part !== undefined; part = this.#next()) {
      if (part instanceof Uint8Array) {
        this.#next();
        return part;
      }
      const left = part.length - this.#sent;
      if (left === 0) continue;
      const bytes = await this.#source.read(part.from + this.#sent, Math.min(left, BLOCK_BYTES));
      this.#sent += bytes.length;
      return bytes;
    }
    return undefined;
  }

  close(): void {
    this.#source.close();
  }

  #next(): FilePart | undefined {
    this.#index += 1;
    this.#sent = 0;
    return this.#parts[this.#index];
  }
}
