import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import type { SchemaShape } from '../../src/manifest/2-validate/manifest-shape.gen.ts';
import { compileBody } from '../../src/manifest/5-compile/compile-body.ts';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';

type Case = readonly [title: string, schema: string, value: string, problems: readonly string[]];

/** Schemas and values in YAML, and each problem as `pointer: rule`. */
const CASES: readonly Case[] = [
  [
    'properties, items, and what is missing or one too many',
    '{ type: object, required: [a], additionalProperties: false, properties: { a: {}, b: { type: array, items: { type: integer } } } }',
    '{ b: [x, 1, y], c: 1 }',
    [
      '/a: The body must have the property "a"',
      '/b/0: "b.0" must be a whole number',
      '/b/2: "b.2" must be a whole number',
      '/c: The body must not have the property "c"',
    ],
  ],
  [
    'allOf',
    '{ allOf: [{ properties: { a: { type: string } } }, { required: [b], properties: { c: { minimum: 2 } } }] }',
    '{ a: 1, c: 1 }',
    ['/a: "a" must be text', '/b: The body must have the property "b"', '/c: "c" must be at least 2'],
  ],
  [
    'allOf in allOf, of one text',
    '{ allOf: [{ minLength: 5 }, { allOf: [{ pattern: "^b" }] }] }',
    'aa',
    [': The body must be at least 5 characters long', ': The body must match the pattern ^b'],
  ],
  [
    '$ref beside other words',
    "{ $ref: '#/schemas/Named', properties: { age: { minimum: 18 }, name: { maxLength: 3 } } }",
    '{ age: 5, name: Adalbert, more: {} }',
    [
      '/age: "age" must be at least 18',
      '/name: "name" must be at most 3 characters long',
      '/more/id: "more" must have the property "id"',
    ],
  ],
  [
    'prefixItems, and items after them',
    '{ prefixItems: [{ type: string }, { type: object, required: [x] }], items: { type: number } }',
    '[1, {}, a, 2, b]',
    [
      '/0: "0" must be text',
      '/1/x: "1" must have the property "x"',
      '/2: "2" must be a number',
      '/4: "4" must be a number',
    ],
  ],
  [
    'prefixItems, and no others',
    '{ prefixItems: [{ type: string }], items: false, uniqueItems: true }',
    '[1, 2]',
    ['/0: "0" must be text', ': The body must have at most 1 item'],
  ],
  [
    'if and then',
    '{ if: { required: [a] }, then: { required: [b], properties: { a: { type: string } } }, else: { required: [c] } }',
    '{ a: 1 }',
    ['/b: The body must have the property "b"', '/a: "a" must be text'],
  ],
  [
    'if and else',
    '{ if: { required: [a] }, then: false, else: { required: [b, c] } }',
    '{}',
    ['/b: The body must have the property "b"', '/c: The body must have the property "c"'],
  ],
  [
    'dependentRequired and dependentSchemas',
    '{ dependentRequired: { a: [b, c] }, dependentSchemas: { a: { properties: { d: { type: string } } }, z: { required: [y] } } }',
    '{ a: 1, c: 1, d: 1 }',
    ['/b: The body must have the property "b" beside "a"', '/d: "d" must be text'],
  ],
  [
    'patternProperties, and a schema for the others',
    '{ properties: { a: { type: string } }, patternProperties: { "^n": { type: number } }, additionalProperties: { type: boolean } }',
    '{ a: 1, n1: x, n2: 2, o: 3 }',
    ['/a: "a" must be text', '/n1: "n1" must be a number', '/o: "o" must be true or false'],
  ],
  [
    'oneOf: of the branch whose constant it has',
    '{ oneOf: [{ properties: { kind: { const: car }, seats: { type: integer }, fuel: { type: string } }, required: [kind, seats] }, { properties: { kind: { const: bike }, gears: { type: integer } }, required: [kind] }] }',
    '{ kind: car, fuel: 5 }',
    ['/seats: The body must have the property "seats"', '/fuel: "fuel" must be text'],
  ],
  [
    'oneOf: a constant that none has',
    '{ oneOf: [{ properties: { kind: { const: car } }, required: [kind, a] }, { properties: { kind: { const: bike } }, required: [kind] }] }',
    '{ kind: boat }',
    ['/kind: "kind" must be car or bike'],
  ],
  [
    'anyOf: of the only branch for its type, deep inside',
    '{ properties: { list: { anyOf: [{ type: "null" }, { type: array, items: { type: object, required: [id] } }] }, x: { type: string } } }',
    '{ list: [{}, { id: 1 }, {}], x: 1 }',
    [
      '/list/0/id: "list.0" must have the property "id"',
      '/list/2/id: "list.2" must have the property "id"',
      '/x: "x" must be text',
    ],
  ],
  [
    'anyOf: no branch was meant, beside other problems',
    '{ required: [a], anyOf: [{ required: [b] }, { required: [c] }] }',
    '{}',
    ['/a: The body must have the property "a"', ': The body must have the property "b" or must have the property "c"'],
  ],
  [
    'oneOf: two match',
    '{ oneOf: [{ minimum: 1 }, { maximum: 9 }] }',
    '5',
    [': The body must match only one of the alternatives of its schema'],
  ],
  [
    'what nothing has looked at, only where nothing else is wrong',
    '{ properties: { a: { type: string } }, unevaluatedProperties: false }',
    '{ a: 1, b: 1 }',
    ['/a: "a" must be text'],
  ],
  [
    'what nothing has looked at: all of it',
    '{ allOf: [{ properties: { a: { type: string } } }], unevaluatedProperties: false, errorMessage: "No more." }',
    '{ a: s, b: 1, c: 2 }',
    [
      '/b: The body must not have the property "b" (No more.)',
      '/c: The body must not have the property "c" (No more.)',
    ],
  ],
  [
    'what nothing has looked at, if it must be something',
    '{ properties: { l: { prefixItems: [true], unevaluatedItems: { type: integer } } }, unevaluatedProperties: { type: integer } }',
    '{ l: [x, y, 1, z], b: 1 }',
    ['/l/1: "l.1" must be a whole number', '/l/3: "l.3" must be a whole number'],
  ],
  [
    'properties that must not be there',
    '{ properties: { a: false, b: true }, patternProperties: { "^x": false }, propertyNames: { maxLength: 3 } }',
    '{ a: 1, b: 1, xy: 1 }',
    ['/a: The body must not have the property "a"', '/xy: The body must not have the property "xy"'],
  ],
  [
    'names, all of them',
    '{ propertyNames: { maxLength: 2, errorMessage: "Short names, please." } }',
    '{ abc: 1, de: 2, fgh: 3 }',
    [
      '/abc: The body must not have the property "abc": its name must be at most 2 characters long (Short names, please.)',
      '/fgh: The body must not have the property "fgh": its name must be at most 2 characters long (Short names, please.)',
    ],
  ],
  [
    'oneOf: what all of them need',
    '{ oneOf: [{ properties: { kind: { const: car } }, required: [kind] }, { properties: { kind: { const: bike } }, required: [kind] }] }',
    '{}',
    ['/kind: The body must have the property "kind"'],
  ],
  [
    'not, contains and names, beside what is inside',
    '{ properties: { l: { contains: { const: 1 }, items: { type: integer } } }, propertyNames: { maxLength: 2 }, not: { required: [no] } }',
    '{ l: [x], no: 1, long: 1 }',
    [
      '/l/0: "l.0" must be a whole number',
      '/l: "l" must have at least 1 item that its schema asks for',
      '/long: The body must not have the property "long": its name must be at most 2 characters long',
      ': The body must not be what its schema excludes',
    ],
  ],
  [
    'messages of the schemas around',
    '{ errorMessage: "Please say who.", allOf: [{ required: [a] }, { errorMessage: "And where.", required: [b] }] }',
    '{}',
    [
      '/a: The body must have the property "a" (Please say who.)',
      '/b: The body must have the property "b" (And where.)',
    ],
  ],
];

describe('all problems of a body, at every depth', () => {
  const named = new Map<string, Schema>();
  named.set(
    'Named',
    new Schema(parse("{ properties: { name: { type: string }, more: { $ref: '#/schemas/Id' } } }"), named),
  );
  named.set('Id', new Schema({ required: ['id'] }, named));
  for (const [title, schema, value, problems] of CASES) {
    it(title, () => {
      const shape = parse(schema) as SchemaShape;
      const rule = compileBody(new Schema(shape, named) as Parameters<typeof compileBody>[0], bodyParts());
      const found = rule
        .check(parse(value))
        .map(
          ({ pointer, rule: said, message }) => `${pointer}: ${said}${message === undefined ? '' : ` (${message})`}`,
        );
      assert.deepEqual(found, problems);
    });
  }
  it('are at most a hundred', () => {
    const shape = { items: { type: 'string' } } as const;
    const rule = compileBody(new Schema(shape) as Parameters<typeof compileBody>[0], bodyParts());
    assert.equal(rule.check(Array.from({ length: 1000 }, () => 1)).length, 100);
  });
});

function bodyParts(): Parameters<typeof compileBody>[1] {
  return { rules: new RuleCompiler(), secrets: undefined, route: 'a' };
}
