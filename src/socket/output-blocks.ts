/** As much as one write takes: so many answers leave together. */
export const BLOCK_BYTES = 64 * 1024;

/** So many wait to be used again: enough for a turn of the event loop in which many peers are answered. */
const SPARE_BLOCKS_MAX = 128;

/**
 * Memory in which the answers of one connection wait until they are sent together. It is used again: blocks that waited for a
 * slow peer have grown old, and V8 would collect them late: 20 MiB of them with 50 peers that never read.
 */
export class OutputBlocks {
  readonly #spare: Buffer[] = [];

  /** Holds anything: whoever takes it may send no more of it than it has written. */
  take(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
  }

  /** Only for a block that the system has taken whole: what may still be read belongs to its connection. */
  giveBack(block: Buffer): void {
    if (this.#spare.length < SPARE_BLOCKS_MAX) this.#spare.push(block);
  }
}
