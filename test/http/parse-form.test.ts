import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blanksForPluses, malformedQuery, parseForm, parseQuery, valuesInQuery } from '../../src/http/parse-form.ts';

describe('parse form (WHATWG URL §5.1)', () => {
  const cases: readonly (readonly [form: string, fields: Readonly<Record<string, string>>])[] = [
    ['', {}],
    ['&&&', {}],
    ['=', { '': '' }],
    ['a&b=&c=d=e&', { a: '', b: '', c: 'd=e' }],
    ['a+b=+c%2B+%C3%A9', { 'a b': ' c+ é' }],
    ['%61=1&a=2', { a: '1' }],
    ['é+é=+', { 'é é': ' ' }],
  ];
  for (const [form, fields] of cases) {
    it(`reads ${JSON.stringify(form)}, and leaves its bytes as they came: they are logged`, () => {
      const body = Buffer.from(form);
      const parsed = parseForm(Buffer.from(blanksForPluses(body)).toString(), new Set(Object.keys(fields)));
      assert.deepEqual(parsed.kind === 'fields' && Object.fromEntries(parsed.texts), fields);
      assert.equal(body.toString(), form);
    });
  }
  for (const [form, part] of [
    ['a=1&b=%zz&c=%', 'b=%zz'],
    ['%', '%'],
    ['&a=%c3&=%a4&', 'a=%c3'],
    [`${'a=%41&'.repeat(1000)}${'é'.repeat(5000)}%=1&${'b&'.repeat(99)}%`, `${'é'.repeat(5000)}%=1`],
  ] as const) {
    it(`names the first pair of ${JSON.stringify(form.slice(0, 20))} that does not decode`, () => {
      assert.deepEqual(parseForm(form, new Set(['a'])), { kind: 'malformed', part });
    });
  }
  it('keeps what is wanted alone, and the first other name: a form can have half a million', () => {
    const form = `a=1&%62=2&a=3&=&${Array.from({ length: 10_000 }, (_, index) => `other${index}=x`).join('&')}&c=4`;
    assert.deepEqual(parseForm(form, new Set(['a', 'c'])), {
      kind: 'fields',
      more: new Map(),
      texts: new Map([
        ['a', '1'],
        ['c', '4'],
      ]),
      other: 'b',
    });
  });
});

describe('all values of a name in a query', () => {
  const cases: readonly (readonly [query: string, name: string, ...values: readonly string[]])[] = [
    ['', 'a'],
    ['b=1', 'a'],
    ['a=1&b=2&a=3', 'a', '1', '3'],
    ['a&a=&%61=b+%C3%A9&A=2&a=1=2', 'a', '', '', 'b é', '1=2'],
    ['&=&', '', ''],
    ['a=%zz', 'a', '%zz'],
  ];
  for (const [query, name, ...values] of cases) {
    it(`of "${name}" in ${JSON.stringify(query)}`, () => assert.deepEqual(valuesInQuery(query, name), values));
  }
});

describe('parse query (WHATWG URL §5.1)', () => {
  const cases: readonly (readonly [query: string, fields: Readonly<Record<string, string>>])[] = [
    ['', {}],
    ['&&a&b=&c=d=e&a=2', { a: '', b: '', c: 'd=e' }],
    ['a+b=+c%2B+%C3%A9', { 'a b': ' c+ é' }],
    ['a=%zz+%&b=%ff&c=%20', { a: '%zz %', b: '%ff', c: ' ' }],
  ];
  for (const [query, fields] of cases) {
    it(`reads ${JSON.stringify(query)}, and keeps an escape that is broken`, () => {
      assert.deepEqual(Object.fromEntries(parseQuery(query)), fields);
    });
  }
});

describe('malformed query', () => {
  const cases: readonly (readonly [target: string, pair: string | undefined])[] = [
    ['/a', undefined],
    ['/%zz', undefined],
    ['/a?', undefined],
    ['/a?b=c%20d&%C3%A9=+', undefined],
    ['/a?b=1&c=%&d=%zz', 'c=%'],
    ['/a?b?=%FF', 'b?=%FF'],
  ];
  for (const [target, pair] of cases) it(`${target}: ${pair}`, () => assert.equal(malformedQuery(target), pair));
});
