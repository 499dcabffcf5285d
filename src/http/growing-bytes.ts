const FIRST_BYTES = 1024;

/** Bytes that come in pieces, in one piece of memory: a million pieces of one byte would weigh a hundred times as much. */
export class GrowingBytes {
  readonly #bytesMax: number;
  #held: Buffer = Buffer.alloc(0);
  length = 0;

  /** No more than `bytesMax` are added. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  add(piece: Uint8Array): void {
    const length = this.length + piece.length;
    if (this.#held.length < length) {
      const roomy = Buffer.allocUnsafe(Math.min(Math.max(length * 2, FIRST_BYTES), this.#bytesMax));
      roomy.set(this.bytes);
      this.#held = roomy;
    }
    this.#held.set(piece, this.length);
    this.length = length;
  }

  get bytes(): Buffer {
    return this.#held.subarray(0, this.length);
  }
}
