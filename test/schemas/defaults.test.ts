import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadTypes } from '../../src/manifest/load-types.ts';
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
    ['/pets', [{ kind: 'cat' }, { kind: 'cat', lives: 9 }], ['']],
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
