import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answer } from '../../src/contract/answer.ts';
import { HttpError } from '../../src/contract/http-error.ts';
import { setCookie } from '../../src/demo/set-cookie.ts';
import { makeInput } from './handler-input.ts';

const tooMany = Array.from({ length: 51 }, (_, index) => `c${index}=1`).join('; ');

describe('setCookie: pairs that are set (RFC 6265 §4.1.1)', () => {
  const cases = [
    ['one pair', 'a=1', [['a', '1']]],
    [
      'several pairs, in their order',
      'b=2; a=1; c=3',
      [
        ['b', '2'],
        ['a', '1'],
        ['c', '3'],
      ],
    ],
    ['an empty value', 'a=', [['a', '']]],
    ['every "=" but the first is a part of the value', 'a=b=c==', [['a', 'b=c==']]],
    [
      'names that differ in case are two names',
      'a=1; A=2',
      [
        ['a', '1'],
        ['A', '2'],
      ],
    ],
    [
      'names that objects inherit',
      '__proto__=1; constructor=2',
      [
        ['__proto__', '1'],
        ['constructor', '2'],
      ],
    ],
    ['every mark of a token', "!#$%&'*+-.^_`|~=1", [["!#$%&'*+-.^_`|~", '1']]],
    ['every mark of a value', "a=!#$%&'()*+-./:<=>?@[]^_`{|}~", [['a', "!#$%&'()*+-./:<=>?@[]^_`{|}~"]]],
    ['an attribute only in its value', 'a=Path', [['a', 'Path']]],
  ] as const;
  for (const [what, pairs, expected] of cases) {
    it(`sets ${what}`, () => checkSet(pairs, expected));
  }

  it('sets 50 pairs, the most that one request may set', () => {
    const expected = Array.from({ length: 50 }, (_, index) => [`c${index}`, '1'] as const);
    checkSet(expected.map(([name, value]) => `${name}=${value}`).join('; '), expected);
  });

  it('sets a pair of 4096 octets, the most that browsers keep', () => {
    checkSet(`a=${'x'.repeat(4094)}`, [['a', 'x'.repeat(4094)]]);
  });

  it('sets __Host- and __Secure- names over TLS, where browsers accept them', () => {
    const input = makeInput({ params: { pairs: '__Host-a=1; __Secure-b=2' }, secure: true });
    assert.deepEqual(
      cookiesOf(input).map(({ name }) => name),
      ['__Host-a', '__Secure-b'],
    );
  });
});

describe('setCookie: pairs that are refused, with the rule and the number of the pair (S9)', () => {
  const cases = [
    ['no pair', '', 'Pair 1 of 1', 'name=value'],
    ['a word without "="', 'a', 'Pair 1 of 1', 'name=value'],
    ['an empty last pair', 'a=1; ', 'Pair 2 of 2', 'name=value'],
    ['no name', '=1', 'Pair 1 of 1', 'needs a name'],
    ['no name before a prefix', '=__Host-x=1', 'Pair 1 of 1', 'needs a name'],
    ['a space in a name', 'a b=1', 'Pair 1 of 1', 'a name is made of'],
    ['two spaces after the semicolon', 'a=1;  b=2', 'Pair 2 of 2', 'a name is made of'],
    ['markup in a name', '<b>=1', 'Pair 1 of 1', 'a name is made of'],
    ['a letter beyond ASCII in a name', 'ä=1', 'Pair 1 of 1', 'a name is made of'],
    ['a semicolon without a space', 'a=1;b=2', 'Pair 1 of 1', 'a value is made of'],
    ['a space in a value', 'a=1 2', 'Pair 1 of 1', 'a value is made of'],
    ['a comma in a value', 'a=1,2', 'Pair 1 of 1', 'a value is made of'],
    ['a backslash in a value', 'a=1\\2', 'Pair 1 of 1', 'a value is made of'],
    ['a value in quotation marks', 'a="1"', 'Pair 1 of 1', 'a value is made of'],
    ['a line end in a value', 'a=1\r\nX-Injected: 1', 'Pair 1 of 1', 'a value is made of'],
    ['a line end at the end', 'a=1\n', 'Pair 1 of 1', 'a value is made of'],
    ['letters whose low bytes are CR LF', 'a=\u560d\u560a', 'Pair 1 of 1', 'a value is made of'],
    ['a NUL in a value', 'a=\0', 'Pair 1 of 1', 'a value is made of'],
    ['an attribute with a value', 'a=1; Domain=.example.com', 'Pair 2 of 2', 'attribute'],
    ['an attribute in other case', 'a=1; pAtH=/admin', 'Pair 2 of 2', 'attribute'],
    ['an attribute without a value', 'a=1; Secure', 'Pair 2 of 2', 'name=value'],
    ['Max-Age', 'Max-Age=0', 'Pair 1 of 1', 'attribute'],
    ['Expires', 'Expires=0', 'Pair 1 of 1', 'attribute'],
    ['HttpOnly', 'HttpOnly=', 'Pair 1 of 1', 'attribute'],
    ['SameSite', 'SameSite=None', 'Pair 1 of 1', 'attribute'],
    ['a __Host- name over plain HTTP', '__Host-a=1', 'Pair 1 of 1', 'encrypted'],
    ['a __Secure- name in other case', 'a=1; __sEcUrE-a=1', 'Pair 2 of 2', 'encrypted'],
    ['a name twice', 'a=1; b=2; a=3', 'Pair 3 of 3', 'only once'],
    ['4097 octets', `a=${'x'.repeat(4095)}`, 'Pair 1 of 1', '4096 octets'],
    ['4098 octets in fewer letters', `a=${'ä'.repeat(2048)}`, 'Pair 1 of 1', '4096 octets'],
    ['51 pairs', tooMany, 'At most 50', 'not 51'],
  ] as const;
  for (const [what, pairs, where, rule] of cases) {
    it(`refuses ${what}`, () => checkRefused(pairs, where, rule));
  }
});

type Pairs = readonly (readonly [name: string, value: string])[];

function checkSet(pairs: string, expected: Pairs): void {
  const cookies = cookiesOf(makeInput({ params: { pairs } }));
  assert.deepEqual(
    cookies.map(({ name, value }) => [name, value]),
    expected,
  );
}

/** The cookies that are set; the model has to show the same. */
function cookiesOf(input: Parameters<typeof setCookie>[0]) {
  const answered = setCookie(input);
  assert.ok(answer.is(answered));
  const { model, cookies = [], status, headers } = answered.parts;
  assert.deepEqual(model, { cookies });
  assert.equal(status, undefined);
  assert.equal(headers, undefined);
  return cookies;
}

function checkRefused(pairs: string, where: string, rule: string): void {
  assert.throws(
    () => setCookie(makeInput({ params: { pairs } })),
    (error) =>
      error instanceof HttpError &&
      error.status === 400 &&
      error.message.includes(where) &&
      error.message.includes(rule),
  );
}
