import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findCrossSite } from '../../../../src/engine/2-process-request/match/check-origin.ts';
import { hostNameOf } from '../../../../src/engine/2-process-request/match/request-authority.ts';
import { acceptWire } from '../../accept-wire.ts';

type Case = readonly [why: string, fields: readonly string[], target?: string];

describe('process request: requests of another origin (Fetch Metadata; RFC 6454 §7)', () => {
  const own: readonly Case[] = [
    ['a program that is no browser says nothing', []],
    ['the page is our own', ['Sec-Fetch-Site: same-origin', 'Origin: http://shop.example']],
    ['the visitor typed the address', ['Sec-Fetch-Site: none']],
    ['what the browser itself says of the site outranks the origin', ['Sec-Fetch-Site: same-origin', 'Origin: null']],
    ['an older browser names our origin', ['Origin: http://shop.example']],
    ['case counts in neither scheme nor host', ['Origin: HTTP://Shop.Example']],
    ['the port of the scheme may be left out', ['Origin: http://shop.example:80']],
    ['the page that leads here is our own', ['Referer: http://shop.example/div/6/to/3?x']],
    ['the target names us instead of Host', ['Origin: http://other.example:81'], 'http://other.example:81/a'],
  ];
  for (const [why, fields, target] of own) it(`passes where ${why}`, () => checkCrossSite(fields, target, undefined));

  const others: readonly (readonly [...Case, cause: string])[] = [
    ['the site is another', ['Sec-Fetch-Site: cross-site'], '/a', 'Sec-Fetch-Site: cross-site'],
    ['only the site is the same', ['Sec-Fetch-Site: same-site'], '/a', 'Sec-Fetch-Site: same-site'],
    ['our origin is not our site', ['Sec-Fetch-Site: x', 'Origin: http://shop.example'], '/a', 'Sec-Fetch-Site: x'],
    ['the site is said twice', ['Sec-Fetch-Site: none', 'Sec-Fetch-Site: x'], '/a', 'Sec-Fetch-Site: none, x'],
    ['the origin is another', ['Origin: https://evil.example'], '/a', 'Origin: https://evil.example'],
    ['the scheme is another', ['Origin: https://shop.example'], '/a', 'Origin: https://shop.example'],
    ['the port is another', ['Origin: http://shop.example:81'], '/a', 'Origin: http://shop.example:81'],
    ['our name only begins it', ['Origin: http://shop.example.evil'], '/a', 'Origin: http://shop.example.evil'],
    ['our name is only its path', ['Origin: http://evil/shop.example'], '/a', 'Origin: http://evil/shop.example'],
    ['the origin is hidden', ['Origin: null'], '/a', 'Origin: null'],
    ['the page that leads here is another', ['Referer: http://evil/'], '/a', 'Referer: http://evil/'],
    ['the page that leads here is none', ['Referer: about:blank'], '/a', 'Referer: about:blank'],
    ['the target asks another', ['Origin: http://shop.example'], 'http://b.example/a', 'Origin: http://shop.example'],
  ];
  for (const [why, fields, target, cause] of others) {
    it(`is refused where ${why}`, () => checkCrossSite(fields, target, cause));
  }
});

describe('process request: requests of another origin over TLS', () => {
  const cases: readonly (readonly [...Case, cause: string | undefined])[] = [
    ['our origin is one of https', ['Origin: https://shop.example'], '/a', undefined],
    ['its port may be left out', ['Origin: https://shop.example:443'], '/a', undefined],
    ['the target names us', ['Origin: https://b.example'], 'https://b.example/a', undefined],
    ['the page came over plain HTTP', ['Origin: http://shop.example'], '/a', 'Origin: http://shop.example'],
    ['and so did the one that leads here', ['Referer: http://shop.example/'], '/a', 'Referer: http://shop.example/'],
  ];
  for (const [why, fields, target, cause] of cases) {
    it(`${cause === undefined ? 'passes' : 'is refused'}: ${why}`, () =>
      checkCrossSite(fields, target, cause, { secure: true }));
  }
});

describe('process request: the name of the host (RFC 3986 §3.2.2)', () => {
  const cases: readonly (readonly [authority: string, name: string])[] = [
    ['Shop.Example', 'shop.example'],
    ['shop.example:8080', 'shop.example'],
    ['shop.example.', 'shop.example'],
    ['[::1]:80', '[::1]'],
    ['[::1]', '[::1]'],
    [':80', ''],
    ['', ''],
  ];
  for (const [authority, name] of cases) {
    it(`${authority || 'nothing'} is ${name || 'nothing'}`, () => assert.equal(hostNameOf(authority), name));
  }
});

function checkCrossSite(
  fields: readonly string[],
  target = '/a',
  cause: string | undefined,
  options: { readonly secure?: boolean } = {},
): void {
  const wire = [`GET ${target} HTTP/1.1`, 'Host: shop.example', ...fields, '', ''].join('\r\n');
  const accepted = acceptWire(wire, options);
  assert.ok(accepted.kind === 'request', 'it is a request');
  assert.equal(findCrossSite(accepted.request)?.cause, cause);
}
