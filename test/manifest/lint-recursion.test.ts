import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadAjv } from '../../src/manifest/1-read/late-packages.ts';
import type { SchemaShape, ShapeMap } from '../../src/manifest/2-validate/manifest-shape.gen.ts';
import { findRunaway } from '../../src/manifest/4-lint/schemas/find-runaway.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';
import { JsonSchemas } from '../../src/manifest/schemas/to-json-schema.ts';
import { loadFiles } from './manifest-folder.ts';

const NODE: SchemaShape = { $ref: '#/schemas/Node' };
const object = (properties: ShapeMap<SchemaShape>, more: Partial<SchemaShape> = {}): SchemaShape => ({
  type: 'object',
  properties,
  ...more,
});
const list = (items: SchemaShape): SchemaShape => ({ type: 'array', items });
const kind = (name: string, properties: ShapeMap<SchemaShape>): SchemaShape =>
  object({ ...properties, kind: { const: name } }, { required: ['kind'] });

type Case = readonly [title: string, schemas: ShapeMap<SchemaShape>];

/** Of each, a value is looked at a limited number of times, however deep it is. */
const ALLOWED: readonly Case[] = [
  ['a tree', { Node: object({ children: list(NODE) }) }],
  ['a list of itself', { Node: list(NODE) }],
  ['two properties that hold it', { Node: object({ left: NODE, right: NODE }) }],
  ['one alternative that holds it', { Node: { anyOf: [object({ c: NODE }), { type: 'string' }, { type: 'null' }] } }],
  ['alternatives of other types', { Node: { anyOf: [object({ c: NODE }), list(NODE)] } }],
  ['alternatives with other properties', { Node: { anyOf: [object({ a: NODE }), object({ b: NODE })] } }],
  [
    'alternatives that a constant tells apart, wherever it is written',
    { Node: { anyOf: [kind('add', { c: NODE }), kind('negate', { c: NODE }), { type: 'number' }] } },
  ],
  [
    'constants that only one of them requires',
    { Node: { anyOf: [kind('add', { c: NODE }), object({ kind: { const: 'negate' }, c: NODE })] } },
  ],
  [
    'choices that have nothing in common',
    {
      Node: {
        anyOf: [
          object({ c: NODE, kind: { enum: ['a', 'b'] } }, { required: ['kind'] }),
          object({ c: NODE, kind: { enum: ['c'] } }, { required: ['kind'] }),
        ],
      },
    },
  ],
  [
    'itself by way of another',
    { Node: { anyOf: [object({ c: { $ref: '#/schemas/B' } })] }, B: { anyOf: [NODE, { type: 'null' }] } },
  ],
  [
    'an alternative that looks a fixed number of levels deep',
    { Node: { anyOf: [object({ c: object({ c: {} }) }), object({ c: NODE })] } },
  ],
  ['all other properties', { Node: object({ c: NODE }, { additionalProperties: { type: 'string' } }) }],
  ['the first items', { Node: { type: 'array', prefixItems: [NODE, NODE] } }],
  ['words beside a reference', { Node: { anyOf: [{ type: 'null' }, object({ c: { ...NODE, title: 'Inner' } })] } }],
];

/** Of each, the number of times grows with the depth. */
const REFUSED: readonly Case[] = [
  ['two of which one alone can match', { Node: { oneOf: [object({ c: NODE }), object({ c: NODE })] } }],
  ['two that must both match', { Node: { allOf: [object({ c: NODE }), object({ c: NODE })] } }],
  ['itself, and what it must not be', { Node: object({ c: NODE }, { not: object({ c: NODE }) }) }],
  ['itself, and what decides', { Node: object({ c: NODE }, { if: object({ c: NODE }), else: false }) }],
  ['a property, and all others', { Node: object({ c: NODE }, { patternProperties: { '.': NODE } }) }],
  [
    'all properties twice',
    { Node: { type: 'object', additionalProperties: NODE, allOf: [{ additionalProperties: NODE }] } },
  ],
  ['the items, and those that it looks for', { Node: { type: ['array', 'string'], items: NODE, contains: NODE } }],
  ['two alternatives that hold it', { Node: { anyOf: [object({ c: NODE }), object({ c: NODE })] } }],
  [
    'a property and an alternative',
    { Node: object({ c: NODE }, { anyOf: [object({ c: NODE }, { required: ['x'] }), object({})] }) },
  ],
  ['two alternatives that are lists', { Node: { anyOf: [list(NODE), { type: 'array', minItems: 1, items: NODE }] } }],
  ['a property that holds it twice', { Node: object({ c: { anyOf: [NODE, NODE] } }) }],
  ['constants that are the same', { Node: { anyOf: [kind('a', { c: NODE }), kind('a', { c: NODE })] } }],
  [
    'constants that come after a name which is a number',
    { Node: { anyOf: [kind('a', { 1: NODE }), kind('b', { 1: NODE })] } },
  ],
  [
    'constants that may both be absent',
    { Node: { anyOf: [object({ kind: { const: 'a' }, c: NODE }), object({ kind: { const: 'b' }, c: NODE })] } },
  ],
  [
    'alternatives that take turns',
    {
      Node: { anyOf: [object({ c: { $ref: '#/schemas/B' } }), object({ c: NODE })] },
      B: { anyOf: [object({ c: NODE })] },
    },
  ],
  [
    'one that leads into another at each level: it grows by a power',
    { Node: { anyOf: [list(NODE), list({ $ref: '#/schemas/B' })] }, B: list({ $ref: '#/schemas/B' }) },
  ],
  [
    'an alternative inside an alternative',
    { Node: { anyOf: [{ anyOf: [list(NODE), { type: 'null' }] }, list(NODE)] } },
  ],
  [
    'doubling that ends: 2 to the power of 12',
    Object.fromEntries(
      ['Node', ...Array.from({ length: 12 }, (_, index) => `N${index}`)].map((name, index) => {
        const inner: SchemaShape = index === 12 ? { type: 'number' } : { $ref: `#/schemas/N${index}` };
        return [name, { anyOf: [list(inner), list(inner)] }];
      }),
    ),
  ],
];

describe('schemas that hold themselves', () => {
  for (const [title, schemas] of ALLOWED) {
    it(`${title}: allowed, and ajv looks at a value within as often as at one above`, async () => {
      assert.deepEqual(await codesOf(schemas), []);
      const looks = looksOf(schemas);
      for (const value of VALUES) {
        const [short, long] = [looks(value(40)), looks(value(80))];
        assert.ok(long <= 2 * short + 20, `${short}, then ${long}`);
      }
    });
    it(`${title}: 2 KiB of body are few steps`, () => {
      const looks = looksOf(schemas);
      for (const value of VALUES) assert.ok(looks(value(290)) < 10_000, 'too many');
    });
  }
  for (const [title, schemas] of REFUSED) {
    it(`${title}: refused, and ajv looks at a value within ever more often`, async () => {
      const codes = await codesOf(schemas);
      assert.ok(codes.length > 0 && codes.every((code) => code === 'runaway-schema'), `found: ${codes.join()}`);
      const looks = looksOf(schemas);
      const grown = [...VALUES, ...FITTING].some((value) => looks(value(12)) > 3 * looks(value(6)));
      assert.ok(grown, 'it does not grow');
    });
  }
  it('says it once, where the value is looked at again, and not of what only leads there', async () => {
    const result = await loadFiles({
      'routes.yaml': `version: 1
schemas:
  Page: { type: object, properties: { term: { $ref: '#/schemas/Term' } } }
  Term:
    anyOf:
      - { type: array, items: { $ref: '#/schemas/Term' } }
      - { type: array, items: { $ref: '#/schemas/Term' } }
routes:
  a: { path: /, methods: [POST], body: { $ref: '#/schemas/Page' }, text: A }
`,
    });
    const [found, ...others] = result.diagnostics;
    assert.deepEqual(others, []);
    assert.equal(`${found?.code} ${found?.line}:${found?.column}`, 'runaway-schema 6:39');
    assert.deepEqual(
      found?.related.map(({ line, column }) => `${line}:${column}`),
      ['7:39'],
    );
  });
  it('does not have to count where each value is looked into in one way', () => {
    const findIn = (schema: SchemaShape) => findRunaway(new Schema(schema, namedFor({ Node: schema })), { work: 0 });
    const tree = object({ children: list(NODE), name: { anyOf: [{ type: 'string' }, list({ type: 'string' })] } });
    assert.equal(findIn(tree), undefined);
    assert.notEqual(findIn({ anyOf: [tree, object({ children: list(NODE) })] }), undefined);
    const wide = Array.from({ length: 60 }, () => object({ c: object({ d: {} }) }));
    assert.notEqual(findIn({ anyOf: [tree, ...wide] }), undefined);
  });
  it('runs no such schema, nor such a pattern, on a default of the manifest', async () => {
    const value = `${'['.repeat(80)}${']'.repeat(80)}`;
    const schemas = `schemas: { Node: { anyOf: [{ type: array, items: { $ref: '#/schemas/Node' } }, { type: array, minItems: 1, items: { $ref: '#/schemas/Node' } }, { const: 1 }] } }`;
    const body = `{ type: object, properties: { a: { $ref: '#/schemas/Node', default: ${value} } } }`;
    const pattern = `{ type: string, pattern: '^(a+)+$', default: '${'a'.repeat(60)}!' }`;
    const result = await loadFiles({
      'routes.yaml': `version: 1\n${schemas}\nroutes: { a: { path: /, methods: [POST], body: ${body}, query: { q: ${pattern} }, text: A } }\n`,
    });
    assert.deepEqual(result.diagnostics.map(({ code }) => code).toSorted(), ['runaway-pattern', 'runaway-schema']);
  });
});

function namedFor(schemas: ShapeMap<SchemaShape>): ReadonlyMap<string, Schema> {
  const named = new Map<string, Schema>();
  for (const [name, shape] of Object.entries(schemas)) named.set(name, new Schema(shape, named));
  return named;
}

/** Values that fit: what must match twice is looked at twice. */
const FITTING: readonly ((depth: number) => unknown)[] = [
  (depth) => nested(depth, (inner) => ({ c: inner }), {}),
  (depth) => nested(depth, (inner) => [inner], 'x'),
];

/** Values as deep as they are told to be, which fit only to their last level, or not at all. */
const VALUES: readonly ((depth: number) => unknown)[] = [
  (depth) => nested(depth, (inner) => ({ c: inner })),
  (depth) => nested(depth, (inner) => ({ kind: 'a', x: 1, c: inner })),
  (depth) => nested(depth, (inner) => ({ kind: 'negate', c: inner })),
  (depth) => nested(depth, (inner) => ({ 1: inner, kind: 'c' })),
  (depth) => nested(depth, (inner) => ({ children: [inner] })),
  (depth) => nested(depth, (inner) => [inner]),
];

function nested(depth: number, around: (inner: unknown) => unknown, innermost: unknown = Symbol.iterator): unknown {
  let value: unknown = innermost;
  for (let level = 0; level < depth; level++) value = around(value);
  return value;
}

async function codesOf(schemas: ShapeMap<SchemaShape>): Promise<readonly string[]> {
  const routes = { a: { path: '/', methods: ['POST'], text: 'A', body: NODE } };
  const { diagnostics } = await loadFiles({ 'routes.yaml': JSON.stringify({ version: 1, schemas, routes }) });
  return diagnostics.map(({ code }) => code);
}

/** How often ajv reads something of a value, in the schema that a body really gets. */
function looksOf(schemas: ShapeMap<SchemaShape>): (value: unknown) => number {
  const { Ajv2020 } = loadAjv();
  const ajv = new Ajv2020({ strict: false, ownProperties: true, useDefaults: true });
  const named = new Map<string, Schema>();
  for (const [name, shape] of Object.entries(schemas)) named.set(name, new Schema(shape, named));
  const converted = new JsonSchemas();
  const node = converted.convert(new Schema(NODE, named));
  const validate = ajv.addSchema([...converted.referred.values()]).compile(node);
  return (value) => {
    let count = 0;
    const seen = () => {
      count += 1;
    };
    validate(watched(value, seen));
    return count;
  };
}

/** A value that calls `seen` whenever a property of it, or in it, is read. */
function watched(value: unknown, seen: () => void): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.entries(value).map(([key, each]) => [key, watched(each, seen)] as const);
  const copy = Array.isArray(value) ? inner.map(([, each]) => each) : Object.fromEntries(inner);
  return new Proxy(copy, {
    get(target, key) {
      seen();
      return Reflect.get(target, key);
    },
  });
}
