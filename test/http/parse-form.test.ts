import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { blanksForPluses, parseForm, parseQuery } from '../../src/http/parse-form.ts';

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
      const parsed = parseForm(Buffer.from(blanksForPluses(body)).toString());
      assert.deepEqual(parsed.kind === 'fields' && Object.fromEntries(parsed.texts), fields);
      assert.equal(body.toString(), form);
    });
  }
  it('names the pair that does not decode', () => {
    assert.deepEqual(parseForm('a=1&b=%zz&c=%'), { kind: 'malformed', part: 'b=%zz' });
  });
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
