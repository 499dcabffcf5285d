import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COOKIE_OCTETS, COOKIE_VALUE, FIELD_VALUE, TOKEN } from '../../src/http/grammar.ts';
import { skip, TCHAR } from '../../src/http/octets.ts';

/** Every octet, as the character of its number. */
const OCTETS = Array.from({ length: 256 }, (_, octet) => String.fromCharCode(octet));
const LETTERS_AND_DIGITS = /[0-9A-Za-z]/;

describe('grammar of HTTP, octet by octet', () => {
  it('has tokens of the same octets as the reader of requests (RFC 9110 §5.6.2)', () => {
    const marks = new Set("!#$%&'*+-.^_`|~");
    for (const [octet, text] of OCTETS.entries()) {
      const is = marks.has(text) || LETTERS_AND_DIGITS.test(text);
      const read = skip(Uint8Array.of(octet), 0, 1, TCHAR) === 1;
      assert.deepEqual([TOKEN.test(text), read], [is, is], JSON.stringify(text));
    }
    assert.ok(!TOKEN.test('') && !TOKEN.test('a b') && !TOKEN.test('a\n'));
  });

  it('has field values of visible ASCII, with blanks inside alone (RFC 9110 §5.5)', () => {
    for (const text of OCTETS) {
      const visible = text > ' ' && text < '\x7f';
      assert.equal(FIELD_VALUE.test(text), visible, JSON.stringify(text));
      assert.equal(FIELD_VALUE.test(`a${text}b`), visible || text === ' ' || text === '\t', JSON.stringify(text));
    }
    assert.ok(FIELD_VALUE.test('') && !FIELD_VALUE.test('a\n') && !FIELD_VALUE.test('\u560d'));
  });

  it('has cookie values without blanks, quotes, commas, semicolons and backslashes (RFC 6265 §4.1.1)', () => {
    for (const text of OCTETS) {
      const is = text > ' ' && text < '\x7f' && !['"', ',', ';', '\\'].includes(text);
      assert.deepEqual([COOKIE_OCTETS.test(text), COOKIE_VALUE.test(`"${text}"`)], [is, is], JSON.stringify(text));
    }
    assert.ok(COOKIE_VALUE.test('""') && !COOKIE_OCTETS.test('""') && !COOKIE_VALUE.test('"a'));
  });
});
