/** The size of one write: how many answers leave together. */
export const BLOCK_BYTES = 64 * 1024;

/** How many blocks are kept for reuse: enough for a turn of the event loop in which many peers are answered. */
const FREE_BLOCKS_MAX = 128;

/**
 * Memory in which the answers of one connection wait until they are sent together. Blocks are used again: V8 collects late those
 * that have grown old waiting for a slow peer, which came to 20 MiB with 50 peers that never read.
 */
export class OutputBlocks {
  readonly #free: Buffer[] = [];

  /** Its content is arbitrary: the taker must send only what it has written. */
  take(): Buffer {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
  }

  /** Only for a block that the system has taken whole: an unsent one belongs to its connection. */
  giveBack(block: Buffer): void {
    if (this.#free.length < FREE_BLOCKS_MAX) this.#free.push(block);
  }
}
