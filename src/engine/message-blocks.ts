import { MESSAGE_BLOCK_BYTES, type MessageMemory } from '../contract/message-memory.ts';

/** How many blocks are kept for reuse: enough for a turn of the event loop in which many peers are answered. These 8 MiB stay. */
const FREE_BLOCKS_MAX = 128;

/** Messages are one behind another in it, each as long as the others. */
interface Block {
  readonly memory: Buffer;
  usedBytes: number;
  /** How much of what is used was given back. */
  returnedBytes: number;
}

/**
 * Memory for a dozen messages each. One allocation for each message took 2 µs, and as much again in collections; and memory that was just used
 * is in the caches of the processor, so a page takes a tenth less CPU time.
 */
export class MessageBlocks implements MessageMemory {
  /** Which block a message is in; one that nobody gives back is collected. */
  readonly #blocks = new WeakMap<ArrayBufferLike, Block>();
  readonly #free: Block[] = [];
  #current = this.#newBlock();

  take(bytes: number): Buffer {
    if (bytes > MESSAGE_BLOCK_BYTES / 2) return Buffer.allocUnsafeSlow(bytes);
    if (bytes > MESSAGE_BLOCK_BYTES - this.#current.usedBytes) this.#current = this.#emptyBlock();
    const from = this.#current.usedBytes;
    this.#current.usedBytes += bytes;
    return this.#current.memory.subarray(from, this.#current.usedBytes);
  }

  takeBlock(): Buffer {
    const block = this.#emptyBlock();
    block.usedBytes = MESSAGE_BLOCK_BYTES;
    return block.memory;
  }

  giveBack({ buffer, length }: Uint8Array): void {
    const block = this.#blocks.get(buffer);
    if (block === undefined) return;
    block.returnedBytes += length;
    if (block.returnedBytes < block.usedBytes) return;
    block.usedBytes = 0;
    block.returnedBytes = 0;
    if (block !== this.#current && this.#free.length < FREE_BLOCKS_MAX) this.#free.push(block);
  }

  #emptyBlock(): Block {
    return this.#free.pop() ?? this.#newBlock();
  }

  #newBlock(): Block {
    const memory = Buffer.allocUnsafeSlow(MESSAGE_BLOCK_BYTES);
    const block = { memory, usedBytes: 0, returnedBytes: 0 };
    this.#blocks.set(memory.buffer, block);
    return block;
  }
}
