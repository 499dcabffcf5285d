import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { declaredTexts, withoutEmpty } from '../../../src/engine/2-process-request/form-texts.ts';
import { blanksForPluses, parseForm } from '../../../src/engine/2-process-request/parse-form.ts';
import { parameter } from '../build-program.ts';

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

describe('form texts: a form with more fields than anybody declared', () => {
  const parameters = [parameter('name', 'string'), parameter('age', 'integer', { required: false })];
  const others = Array.from({ length: 10_000 }, (_, index) => [`other${index}`, ''] as const);
  const sent = new Map([...others, ['name', 'Ada'] as const, ['age', ''] as const]);
  it('is not copied: only what is declared is', () => {
    assert.deepEqual([...withoutEmpty(parameters, sent)], [['name', 'Ada']]);
    assert.deepEqual(
      [...declaredTexts(parameters, sent)],
      [
        ['name', 'Ada'],
        ['age', ''],
      ],
    );
  });
});
