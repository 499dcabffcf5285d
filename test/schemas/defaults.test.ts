import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import type { SchemaShape } from '../../src/manifest/2-validate/manifest-shape.gen.ts';
import { loadTypes } from '../../src/manifest/load-types.ts';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';
import { serveSite } from '../guards/served-site.ts';

const MANIFEST = `
version: 1
handlers: ./handlers.mjs
schemas:
  Cat: { type: object, required: [kind], properties: { kind: { const: cat }, lives: { type: integer, default: 9 } } }
  Dog: { type: object, required: [kind], properties: { kind: { const: dog }, tail: { type: boolean, default: true } }, additionalProperties: false }
  Pet: { oneOf: [{ $ref: '#/schemas/Cat' }, { $ref: '#/schemas/Dog' }] }
  Tree: { type: object, properties: { size: { type: integer, default: 1 }, next: { anyOf: [{ type: 'null' }, { $ref: '#/schemas/Tree' }] } } }
routes:
  pet: { path: /pet, methods: [POST], body: { $ref: '#/schemas/Pet' }, handler: echo }
  first: { path: /first, methods: [POST], body: { anyOf: [{ type: object, required: [a], properties: { b: { default: 1 } } }, { type: object, properties: { c: { default: 2 } } }] }, handler: echo }
  pets: { path: /pets, methods: [POST], body: { type: array, uniqueItems: true, items: { allOf: [{ $ref: '#/schemas/Pet' }] } }, handler: echo }
  closed: { path: /closed, methods: [POST], body: { $ref: '#/schemas/Pet', unevaluatedProperties: false }, handler: echo }
  tree: { path: /tree, methods: [POST], body: { $ref: '#/schemas/Tree' }, handler: echo }
  not: { path: /not, methods: [POST], body: { not: { anyOf: [{ type: array }, { required: [no], properties: { b: { default: 1 } } }] } }, handler: echo }
`;

describe('defaults in alternatives', () => {
  const site = serveSite(MANIFEST, { 'handlers.mjs': 'export const handlers = { echo: ({ body }) => body };' });
  const cases: readonly (readonly [path: string, sent: unknown, got: unknown])[] = [
    ['/pet', { kind: 'cat' }, { kind: 'cat', lives: 9 }],
    ['/pet', { kind: 'cat', lives: 1 }, { kind: 'cat', lives: 1 }],
    ['/pet', { kind: 'dog' }, { kind: 'dog', tail: true }],
    ['/pet', { kind: 'dog', lives: 9 }, ['/lives']],
    ['/first', { a: 1 }, { a: 1, b: 1 }],
    ['/first', {}, { c: 2 }],
    [
      '/pets',
      [{ kind: 'cat' }, { kind: 'dog' }],
      [
        { kind: 'cat', lives: 9 },
        { kind: 'dog', tail: true },
      ],
    ],
    ['/closed', { kind: 'cat' }, { kind: 'cat', lives: 9 }],
    ['/closed', { kind: 'cat', more: 1 }, ['/more']],
    ['/tree', { next: { next: { size: 5 } } }, { size: 1, next: { size: 1, next: { size: 5 } } }],
    ['/not', {}, {}],
  ];
  for (const [path, sent, got] of cases) {
    it(`${path} ${JSON.stringify(sent)}`, async () => {
      const response = await fetch(`http://${site.host}:${site.port}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(sent),
      });
      const { errors, ...body } = Object(await response.clone().json());
      const said = errors?.map(({ pointer }: { pointer: string }) => pointer) ?? body;
      assert.deepEqual(Array.isArray(got) && response.status === 200 ? await response.json() : said, got);
    });
  }

  it('are there in the types of handlers', () => {
    const types = loadTypes(join(site.folder, 'routes.yaml'));
    assert.ok(types.kind === 'loaded');
    assert.match(types.module.text, /readonly lives: number;/);
  });
});

describe('defaults in alternatives: which, and when', () => {
  const number = (value: number): SchemaShape => ({ default: value });
  const object = (properties: Readonly<Record<string, SchemaShape>>, more: Partial<SchemaShape> = {}): SchemaShape => ({
    type: 'object',
    properties,
    ...more,
  });
  const filled = object({ n: number(1) });
  const cases: readonly (readonly [title: string, schema: SchemaShape, sent: unknown, got: unknown])[] = [
    [
      'no rule around them judges them: additionalProperties',
      {
        properties: { kind: {} },
        additionalProperties: false,
        oneOf: [{ properties: { kind: { const: 'a' }, size: number(1) } }],
      },
      { kind: 'a' },
      { kind: 'a', size: 1 },
    ],
    [
      'no rule around them judges them: maxProperties',
      { maxProperties: 1, propertyNames: { maxLength: 1 }, anyOf: [object({ a: {}, long: number(1) })] },
      { a: 1 },
      { a: 1, long: 1 },
    ],
    [
      'uniqueItems judges what was sent, in a list of alternatives',
      { type: 'array', uniqueItems: true, items: { oneOf: [filled] } },
      [{}, { n: 1 }],
      [{ n: 1 }, { n: 1 }],
    ],
    [
      'uniqueItems judges what was sent, in an alternative, and what follows has its defaults',
      { oneOf: [object({ all: { type: 'array', uniqueItems: true, items: filled }, z: filled }), { type: 'null' }] },
      { all: [{}, { n: 1 }], z: {} },
      { all: [{ n: 1 }, { n: 1 }], z: { n: 1 } },
    ],
    ['the first that matches has none', { anyOf: [{ required: ['a'] }, filled] }, { a: 1 }, { a: 1 }],
    [
      'not those of an alternative inside one that fails',
      {
        anyOf: [object({ in: { anyOf: [filled] }, out: { const: 1 } }, { required: ['out'] }), object({ in: {} })],
      },
      { in: {}, out: 2 },
      { in: {}, out: 2 },
    ],
    [
      'not those of what an alternative must not be',
      { anyOf: [object({ a: { not: { not: filled } } })] },
      { a: {} },
      { a: {} },
    ],
    [
      'in all that is in one',
      {
        anyOf: [
          object(
            {
              list: { type: 'array', prefixItems: [true, filled], items: filled },
              plain: {},
              deep: { oneOf: [filled] },
            },
            {
              patternProperties: { '^p': filled },
              additionalProperties: filled,
              dependentSchemas: { deep: { properties: { beside: number(2) } } },
              allOf: [{ properties: { all: number(3) } }],
            } as Partial<SchemaShape>,
          ),
        ],
      },
      { list: [{}, {}, {}], plain: {}, deep: {}, p1: {}, more: {} },
      {
        ...{ list: [{}, { n: 1 }, { n: 1 }], plain: { n: 1 }, deep: { n: 1 }, p1: { n: 1 }, more: { n: 1 } },
        ...{ beside: 2, all: 3 },
      },
    ],
    [
      'of then or else as the value was sent',
      parse(`
        anyOf:
          - allOf: [{ properties: { a: { default: 1 } } }]
            if: { required: [a] }
            then: { properties: { b: { default: 2 } } }
            else: { properties: { c: { default: 3 } } }
      `),
      {},
      { a: 1, c: 3 },
    ],
    [
      'of then alone',
      parse(
        '{ type: array, items: { anyOf: [{ if: { required: [a] }, then: { properties: { b: { default: 2 } } } }] } }',
      ),
      [{ a: 1 }, {}],
      [{ a: 1, b: 2 }, {}],
    ],
    [
      'in a default',
      { anyOf: [object({ in: { anyOf: [{ type: 'null' }, filled], default: {} } })] },
      {},
      { in: { n: 1 } },
    ],
    [
      'outside of them, too',
      object({ n: number(1), in: { allOf: [{ $ref: '#/schemas/Choice' }], default: {} } }),
      {},
      { n: 1, in: { n: 1 } },
    ],
  ];
  const named = new Map<string, Schema>();
  named.set('Choice', new Schema({ oneOf: [filled, { type: 'null' }] }, named));
  for (const [title, shape, sent, got] of cases) {
    it(title, () => {
      const value = structuredClone(sent);
      assert.equal(new RuleCompiler().compileValue(new Schema(shape, named))(value), undefined);
      assert.deepEqual(value, got);
    });
  }

  it('ends where a default holds itself', () => {
    const names = new Map<string, Schema>();
    const next = { $ref: '#/schemas/Node', default: { kind: 'a' } };
    const node = new Schema({ oneOf: [object({ kind: { const: 'a' }, next })] }, names);
    names.set('Node', node);
    assert.match(new RuleCompiler().compileValue(node)({ kind: 'a' })?.rule ?? '', /nested so deeply/);
  });
});

describe('defaults in alternatives: work', () => {
  it('looks at a value as often in the depth as at the top', () => {
    const [shallow, deep] = [readsAt(1), readsAt(49)];
    assert.ok(shallow > 0);
    assert.equal(deep, shallow);
  });

  it('looks at a schema as often among many as among few', () => {
    const [few, many] = [readsOf(100), readsOf(200)];
    assert.ok(few > 0);
    assert.ok(many < 2.5 * few, `${many} reads of 200 schemas, ${few} of 100`);
  });
});

/** How often the kind of a leaf in so many groups is read. */
function readsAt(depth: number): number {
  const named = new Map<string, Schema>();
  const children: SchemaShape = { type: 'array', items: { $ref: '#/schemas/Node' } };
  const group = { kind: { const: 'group' }, open: { default: false }, children };
  const leaf = { kind: { const: 'leaf' }, text: { type: 'string' } } as const;
  const node = new Schema(
    {
      oneOf: [
        { type: 'object', properties: group, required: ['kind'] },
        { type: 'object', properties: leaf, required: ['kind'] },
      ],
    },
    named,
  );
  named.set('Node', node);
  let reads = 0;
  let value: object = {
    get kind() {
      reads++;
      return 'leaf';
    },
  };
  for (let level = 0; level < depth; level++) value = { kind: 'group', children: [value] };
  assert.equal(new RuleCompiler().compileValue(node)(value), undefined);
  assert.equal(Reflect.get(value, 'open'), false);
  return reads;
}

/** How often so many schemas, each of which is an alternative in the one before it, are asked what they refer to. */
function readsOf(count: number): number {
  const named = new Map<string, Schema>();
  let reads = 0;
  for (let index = 0; index < count; index++) {
    const next = {
      get $ref() {
        reads++;
        return `#/schemas/S${index + 1}`;
      },
    };
    named.set(
      `S${index}`,
      new Schema({ oneOf: [{ type: 'null' }, { type: 'object', properties: { next } }, next] }, named),
    );
  }
  named.set(`S${count}`, new Schema({ type: 'object', properties: { last: { default: 1 } } }, named));
  new RuleCompiler().compileValue(named.get('S0') ?? assert.fail());
  return reads;
}
