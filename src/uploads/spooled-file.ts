import type { UploadedFile } from '../contract/uploads.ts';
import type { Spool } from './spool.ts';

const PIECE_BYTES = 64 * 1024;

/** Where in a spool a file is. */
export interface FilePart {
  readonly from: number;
  readonly size: number;
}

/** A file of an upload. Its plain members are what JSON shows of it. */
export class SpooledFile implements UploadedFile {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly #spool: Spool;
  readonly #from: number;

  constructor({ name, type }: Pick<UploadedFile, 'name' | 'type'>, { from, size }: FilePart, spool: Spool) {
    this.name = name;
    this.type = type;
    this.size = size;
    this.#from = from;
    this.#spool = spool;
  }

  stream(): ReadableStream<Uint8Array> {
    let at = 0;
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      if (at >= this.size) return controller.close();
      const piece = await this.#read(at, PIECE_BYTES);
      at += piece.length;
      controller.enqueue(piece);
    };
    return new ReadableStream({ pull }, { highWaterMark: 0 });
  }

  async bytes(): Promise<Uint8Array> {
    const bytes = new Uint8Array(this.size);
    for (let at = 0; at < this.size; ) {
      const piece = await this.#read(at, this.size - at);
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    const { buffer } = await this.bytes();
    return buffer as ArrayBuffer;
  }

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }

  /** A copy: what a handler does to it is nobody else's. */
  async #read(at: number, length: number): Promise<Uint8Array> {
    return Uint8Array.from(await this.#spool.read(this.#from + at, Math.min(length, this.size - at)));
  }
}
