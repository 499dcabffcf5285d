import assert from 'node:assert/strict';
import type { MessageMemory } from '../../src/contract/message-memory.ts';
import { MessageBlocks } from '../../src/engine/message-blocks.ts';

/** The memory of messages, and who has which byte: it fails where one is taken or given back twice, which a count cannot see. */
export class WatchedMemory implements MessageMemory {
  readonly #memory = new MessageBlocks();
  /** A byte of 1 for each that somebody has. */
  readonly #had = new WeakMap<ArrayBufferLike, Uint8Array>();

  take(bytes: number): Buffer {
    return this.#note(this.#memory.take(bytes));
  }

  takeBlock(): Buffer {
    return this.#note(this.#memory.takeBlock());
  }

  giveBack(bytes: Uint8Array): void {
    this.#change(bytes, { from: 1, to: 0 }, 'given back without being taken');
    this.#memory.giveBack(bytes);
  }

  #note(bytes: Buffer): Buffer {
    if (!this.#had.has(bytes.buffer)) this.#had.set(bytes.buffer, new Uint8Array(bytes.buffer.byteLength));
    this.#change(bytes, { from: 0, to: 1 }, 'taken while somebody has it');
    return bytes;
  }

  /** Bytes that were never taken are others', which is no mistake. */
  #change({ buffer, byteOffset, length }: Uint8Array, { from, to }: { from: 0 | 1; to: 0 | 1 }, what: string): void {
    const had = this.#had.get(buffer)?.subarray(byteOffset, byteOffset + length);
    assert.ok(had === undefined || !had.includes(1 - from), `memory is ${what}`);
    had?.fill(to);
  }
}
