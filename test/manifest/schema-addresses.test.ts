import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { loadTypes } from '../../src/manifest/load-types.ts';
import { documentOf } from '../../src/manifest/openapi/document-of.ts';
import { serveSite } from '../guards/served-site.ts';
import { type Files, loadFiles, placesOf } from './manifest-folder.ts';

const FILES = {
  'handlers.mjs': 'export const handlers = { echo: () => ({}) };',
  // Two files of one server, which know each other by their addresses.
  'saved/ride.json': JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://club.example/v1/ride.json',
    properties: {
      stop: { $ref: 'https://club.example/v1/parts/stop.json' },
      rider: { $ref: 'people/rider.json#name' },
      inner: { $ref: 'urn:example:inner#/$defs/flag' },
    },
    additionalProperties: false,
    $defs: {
      Rider: { $id: 'people/rider.json', $defs: { Name: { $anchor: 'name', type: 'string', minLength: 2 } } },
      Inner: { $id: 'urn:example:inner', $defs: { flag: { type: 'boolean' } } },
    },
  }),
  'saved/parts/stop.json': JSON.stringify({
    $id: 'https://club.example/v1/parts/stop.json',
    properties: { name: { $ref: '#name' }, next: { $ref: '#' }, ride: { $ref: '../ride.json' } },
    $defs: { Name: { $anchor: 'name', enum: ['Tartu', 'Tallinn'] } },
  }),
};

const MANIFEST = `version: 1
handlers: ./handlers.mjs
schemas:
  Ride:
    $schema: https://json-schema.org/draft/2020-12/schema
    type: object
    properties: { stop: { $ref: '#/$defs/Stop' }, day: { $ref: '#day' }, back: { $ref: '#' }, on: { $ref: '#/properties/off' }, off: { type: boolean } }
    $defs:
      Stop: { type: object, properties: { name: { $ref: '#/$defs/Name' } } }
      Name: { type: string, minLength: 2 }
      Day: { $anchor: day, type: string, format: date }
routes:
  named: { path: /named, methods: [POST], body: { $ref: '#/schemas/Ride' }, handler: echo }
  part: { path: /part, query: { name: { $ref: '#/schemas/Ride/$defs/Name' } }, text: ok }
  own:
    path: /own
    methods: [POST]
    body:
      $id: https://club.example/tree.json
      type: object
      properties: { value: { $ref: '#value' }, left: { $ref: '#' }, right: { $ref: tree.json } }
      $defs: { Value: { $anchor: value, type: integer } }
    text: ok
  saved: { path: /saved, methods: [POST], body: { $ref: ./saved/ride.json }, text: ok }
`;

describe('$ref inside a schema, and by $id and $anchor', () => {
  const site = serveSite(MANIFEST, FILES);
  const cases: readonly (readonly [path: string, body: unknown, wrong: readonly string[]])[] = [
    ['/named', { stop: { name: 'Tartu' }, day: '2026-01-31', back: { back: {} }, on: true }, []],
    [
      '/named',
      { stop: { name: 'T' }, day: 'x', back: { back: { day: 1 } }, on: 1 },
      ['/stop/name', '/day', '/back/back/day', '/on'],
    ],
    ['/part?name=Tartu', undefined, []],
    ['/part?name=T', undefined, ['name']],
    ['/own', { value: 1, left: { right: { value: 2 } } }, []],
    ['/own', { value: 'a', left: { right: { value: 'b' } } }, ['/value', '/left/right/value']],
    ['/saved', { stop: { name: 'Tartu', next: { name: 'Tallinn' }, ride: {} }, rider: 'Ada', inner: true }, []],
    [
      '/saved',
      { stop: { name: 'Oslo', next: { name: 'Oslo' }, ride: { other: 1 } }, rider: 'A', inner: 1 },
      ['/stop/name', '/stop/next/name', '/stop/ride/other', '/rider', '/inner'],
    ],
  ];
  for (const [path, body, wrong] of cases) {
    it(`${path} ${JSON.stringify(body) ?? ''}: ${wrong.length === 0 ? 'good' : wrong.join()}`, async () => {
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const sent = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
      const response = await fetch(`http://${site.host}:${site.port}${path}`, sent);
      const text = await response.text();
      const said = response.status === 200 ? [] : JSON.parse(text).errors;
      const at = said.map((one: { pointer?: string; name?: string }) => one.pointer ?? one.name);
      assert.deepEqual(at.toSorted(), wrong.toSorted());
    });
  }

  it('is part of types and OpenAPI, where no address of a schema is left', async () => {
    const manifest = join(site.folder, 'routes.yaml');
    const loaded = await loadManifest(manifest);
    assert.ok(loaded.kind === 'loaded');
    const document = JSON.stringify(documentOf(loaded.site));
    assert.deepEqual(document.match(/"\$ref":"(?!#\/components\/)[^"]*"/g), null);
    assert.deepEqual(document.match(/"\$(?:id|anchor|defs|schema)"/g), null);
    const types = loadTypes(manifest);
    assert.ok(types.kind === 'loaded');
    assert.match(types.module.text, /readonly stop\?: Stop;\s+readonly day\?: Day;\s+readonly back\?: Ride;/);
  });
});

describe('$ref inside a schema: what is wrong', () => {
  const route = (body: string) => `version: 1\nroutes:\n  a: { path: /, methods: [POST], text: ok, body: ${body} }\n`;
  const cases: readonly (readonly [title: string, body: string, places: readonly string[], said: RegExp, Files?])[] = [
    [
      'no such definition',
      "{ items: { $ref: '#/$defs/Stpo' }, $defs: { Stop: { type: string } } }",
      ['unknown-schema routes.yaml:3:67'],
      /did you mean "Stop"/,
    ],
    [
      'no such anchor',
      "{ items: { $ref: '#stop' } }",
      ['unknown-schema routes.yaml:3:67'],
      /the name that its "\$anchor"/,
    ],
    [
      'a schema of the manifest, misspelt',
      "{ $ref: '#/schema/A' }",
      ['unknown-schema routes.yaml:3:58'],
      /'#\/schemas\/NAME'/,
    ],
    ['itself', "{ $ref: '#' }", ['circular-schema routes.yaml:3:58'], /refers to itself/],
    [
      'a definition that nothing refers to',
      '{ $defs: { A: { typ: string } } }',
      ['unused-schema routes.yaml:3:61', 'unknown-key routes.yaml:3:66'],
      /did you mean "type"/,
    ],
    [
      'twice, by two ways',
      "{ properties: { a: { $ref: '#' }, b: { minLength: 3, maxLength: 2 } } }",
      ['bad-schema routes.yaml:3:114'],
      /No value satisfies both/,
    ],
    [
      'addresses that are none',
      '{ $defs: 5, $id: 5 }',
      ['wrong-type routes.yaml:3:59', 'wrong-type routes.yaml:3:67'],
      /./,
    ],
    [
      'a runaway',
      "{ allOf: [{ properties: { a: { $ref: '#' } } }, { additionalProperties: { $ref: '#' } }] }",
      ['runaway-schema routes.yaml:3:87'],
      /can take very long/,
    ],
    [
      'an address that is not among the saved files',
      '{ $ref: ./a.json }',
      ['unknown-schema a.json:1:46'],
      /it is not a file/,
      { 'a.json': '{ "$id": "https://club.example/a/b", "$ref": "https://club.example/c" }' },
    ],
    ...(
      [
        ['./b.json', 'x%2Fy.json'],
        ['./b.json', '%zz.json'],
        ['file://host/b.json', 'c.json'],
      ] as const
    ).map(
      ([id, reference]) =>
        [
          `an address that no file can have: ${reference} beside ${id}`,
          `{ $id: a.json, items: { $id: '${id}', $ref: '${reference}' } }`,
          [`unknown-schema routes.yaml:3:${89 + id.length}`],
          /it is not a file/,
        ] as const,
    ),
  ];
  for (const [title, body, places, said, files] of cases) {
    it(title, async () => {
      const result = await loadFiles({ ...files, 'routes.yaml': route(body) });
      assert.deepEqual(placesOf(result), places);
      assert.match(renderDiagnostics(result.diagnostics, result.sources, { color: false }), said);
    });
  }
});
