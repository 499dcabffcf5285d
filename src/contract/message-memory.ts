/** How many bytes leave in one write, and lie side by side in memory. */
export const MESSAGE_BLOCK_BYTES = 64 * 1024;

/**
 * The memory in which messages are written, and wait for each other to leave in one write. It is used again as soon as the system has
 * taken them: V8 collects late what has grown old waiting for a slow peer, which came to 20 MiB with 50 peers that never read.
 */
export interface MessageMemory {
  /**
   * For one message; its content is arbitrary. Messages share a block: code that keeps one for long keeps them all, and should
   * copy it.
   */
  take(bytes: number): Buffer;
  /** A block for several messages, which nothing else shares. */
  takeBlock(): Buffer;
  /**
   * Gives back what was taken, or parts of it, or several that are one behind another: each byte once, and only when the system
   * has taken it or it was copied, for another peer's answer will be there. Other bytes are ignored.
   */
  giveBack(bytes: Uint8Array): void;
}
