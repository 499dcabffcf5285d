import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { validate } from '@readme/openapi-parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { hashSync } from 'bcryptjs';
import { parse } from 'yaml';
import { loadManifest } from '../../../src/manifest/load-manifest.ts';
import { documentOf, writeDocument } from '../../../src/manifest/openapi/document-of.ts';
import { type Files, loadFiles } from '../manifest-folder.ts';

type Json = Record<string, unknown>;

const RIDES = `
version: 1
info:
  title: Rides
  version: 1.4.0
  description: Rides of a club.
  contact: { name: The club, email: desk@club.example }
  license: { name: MIT, identifier: MIT }
  language: en
handlers: ./handlers.mjs
schemas:
  Unused: { type: string }
  Ride: { type: object, required: [name], properties: { name: { type: string }, next: { $ref: '#/schemas/Ride' } } }
routes:
  ride:
    path: /rides/{id}/{file...}
    aliases: ["/r/{id}/{file...}"]
    methods: [POST, PUT]
    tags: [rides]
    params: { id: { type: integer, minimum: 1 }, file: { type: string } }
    query: { long: { type: boolean, default: false } }
    body: { $ref: '#/schemas/Ride' }
    handler: hello
    model: { $ref: '#/schemas/Ride' }
    examples:
      first:
        request: PUT /rides/1/a/b?long=true
        body: { name: Dawn }
        response: { status: 200 }
  fixed: { path: /fixed, json: { ok: true }, response: { headers: { X-A: b } } }
  moved: { path: /moved, redirect: { route: fixed, status: 308 } }
  written: { path: /written, text: hello, sameOrigin: true }
`;

describe('OpenAPI document of a manifest', () => {
  it('is valid by two validators, for the shipped manifest and for one with all kinds of answers', async () => {
    await checkValid(await shipped());
    await checkValid(await documentFor(RIDES));
  });

  it('says which operations ask for a name and a password', async () => {
    const manifest = `version: 1
groups: { club: { under: /club, guards: [velosiped:basicAuth], auth: { realm: Club, users: ./users.htpasswd } } }
routes: { open: { path: /, text: A }, closed: { path: /club/a, text: A } }
`;
    const document = await documentFor(manifest, { 'users.htpasswd': `Ada:${hashSync('bike', 4)}\n` });
    await checkValid(document);
    assert.deepEqual(valueAt(document, 'paths', '/club/a', 'get', 'security'), [{ basicAuth: [] }]);
    assert.equal(valueAt(document, 'paths', '/', 'get', 'security'), undefined);
    assert.deepEqual(valueAt(document, 'components', 'securitySchemes'), {
      basicAuth: { type: 'http', scheme: 'basic' },
    });
  });

  it('says of each path of a route what the groups above that one ask for', async () => {
    const document = await documentFor(`version: 1
groups: { club: { under: /club, rateLimit: { requests: 5, per: 1m } } }
routes: { a: { path: /a, aliases: [/club/a], methods: [GET], text: A } }
`);
    const limited = ['/a', '/club/a'].map((path) => valueAt(document, 'paths', path, 'get', 'responses', '429'));
    assert.deepEqual(
      limited.map((answer) => answer !== undefined),
      [false, true],
    );
  });

  it('says of a file and of a folder which types they have, and never that they are JSON', async () => {
    const manifest = `version: 1
routes:
  icon: { path: /icon, file: ./public/icon.svg }
  note: { path: /note, file: ./public/icon.svg, response: { type: text/plain } }
  rest: { path: '/rest/{name...}', folder: { root: ./public } }
`;
    const { paths } = await documentFor(manifest, { 'public/icon.svg': '<svg/>' });
    const types = ['/icon', '/note', '/rest/{name}'].map((path) =>
      Object.keys(valueAt(paths, path, 'get', 'responses', '200', 'content') as Json),
    );
    assert.deepEqual(types, [['image/svg+xml'], ['text/plain'], ['*/*']]);
  });

  it('says who and what, so that a reader knows whose API it is', async () => {
    const { info } = await documentFor(RIDES);
    assert.deepEqual(info, {
      title: 'Rides',
      version: '1.4.0',
      description: 'Rides of a club.',
      contact: { name: 'The club', email: 'desk@club.example' },
      license: { name: 'MIT', identifier: 'MIT' },
      'x-language': 'en',
    });
  });

  it('names the first operation of a route like the route, and each other one by its method or alias', async () => {
    const { paths } = await documentFor(RIDES);
    const ids = Object.values(paths as Json).flatMap((item) =>
      Object.entries(item as Json).map(([method, operation]) => [method, (operation as Json)['operationId']].join(' ')),
    );
    assert.deepEqual(ids, [
      'get fixed',
      'get moved',
      'post ride_alias1',
      'put ride_alias1_put',
      'post ride',
      'put ride_put',
      'get written',
    ]);
  });

  it('has the description of a route where it is a text, and not a template', async () => {
    const { paths } = await documentFor(
      `version: 1
views: ./views
routes:
  plain: { path: /plain, json: {}, description: One text. }
  page: { path: /page, view: a, data: { name: Ada }, description: "About {{name}}" }
`,
      { 'views/a.hbs': '{{name}}' },
    );
    const said = ['/plain', '/page'].map((path) => valueAt(paths, path, 'get', 'description'));
    assert.deepEqual(said, ['One text.', undefined]);
  });

  it('has parameters, body, answers and examples of an operation', async () => {
    const document = await documentFor(RIDES);
    const schema = { $ref: '#/components/schemas/Ride' };
    assert.deepEqual(valueAt(document, 'paths', '/rides/{id}/{file}', 'put'), {
      operationId: 'ride_put',
      tags: ['rides'],
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          schema: { type: 'integer', minimum: 1 },
          examples: { first: { value: 1 } },
        },
        {
          name: 'file',
          in: 'path',
          required: true,
          schema: { type: 'string' },
          examples: { first: { value: 'a/b' } },
          'x-rest': true,
        },
        {
          name: 'long',
          in: 'query',
          required: false,
          schema: { type: 'boolean', default: false },
          examples: { first: { value: true } },
        },
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': { schema, examples: { first: { value: { name: 'Dawn' } } } },
          'application/x-www-form-urlencoded': { schema },
        },
      },
      responses: {
        200: { description: 'OK', content: { 'application/json': { schema } } },
        400: { $ref: '#/components/responses/BadRequest' },
        413: { $ref: '#/components/responses/ContentTooLarge' },
        415: { $ref: '#/components/responses/UnsupportedMediaType' },
        default: { $ref: '#/components/responses/Error' },
      },
    });
    assert.deepEqual(valueAt(document, 'paths', '/moved', 'get', 'responses', '308', 'headers'), {
      Location: { schema: { type: 'string' }, example: '/fixed' },
    });
    const { Problem, ...own } = valueAt(document, 'components', 'schemas') as Json;
    assert.deepEqual(valueAt(document, 'components', 'responses', 'BadRequest', 'content'), {
      'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      'text/html': {},
    });
    assert.deepEqual(valueAt(Problem, 'required'), ['type', 'title', 'status']);
    assert.deepEqual(own, {
      Ride: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' }, next: { $ref: '#/components/schemas/Ride' } },
      },
    });
  });

  it('keeps a path with a rest apart from one with a parameter there', async () => {
    const document = await documentFor(`version: 1
routes:
  one: { path: "/a/{id}", params: { id: { type: string } }, text: A }
  all: { path: "/a/{rest...}", params: { rest: { type: string } }, text: B }
`);
    const ids = ['/a/{id}', '/a/{rest}#rest'].map((path) => valueAt(document, 'paths', path, 'get', 'operationId'));
    assert.deepEqual(ids, ['one', 'all']);
    await checkValid(document);
  });

  it('has the form of an example as the value of the body, typed, with the texts of files', async () => {
    const document = await documentFor(`version: 1
routes:
  send:
    path: /send
    methods: [POST]
    body: { type: object, properties: { photo: { type: string, format: binary }, count: { type: integer } } }
    text: A
    examples: { sent: { request: POST /send, form: { photo: { name: a, text: GIF }, count: 2 }, response: { status: 200 } } }
`);
    const content = valueAt(document, 'paths', '/send', 'post', 'requestBody', 'content', 'multipart/form-data');
    assert.deepEqual(valueAt(content, 'examples'), { sent: { value: { photo: 'GIF', count: 2 } } });
    await checkValid(document);
  });

  it('is the same in YAML and JSON', async () => {
    const document = await documentFor(RIDES);
    assert.deepEqual(parse(writeDocument(document, 'yaml')), JSON.parse(writeDocument(document, 'json')));
  });
});

async function documentFor(manifest: string, files: Files = {}): Promise<Json> {
  const loaded = await loadFiles({ 'routes.yaml': manifest, ...files });
  assert.equal(loaded.kind, 'loaded', JSON.stringify(loaded.diagnostics));
  return plain(loaded.kind === 'loaded' ? documentOf(loaded.site) : {});
}

async function shipped(): Promise<Json> {
  const loaded = await loadManifest('routes.yaml');
  return plain(loaded.kind === 'loaded' ? documentOf(loaded.site) : {});
}

function plain(document: object): Json {
  return JSON.parse(JSON.stringify(document));
}

function valueAt(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce((inside, key) => (inside as Json)[key], value);
}

async function checkValid(document: Json): Promise<void> {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors));
  const second = await validate(structuredClone(document) as never);
  assert.ok(second.valid, JSON.stringify(second));
}
