import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { hashSync } from 'bcryptjs';
import { loadManifest } from '../../../src/manifest/load-manifest.ts';
import { documentOf, writeDocument } from '../../../src/manifest/openapi/document-of.ts';
import { inFolder } from '../manifest-folder.ts';
import { withImport } from './import-site.ts';

const MANIFEST = `version: 1
info:
  title: All
  version: 2.0.0
  description: All that an export says.
  contact: { name: The club, url: "https://club.example", email: desk@club.example }
  license: { name: MIT, identifier: MIT }
  language: en
server: { errors: problem }
handlers: ./handlers.mjs
views: ./views
schemas:
  Ride:
    type: object
    required: [name]
    properties:
      name: { type: string, minLength: 1 }
      level: { type: [integer, "null"], enum: [1, 2, null] }
      next: { $ref: '#/schemas/Ride' }
      more: { anyOf: [{ type: array, items: { type: string }, uniqueItems: true }, { const: none }] }
groups:
  club: { under: /club, guards: [velosiped:basicAuth], auth: { realm: Club, users: ./users.htpasswd } }
  desk: { under: /desk, guards: [open] }
routes:
  ride:
    path: /rides/{id}
    aliases: ["/r/{id}"]
    methods: [GET]
    summary: One ride
    description: One ride of the club.
    tags: [rides, all]
    params: { id: { type: integer, minimum: 1, description: Its number } }
    query:
      long: { type: boolean, default: false }
      tag: { type: array, items: { type: string, enum: [a, b] } }
    headers: { X-Trace: { type: string, required: true } }
    cookies: { seen: { type: integer } }
    json: { name: Dawn, level: null }
    model: { $ref: '#/schemas/Ride' }
    response: { headers: { X-A: b } }
    examples:
      first:
        request: GET /rides/1?long=true&tag=a&tag=b
        headers: { X-Trace: t }
        cookies: { seen: "1" }
        response: { status: 200, json: { name: Dawn, level: null } }
  rest: { path: "/rides/{file...}", params: { file: { type: string } }, text: A }
  inner: { path: "/rides/{id}/{file...}", params: { id: { type: integer }, file: { type: string } }, text: "", response: { type: text/csv } }
  add:
    path: /rides
    methods: [POST, PUT]
    sameOrigin: true
    body: { $ref: '#/schemas/Ride' }
    bodyRequired: false
    json: {}
    response: { status: 201 }
    examples: { made: { request: POST /rides, form: { name: Dusk }, response: { status: 201 } } }
  send:
    path: /photos
    methods: [POST]
    body:
      type: object
      required: [photo]
      properties:
        photo: { type: string, format: binary, maxLength: 100 }
        more: { type: array, items: { type: string, format: binary } }
        count: { type: integer }
        names: { type: array, items: { type: string } }
    text: Sent
    examples:
      sent:
        request: POST /photos
        form: { photo: { name: a.gif, text: GIF }, more: [{ name: b, text: B }], count: 2, names: [x, y] }
        response: { status: 200 }
  moved: { path: /moved, redirect: { route: page, status: 308 } }
  nowhere: { path: /nowhere, text: "", response: { status: 303 } }
  page: { path: /page, view: page, data: { name: Ada } }
  icon: { path: /icon, file: ./public/icon.svg }
  files: { path: "/files/{name...}", folder: { root: ./public } }
  secret: { path: /club/a, json: { a: 1 } }
  held: { path: /desk/a, methods: [DELETE], json: [1, 2] }
  health: { path: /health, handler: velosiped:health }
  work: { path: /work, methods: [POST], body: { type: array, items: { type: number } }, handler: work, model: { type: string } }
`;

describe('round trip of an OpenAPI document with all that an export says', () => {
  it('gives back the same document', async () => {
    const files = {
      'routes.yaml': MANIFEST,
      'handlers.mjs':
        "export const handlers = { work: () => 'done' };\nexport const guards = { open: () => undefined };\n",
      'users.htpasswd': `Ada:${hashSync('bike', 4)}\n`,
      'views/page.hbs': '<p>{{name}}</p>',
      'public/icon.svg': '<svg/>',
    };
    const text = await inFolder(files, async (folder) => {
      const loaded = await loadManifest(join(folder, 'routes.yaml'));
      assert.ok(loaded.kind === 'loaded', JSON.stringify(loaded.diagnostics));
      return writeDocument(documentOf(loaded.site), 'yaml');
    });
    await inFolder({ 'document.yaml': text }, (folder) =>
      withImport(join(folder, 'document.yaml'), async (site) => {
        assert.equal(site.code, 0, site.err);
        const { site: imported } = await site.load();
        assert.equal(writeDocument(documentOf(imported), 'yaml'), text, site.read('import-report.md'));
      }),
    );
  });
});
