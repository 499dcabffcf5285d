import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkExamples } from '../../src/cli/judge/check-examples.ts';
import { loadTypes } from '../../src/manifest/load-types.ts';
import { inFolder, loadFiles } from '../manifest/manifest-folder.ts';

const HANDLERS = `export const handlers = {
  add: async ({ body }) => ({
    title: body.title,
    files: await Promise.all([body.photo, ...(body.more ?? [])].map(async (file) => [file.name, file.type, await file.text()])),
  }),
};`;

const BODY = `{
    type: object
    required: [title, photo],
    properties: {
      title: { type: string },
      photo: { type: string, format: binary, contentMediaType: image/png },
      more: { type: array, items: { type: string, format: binary } },
    },
  }`.replace('type: object\n', 'type: object,\n');

const ROUTE = `methods: [POST], handler: add, body: ${BODY}`;

function files(route: string): Readonly<Record<string, string>> {
  return {
    'handlers.mjs': HANDLERS,
    'routes.yaml': `version: 1\nhandlers: ./handlers.mjs\nroutes:\n  add: { ${route} }\n`,
  };
}

describe('uploads: examples with files', () => {
  const file = '{ name: "fox \\"1\\".png", type: image/png, text: velosiped }';
  const cases: readonly (readonly [title: string, form: string, response: string, findings: number])[] = [
    [
      'are sent as browsers send them',
      `{ title: Лис, photo: ${file}, more: [{ name: a.txt, text: one }, { name: b.txt }] }`,
      '{ json: { title: Лис, files: [["fox \\"1\\".png", image/png, velosiped], [a.txt, application/octet-stream, one], [b.txt, application/octet-stream, ""]] } }',
      0,
    ],
    ['say what is refused', '{ title: Лис, photo: { name: a, type: text/html } }', '{ status: 400 }', 0],
    ['without one are urlencoded', '{ title: Лис }', '{ status: 400, contains: is required }', 0],
    ['fail where the answer is another', `{ title: A, photo: ${file} }`, '{ status: 201 }', 1],
  ];
  for (const [title, form, response, findings] of cases) {
    it(title, async () => {
      const example = `{ request: POST /photos, form: ${form}, response: ${response} }`;
      const loaded = await loadFiles(
        files(`path: /photos, ${ROUTE}, examples: { one: ${example} }`.replaceAll('\n', ' ')),
      );
      assert.equal(loaded.kind, 'loaded', JSON.stringify(loaded.diagnostics));
      if (loaded.kind !== 'loaded') return;
      const { diagnostics } = await checkExamples(loaded);
      assert.equal(diagnostics.length, findings, JSON.stringify(diagnostics));
    });
  }

  it('have one body', async () => {
    const example = '{ request: POST /photos, form: { title: a }, body: { title: a }, response: { status: 400 } }';
    const { diagnostics } = await loadFiles(
      files(`path: /photos, ${ROUTE}, examples: { one: ${example} }`.replaceAll('\n', ' ')),
    );
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['bad-example'],
    );
  });
});

describe('uploads: what the manifest can say', () => {
  it('is no form that would lead to another address, since browsers send it again as text', async () => {
    const route = `path: "/albums/{album}", params: { album: { type: string } }, ${ROUTE}, form: {}`;
    const { diagnostics } = await loadFiles(files(route.replaceAll('\n', ' ')));
    assert.match(diagnostics.map(({ message }) => message).join(), /A form with the file "photo" cannot ask/);
  });

  const misplaced: readonly (readonly [title: string, body: string, at: readonly string[]])[] = [
    ['a property', '{ type: object, properties: { file: FILE, files: { type: array, items: FILE } } }', []],
    ['a property by name', '{ type: object, properties: { file: { $ref: "#/schemas/file" } } }', []],
    ['a property of a named body', '{ $ref: "#/schemas/photo" }', []],
    ['the body', 'FILE', ['binary']],
    [
      'inside a property',
      '{ type: object, properties: { one: { type: object, properties: { file: FILE } } } }',
      ['binary'],
    ],
    ['inside one by name', '{ type: object, properties: { one: { $ref: "#/schemas/photo" } } }', ['"#/schemas/file"']],
    ['a choice', '{ type: object, properties: { file: { anyOf: [FILE, { type: "null" }] } } }', ['binary']],
    [
      'a choice of types',
      '{ type: object, properties: { file: { type: [string, "null"], format: binary } } }',
      ['binary'],
    ],
    ['a part of the body', '{ type: object, allOf: [{ properties: { file: FILE } }] }', ['binary']],
    [
      'an item of an item',
      '{ type: object, properties: { all: { type: array, items: { type: array, items: FILE } } } }',
      ['binary'],
    ],
    ['an item of the body', '{ type: array, items: { $ref: "#/schemas/file" } }', ['"#/schemas/file"']],
  ];
  for (const [title, body, at] of misplaced) {
    it(`a file is ${at.length === 0 ? '' : 'not '}${title}`, async () => {
      const schemas = `schemas:\n  file: FILE\n  photo: { type: object, properties: { photo: { $ref: "#/schemas/file" } } }\n`;
      const routes = ['one', 'two'].map(
        (name) => `  ${name}: { path: /${name}, methods: [POST], handler: add, body: ${body} }\n`,
      );
      const text = `version: 1\nhandlers: ./handlers.mjs\n${schemas}routes:\n${routes.join('')}  use: { path: /use, methods: [POST], handler: add, body: { $ref: "#/schemas/photo" } }\n`;
      const written = text.replaceAll('FILE', '{ type: string, format: binary }');
      const { diagnostics } = await loadFiles({ 'handlers.mjs': HANDLERS, 'routes.yaml': written });
      const lines = written.split('\n');
      const found = diagnostics.map(({ code, line, column, endColumn }) => {
        return `${code}: ${lines[line - 1]?.slice(column - 1, endColumn - 1)}`;
      });
      assert.deepEqual(
        [...new Set(found)],
        at.map((place) => `bad-schema: ${place}`),
      );
      // A named schema that two routes have is reported once.
      assert.equal(new Set(diagnostics.map(({ line, column }) => `${line}:${column}`)).size, diagnostics.length);
    });
  }

  it('is written as types', () =>
    inFolder(files(`path: /photos, ${ROUTE}`.replaceAll('\n', ' ')), async (folder) => {
      const types = await loadTypes(`${folder}/routes.yaml`);
      assert.equal(types.kind, 'loaded');
      const text = JSON.stringify(types);
      assert.match(text, /import type \{ RouteHandler, UploadedFile \} from/);
      assert.match(text, /photo: UploadedFile;/);
      assert.match(text, /more\?: readonly UploadedFile\[\];/);
    }));
});
