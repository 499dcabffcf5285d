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
