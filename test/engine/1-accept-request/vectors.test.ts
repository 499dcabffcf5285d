import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { FAULT_STATUSES } from '../../../src/engine/1-accept-request/fault-statuses.ts';
import { checkPieces } from './read-vector.ts';
import { parseVectorDocument, type Vector } from './vector-document.ts';

const FOLDER = join(import.meta.dirname, 'vectors');
/** Fewer than these, and the documents were not found. */
const VECTORS_MIN = 200;
/** What a connection finds out, and no reader. */
const NOT_READ: ReadonlySet<string> = new Set([
  'head-timeout',
  'body-timeout',
  'too-many-connections',
  'plain-http',
  'stopped',
]);

const documents = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .sort()
  .map((file) => parseVectorDocument(file, readFileSync(join(FOLDER, file), 'utf8')));
const vectors = documents.flatMap((document) => document.vectors);

for (const { title, vectors } of documents) {
  describe(`accept request: ${title}`, () => {
    for (const vector of vectors) it(vector.title, () => checkVector(vector));
  });
}

describe('the wire vectors together', () => {
  it('are all there', () => assert.ok(vectors.length >= VECTORS_MIN, `found only ${vectors.length}`));
  it('name every fault that the reader can find', () => {
    const found = vectors.flatMap(({ events }) =>
      events.flatMap(({ text }) => /^rejected \d+ (\S+)/.exec(text)?.[1] ?? []),
    );
    const codes = Object.keys(FAULT_STATUSES).filter((code) => !NOT_READ.has(code));
    assert.deepEqual([...new Set(found)].sort(), codes.sort());
  });
  it('give each a reason and a source', () => {
    const bare = vectors.filter(({ prose }) => !/RFC \d{4}/.test(prose));
    assert.deepEqual(
      bare.map(({ place }) => place),
      [],
    );
  });
  it('have titles of their own', () => {
    const titles = documents.map(({ vectors }) => vectors.map(({ title }) => title));
    for (const list of titles) assert.deepEqual([...new Set(list)], list);
  });
});

/** Whole, in two pieces cut at every byte, and byte by byte: where chunks are cut carries no meaning. */
function checkVector(vector: Vector): void {
  const { input } = vector;
  checkPieces(vector, [input]);
  for (let cut = 1; cut < input.length; cut++) checkPieces(vector, [input.subarray(0, cut), input.subarray(cut)]);
  checkPieces(
    vector,
    Array.from(input, (_, index) => input.subarray(index, index + 1)),
  );
}
