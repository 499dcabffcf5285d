import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseCookies } from '../../../src/engine/1-accept-request/parse-cookies.ts';

describe('accept request: cookies (RFC 6265 §5.4)', () => {
  const cases: readonly (readonly [field: string, cookies: readonly string[]])[] = [
    ['a=1', ['a=1']],
    ['a=1; b=2;c=3', ['a=1', 'b=2', 'c=3']],
    [' a = 1 ;\tb=2', ['a=1', 'b=2']],
    ['a=1; a=2', ['a=1']],
    ['a=b=c', ['a=b=c']],
    ['a=', ['a=']],
    ['=1; b=2', ['b=2']],
    ['none; b=2; none', ['b=2']],
    [';;;b=2;;', ['b=2']],
    ['', []],
    ['none', []],
    ['a=voil\xc3\xa0; b=voil\xc3\xa0 ;c=\xf0\x9f\x98\x80', ['a=voilà', 'b=voilà', 'c=😀']],
    ['\xc3\xa9=\xc2\xa0\xef\xbb\xbf', ['é=\xa0\ufeff']],
    ['a=caf\xe9; b=\xc3; c=\xa9\xa0\xed\xa0\x80', ['a=caf\ufffd', 'b=\ufffd', 'c=\ufffd\ufffd\ufffd\ufffd\ufffd']],
    ['a=1\xc2; b=2', ['a=1\ufffd', 'b=2']],
  ];
  for (const [field, cookies] of cases) it(`reads ${JSON.stringify(field)}`, () => checkCookies(field, cookies));

  it('are those of a list of pairs, whatever they hold', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '=', ';', ' ', '\t'), maxLength: 20 });
    fc.assert(
      fc.property(text, (field) => checkCookies(field, byList(field))),
      { numRuns: 1000 },
    );
  });
  for (const [what, field] of [
    ['semicolons', `${';'.repeat(1e6)}a=b`],
    ['equals signs', `a${'='.repeat(1e6)}`],
    ['pairs without a value', `${'a;'.repeat(5e5)}a=b`],
  ] as const) {
    it(`are read in linear time where there are a million ${what}`, () => {
      const began = performance.now();
      parseCookies([['Cookie', field]]);
      // Some 20 ms; it would take minutes if each part looked at all others.
      assert.ok(performance.now() - began < 5000);
    });
  }
});

function checkCookies(field: string, cookies: readonly string[]): void {
  const found = [...parseCookies([['cookie', field]])].map(([name, value]) => `${name}=${value}`);
  assert.deepEqual(found, cookies);
}

function byList(field: string): readonly string[] {
  const pairs = field.split(';').filter((pair) => pair.includes('='));
  const cookies = new Map<string, string>();
  for (const pair of pairs) {
    const [name = '', ...value] = pair.split('=');
    if (name.trim() !== '' && !cookies.has(name.trim())) cookies.set(name.trim(), value.join('=').trim());
  }
  return [...cookies].map(([name, value]) => `${name}=${value}`);
}
