/** Memory for a dozen messages. One allocation for each took 2 µs, and as much again in collections. */
const BLOCK_BYTES = 64 * 1024;
/** How many blocks are kept for reuse: enough for a turn of the event loop in which many peers are answered. */
const FREE_BLOCKS_MAX = 128;

/** Messages are one behind another in it, each as long as the others. */
interface Block {
  readonly memory: Buffer;
  usedBytes: number;
  /** How much of what is used was given back. */
  returnedBytes: number;
}

/** Which block a message is in; one that nobody gives back is collected. */
const blocks = new WeakMap<ArrayBufferLike, Block>();
const free: Block[] = [];
let current = newBlock();

/**
 * Memory for a message; its content is arbitrary. Consecutive messages share a block: code that keeps one for long keeps them all, and
 * should copy it.
 */
export function takeMemory(bytes: number): Buffer {
  if (bytes > BLOCK_BYTES / 2) return Buffer.allocUnsafeSlow(bytes);
  if (bytes > BLOCK_BYTES - current.usedBytes) current = free.pop() ?? newBlock();
  const from = current.usedBytes;
  current.usedBytes += bytes;
  return current.memory.subarray(from, current.usedBytes);
}

/**
 * Gives back what came from `takeMemory`, whole messages or several that are one behind another: each byte once, and only when the system has
 * taken it or it was copied, for another peer's answer will be there. Other bytes are ignored. Memory that was just used is in the caches of
 * the processor, so a page takes a tenth less CPU time.
 */
export function giveMemoryBack({ buffer, length }: Uint8Array): void {
  const block = blocks.get(buffer);
  if (block === undefined) return;
  block.returnedBytes += length;
  if (block.returnedBytes < block.usedBytes) return;
  block.usedBytes = 0;
  block.returnedBytes = 0;
  if (block !== current && free.length < FREE_BLOCKS_MAX) free.push(block);
}

function newBlock(): Block {
  const memory = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  const block = { memory, usedBytes: 0, returnedBytes: 0 };
  blocks.set(memory.buffer, block);
  return block;
}
