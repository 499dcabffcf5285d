import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Accepted } from '../../../src/contract/request.ts';
import type { ReadEvent, RequestReader } from '../../../src/contract/request-reader.ts';
import { openRequestReader } from '../../../src/engine/1-accept-request/request-reader.ts';
import { acceptRequest, acceptWire } from '../accept-wire.ts';
import { VECTOR_LIMITS } from './vector-document.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const SIZED = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n';
const CHUNKED = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';

describe('request reader: where it stands', () => {
  const cases: readonly (readonly [wire: string, phase: RequestReader['phase']])[] = [
    ['', 'idle'],
    ['\r\n', 'idle'],
    ['\r', 'head'],
    ['G', 'head'],
    ['GET / HTTP/1.1\r\n', 'head'],
    [GET, 'idle'],
    [`${GET}G`, 'head'],
    [SIZED, 'body'],
    [`${SIZED}hell`, 'body'],
    [`${SIZED}hello`, 'idle'],
    [`${CHUNKED}5\r\nhello\r\n0\r\nX: 1\r\n`, 'body'],
    [`${CHUNKED}0\r\n\r\n`, 'idle'],
  ];
  for (const [wire, phase] of cases) {
    it(`is ${phase} after ${JSON.stringify(wire.slice(-20))}`, () => assert.equal(readerAfter(wire).phase, phase));
  }
});

describe('request reader: giving up on a request', () => {
  it('refuses with what is known, and is final', () => {
    const reader = readerAfter('GET /a HTTP/1.1\r\nHost: a\r\nCookie: b=c\r\nX');
    const { accepted } = reader.abandon('head-timeout', 'too slow');
    assert.deepEqual(accepted.fault, { code: 'head-timeout', status: 408, at: 40, message: 'too slow' });
    assert.equal(accepted.partial.target, '/a');
    assert.equal(accepted.partial.cookies.get('b'), 'c');
    assert.equal(accepted.partial.raw, 'GET /a HTTP/1.1\r\nHost: a\r\nCookie: b=c\r\nX');
    reader.push(Buffer.from(GET));
    assert.equal(finalOf(reader), accepted);
  });
  it('refuses a peer that has said nothing', () => {
    const { accepted } = readerAfter('').abandon('too-many-connections', 'full');
    assert.deepEqual([accepted.fault.status, accepted.fault.at, accepted.partial.raw], [503, 0, '']);
  });
  it('shares nothing among peers that have said nothing', () => {
    const [a, b] = ['', ''].map((wire) => readerAfter(wire).abandon('too-many-connections', 'full').accepted.partial);
    assert.deepEqual([a?.fieldLines, a?.cookies], [[], new Map()]);
    assert.notEqual(a?.fieldLines, b?.fieldLines);
  });
  it('remembers the head of a request whose body does not come', () => {
    const reader = readerAfter(SIZED);
    for (let count = 0; count < 3; count++) pushAll(reader, Buffer.from('h'));
    const { accepted } = reader.abandon('body-timeout', 'too slow');
    assert.deepEqual([accepted.fault.status, accepted.fault.at], [408, SIZED.length + 3]);
    assert.deepEqual([accepted.partial.method, accepted.partial.raw], ['POST', SIZED]);
  });
});

describe('request reader: what the log gets of a refused request', () => {
  const long = `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(300)}\r\nY : z\r\n\r\n`;
  const longChunked = CHUNKED.replace('\r\n\r\n', `\r\nX: ${'x'.repeat(300)}\r\n\r\n`);
  const cases: readonly (readonly [title: string, wire: string, raw: string])[] = [
    ['the first 256 bytes of its head where the body is wrong', `\r\n${longChunked}x\r\n`, longChunked.slice(0, 256)],
    ['its first 256 bytes', long, long.slice(0, 256)],
    ['its own bytes, not those of the request before', `${GET}hello\r\n`, 'hello\r\n'],
    ['its own bytes, not the empty lines before', '\r\n\r\nhello\r\n', 'hello\r\n'],
    ['its head and what came with it where the body is wrong', `${CHUNKED}x\r\n`, `${CHUNKED}x\r\n`],
    ['octets as the characters of their numbers', '\x16\x03\xff\0', '\x16\x03\xff\0'],
  ];
  for (const [title, wire, raw] of cases) {
    it(title, () => {
      const reader = readerAfter(wire);
      const accepted = finalOf(reader);
      assert.equal(accepted?.kind === 'refused' && accepted.partial.raw, raw);
    });
  }
  it('no more of it when the bytes come one by one', () => {
    for (const [, wire, raw] of cases) {
      const reader = openRequestReader(() => VECTOR_LIMITS, { secure: false });
      for (const octet of Buffer.from(wire, 'latin1')) pushAll(reader, Buffer.of(octet));
      const accepted = finalOf(reader);
      assert.ok(accepted?.kind === 'refused' && raw.startsWith(accepted.partial.raw ?? '?'), wire);
    }
  });
});

describe('request reader: the dictionary of a request (S3)', () => {
  it('joins the values of a repeated name (RFC 9110 §5.2), those of Cookie by semicolon', () => {
    const { headers } = acceptRequest('GET /', ['X: 1', 'x: 2', 'Cookie: a=1', 'cookie: b=2']);
    assert.deepEqual(
      [...headers],
      [
        ['host', 'a'],
        ['x', '1, 2'],
        ['cookie', 'a=1; b=2'],
      ],
    );
  });
  it('knows whether it came over TLS', () => {
    for (const secure of [true, false]) {
      const accepted = acceptWire(GET, { secure });
      assert.equal(accepted.kind === 'request' && accepted.request.secure, secure);
    }
  });
  it('decodes query and cookies once', () => {
    const request = acceptRequest('GET /?a=1', ['Cookie: a=1']);
    assert.equal(request.query, request.query);
    assert.equal(request.cookies, request.cookies);
    assert.equal(request.headers, request.headers);
  });
  it('keeps a body apart from the bytes that come later', () => {
    const reader = openRequestReader(() => VECTOR_LIMITS, { secure: false });
    const events = pushAll(
      reader,
      Buffer.from(`${SIZED}hello${CHUNKED}3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n${SIZED}world`),
    );
    const bodies = events.flatMap((event) => (event.kind === 'complete' ? [event.accepted.request.body] : []));
    assert.deepEqual(
      bodies.map((body) => Buffer.from(body).toString()),
      ['hello', 'abcdef', 'world'],
    );
  });
});

describe('request reader: absolute-form over TLS (RFC 9110 §4.2.2, §7.4)', () => {
  const cases: readonly (readonly [target: string, found: string])[] = [
    ['https://a/b?c', '/b c'],
    ['HTTPS://a', '/ '],
    ['https://a:443?c', '/ c'],
    ['http://a/b', 'bad-target at 4'],
    ['https:///b', 'bad-target at 12'],
    ['https:/a/b', 'bad-target at 4'],
  ];
  for (const [target, found] of cases) {
    it(`takes ${target} for ${found}`, () => {
      const accepted = acceptWire(`GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`, { secure: true });
      assert.equal(
        accepted.kind === 'request'
          ? `${accepted.request.path} ${[...accepted.request.query.keys()].join()}`
          : `${accepted.fault.code} at ${accepted.fault.at}`,
        found,
      );
    });
  }
});

describe('request reader: query (WHATWG URL §5.1)', () => {
  const cases: readonly (readonly [query: string, pairs: readonly (readonly [name: string, value: string])[]])[] = [
    ['', []],
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a=1&a=2', [['a', '1']]],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['=1', [['', '1']]],
    ['&&a=1&', [['a', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    ['a+b=c+d', [['a b', 'c d']]],
    ['a%20b=%C3%A9%2B', [['a b', 'é+']]],
    ['a=%zz', [['a', '%zz']]],
    ['a=%FF', [['a', '%FF']]],
    ['__proto__=1', [['__proto__', '1']]],
  ];
  for (const [query, pairs] of cases) {
    it(`reads ?${query}`, () => assert.deepEqual([...acceptRequest(`GET /?${query}`).query], pairs));
  }
});

describe('request reader: cookies (RFC 6265 §5.4)', () => {
  const cases: readonly (readonly [value: string, pairs: readonly (readonly [name: string, value: string])[]])[] = [
    [
      'a=1; b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a=1;b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a=1; a=2', [['a', '1']]],
    ['a=b=c', [['a', 'b=c']]],
    ['a="b c"', [['a', '"b c"']]],
    ['a=%20', [['a', '%20']]],
    ['a', []],
    ['=1', []],
    ['a=', [['a', '']]],
    ['', []],
    [';;a=1;', [['a', '1']]],
  ];
  for (const [value, pairs] of cases) {
    it(`reads ${value}`, () => assert.deepEqual([...acceptRequest('GET /', [`Cookie: ${value}`]).cookies], pairs));
  }
});

describe('request reader: lists of tokens (RFC 9110 §5.6.1)', () => {
  for (const name of ['Connection', 'Expect', 'Transfer-Encoding']) {
    // Trimming with a regular expression took 0.4 s for one of these: forty of them would be out of time.
    it(`reads a ${name} full of blanks in one pass`, { timeout: 5000 }, () => {
      const wire = `GET / HTTP/1.1\r\nHost: a\r\n${name}: a${' '.repeat(15_000)}b\r\n\r\n`;
      for (let time = 0; time < 40; time++) {
        const reader = openRequestReader(() => ({ ...VECTOR_LIMITS, headerBytesMax: 16_384 }), { secure: false });
        pushAll(reader, Buffer.from(wire, 'latin1'));
      }
    });
  }
});

function readerAfter(wire: string): RequestReader {
  const reader = openRequestReader(() => VECTOR_LIMITS, { secure: false });
  pushAll(reader, Buffer.from(wire, 'latin1'));
  return reader;
}

/** Every event of a piece, the last one included. */
function pushAll(reader: RequestReader, piece: Uint8Array): readonly ReadEvent[] {
  reader.push(piece);
  const events: ReadEvent[] = [];
  for (;;) {
    const event = reader.next();
    events.push(event);
    if (event.kind !== 'head' && event.kind !== 'complete') return events;
  }
}

function finalOf(reader: RequestReader): Accepted | undefined {
  const event = reader.next();
  return event.kind === 'rejected' ? event.accepted : undefined;
}
