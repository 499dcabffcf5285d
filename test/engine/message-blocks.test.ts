import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MESSAGE_BLOCK_BYTES as BLOCK_BYTES } from '../../src/contract/message-memory.ts';
import { MessageBlocks } from '../../src/engine/message-blocks.ts';
import { WatchedMemory } from './watched-memory.ts';

describe('the memory of messages', () => {
  it('is of one message alone until it is given back, in whatever order and in whatever parts', () => {
    const sizes = fc.oneof(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 30_000, max: 70_000 }));
    const step = fc.record({ bytes: sizes, back: fc.nat(), cut: fc.nat() });
    fc.assert(fc.property(fc.array(step, { maxLength: 200 }), checkAlone), { numRuns: 50 });
  });

  it('is used again: as far as a turn of the event loop needs it, and the last block as soon as nothing is in it', () => {
    const memory = new MessageBlocks();
    // Messages and blocks for several: both come from the same.
    const take = (_: unknown, index: number) => (index % 3 === 0 ? memory.takeBlock() : memory.take(BLOCK_BYTES / 2));
    const taken = Array.from({ length: 400 }, take);
    for (const bytes of taken) memory.giveBack(bytes);
    const known = new Set(taken.map(({ buffer }) => buffer));
    const again = Array.from({ length: 400 }, take);
    assert.equal(new Set(again.map(({ buffer }) => buffer).filter((buffer) => known.has(buffer))).size, 129);
    for (const bytes of again) memory.giveBack(bytes);
    const [first, second] = [1, 2].map(() => {
      const bytes = memory.take(100);
      memory.giveBack(bytes);
      return bytes;
    });
    assert.equal(first?.byteOffset, second?.byteOffset);
  });

  it('is not that of other bytes', () => {
    const memory = new MessageBlocks();
    const others = [Buffer.alloc(100, 'a'), Buffer.alloc(BLOCK_BYTES, 'a'), memory.take(BLOCK_BYTES).fill('a')];
    for (const other of others) memory.giveBack(other);
    // Beyond the block that messages are put in at first.
    for (let bytes = 0; bytes < 4 * BLOCK_BYTES; bytes += 1000) memory.take(1000).fill('b');
    for (let count = 0; count < 4; count++) memory.takeBlock().fill('b');
    for (const other of others) assert.ok(other.every((byte) => byte === 97));
  });

  it('is seen where somebody gives it back twice, or never had it: by those tests that watch', () => {
    const memory = new WatchedMemory();
    const [first, second] = [memory.take(10), memory.take(10)];
    memory.giveBack(first.subarray(5));
    assert.throws(() => memory.giveBack(first), /given back without being taken/);
    memory.giveBack(second);
    assert.throws(() => memory.giveBack(second.subarray(9)), /given back without being taken/);
  });
});

interface Step {
  readonly bytes: number;
  readonly back: number;
  readonly cut: number;
}

interface Held {
  readonly bytes: Buffer;
  readonly mark: number;
}

function checkAlone(steps: readonly Step[]): void {
  const memory = new WatchedMemory();
  const held: Held[] = [];
  for (const [index, { bytes, back, cut }] of steps.entries()) {
    const mark = index % 256;
    held.push({ bytes: memory.take(bytes).fill(mark), mark });
    if (back % 3 === 0) continue;
    for (const one of held.splice(back % held.length, 1)) checkBack(memory, one, cut % one.bytes.length);
  }
  for (const one of held) checkBack(memory, one, 0);
}

function checkBack(memory: WatchedMemory, { bytes, mark }: Held, cut: number): void {
  assert.ok(bytes.every((byte) => byte === mark));
  memory.giveBack(bytes.subarray(cut));
  memory.giveBack(bytes.subarray(0, cut));
}
