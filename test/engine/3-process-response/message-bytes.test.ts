import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ContentPiece } from '../../../src/contract/content.ts';
import { joinMessage, sizeContent } from '../../../src/engine/3-process-response/message-bytes.ts';
import { MessageBlocks } from '../../../src/engine/message-blocks.ts';

const memory = new MessageBlocks();

describe('process response: the bytes of a message', () => {
  it('are its head and the pieces of its content, one after another, whatever their number and size', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const piece = fc.oneof(text, fc.uint8Array({ maxLength: 40 }), longText());
    fc.assert(fc.property(text, fc.array(piece, { maxLength: 8 }), checkMessage), { numRuns: 300 });
  });
  it('stay as they are when others are written', () => {
    const first = message('a', ['first']);
    const copy = Buffer.from(first);
    for (let count = 0; count < 100; count++) message('b', ['x'.repeat(5000)]);
    assert.deepEqual(Buffer.from(first), copy);
  });
  it('stand side by side where they are small: one allocation is for a dozen of them', () => {
    const [before, after] = [message('a', ['1']), message('b', ['2'])];
    assert.equal(before.buffer, after.buffer);
    assert.equal(before.byteOffset + before.length, after.byteOffset);
  });
});

/** Beyond what messages share. */
function longText(): fc.Arbitrary<string> {
  return fc.constantFrom('é'.repeat(11_000), '€'.repeat(30_000), 'x'.repeat(70_000));
}

function message(text: string, pieces: readonly ContentPiece[]): Uint8Array {
  return joinMessage(memory, { kind: 'head', text }, sizeContent(pieces)).bytes;
}

function checkMessage(text: string, pieces: readonly ContentPiece[]): void {
  const ascii = text.replace(/[^ -~]/g, '');
  const expected = Buffer.concat([Buffer.from(ascii), ...pieces.map((piece) => Buffer.from(piece))]);
  assert.ok(expected.equals(message(ascii, pieces)));
}
