import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { giveMemoryBack, takeMemory } from '../../src/http/message-memory.ts';

const BLOCK_BYTES = 64 * 1024;

describe('the memory of messages', () => {
  it('is of one message alone until it is given back, in whatever order and in whatever parts', () => {
    const sizes = fc.oneof(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 30_000, max: 70_000 }));
    const step = fc.record({ bytes: sizes, back: fc.nat(), cut: fc.nat() });
    fc.assert(fc.property(fc.array(step, { maxLength: 200 }), checkAlone), { numRuns: 50 });
  });

  it('is used again: as far as a turn of the event loop needs it, and the last block as soon as nothing is in it', () => {
    const taken = Array.from({ length: 400 }, () => takeMemory(BLOCK_BYTES / 2));
    for (const bytes of taken) giveMemoryBack(bytes);
    const known = new Set(taken.map(({ buffer }) => buffer));
    const again = Array.from({ length: 400 }, () => takeMemory(BLOCK_BYTES / 2));
    assert.equal(new Set(again.map(({ buffer }) => buffer).filter((buffer) => known.has(buffer))).size, 129);
    for (const bytes of again) giveMemoryBack(bytes);
    const [first, second] = [1, 2].map(() => {
      const bytes = takeMemory(100);
      giveMemoryBack(bytes);
      return bytes;
    });
    assert.equal(first?.byteOffset, second?.byteOffset);
  });

  it('is not that of other bytes', () => {
    const other = Buffer.alloc(100, 'a');
    giveMemoryBack(other);
    assert.notEqual(takeMemory(100).buffer, other.buffer);
    assert.equal(`${other}`, 'a'.repeat(100));
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
  const held: Held[] = [];
  for (const [index, { bytes, back, cut }] of steps.entries()) {
    const mark = index % 256;
    held.push({ bytes: takeMemory(bytes).fill(mark), mark });
    if (back % 3 === 0) continue;
    for (const one of held.splice(back % held.length, 1)) checkBack(one, cut % one.bytes.length);
  }
  for (const one of held) checkBack(one, 0);
}

function checkBack({ bytes, mark }: Held, cut: number): void {
  assert.ok(bytes.every((byte) => byte === mark));
  giveMemoryBack(bytes.subarray(cut));
  giveMemoryBack(bytes.subarray(0, cut));
}
