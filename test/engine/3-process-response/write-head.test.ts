import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FieldLine } from '../../../src/contract/request.ts';
import { writeFields } from '../../../src/engine/3-process-response/write-fields.ts';
import { type ResponseHead, writeHead } from '../../../src/engine/3-process-response/write-head.ts';

const WALL_MS = Date.UTC(2026, 10, 22, 8, 5, 9, 999);
const DATE = 'Date: Sun, 22 Nov 2026 08:05:09 GMT';

describe('write head (RFC 9112 §4, §5)', () => {
  it('writes status line, Date, type and length', () => {
    checkHead({}, ['HTTP/1.1 200 OK', DATE, 'Content-Type: text/plain', 'Content-Length: 2']);
  });
  it('leaves out a type and a length where there is none', () => {
    checkHead({ status: 204, type: undefined, framing: { kind: 'none' } }, ['HTTP/1.1 204 No Content', DATE]);
  });
  it("writes an answer's own fields in order, and its type instead of the default one", () => {
    checkHead(
      {
        headers: [
          ['X-A', '1'],
          ['content-type', 'text/css'],
          ['X-B', '2'],
        ],
      },
      ['HTTP/1.1 200 OK', DATE, 'Content-Length: 2', 'X-A: 1', 'content-type: text/css', 'X-B: 2'],
    );
  });
  it('gives cookies attributes that keep scripts and other sites away from them (S9)', () => {
    checkLast({ cookies: [{ name: 'a', value: 'b' }] }, 'Set-Cookie: a=b; Path=/; HttpOnly; SameSite=Lax');
  });
  it('marks cookies Secure over TLS', () => {
    checkLast(
      { cookies: [{ name: 'a', value: '' }], secure: true },
      'Set-Cookie: a=; Path=/; HttpOnly; SameSite=Lax; Secure',
    );
  });
  it('says how the connection goes on', () => {
    checkLast({ connectionLines: 'Connection: close\r\n' }, 'Connection: close');
  });
  it('has words for a status that has none of its own', () => {
    checkHead({ status: 299, type: undefined, framing: { kind: 'sized', bytes: 0 } }, [
      'HTTP/1.1 299 Success',
      DATE,
      'Content-Length: 0',
    ]);
    checkHead({ status: 599, type: undefined, framing: { kind: 'sized', bytes: 0 } }, [
      'HTTP/1.1 599 Server Error',
      DATE,
      'Content-Length: 0',
    ]);
  });
  it('writes a new Date for a new second', () => {
    checkHead({ wallMs: WALL_MS + 1 }, [
      'HTTP/1.1 200 OK',
      DATE.replace(':09', ':10'),
      'Content-Type: text/plain',
      'Content-Length: 2',
    ]);
  });
});

/** CR and LF, and the characters that `latin1` cuts down to them. */
const SPLITTERS = ['\r', '\n', '\r\n', '\u560d\u560a', '\u010d\u010a', '\0', '\x7f', '\x1b', '\x85', 'é', '€', '😀'];

describe('write head: what could split a message or a field', () => {
  for (const text of SPLITTERS) {
    const shown = JSON.stringify(text);
    const injected = `a${text}Set-Cookie: b=c`;
    it(`refuses ${shown} in a field value`, () => checkUnsafe({ headers: [['X-A', injected]] }));
    it(`refuses ${shown} at the end of a field value`, () => checkUnsafe({ headers: [['X-A', `a${text}`]] }));
    it(`refuses ${shown} in a field name`, () => checkUnsafe({ headers: [[`X${text}A`, 'b']] }));
    it(`refuses ${shown} in a cookie value`, () => checkUnsafe({ cookies: [{ name: 'a', value: injected }] }));
    it(`refuses ${shown} in a cookie name`, () => checkUnsafe({ cookies: [{ name: `a${text}b`, value: 'c' }] }));
  }
  for (const name of ['', ' ', 'a b', 'a:', 'a;b', '"a"', 'a=b']) {
    it(`refuses the field name ${JSON.stringify(name)}`, () => checkUnsafe({ headers: [[name, 'b']] }));
    it(`refuses the cookie name ${JSON.stringify(name)}`, () => checkUnsafe({ cookies: [{ name, value: 'b' }] }));
  }
  for (const value of ['a; Domain=evil.example', 'a b', 'a,b', 'a"b', 'a\\b', '"a', 'a\tb']) {
    it(`refuses the cookie value ${JSON.stringify(value)}, which is no cookie-octets (RFC 6265 §4.1.1)`, () => {
      checkUnsafe({ cookies: [{ name: 'a', value }] });
    });
  }
  it('takes a cookie value in double quotes', () => {
    checkLast({ cookies: [{ name: 'a', value: '"b"' }] }, 'Set-Cookie: a="b"; Path=/; HttpOnly; SameSite=Lax');
  });
  for (const value of [' a', 'a ', '\ta', '\t']) {
    it(`refuses the field value ${JSON.stringify(value)}, whose white space a reader would drop`, () => {
      checkUnsafe({ headers: [['X-A', value]] });
    });
  }
  it('takes white space inside a field value, and an empty one', () => {
    checkLast({ headers: [['X-A', 'a \tb']] }, 'X-A: a \tb');
    checkLast({ headers: [['X-A', '']] }, 'X-A: ');
  });
});

describe("write head: what is the server's alone to say", () => {
  const own = ['Connection', 'Content-Length', 'Date', 'Keep-Alive', 'Trailer', 'Transfer-Encoding', 'Upgrade'];
  for (const name of [...own, 'transfer-encoding', 'CONTENT-LENGTH']) {
    it(`refuses ${name} from anybody else`, () => checkUnsafe({ headers: [[name, '1']] }));
  }
  for (const status of [0, 99, 100, 101, 199, 600, 1000, -200, 200.5, Number.NaN]) {
    it(`refuses the status ${status}`, () => checkUnsafe({ status }));
  }
});

type HeadParts = Omit<ResponseHead, 'fields'> & { readonly headers: readonly FieldLine[] };

const PLAIN: HeadParts = {
  status: 200,
  wallMs: WALL_MS,
  type: 'text/plain',
  framing: { kind: 'sized', bytes: 2 },
  headers: [],
  cookies: [],
  secure: false,
  connectionLines: '',
};

function checkHead(parts: Partial<HeadParts>, lines: readonly string[]): void {
  const written = write(parts);
  assert.ok(written.kind === 'head');
  assert.equal(written.text, `${lines.join('\r\n')}\r\n\r\n`);
}

function checkLast(parts: Partial<HeadParts>, line: string): void {
  checkHead(parts, ['HTTP/1.1 200 OK', DATE, 'Content-Type: text/plain', 'Content-Length: 2', line]);
}

function checkUnsafe(parts: Partial<HeadParts>): void {
  const written = write(parts);
  assert.equal(written.kind, 'unsafe');
  // The reason goes to a log and perhaps to a page: it must not carry on what it refuses.
  if (written.kind === 'unsafe') assert.doesNotMatch(written.reason, /[\r\n\0]/);
}

function write(parts: Partial<HeadParts>): ReturnType<typeof writeHead> {
  const { headers, ...head } = { ...PLAIN, ...parts };
  return writeHead({ ...head, fields: writeFields(headers) });
}
