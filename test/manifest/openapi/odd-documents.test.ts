import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { stringify } from 'yaml';
import { checkExamples } from '../../../src/cli/judge/check-examples.ts';
import { importInto } from './import-site.ts';

const OK = { responses: { 200: { description: 'Yes' } } };
const OLD = { openapi: '3.0.3', info: { title: 'Odd', version: '1' } };
const NEW = { openapi: '3.1.0', info: { title: 'Odd', version: '1' } };
const answering = (schema: object) => ({
  responses: { 200: { description: 'Yes', content: { 'application/json': { schema } } } },
});
const form = (schema: object, schemas: object, example?: object) => ({
  ...OLD,
  paths: { '/a': { post: { requestBody: { content: { 'multipart/form-data': { schema, example } } }, ...OK } } },
  components: { schemas },
});

const VARIABLE = ['a $', '{id}'].join('');

interface Case {
  readonly says: string;
  readonly document: object;
  /** `GET /path`, in their order. */
  readonly routes: readonly string[];
  /** The kinds of the report. */
  readonly notes?: readonly string[];
  /** The examples of the first route. */
  readonly asks?: readonly object[];
  /** Of the first parameter in the path of the first route. */
  readonly pattern?: string;
  /** The fixed answer of the first route. */
  readonly json?: unknown;
  /** The fields of that answer. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

/** What published documents do, and what becomes of it. */
const CASES: readonly Case[] = [
  {
    says: 'has no paths, as 3.1 allows',
    document: { ...NEW, webhooks: { ping: { post: OK } } },
    routes: [],
    notes: ['"webhooks" of the document: 1'],
  },
  {
    says: 'has an operation without responses, as 3.1 allows',
    document: { ...NEW, paths: { '/a': { get: {} } } },
    routes: ['GET /a'],
  },
  {
    says: 'has a path with an invisible character',
    document: { ...NEW, paths: { '/a\u00A0b\u200B': { get: {} } } },
    routes: ['GET /a%C2%A0b%E2%80%8B'],
  },
  {
    says: 'names its version without a patch',
    document: { ...NEW, openapi: '3.1', paths: { '/a': { get: OK } } },
    routes: ['GET /a'],
  },
  {
    says: 'has operationIds with dots',
    document: { ...OLD, paths: { '/a': { get: { operationId: 'get_a_v2026.0', ...OK } } } },
    routes: ['GET /a'],
    notes: ['Names of operations that a route cannot have as they are: 1'],
  },
  {
    says: 'has paths that differ after a "#" only, or in the names of parameters',
    document: {
      ...OLD,
      paths: { '/a/{id}#one': { get: OK }, '/a/{id}#two': { get: OK }, '/a/{name}': { get: OK, put: OK } },
    },
    routes: ['GET /a/{id}', 'PUT /a/{name}'],
    notes: ['Operations that an earlier one hides: the same method and path: 2'],
  },
  {
    says: 'gives DELETE a body',
    document: { ...OLD, paths: { '/a': { delete: { requestBody: { content: { 'application/json': {} } }, ...OK } } } },
    routes: ['DELETE /a'],
  },
  {
    says: 'refers to what another server has',
    document: { ...OLD, paths: { '/a': { get: answering({ $ref: 'https://example.com/a.json' }) } } },
    routes: ['GET /a'],
    notes: ['References to other servers: they allow everything: 1'],
    json: {},
  },
  {
    says: 'is 3.1 and still says exclusiveMinimum: true',
    document: {
      ...NEW,
      paths: { '/a': { get: answering({ type: 'number', minimum: 1, exclusiveMinimum: true }) } },
    },
    routes: ['GET /a'],
    notes: ['"exclusiveMinimum: true", as in OpenAPI 3.0: 1'],
    json: 1.5,
  },
  {
    says: 'has schemas that are too large for one file of a manifest',
    document: {
      ...OLD,
      paths: { '/a': { get: answering({ $ref: '#/components/schemas/S0' }) } },
      components: {
        schemas: Object.fromEntries(
          Array.from({ length: 12 }, (_, index) => [
            `S${index}`,
            {
              type: 'object',
              description: 'long '.repeat(20_000),
              properties: index === 11 ? {} : { next: { $ref: `#/components/schemas/S${index + 1}` } },
            },
          ]),
        ),
      },
    },
    routes: ['GET /a'],
  },
  {
    says: 'has choices and defaults that its schemas refuse',
    document: {
      ...OLD,
      paths: {
        '/a': {
          get: answering({
            type: 'object',
            properties: { on: { type: 'string', enum: [true, 'off'] }, count: { type: 'integer', default: '1' } },
          }),
        },
      },
    },
    routes: ['GET /a'],
    notes: ['Choices that are not of the type of their schema: 1', 'Defaults that their own schema refuses: 1'],
    json: { on: 'off', count: 1 },
  },
  {
    says: 'has lists of plain values in queries and headers, and objects',
    document: {
      ...OLD,
      paths: {
        '/a': {
          get: {
            parameters: [
              { name: 'tag', in: 'query', schema: { type: 'array', items: { type: 'string' } }, example: ['a', 'b'] },
              { name: 'id', in: 'query', explode: false, schema: { type: 'array', items: {} }, example: [1, 2] },
              { name: 'X-Ids', in: 'header', schema: { type: 'array', items: { type: 'integer' } }, example: [1, 2] },
              { name: 'at', in: 'query', style: 'deepObject', required: true, schema: { type: 'object' } },
            ],
            ...answering({ properties: { a: { minimum: 3 } } }),
          },
        },
      },
    },
    routes: ['GET /a'],
    notes: ['Parameters that are not plain values: here they are any text: 2'],
    asks: [{ request: 'GET /a?tag=a&tag=b&id=1%2C2', headers: { 'X-Ids': '1,2' }, response: { status: 200 } }],
    json: { a: 3 },
  },
  {
    says: 'has the examples of headers in all places of them',
    document: {
      ...NEW,
      paths: {
        '/a': {
          get: {
            responses: {
              200: {
                description: 'Yes',
                headers: {
                  'X-One': { schema: { type: 'string' }, examples: { it: { $ref: '#/components/examples/it' } } },
                  'X-Two': { schema: { type: 'integer', examples: [2, 3] } },
                  'X-Three': { schema: { const: 'three' } },
                  'X-Four': { schema: { type: 'boolean' }, example: false },
                  'X-Five': { schema: { type: 'string' } },
                  'X-Six': { schema: { $ref: '#/components/schemas/six' } },
                  'X-Seven': { schema: { type: 'string' }, examples: ['seven'] },
                },
                content: { 'application/json': { schema: { const: 1 } } },
              },
            },
          },
        },
      },
      components: { examples: { it: { value: 'one' } }, schemas: { six: { type: 'string', example: 'six' } } },
    },
    routes: ['GET /a'],
    notes: ['Headers of answers without an example: 1'],
    json: 1,
    headers: [
      ['X-One', 'one'],
      ['X-Two', '2'],
      ['X-Three', 'three'],
      ['X-Four', 'false'],
      ['X-Six', 'six'],
      ['X-Seven', 'seven'],
    ],
  },
  {
    says: 'has null and a list where a schema should be',
    document: {
      ...OLD,
      paths: { '/a': { get: answering({ $ref: '#/components/schemas/A' }) } },
      components: { schemas: { A: { type: 'object', properties: { b: null } }, C: [{ type: 'object' }] } },
    },
    routes: ['GET /a'],
    notes: ['Schemas that are empty or lists: they allow everything: 2'],
    json: { b: {} },
  },
  {
    says: 'requires null',
    document: {
      ...NEW,
      paths: {
        '/a': { get: answering({ type: 'object', required: ['error'], properties: { error: { type: 'null' } } }) },
      },
    },
    routes: ['GET /a'],
    json: { error: null },
  },
  {
    says: 'has more operations without a tag than a file of a manifest holds, and an enum without a choice',
    document: {
      ...OLD,
      paths: Object.fromEntries(
        ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'].map((name) => [
          `/${name}`,
          { get: answering({ type: 'string', enum: [], description: 'long '.repeat(20_000) }) },
        ]),
      ),
    },
    routes: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'].map((name) => `GET /${name}`),
    notes: ['Lists of choices without a choice: 12'],
    json: 'text',
  },
  {
    says: 'has more alternatives than may judge one value, each with the same property',
    document: {
      ...OLD,
      paths: {
        '/a': {
          get: answering({
            oneOf: Array.from({ length: 60 }, (_, index) => ({ $ref: `#/components/schemas/S${index}` })),
          }),
        },
      },
      components: {
        schemas: {
          Id: { type: 'object', properties: { id: { type: 'string' } } },
          ...Object.fromEntries(
            Array.from({ length: 60 }, (_, index) => [
              `S${index}`,
              { type: 'object', properties: { id: { $ref: '#/components/schemas/Id' } } },
            ]),
          ),
        },
      },
    },
    routes: ['GET /a'],
  },
  {
    says: 'has more alternatives than may judge one value, and nothing else in it',
    document: {
      ...OLD,
      paths: {
        '/a': {
          get: answering({ $ref: '#/components/schemas/Any' }),
        },
      },
      components: {
        schemas: {
          Id: { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: false },
          ...Object.fromEntries(
            Array.from({ length: 60 }, (_, index) => [
              `S${index}`,
              { type: 'object', properties: { id: { $ref: '#/components/schemas/Id' } } },
            ]),
          ),
          Any: { oneOf: Array.from({ length: 60 }, (_, index) => ({ $ref: `#/components/schemas/S${index}` })) },
        },
      },
    },
    routes: ['GET /a'],
    notes: ['Schemas of which a check would take very long: they allow everything: 2'],
  },
  {
    says: 'has alternatives that both hold a schema around them',
    document: {
      ...OLD,
      paths: { '/a': { get: answering({ $ref: '#/components/schemas/Customer' }) } },
      components: {
        schemas: {
          Customer: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string' },
              discount: { anyOf: [{ $ref: '#/components/schemas/New' }, { $ref: '#/components/schemas/Old' }] },
            },
          },
          New: { type: 'object', properties: { of: { $ref: '#/components/schemas/Customer' } } },
          Old: { type: 'object', properties: { of: { $ref: '#/components/schemas/Customer' } } },
        },
      },
    },
    routes: ['GET /a'],
    notes: ['Schemas of which a check would take very long: they allow everything: 1'],
  },
  {
    says: 'refers to a schema by its $anchor or $id',
    document: {
      ...NEW,
      paths: { '/a': { get: answering({ $ref: '#/components/schemas/Pair' }) } },
      components: {
        schemas: {
          Pair: {
            type: 'array',
            prefixItems: [{ $ref: '#left' }, { $ref: 'https://example.com/right' }],
            items: false,
          },
          Sides: {
            $defs: {
              left: { $anchor: 'left', const: 'L' },
              right: { $id: 'https://example.com/right', const: 'R' },
            },
          },
        },
      },
    },
    routes: ['GET /a'],
    json: ['L', 'R'],
  },
  {
    says: 'has names of addresses in what is called like a keyword: a response, schemas, and properties',
    document: {
      ...NEW,
      paths: {
        '/a': {
          get: {
            responses: {
              ...answering({ prefixItems: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ $ref: `#${name}` })) }).responses,
              default: { description: 'No', content: { 'application/json': { schema: { $anchor: 'a', const: 'A' } } } },
            },
          },
        },
      },
      components: {
        schemas: {
          default: { $anchor: 'b', const: 'B' },
          Any: { properties: { enum: { $anchor: 'c', const: 'C' }, $anchor: { type: 'string' } } },
          None: { default: { $anchor: 'e', const: 'Z' }, properties: { e: { $anchor: 'e', const: 'E' } } },
        },
        responses: { example: { description: 'A', content: { const: { schema: { $anchor: 'd', const: 'D' } } } } },
      },
    },
    routes: ['GET /a'],
    json: ['A', 'B', 'C', 'D', 'E'],
  },
  {
    says: 'has alternatives that no value can tell apart',
    document: {
      ...OLD,
      paths: {
        '/a': {
          get: answering({
            oneOf: [
              { type: 'object', properties: { a: { type: 'string' } } },
              { type: 'object', minProperties: 0 },
              { type: 'object' },
            ],
          }),
        },
      },
    },
    routes: ['GET /a'],
    notes: ['Answers for which no valid value was found: 1'],
    json: { a: 'text' },
  },
  {
    says: 'takes forms whose schema does not say that they are objects',
    document: form(
      { allOf: [{ $ref: '#/components/schemas/Named' }] },
      { Named: { required: ['name'], properties: { name: { type: 'string' } } } },
      { name: 'Sea' },
    ),
    routes: ['POST /a'],
    asks: [{ request: 'POST /a', form: { name: 'Sea' }, response: { status: 200 } }],
  },
  {
    says: 'takes forms that require what no form holds',
    document: {
      ...OLD,
      paths: {
        '/a': {
          post: {
            requestBody: {
              content: {
                'multipart/form-data': {
                  schema: {
                    type: 'object',
                    required: ['at', 'photo'],
                    properties: {
                      at: { type: 'object', properties: { x: { type: 'integer' } } },
                      photo: { type: 'string', format: 'binary' },
                    },
                  },
                },
              },
            },
            parameters: [{ name: 'q', in: 'query', schema: { type: 'string' }, example: 'a' }],
            ...OK,
          },
        },
      },
    },
    routes: ['POST /a'],
    notes: ['Fields of forms that are not plain values: here they are any text: 1'],
    asks: [
      {
        request: 'POST /a?q=a',
        form: { at: 'text', photo: { name: 'file', text: 'text' } },
        'x-made': ['body'],
        response: { status: 200 },
      },
    ],
  },
  {
    says: 'has texts that look like variables of a manifest',
    document: {
      ...OLD,
      paths: { '/a': { get: { summary: VARIABLE, ...answering({ type: 'string', example: VARIABLE }) } } },
    },
    routes: ['GET /a'],
    json: VARIABLE,
  },
  {
    says: 'has a property with the name of the merge key of YAML',
    document: {
      ...OLD,
      paths: {
        '/a': { get: answering({ type: 'object', required: ['<<'], properties: { '<<': { type: 'integer' } } }) },
      },
    },
    routes: ['GET /a'],
    json: { '<<': 1 },
  },
  {
    says: 'refers to its content',
    document: {
      ...OLD,
      paths: {
        '/a': { get: { responses: { 200: { description: 'Yes', content: { $ref: '#/components/x-content/Ok' } } } } },
      },
      components: { 'x-content': { Ok: { 'application/json': { example: { a: 1 } } } } },
    },
    routes: ['GET /a'],
    json: { a: 1 },
  },
  {
    says: 'has the content of a body on another server',
    document: {
      ...OLD,
      paths: { '/a': { post: { requestBody: { content: { $ref: 'https://example.com/a.json' } }, ...OK } } },
    },
    routes: ['POST /a'],
    notes: ['References to other servers: they allow everything: 1'],
  },
  {
    says: 'asks for half of a surrogate pair',
    document: {
      ...OLD,
      paths: {
        '/a': {
          get: {
            parameters: [
              { name: 'q', in: 'query', required: true, schema: { type: 'string', pattern: '^\\ud83d$' } },
              { name: 'r', in: 'query', schema: { type: 'string' }, example: 'a' },
            ],
            ...OK,
          },
        },
      },
    },
    routes: ['GET /a'],
    asks: [],
  },
  {
    says: 'means itself with an anchor inside a schema that has an $id',
    document: {
      ...NEW,
      paths: {
        '/a': { get: answering({ $id: 'https://example.com/a', type: 'array', prefixItems: [{ $ref: '#own' }] }) },
      },
      components: { schemas: { Own: { $anchor: 'own', const: 1 } } },
    },
    routes: ['GET /a'],
    json: [1],
  },
  {
    says: 'takes forms without parts, in which no file can be',
    document: {
      ...OLD,
      paths: {
        '/a': {
          post: {
            requestBody: {
              content: {
                'application/x-www-form-urlencoded': {
                  schema: { type: 'object', properties: { photo: { type: 'string', format: 'binary' } } },
                  example: { photo: 'GIF' },
                },
              },
            },
            ...OK,
          },
        },
      },
    },
    routes: ['POST /a'],
    asks: [{ request: 'POST /a', body: { photo: 'GIF' }, response: { status: 200 } }],
  },
  {
    says: 'names null as a type without quotes',
    document: {
      ...NEW,
      paths: { '/a': { get: answering({ type: ['integer', null], maximum: 3, minimum: 3 }) } },
    },
    routes: ['GET /a'],
    json: 3,
  },
  {
    says: 'takes files',
    document: form(
      {
        required: ['photo'],
        properties: { photo: { type: 'string', format: 'binary' }, title: { type: 'string' } },
      },
      {},
      { photo: 'GIF', title: 'Sea' },
    ),
    routes: ['POST /a'],
    asks: [
      {
        request: 'POST /a',
        form: { photo: { name: 'file', text: 'GIF' }, title: 'Sea' },
        response: { status: 200 },
      },
    ],
  },
  {
    says: 'takes a form that is a part of itself',
    document: form({ $ref: '#/components/schemas/A' }, { A: { allOf: [{ $ref: '#/components/schemas/A' }] } }),
    routes: ['POST /a'],
  },
  {
    says: 'takes a form whose parts each have the next one twice',
    document: form(
      { $ref: '#/components/schemas/A0' },
      Object.fromEntries(
        Array.from({ length: 31 }, (_, index) => {
          const next = { $ref: `#/components/schemas/A${index + 1}` };
          return [`A${index}`, index === 30 ? { properties: { name: { type: 'string' } } } : { allOf: [next, next] }];
        }),
      ),
    ),
    routes: ['POST /a'],
  },
  {
    says: 'answers with a value that doubles at each level',
    document: {
      ...OLD,
      paths: { '/a': { get: answering({ $ref: '#/components/schemas/A0' }) } },
      components: {
        schemas: Object.fromEntries(
          Array.from({ length: 31 }, (_, index) => {
            const next = { $ref: `#/components/schemas/A${index + 1}` };
            const more = { type: 'object', required: ['a', 'b'], properties: { a: next, b: next } };
            return [`A${index}`, index === 30 ? { type: 'string' } : more];
          }),
        ),
      },
    },
    routes: ['GET /a'],
    notes: ['Answers for which no valid value was found: 1'],
    json: {},
  },
  {
    says: 'takes files whose schemas are referred to',
    document: form(
      {
        required: ['photo', 'scan', 'all'],
        properties: {
          photo: { $ref: '#/components/schemas/File' },
          scan: { allOf: [{ $ref: '#/components/schemas/File' }] },
          all: { $ref: '#/components/schemas/Files' },
        },
      },
      {
        File: { type: 'string', format: 'binary' },
        Files: { type: 'array', items: { $ref: '#/components/schemas/File' } },
      },
      { photo: 'GIF', scan: 'PNG', all: ['JPEG'] },
    ),
    routes: ['POST /a'],
    asks: [
      {
        request: 'POST /a',
        form: {
          photo: { name: 'file', text: 'GIF' },
          scan: { name: 'file', text: 'PNG' },
          all: [{ name: 'file', text: 'JPEG' }],
        },
        response: { status: 200 },
      },
    ],
  },
  {
    says: 'has alternatives, of which the first one is also another',
    document: {
      ...OLD,
      paths: { '/a': { get: answering({ oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'string' }] }) } },
    },
    routes: ['GET /a'],
    json: 1,
  },
  {
    says: 'has choices for a part of a segment',
    document: {
      ...NEW,
      paths: {
        '/{id}.{format}': {
          get: {
            parameters: [
              { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
              { name: 'format', in: 'path', required: true, schema: { $ref: '#/components/schemas/Format' } },
            ],
            ...answering({ const: 1 }),
          },
        },
      },
      components: { schemas: { Format: { enum: ['tar.gz', 'zip', 7, null] } } },
    },
    routes: ['GET /{id_format}'],
    pattern: '^.+\\.(?:tar\\.gz|zip|7)$',
  },
  {
    says: 'has redirects that do not say where they lead',
    document: {
      ...NEW,
      paths: {
        '/a': { get: { responses: { 302: { description: 'A', headers: { Location: { schema: {} } } } } } },
        '/b': { post: { responses: { 308: { description: 'B', content: { 'text/html': {} } } } } },
        '/c': { get: { responses: { 300: { description: 'C' }, 304: { description: 'D' } } } },
      },
    },
    routes: ['GET /a', 'POST /b', 'GET /c'],
    notes: [
      'Redirects without an example of Location: they lead to https://example.com/: 2',
      'Content of answers that have none: 1',
    ],
  },
];

describe('import of a document that', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'velosiped-odd-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [index, { says, document, routes, notes = [], asks, pattern, json, headers }] of CASES.entries())
    it(says, async () => {
      const file = join(folder, `${index}.yaml`);
      // Without quotes it merges two maps.
      writeFileSync(file, stringify(document).replaceAll('<<:', '"<<":'));
      const imported = await importInto(join(folder, String(index)), file);
      assert.equal(imported.code, 0, imported.err);
      const loaded = await imported.load();
      assert.deepEqual(
        loaded.diagnostics.map(({ message }) => message),
        [],
      );
      const all = [...loaded.site.routes.values()];
      assert.deepEqual(
        all.map(({ methods, paths }) => `${methods.join()} ${paths[0]?.text}`),
        routes,
      );
      assert.equal((await checkExamples(loaded)).failed, 0);
      const report = imported.read('import-report.md');
      for (const note of notes) assert.ok(report.includes(`## ${note}\n`), report);
      if (asks !== undefined)
        assert.deepEqual(
          all[0]?.examples.map(({ shape }) => plain(shape)),
          asks,
        );
      if (pattern !== undefined) assert.equal(all[0]?.parameters.params[0]?.schema.shape.pattern, pattern);
      const answer = all[0]?.answer;
      if (json !== undefined)
        assert.equal(JSON.stringify(answer?.kind === 'json' && answer.value), JSON.stringify(json));
      if (headers !== undefined)
        assert.deepEqual(
          all[0]?.headers.map(({ name, value }) => [name, value]),
          headers,
        );
    });
});

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
