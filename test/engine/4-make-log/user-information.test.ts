import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  hideInField,
  hideInRaw,
  hideInTarget,
  hideUserInformation,
} from '../../../src/engine/4-make-log/user-information.ts';

const PASSWORD = 'pa55w0rd';

describe('user information in a request target (RFC 3986 §3.2.1)', () => {
  checkAll(hideInTarget, [
    [`http://user:${PASSWORD}@host/`, 'http://[redacted]@host/'],
    [`HTTPS://${PASSWORD}@host:443?a=b`, 'HTTPS://[redacted]@host:443?a=b'],
    [`http://user:a@b:${PASSWORD}@host`, 'http://[redacted]@host'],
    [`http://user:%40${PASSWORD}@[::1]:80/`, 'http://[redacted]@[::1]:80/'],
    [`ftp://user:${PASSWORD}@host/`, 'ftp://[redacted]@host/'],
    [`http:user:${PASSWORD}@host/`, 'http:[redacted]@host/'],
    [`http:/user:${PASSWORD}@host/`, 'http:/[redacted]@host/'],
    [`http:\\\\user:${PASSWORD}@host\\`, 'http:\\\\[redacted]@host\\'],
    [`http://http:${PASSWORD}@host/`, 'http://[redacted]@host/'],
    [`user:${PASSWORD}@host:443`, '[redacted]@host:443'],
    [`${PASSWORD}@host`, '[redacted]@host'],
    [`//user:${PASSWORD}@host/`, '//[redacted]@host/'],
    [`/login?next=http://user:${PASSWORD}@host/&x=y`, '/login?next=http://[redacted]@host/&x=y'],
    [`/f?url=http%3A%2F%2Fuser%3A${PASSWORD}%40host%2F&x=y%40z`, '/f?url=http%3A%2F%2F[redacted]%40host%2F&x=y%40z'],
    [`/f?url=https%3a%2f%2f${PASSWORD}%40b%40host`, '/f?url=https%3a%2f%2f[redacted]%40host'],
    [`/f?url=http%3A//user%3A${PASSWORD}%40host/`, '/f?url=http%3A//[redacted]%40host/'],
    ['/f?url=https%3A//host/%40ann&mail=ann%40host', '/f?url=https%3A//host/%40ann&mail=ann%40host'],
    ['/f?url=https%3A%2F%2Fhost%2F%40ann&mail=ann%40host', '/f?url=https%3A%2F%2Fhost%2F%40ann&mail=ann%40host'],
    ['/users/@me/posts@2', '/users/@me/posts@2'],
    ['/a@b//c/d@e', '/a@b//c/d@e'],
    ['http://host/a@b', 'http://host/a@b'],
    ['http://@host/', 'http://@host/'],
    ['host:443', 'host:443'],
    ['*', '*'],
  ]);
});

describe('user information in a header field', () => {
  checkAll(
    (value) => hideInField('Referer', value),
    [
      [`http://user:${PASSWORD}@host/a`, 'http://[redacted]@host/a'],
      [`see <https://${PASSWORD}@host>, //u:${PASSWORD}@other`, 'see <https://[redacted]@host>, //[redacted]@other'],
      [`http://a/?url=https%3A%2F%2Fu%3A${PASSWORD}%40host`, 'http://a/?url=https%3A%2F%2F[redacted]%40host'],
      ['http://a/?mail=ann%40host', 'http://a/?mail=ann%40host'],
      ['Mozilla/5.0 (+http://bot.example; mail bot@host)', 'Mozilla/5.0 (+http://bot.example; mail bot@host)'],
      ['somebody@host', 'somebody@host'],
      ['mailto:somebody@host', 'mailto:somebody@host'],
    ],
  );
  checkAll((value) => hideInField('X-Forwarded-Host', value), [[`user:${PASSWORD}@host`, '[redacted]@host']]);
  checkAll(
    (value) => hideInField('hOST', value),
    [
      [`user:${PASSWORD}@host:80`, '[redacted]@host:80'],
      [`http://user:${PASSWORD}@host`, 'http://[redacted]@host'],
    ],
  );
});

describe('user information in the first bytes of a request that could not be read', () => {
  checkAll(hideInRaw, [
    [
      `GET http://user:${PASSWORD}@host/ HTTP/1.1\r\nHost: u:${PASSWORD}@host\r\nX Y: 1\r\nFrom: a@b\r\n`,
      'GET http://[redacted]@host/ HTTP/1.1\r\nHost: [redacted]@host\r\nX Y: 1\r\nFrom: a@b\r\n',
    ],
    [`GET http://user:a ${PASSWORD}@host/\r\n`, 'GET http://[redacted]@host/\r\n'],
    [
      `GET /?url=http%3A//u%3A${PASSWORD}%40host HTTP/1.1\r\nX Y`,
      'GET /?url=http%3A//[redacted]%40host HTTP/1.1\r\nX Y',
    ],
    [`CONNECT user:${PASSWORD}@host:443 HTTP/3.0x`, 'CONNECT [redacted]@host:443 HTTP/3.0x'],
    [`GET http://user:${PASSWORD}`, 'GET http://[redacted]'],
    [`CONNECT user:${PASSWORD}`, 'CONNECT [redacted]'],
    [`GET / HTTP/1.1\r\nReferer: https://user:${PASSWORD}`, 'GET / HTTP/1.1\r\nReferer: https://[redacted]'],
    [`GET / HTTP/1.1\r\nX: http://user:\r\n ${PASSWORD}@host\r\n`, 'GET / HTTP/1.1\r\nX: http://[redacted]@host\r\n'],
    ['GET http://host:80', 'GET http://host:80'],
    ['GET http://[::1', 'GET http://[::1'],
    ['GET /a HTTP/1.1\r\nHost: localhost:8', 'GET /a HTTP/1.1\r\nHost: localhost:8'],
    ['\x16\x03\x01 a:b', '\x16\x03\x01 a:b'],
    ['GET /a:b HTTP/1.1\nX: y', 'GET /a:b HTTP/1.1\nX: y'],
  ]);
});

describe('user information, whatever the text', () => {
  it('is hidden between two slashes and the last "@" before the authority ends, and all else stays', () => {
    const text = fc.string({ unit: fc.constantFrom('//', '/', '@', ':', 'a', ' ', '?', 'http'), maxLength: 20 });
    fc.assert(
      fc.property(text, (value) => {
        const shown = hideUserInformation(value);
        assert.doesNotMatch(shown.replace(/[^/?# ]*\[redacted\]@/g, ' '), /\/\/[^/?# ]*[^/?# @][^/?# ]*@/);
        assert.equal(hideUserInformation(shown), shown);
        if (!/(?:\/\/|http:\/?)[^/?# ]*@/.test(value)) assert.equal(shown, value);
      }),
      { numRuns: 2000 },
    );
  });
  it('is looked for in linear time', () => {
    for (const part of ['http:', '//', '@', ':@', '//a', '//a:', '%2F%2F', '%2F%2Fa', '%40', 'a']) {
      const began = performance.now();
      hideUserInformation(`@${part.repeat(200_000)}`);
      hideInTarget(`/?a=%40//${part.repeat(200_000)}`);
      // Some 20 ms; it would take minutes if each part looked at all others.
      assert.ok(performance.now() - began < 5000, part);
    }
  });
});

function checkAll(hide: (text: string) => string, cases: readonly (readonly [text: string, shown: string])[]): void {
  for (const [text, shown] of cases) {
    it(`${JSON.stringify(text)}: ${JSON.stringify(shown)}`, () => assert.equal(hide(text), shown));
  }
}
