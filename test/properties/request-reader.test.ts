import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Request } from '../../src/contract/request.ts';
import type { ReadEvent } from '../../src/contract/request-reader.ts';
import { openRequestReader } from '../../src/engine/1-accept-request/request-reader.ts';
import { readPieces } from '../engine/1-accept-request/read-vector.ts';
import { VECTOR_LIMITS } from '../engine/1-accept-request/vector-document.ts';
import { validRequest } from './valid-requests.ts';

/** Each run is the same run: what it finds can be found again. */
const SEED = 20_261_122;
/** Small enough that limits are met often. */
const TIGHT_LIMITS = {
  ...VECTOR_LIMITS,
  requestLineBytesMax: 40,
  headerBytesMax: 120,
  headerCountMax: 4,
  bodyBytesMax: 24,
};

const wire = fc.array(validRequest, { minLength: 1, maxLength: 3 }).map((list) => join(list.map((one) => one.wire)));
const cuts = fc.array(fc.nat(), { maxLength: 12 });

describe('request reader: valid requests (RFC 9112)', () => {
  it('are read back as they were written, however they are cut', () => {
    check(
      fc.property(fc.array(validRequest, { minLength: 1, maxLength: 3 }), cuts, (requests, cuts) => {
        const read = completed(cut(join(requests.map((request) => request.wire)), cuts));
        const expected = requests.map(({ method, target, version, fields, body }) => {
          return { method, target, version, fields, body: body.toString('latin1') };
        });
        assert.deepEqual(read, expected);
      }),
    );
  });
});

describe('request reader: any bytes', () => {
  const anything = fc.oneof(wire, mutated(wire), mutated(wire), fragments());
  it('give the same events wherever they are cut', () => {
    check(
      fc.property(anything, cuts, fc.boolean(), fc.boolean(), (bytes, cuts, tight, ended) => {
        const setting = { limits: tight ? TIGHT_LIMITS : VECTOR_LIMITS, ended };
        const whole = readPieces([bytes], setting).map(withoutTime);
        assert.deepEqual(readPieces(cut(bytes, cuts), setting).map(withoutTime), whole);
      }),
    );
  });
  it('end in a verdict once the peer has ended, and no later byte changes it', () => {
    check(
      fc.property(anything, cuts, (bytes, cuts) => {
        const verdict = checkFinal(cut(bytes, cuts));
        assert.ok(verdict.kind === 'closed' || verdict.kind === 'rejected');
      }),
    );
  });
});

describe('request reader: garbage', () => {
  it('yields only refusals: no request, no exception', () => {
    check(
      fc.property(
        fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
        cuts,
        (bytes, cuts) => {
          const verdict = checkFinal(cut(bytes, cuts));
          // A few empty lines before a request that never comes are no fault.
          assert.equal(verdict.kind, /^(?:\r\n){0,4}$/.test(bytes.toString('latin1')) ? 'closed' : 'rejected');
        },
      ),
    );
  });
});

function check<Values>(property: fc.IRawProperty<Values>): void {
  fc.assert(property, { seed: SEED, numRuns: 400 });
}

/** Reads to the end of input, and some more: a verdict has to stay as it is. */
function checkFinal(pieces: readonly Uint8Array[]): ReadEvent {
  const reader = openRequestReader(() => VECTOR_LIMITS, { secure: false });
  const last = (): ReadEvent => {
    for (;;) {
      const event = reader.next();
      if (event.kind !== 'head' && event.kind !== 'complete') return event;
    }
  };
  for (const piece of pieces) {
    reader.push(piece);
    last();
  }
  reader.end();
  const verdict = last();
  assert.notEqual(verdict.kind, 'need-data');
  reader.push(Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'));
  assert.equal(reader.next(), verdict);
  return verdict;
}

function completed(pieces: readonly Uint8Array[]): readonly object[] {
  const reader = openRequestReader(() => VECTOR_LIMITS, { secure: false });
  const requests: Request[] = [];
  for (const piece of pieces) {
    reader.push(piece);
    for (let event = reader.next(); event.kind !== 'need-data'; event = reader.next()) {
      if (event.kind === 'complete') requests.push(event.accepted.request);
      else assert.equal(event.kind, 'head', JSON.stringify(event));
    }
  }
  assert.equal(reader.phase, 'idle');
  return requests.map(({ method, target, version, fieldLines, body }) => {
    return { method, target, version, fields: fieldLines, body: Buffer.from(body).toString('latin1') };
  });
}

/** Cuts bytes at the given places, each taken modulo their length. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

/** Requests with a few octets changed, dropped or doubled: nearly right is where readers go wrong. */
function mutated(wires: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  const octet = fc.oneof(fc.constantFrom(...Buffer.from('\r\n\0 \t:;,="0\x7f\x80')), fc.integer({ min: 0, max: 255 }));
  const change = fc.record({ at: fc.nat(), kind: fc.constantFrom('set', 'drop', 'insert'), octet });
  return fc.tuple(wires, fc.array(change, { minLength: 1, maxLength: 4 })).map(([bytes, changes]) => {
    const octets = [...bytes];
    for (const { at, kind, octet } of changes) {
      octets.splice(at % (octets.length + 1), kind === 'insert' ? 0 : 1, ...(kind === 'drop' ? [] : [octet]));
    }
    return Buffer.from(octets);
  });
}

/** Pieces of HTTP in any order. */
function fragments(): fc.Arbitrary<Buffer> {
  const pieces = ['GET', ' ', '/', 'HTTP/1.1', '\r\n', '\n', '\r', 'Host: a', 'Content-Length: 5', '5', '0', ';a="b"'];
  const more = ['Transfer-Encoding: chunked', 'Connection: close', 'Expect: 100-continue', ':', 'hello', '\0', '\xff'];
  const request = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
  return fc
    .array(fc.constantFrom(...pieces, ...more, request), { maxLength: 30 })
    .map((list) => Buffer.from(list.join(''), 'latin1'));
}

function join(wires: readonly Buffer[]): Buffer {
  return Buffer.concat(wires);
}

function withoutTime({ text, details }: { readonly text: string; readonly details: readonly string[] }): object {
  return { text, details };
}
