import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SchemaShape } from '../../src/manifest/2-validate/manifest-shape.gen.ts';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';

const CIRCLE: SchemaShape = {
  type: 'object',
  required: ['kind', 'radius'],
  properties: { kind: { const: 'circle' }, radius: { type: 'number', minimum: 0 } },
};
const SQUARE: SchemaShape = {
  type: 'object',
  required: ['kind', 'side'],
  properties: { kind: { const: 'square' }, side: { type: 'number' } },
};
const NAMED: SchemaShape = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };

/** The alternatives, a value that is none of them, and what is said: the keys that lead to it, then the rule. */
type Case = readonly [title: string, anyOf: readonly SchemaShape[], value: unknown, said: string];

describe('the rule that is said of alternatives', () => {
  const whole: SchemaShape = { type: 'integer', minimum: 10 };
  checkTable(
    ['is not the type that the value has', [whole], 5, 'must be at least 10'],
    ['is one for each alternative', [whole, { type: 'string' }], 5, 'must be at least 10 or text'],
    [
      'is the type where the value has none of them',
      [whole, { type: 'string' }],
      true,
      'must be a whole number or text',
    ],
    ['is said once', [{ type: 'string' }, { type: 'string', maxLength: 3 }], 1, 'must be text'],
    ['is a list of three', [whole, { type: 'null' }, { enum: ['a'] }], 5, 'must be at least 10, null, or a'],
    [
      'is a pattern in words of its own',
      [{ type: 'string', pattern: '^a' }, { type: 'null' }],
      'b',
      'must be null or must match the pattern ^a',
    ],
    ['is no title that the value deserves', [{ ...whole, title: 'A whole number' }], 5, 'must be at least 10'],
    [
      'is a title that it does not',
      [
        { ...whole, title: 'A size' },
        { title: 'A letter', enum: ['S'] },
      ],
      null,
      'must be A size or A letter',
    ],
    [
      'is that inside of alternatives of alternatives',
      [{ anyOf: [whole, { type: 'null' }] }, { type: 'string' }],
      5,
      'must be at least 10, null, or text',
    ],
    ['is a text where a number was found', [{ const: '5' }, { const: 6 }], 5, 'must be "5" or 6'],
    ['is nothing', [{ enum: ['', 'a'] }], 'b', 'must be "" or a'],
    [
      'is text that reads as another value, where texts are choices',
      [{ enum: ['5', 'true'] }],
      '6',
      'must be 5 or true',
    ],
    [
      'is that digits are lost, of 1e400',
      [{ type: 'number' }],
      Number.POSITIVE_INFINITY,
      'must not be so large: its digits would be lost',
    ],
  );
});

describe('the rule that is said of objects that are no alternative', () => {
  checkTable(
    ['is one of the object, and no other type', [NAMED, { type: 'string' }], {}, 'must have the property "name"'],
    ['is where it breaks', [NAMED, { type: 'null' }], { name: 5 }, 'name: must be text'],
    ['is that of the kind it says', [CIRCLE, SQUARE], { kind: 'circle', radius: 'x' }, 'radius: must be a number'],
    [
      'is that of the kind it says, where a property is missing',
      [CIRCLE, SQUARE],
      { kind: 'square' },
      'must have the property "side"',
    ],
    [
      'is the kind, where it is none',
      [CIRCLE, SQUARE, { type: 'null' }],
      { kind: 'triangle', side: 1 },
      'kind: must be circle or square',
    ],
    ['is the kind, where it says none', [CIRCLE, SQUARE], { side: 1 }, 'must have the property "kind"'],
    [
      'is either of two properties',
      [{ required: ['a'] }, { required: ['b'] }],
      {},
      'must have the property "a" or must have the property "b"',
    ],
    [
      'is that of lists',
      [{ type: 'array', items: { type: 'string' } }, { type: 'string' }],
      ['a', 1],
      '1: must be text',
    ],
    [
      'is none of them where they break at different places',
      [NAMED, { type: 'object', properties: { age: { type: 'integer' } } }],
      { name: 1, age: 'x' },
      'must be one of the alternatives that its schema lists',
    ],
    [
      'is their titles there',
      [
        { ...NAMED, title: 'A person' },
        { type: 'object', title: 'An age', properties: { age: { type: 'integer' } } },
      ],
      { name: 1, age: 'x' },
      'must be A person or An age',
    ],
  );

  it('is found behind names of schemas too', () => {
    const named = new Map<string, Schema>();
    for (const [name, shape] of Object.entries({ Circle: CIRCLE, Square: SQUARE }))
      named.set(name, new Schema(shape, named));
    const shape: SchemaShape = { anyOf: [{ $ref: '#/schemas/Circle' }, { $ref: '#/schemas/Square' }] };
    const rule = new RuleCompiler().compileValue(new Schema(shape, named));
    assert.deepEqual(rule({ kind: 'square', side: 'x' }), { keys: ['side'], rule: 'must be a number', found: 'x' });
    assert.deepEqual(rule({ kind: 'line' }), { keys: ['kind'], rule: 'must be circle or square', found: 'line' });
  });

  it('names no number of items that any list has', () => {
    const shape: SchemaShape = { type: 'array', contains: { type: 'integer' }, minContains: 0, maxContains: 1 };
    const rule = new RuleCompiler().compileValue(new Schema(shape));
    assert.equal(rule([1, 2])?.rule, 'must have at most 1 item that its schema asks for');
  });
  it('shows the value that breaks it, and none where a property is missing', () => {
    const rules = new RuleCompiler();
    const found = (anyOf: readonly SchemaShape[], value: unknown) =>
      rules.compileValue(new Schema({ anyOf }))(value)?.found;
    assert.equal(found([NAMED, { type: 'null' }], { name: 5 }), 5);
    assert.equal(found([NAMED, { type: 'null' }], {}), undefined);
    assert.equal(found([{ type: 'integer', minimum: 10 }, { type: 'null' }], 5), 5);
  });
});

function checkTable(...cases: readonly Case[]): void {
  for (const [title, anyOf, value, said] of cases) {
    it(`${title}: ${said}`, () => {
      const broken = new RuleCompiler().compileValue(new Schema({ anyOf }))(value);
      assert.equal(broken && [...broken.keys, broken.rule].join(': '), said);
    });
  }
}
