import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Failure } from '../../../src/contract/answer.ts';
import type { Accepted } from '../../../src/contract/request.ts';
import type { Exchange } from '../../../src/engine/4-make-log/exchange.ts';
import { jsonText } from '../../../src/engine/4-make-log/json-text.ts';
import { makeLog } from '../../../src/engine/4-make-log/make-log.ts';
import { acceptRequest, acceptWire } from '../accept-wire.ts';
import { buildProgram } from '../build-program.ts';

const TIME = '2026-11-22T08:05:09.999Z';

describe('make log: access records, key by key in order', () => {
  it('full: the whole request', () => {
    const accepted = request(acceptRequest('POST /a?b=1', ['Cookie: c=d; e=f', 'X-A: 1', 'x-a: 2'], 'hé'));
    checkAccess({ accepted, route: 'a', status: 201, bytes: 7, durationMs: 1.23456 }, [
      ['time', TIME],
      ['client', '192.0.2.1'],
      ['detail', 'full'],
      ['route', 'a'],
      ['method', 'POST'],
      ['target', '/a?b=1'],
      ['version', '1.1'],
      [
        'headers',
        [
          ['Host', 'a'],
          ['Cookie', 'c=d; e=f'],
          ['X-A', '1'],
          ['x-a', '2'],
          ['Content-Length', '3'],
        ],
      ],
      ['cookies', { c: 'd', e: 'f' }],
      ['body', 'hé'],
      ['status', 201],
      ['bytes', 7],
      ['durationMs', 1.235],
    ]);
  });
  it('full: no route is null, no body is empty text', () => {
    checkAccess({ accepted: request(acceptRequest('GET /nope')), status: 404 }, [
      ['time', TIME],
      ['client', '192.0.2.1'],
      ['detail', 'full'],
      ['route', null],
      ['method', 'GET'],
      ['target', '/nope'],
      ['version', '1.1'],
      ['headers', [['Host', 'a']]],
      ['cookies', {}],
      ['body', ''],
      ['status', 404],
      ['bytes', 0],
      ['durationMs', 0],
    ]);
  });
  it('short: method, target and cookies alone', () => {
    checkAccess(
      { accepted: request(acceptRequest('GET /a', ['Cookie: c=d', 'X-A: 1'])), detail: 'short', route: 'a' },
      [
        ['time', TIME],
        ['client', '192.0.2.1'],
        ['detail', 'short'],
        ['method', 'GET'],
        ['target', '/a'],
        ['cookies', { c: 'd' }],
        ['status', 200],
        ['bytes', 0],
        ['durationMs', 0],
      ],
    );
  });
  it('a request that could not be parsed: what is known, and its first bytes', () => {
    const wire = 'GET /a HTTP/1.1\r\nHost: a\r\nCookie: c=d\r\nX A: 1\r\n\r\n';
    checkAccess({ accepted: acceptWire(wire), status: 400 }, [
      ['time', TIME],
      ['client', '192.0.2.1'],
      ['detail', 'full'],
      ['route', null],
      ['method', 'GET'],
      ['target', '/a'],
      ['version', '1.1'],
      [
        'headers',
        [
          ['Host', 'a'],
          ['Cookie', 'c=d'],
        ],
      ],
      ['cookies', { c: 'd' }],
      ['status', 400],
      ['bytes', 0],
      ['durationMs', 0],
      ['raw', wire],
    ]);
  });
  it('a first line that is no HTTP: nothing is known but its bytes', () => {
    checkAccess({ accepted: acceptWire('\x16\x03\x01\xff'), status: 400, detail: 'short' }, [
      ['time', TIME],
      ['client', '192.0.2.1'],
      ['detail', 'short'],
      ['cookies', {}],
      ['status', 400],
      ['bytes', 0],
      ['durationMs', 0],
      ['raw', '\x16\x03\x01\xff'],
    ]);
  });
  it('raw: 256 bytes at most', () => {
    const { record } = write({ accepted: acceptWire(`hello ${'x'.repeat(300)}\r\n\r\n`) });
    assert.equal(String(record['raw']).length, 256);
  });
  it('a body that is not UTF-8 goes in as Base64', () => {
    const wire = Buffer.from('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n\xff\xfe', 'latin1');
    const { record } = write({ accepted: acceptWire(wire) });
    assert.equal(record['bodyBase64'], '//4=');
    assert.ok(!('body' in record));
  });
  for (const octet of [0, 0x08, 0x0b, 0x1b, 0x1f, 0x7f, 0x80, 0x9f]) {
    it(`a body with the control character ${octet.toString(16)} goes in as Base64, no longer than that`, () => {
      const body = String.fromCharCode(octet).repeat(9);
      const { record, access } = write({ accepted: request(acceptRequest('POST /', [], body)), logs: logsOf(1000) });
      assert.equal(record['bodyBase64'], Buffer.from(body).toString('base64'));
      assert.ok(access.length < 300, access);
    });
  }
  it('a body with tabs and line ends is text', () => {
    const { record } = write({ accepted: request(acceptRequest('POST /', [], 'a\tb\r\nc')) });
    assert.equal(record['body'], 'a\tb\r\nc');
  });
  it('of a body that is longer than logs.access.bodyMax its beginning and its length', () => {
    const cases: readonly (readonly [body: string, bytesMax: number, logged: string])[] = [
      ['abcdef', 5, 'abcde'],
      ['abcde', 5, 'abcde'],
      ['abcdef', 0, ''],
      ['äöü', 3, 'ä'],
      ['äöü', 4, 'äö'],
      ['€€', 5, '€'],
      ['a😀😀', 8, 'a😀'],
      ['a😀😀', 4, 'a'],
    ];
    for (const [body, bytesMax, logged] of cases) {
      const { record } = write({ accepted: request(acceptRequest('POST /', [], body)), logs: logsOf(bytesMax) });
      const bytes = Buffer.byteLength(body);
      assert.deepEqual([record['body'], record['bodyBytes']], [logged, bytes > bytesMax ? bytes : undefined]);
    }
    const binary = Buffer.from('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n\xff\xfe\xfd\xfc', 'latin1');
    const { record } = write({ accepted: acceptWire(binary), logs: logsOf(2) });
    assert.deepEqual([record['bodyBase64'], record['bodyBytes']], ['//4=', 4]);
  });
  it('a long body whole, wherever its pieces end', () => {
    for (const body of ['"😀'.repeat(100_000), `a${'"😀'.repeat(100_000)}`, `aa${'"😀'.repeat(100_000)}`]) {
      const bytes = Buffer.from(body);
      const head = Buffer.from(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes.length}\r\n\r\n`);
      const accepted = acceptWire(Buffer.concat([head, bytes]), { limits: { bodyBytesMax: bytes.length } });
      const { record } = write({ accepted, logs: logsOf(1_000_000) });
      assert.ok(record['body'] === body);
    }
  });
  it('a cookie called __proto__ is a cookie', () => {
    const { access } = write({ accepted: request(acceptRequest('GET /', ['Cookie: __proto__=x; constructor=y'])) });
    assert.match(access, /"cookies":\{"__proto__":"x","constructor":"y"\}/);
  });
});

describe('make log: error records', () => {
  const failure: Failure = {
    kind: 'failure',
    code: 'route-not-found',
    status: 404,
    message: 'There is no page.',
    cause: 'No route has the path "/a"',
    headers: [],
    ours: false,
  };
  it('hold code, status, message and cause, key by key in order', () => {
    checkError(failure, [
      ['time', TIME],
      ['client', '192.0.2.1'],
      ['code', 'route-not-found'],
      ['status', 404],
      ['message', 'There is no page.'],
      ['cause', 'No route has the path "/a"'],
      ['method', 'GET'],
      ['target', '/a'],
    ]);
  });
  it('tell all causes of an error, outermost first', () => {
    const cause = new TypeError('outer', { cause: new Error('inner', { cause: 'root' }) });
    const { error } = write({ failure: { ...failure, cause } });
    assert.equal(JSON.parse(error ?? '{}')['cause'], 'TypeError: outer; caused by Error: inner; caused by root');
  });
  it('hold the stack where it is our bug, and only there', () => {
    const cause = new Error('bug');
    assert.equal(JSON.parse(write({ failure: { ...failure, cause, ours: true } }).error ?? '{}')['stack'], cause.stack);
    assert.ok(!('stack' in JSON.parse(write({ failure: { ...failure, cause } }).error ?? '{}')));
  });
  it('are not written for an answer that is no error', () => assert.equal(write({}).error, undefined));
  it('leave out what is not known', () => {
    const { error } = write({ accepted: acceptWire('hello\r\n'), failure });
    assert.deepEqual(Object.keys(JSON.parse(error ?? '{}')), ['time', 'client', 'code', 'status', 'message', 'cause']);
  });
});

describe('json text: one line, and nothing that steers a terminal', () => {
  const CONTROLS = [...range(0, 0x1f), ...range(0x7f, 0x9f), 0x2028, 0x2029].map((code) => String.fromCharCode(code));
  it('escapes every control character and line separator', () => {
    for (const control of CONTROLS) {
      const text = `a${control}"\\b`;
      const json = jsonText(text);
      assert.ok(!json.includes(control), JSON.stringify(control));
      assert.equal(JSON.parse(json), text);
    }
  });
  it('says every character below 256 as JSON does', () => {
    for (const code of range(0, 255))
      assert.equal(JSON.parse(jsonText(String.fromCharCode(code))), String.fromCharCode(code));
  });
  it('escapes lone surrogates, so that the line is UTF-8', () => assert.equal(jsonText('\ud800'), '"\\ud800"'));
  it('leaves other text readable', () => assert.equal(jsonText('é€😀"\\'), '"é€😀\\"\\\\"'));
});

describe('make log: lines from hostile input are whole lines of JSON', () => {
  const ODD = 'a"\\\xff\x80\x9f\t';
  const text = 'b"\\\r\n\u2028\x9b\x7f';
  it('in field values, cookies and bodies', () => {
    const body = 'b"\\\r\n\t\u2028';
    const accepted = request(acceptRequest('GET /', [`X: ${ODD}`, `Cookie: ${ODD}=${ODD}`], body));
    const { record, access } = write({ accepted });
    assert.match(access, ONE_LINE);
    assert.deepEqual(record['headers'], [
      ['Host', 'a'],
      ['X', ODD.trim()],
      ['Cookie', `${ODD}=${ODD}`.trim()],
      ['Content-Length', '9'],
    ]);
    const shown = 'a"\\\uFFFD\uFFFD\uFFFD';
    assert.deepEqual(record['cookies'], { [shown]: shown });
    assert.equal(record['body'], body);
  });
  it('of every octet in a field and in a cookie, without user information', () => {
    for (const octet of [0x09, ...range(0x20, 0x7e), ...range(0x80, 0xff)]) {
      const text = `http://a${String.fromCharCode(octet)}b`;
      const { access, record } = write({
        accepted: request(acceptRequest('GET /', [`X: ${text}`, `Cookie: c=${text}`])),
      });
      assert.match(access, ONE_LINE);
      const shown = octet === AT ? 'http://[redacted]@b' : text;
      assert.deepEqual(record['headers'], [
        ['Host', 'a'],
        ['X', shown],
        ['Cookie', `c=${shown}`],
      ]);
      const cookie = octet >= 0x80 ? 'http://a\uFFFDb' : octet === SEMICOLON ? 'http://a' : shown;
      assert.deepEqual(record['cookies'], { c: cookie });
    }
  });
  it('in first bytes, causes and messages', () => {
    const accepted = acceptWire('\x16"\\\r\n\x9b\x7f');
    const failure: Failure = {
      kind: 'failure',
      code: 'x',
      status: 400,
      message: text,
      cause: new Error(text),
      headers: [],
      ours: true,
    };
    const { record, access, error = '' } = write({ accepted, failure, client: text, route: text });
    assert.match(access, ONE_LINE);
    assert.match(error, ONE_LINE);
    assert.deepEqual([record['raw'], record['client'], record['route']], ['\x16"\\\r\n\x9b\x7f', text, text]);
    assert.deepEqual([JSON.parse(error)['message'], JSON.parse(error)['cause']], [text, `Error: ${text}`]);
  });
});

/** No control character, and nothing that a line reader takes for one (Unicode's Cc, Zl, Zp). */
const ONE_LINE = /^\{[^\p{Cc}\p{Zl}\p{Zp}]*\}$/u;

function request(request: ReturnType<typeof acceptRequest>): Accepted {
  return { kind: 'request', request };
}

const SEMICOLON = 0x3b;
const AT = 0x40;

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

interface Written {
  readonly access: string;
  readonly record: Readonly<Record<string, unknown>>;
  readonly error: string | undefined;
}

function write(parts: Partial<Exchange>): Written {
  const access: string[] = [];
  const errors: string[] = [];
  makeLog(
    {
      accepted: request(acceptRequest('GET /a')),
      client: '192.0.2.1',
      detail: 'full',
      route: undefined,
      status: 200,
      bytes: 0,
      aborted: false,
      wallMs: Date.parse(TIME),
      durationMs: 0,
      failure: undefined,
      logs: buildProgram([]).logs,
      ...parts,
    },
    { access: (line) => access.push(line), error: (line) => errors.push(line) },
  );
  assert.equal(access.length, 1);
  return { access: access[0] ?? '', record: JSON.parse(access[0] ?? '{}'), error: errors[0] };
}

function logsOf(bodyBytesMax: number): Exchange['logs'] {
  const { logs } = buildProgram([]);
  return { ...logs, access: { ...logs.access, bodyBytesMax } };
}

function checkAccess(parts: Partial<Exchange>, entries: readonly (readonly [key: string, value: unknown])[]): void {
  assert.deepEqual(Object.entries(write(parts).record), entries);
}

function checkError(failure: Failure, entries: readonly (readonly [key: string, value: unknown])[]): void {
  assert.deepEqual(Object.entries(JSON.parse(write({ failure }).error ?? '{}')), entries);
}
