import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import type { SchemaShape } from '../../src/manifest/2-validate/manifest-shape.gen.ts';
import { FORMATS } from '../../src/manifest/findings/formats.ts';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';

const TEXT: SchemaShape = { type: 'string' };

type Case = readonly [title: string, schema: SchemaShape, good: unknown, bad: unknown, rule: string];

describe('schemas: the words of JSON Schema 2020-12, in words for people', () => {
  const cases: readonly Case[] = [
    [
      'oneOf: two match',
      { oneOf: [{ minimum: 1 }, { maximum: 9 }] },
      10,
      5,
      'must match only one of the alternatives of its schema',
    ],
    ['oneOf: none matches', { oneOf: [TEXT, { type: 'null' }] }, null, 5, 'must be text or null'],
    ['oneOf: by a constant', either(), { kind: 'b', n: 1 }, { kind: 'b', n: 'x' }, 'must be a whole number'],
    ['allOf', { allOf: [{ minimum: 1 }, { maximum: 9 }] }, 5, 10, 'must be at most 9'],
    ['not', { not: TEXT }, 5, 'a', 'must not be what its schema excludes'],
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    ['if and then', { if: TEXT, then: { minLength: 2 } }, 'ab', 'a', 'must be at least 2 characters long'],
    ['if and else', { if: TEXT, else: { minimum: 2 } }, 2, 1, 'must be at least 2'],
    ['prefixItems', { prefixItems: [TEXT, { type: 'number' }] }, ['a', 1], ['a', 'b'], 'must be a number'],
    [
      'prefixItems, and no others',
      { prefixItems: [TEXT], items: false },
      ['a'],
      ['a', 'b'],
      'must have at most 1 item',
    ],
    ['contains', { contains: { const: 'x' } }, ['a', 'x'], ['a'], 'must have at least 1 item that its schema asks for'],
    [
      'maxContains',
      { contains: { const: 'x' }, maxContains: 1 },
      ['x'],
      ['x', 'x'],
      'must have at least 1 item and at most 1 that its schema asks for',
    ],
    [
      'patternProperties',
      { patternProperties: { '^n': { type: 'number' } } },
      { n1: 1 },
      { n1: 'a' },
      'must be a number',
    ],
    [
      'additionalProperties that have a schema',
      { properties: { a: TEXT }, additionalProperties: { type: 'number' } },
      { a: 'a', b: 1 },
      { b: 'x' },
      'must be a number',
    ],
    [
      'propertyNames',
      { propertyNames: { maxLength: 1 } },
      { a: 1 },
      { ab: 1 },
      'must not have the property "ab": its name must be at most 1 character long',
    ],
    ['minProperties', { minProperties: 2 }, { a: 1, b: 1 }, { a: 1 }, 'must have at least 2 properties'],
    ['maxProperties', { maxProperties: 1 }, { a: 1 }, { a: 1, b: 1 }, 'must have at most 1 property'],
    [
      'dependentRequired',
      { dependentRequired: { a: ['b'] } },
      { b: 1 },
      { a: 1 },
      'must have the property "b" beside "a"',
    ],
    [
      'dependentSchemas',
      { dependentSchemas: { a: { required: ['b'] } } },
      { a: 1, b: 1 },
      { a: 1 },
      'must have the property "b"',
    ],
    [
      'unevaluatedProperties',
      { allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      { a: 1 },
      { b: 1 },
      'must not have the property "b"',
    ],
    ['a property that is false', { properties: { a: false } }, {}, { a: 1 }, 'must not be there'],
    ['format: email', { format: 'email' }, 'a@example.org', 'a', 'must be an e-mail address'],
    ['format: date', { format: 'date' }, '2026-02-28', '2026-02-30', 'must be a date such as 2026-01-31'],
    ['format: uuid', { format: 'uuid' }, '2b7ad6a2-5a1c-4a3f-9d3e-0d6a3b6c1f10', 'x', 'must be a UUID'],
  ];
  for (const [title, shape, good, bad, rule] of cases) {
    it(title, () => {
      const judge = new RuleCompiler().compileValue(new Schema(shape));
      assert.equal(judge(good), undefined);
      assert.equal(judge(bad)?.rule, rule);
    });
  }

  it('a $ref beside other words: both hold, as they are written', () => {
    const closed: SchemaShape = { properties: { a: {} }, additionalProperties: false };
    const named = new Map<string, Schema>();
    named.set('Closed', new Schema(closed, named));
    const shape = { $ref: '#/schemas/Closed', properties: { b: {} }, pattern: '^a' };
    const judge = new RuleCompiler().compileValue(new Schema(shape, named));
    assert.equal(judge({ a: 1 }), undefined);
    assert.equal(judge({ b: 1 })?.rule, 'must not have the property "b"');
  });

  it('says nothing untrue of an alternative that counts items', () => {
    const shape: SchemaShape = { anyOf: [{ contains: TEXT }, { items: { type: 'number' }, maxItems: 1 }] };
    const judge = new RuleCompiler().compileValue(new Schema(shape));
    assert.equal(judge([1, 2])?.rule, 'must be one of the alternatives that its schema lists');
  });

  it('knows the formats that the library knows', () => {
    const { fullFormats } = createRequire(import.meta.url)('ajv-formats/dist/formats.js');
    assert.deepEqual([...FORMATS.keys()].toSorted(), Object.keys(fullFormats).toSorted());
  });
});

function either(): SchemaShape {
  const of = (kind: string, properties: SchemaShape['properties']): SchemaShape => ({
    type: 'object',
    required: ['kind'],
    properties: { kind: { const: kind }, ...properties },
  });
  return { oneOf: [of('a', { s: TEXT }), of('b', { n: { type: 'integer' } })] };
}

describe('schemas whose rule needs what an optimizer drops', () => {
  it('judge', () => {
    const rule = new RuleCompiler().compileValue(new Schema(DROPPED));
    assert.deepEqual(
      [null, 5].map((value) => rule(value) === undefined),
      [true, false],
    );
  });
});

/** Found by test/properties/against-ajv.ts. */
const DROPPED: SchemaShape = {
  anyOf: [
    {
      type: 'boolean',
      not: { uniqueItems: false },
      allOf: [{ type: 'number' }, { patternProperties: { '^n': { type: 'null' } }, not: { type: 'null' } }],
    },
    { type: 'null', prefixItems: [{ unevaluatedItems: true }], properties: { a: { minProperties: 0 } } },
  ],
  items: { type: 'string', unevaluatedProperties: { type: 'object' } },
};
