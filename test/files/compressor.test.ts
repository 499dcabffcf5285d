import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Coding } from '../../src/contract/compression.ts';
import type { ContentStream } from '../../src/contract/content.ts';
import { createCompressor } from '../../src/files/compressor.ts';

/** It is repeated further back than little memory reaches. */
const TEXT = Buffer.from(
  randomBytes(8 * 1024)
    .toString('hex')
    .repeat(2),
);

describe('compressor: at most 64 streams take much memory', () => {
  for (const coding of ['br', 'gzip'] as const) {
    it(`${coding}: of those that are made before the first is read, too`, async () => {
      const { streams, sizes } = await beginAll(coding, 100, { length: TEXT.length });
      const [large = 0] = sizes;
      assert.equal(sizes.filter((size) => size === large).length, 64);
      assert.ok(sizes.every((size) => size >= large));
      for (const stream of streams) stream.close();
    });
  }

  it('leaves half of the places to content of a known length', async () => {
    const compressor = createCompressor();
    const unknown = await beginAll('gzip', 40, { length: undefined }, compressor);
    const known = await beginAll('gzip', 40, { length: TEXT.length }, compressor);
    const large = Math.min(...known.sizes);
    const ofLarge = [unknown, known].map(({ sizes }) => sizes.filter((size) => size === large).length);
    assert.deepEqual(ofLarge, [32, 32]);
  });

  it('takes no place for what is not read, or has no end', async () => {
    const compressor = createCompressor();
    for (let times = 0; times < 100; times++) compressor.stream(source({ length: TEXT.length }), 'gzip');
    const endless = await beginAll('gzip', 100, { length: undefined, stop: () => undefined }, compressor);
    const { sizes } = await beginAll('gzip', 64, { length: TEXT.length }, compressor);
    assert.equal(new Set(sizes).size, 1);
    assert.ok(Math.min(...endless.sizes) > Math.max(...sizes));
  });

  const ends: readonly (readonly [how: string, end: (stream: ContentStream) => unknown])[] = [
    ['is closed', (stream) => stream.close()],
    ['is closed while it is read', (stream) => [stream.read(), stream.close()]],
    ['has ended', (stream) => readAll(stream)],
  ];
  for (const [how, end] of ends) {
    it(`gives back the place of one that ${how}`, async () => {
      const compressor = createCompressor();
      const first = await beginAll('gzip', 64, { length: TEXT.length }, compressor);
      await Promise.all(first.streams.map(end));
      await new Promise(setImmediate);
      const second = await beginAll('gzip', 64, { length: TEXT.length }, compressor);
      assert.deepEqual(second.sizes, first.sizes);
    });
  }
});

type Kind = Pick<ContentStream, 'length' | 'stop'>;

/** Makes them all, and then reads a piece of each. */
async function beginAll(coding: Coding, count: number, kind: Kind, compressor = createCompressor()) {
  const streams = Array.from({ length: count }, () => compressor.stream(source(kind), coding));
  const sizes = await Promise.all(streams.map(async (stream) => (await stream.read())?.length ?? 0));
  return { streams, sizes };
}

/** Two pieces. */
function source(kind: Kind): ContentStream {
  let left = 2;
  return { ...kind, read: async () => (left-- > 0 ? TEXT : undefined), close: () => undefined };
}

async function readAll(stream: ContentStream): Promise<void> {
  while ((await stream.read()) !== undefined);
}
