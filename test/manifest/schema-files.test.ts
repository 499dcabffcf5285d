import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { handOver, takeOver } from '../../src/manifest/hand-over.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { loadTypes } from '../../src/manifest/load-types.ts';
import { documentOf } from '../../src/manifest/openapi/document-of.ts';
import { serveSite } from '../guards/served-site.ts';
import { type Files, inFolder, loadFiles, placesOf } from './manifest-folder.ts';

const FILES: Files = {
  'handlers.mjs': 'export const handlers = { echo: ({ body, query }) => ({ ...query, ...body }) };\n',
  'parts/more.yaml': `routes:
  more: { path: /more, query: { page: { $ref: '../schemas/common.yaml#/Page', default: 1 } }, handler: echo }
`,
  'schemas/ride.json': `{
\t"$schema": "https://json-schema.org/draft/2020-12/schema",
\t"$id": "https://club.example/ride.json",
\t"type": "object",
\t"required": ["rider"],
\t"properties": { "rider": { "$ref": "#/$defs/Rider" }, "stop": { "$ref": "deep/stop.yaml" } },
\t"additionalProperties": false,
\t"$defs": { "Rider": { "type": "string", "minLength": 2 }, "a/b c": { "type": "boolean" } }
}
`,
  'schemas/deep/stop.yaml': `
type: object
properties:
  name: { $ref: '#/definitions/name' }
  back: { $ref: '../ride.json' }
  next: { $ref: '#' }
definitions: { name: { type: string, enum: [Tartu, Tallinn] }, unused: { typ: 1 } }
`,
  'schemas/common.yaml': 'Page: { type: integer, minimum: 1 }\nOpen: true\n',
};

const MANIFEST = `version: 1
handlers: ./handlers.mjs
include: ['parts/*.yaml']
schemas:
  Ride: { $ref: ./schemas/ride.json }
routes:
  make: { path: /make, methods: [POST], body: { $ref: '#/schemas/Ride' }, handler: echo }
  flag: { path: /flag, query: { on: { $ref: 'schemas/ride.json#/$defs/a~1b%20c' } }, handler: echo }
`;

describe('$ref into other files', () => {
  const site = serveSite(MANIFEST, FILES as Readonly<Record<string, string>>);
  const ask = async (path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const sent = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`http://${site.host}:${site.port}${path}`, sent);
    const { errors, ...model } = (await response.json()) as { errors?: { pointer?: string; name?: string }[] };
    const at = errors?.map(({ pointer, name }) => pointer ?? name);
    return { status: response.status, said: at ?? model };
  };
  const stop = { rider: 'Ada', stop: { name: 'Tartu', back: { rider: 'Bo', stop: { next: { name: 'Tallinn' } } } } };
  const cases: readonly (readonly [path: string, body: unknown, status: number, said: unknown])[] = [
    ['/make', stop, 200, stop],
    ['/make', { rider: 'A' }, 400, ['/rider']],
    ['/make', { rider: 'Ada', stop: { back: { rider: 'A' }, name: 'Paris' } }, 400, ['/stop/name', '/stop/back/rider']],
    ['/make', { rider: 'Ada', other: 1 }, 400, ['/other']],
    ['/more', undefined, 200, { page: 1 }],
    ['/more?page=0', undefined, 400, ['page']],
    ['/flag?on=true', undefined, 200, { on: true }],
    ['/flag?on=1', undefined, 400, ['on']],
  ];
  for (const [path, body, status, said] of cases) {
    it(`${path} ${JSON.stringify(body) ?? ''}: ${status}`, async () => {
      assert.deepEqual(await ask(path, body), { status, said });
    });
  }

  it('are files of the manifest, in types and in OpenAPI too, and another process takes them over', () =>
    inFolder({ ...FILES, 'routes.yaml': MANIFEST }, async (folder) => {
      const loaded = await loadManifest(join(folder, 'routes.yaml'));
      assert.deepEqual(placesOf(loaded), []);
      assert.ok(loaded.kind === 'loaded');
      const schemas = ['schemas/ride.json', 'schemas/common.yaml', 'schemas/deep/stop.yaml'];
      for (const file of schemas) assert.ok(loaded.files.includes(join(folder, file)), file);
      const document = JSON.stringify(documentOf(loaded.site));
      assert.match(document, /"rider":\{"\$ref":"#\/components\/schemas\/Rider"\}/);
      assert.deepEqual(document.match(/"\$ref":"(?!#\/components\/)[^"]*"/g), null);
      const types = loadTypes(join(folder, 'routes.yaml'));
      assert.ok(types.kind === 'loaded');
      assert.match(types.module.text, /interface Ride2 \{\s+readonly rider: Rider;\s+readonly stop\?: Stop;/);
      const taken = await takeOver(handOver(loaded));
      assert.equal(taken.kind, 'compiled');
    }));
});

describe('$ref into other files: what is wrong', () => {
  const route = (reference: string) =>
    `version: 1\nroutes:\n  a: { path: /, methods: [POST], body: { $ref: '${reference}' }, text: ok }\n`;
  const cases: readonly (readonly [title: string, reference: string, Files, places: string[], said: RegExp])[] = [
    [
      'a file that is not there',
      './schemas/rid.json',
      {},
      ['cannot-read routes.yaml:3:48'],
      /did you mean "ride.json"\?/,
    ],
    [
      'a pointer to nothing',
      './schemas/ride.json#/$defs/Ridr',
      {},
      ['unknown-schema routes.yaml:3:48'],
      /Unknown schema ".\/schemas\/ride.json#\/\$defs\/Ridr"\n.*\n.*\n.*did you mean "Rider"\?/,
    ],
    [
      'a name instead of a pointer',
      './schemas/ride.json#Rider',
      {},
      ['unknown-schema routes.yaml:3:48'],
      /write "#", and a JSON pointer to the schema, or the name that its "\$anchor" gives it/,
    ],
    [
      'what is elsewhere on the network',
      'https://club.example/ride.json',
      {},
      ['unknown-schema routes.yaml:3:48'],
      /it is not a file\n.*\n.*\n.*save it beside the manifest/,
    ],
    [
      'the manifest itself, but none of its schemas',
      './routes.yaml#/routes/a',
      {},
      ['unknown-schema routes.yaml:3:48'],
      /write '#\/schemas\/NAME'/,
    ],
    [
      'a nested reference, relative to its own file',
      './schemas/x.yaml',
      { 'schemas/x.yaml': 'items: { $ref: schemas/ride.json }\ntype: array\n' },
      ['cannot-read schemas/x.yaml:1:16'],
      /x.yaml:1:16/,
    ],
    [
      'a wrong keyword in the file',
      './schemas/x.yaml#/a',
      { 'schemas/x.yaml': 'a: { type: array, items: { typ: string } }\n' },
      ['unknown-key schemas/x.yaml:1:28'],
      /Unknown key "typ" in ".\/schemas\/x.yaml#\/a\/items"/,
    ],
    [
      'a schema that contradicts itself',
      './schemas/x.yaml',
      { 'schemas/x.yaml': 'type: string\nminLength: 3\nmaxLength: 2\n' },
      ['bad-schema schemas/x.yaml:3:12'],
      /No value satisfies both/,
    ],
    [
      'files that are each other',
      './schemas/x.yaml',
      { 'schemas/x.yaml': '$ref: y.yaml\n', 'schemas/y.yaml': '$ref: x.yaml\n' },
      ['circular-schema schemas/x.yaml:1:7'],
      /refers to itself by way of ".\/schemas\/y.yaml#"/,
    ],
    [
      'a list',
      './schemas/x.yaml#/0',
      { 'schemas/x.yaml': '- 1\n' },
      ['not-a-map schemas/x.yaml:1:1'],
      /The file of schemas is a list/,
    ],
    [
      'what is no schema',
      './schemas/x.yaml#/a',
      { 'schemas/x.yaml': 'a: 5\n' },
      ['wrong-type schemas/x.yaml:1:4'],
      /5/,
    ],
  ];
  for (const [title, reference, files, places, said] of cases) {
    it(title, async () => {
      const result = await loadFiles({ ...FILES, ...files, 'routes.yaml': route(reference) });
      assert.deepEqual(placesOf(result), places);
      assert.match(renderDiagnostics(result.diagnostics, result.sources, { color: false }), said);
    });
  }
});
