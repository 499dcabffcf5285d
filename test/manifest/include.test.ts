import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { renderDiagnostics } from '../../src/manifest/findings/render-diagnostics.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { type Files, inFolder, loadFiles, placesOf } from './manifest-folder.ts';

const route = (name: string) => `routes:\n  ${name}: { path: /${name}, text: ${name} }\n`;
const main = (include: string) => `version: 1\ninclude: ${include}\n${route('main')}`;

describe('include: routes of further files join those of the manifest', () => {
  const files: Files = {
    'b.yaml': route('b'),
    'more/c.yaml': route('c'),
    'more/a.yaml': route('a'),
    'more/deep/d.yaml': route('d'),
    'more/e.yml': route('e'),
    'node_modules/n.yaml': 'no: routes',
    'more/node_modules/n.yaml': 'no: routes',
  };
  const cases: readonly (readonly [include: string, routes: string])[] = [
    ['[]', 'main'],
    ['[b.yaml]', 'main b'],
    ['[./more/../b.yaml]', 'main b'],
    ["['more/*.yaml']", 'main a c'],
    ["['more/*.{yml,yaml}', b.yaml]", 'main a c e b'],
    ["['more/[ac].yaml']", 'main a c'],
    ["['**/*.yaml']", 'main b a c d'],
    ["['*.yaml', 'more/**/*.yaml']", 'main b a c d'],
    ["[more/c.yaml, 'more/*.yaml']", 'main c a'],
  ];
  for (const [include, routes] of cases) {
    it(`${include}: ${routes}`, async () => {
      const result = await loadFiles({ ...files, 'routes.yaml': main(include) });
      assert.deepEqual(placesOf(result), []);
      assert.ok(result.kind === 'loaded');
      assert.equal(result.program.routes.map(({ name }) => name).join(' '), routes);
    });
  }
  it('from beside the folder of the manifest', () =>
    inFolder({ 'site/routes.yaml': main("['../common/*.yaml']"), 'common/a.yaml': route('a') }, async (folder) => {
      const result = await loadManifest(join(folder, 'site/routes.yaml'));
      assert.deepEqual(placesOf(result), []);
      assert.deepEqual(result.files, [join(folder, 'site/routes.yaml'), join(folder, 'common/a.yaml')]);
    }));
  it('through folders that are links to themselves, without an end', () =>
    inFolder({ 'routes.yaml': main("['more/**/*.yaml']"), 'more/a.yaml': route('a') }, async (folder) => {
      symlinkSync('.', join(folder, 'more/again'));
      assert.deepEqual(placesOf(await loadManifest(join(folder, 'routes.yaml'))), []);
    }));
  it('handlers and views of included routes are those of the manifest', () =>
    checkPlaces(
      {
        'routes.yaml': 'version: 1\ninclude: [more/a.yaml]\nhandlers: ./handlers.mjs\nviews: ./views\nroutes: {}\n',
        'more/a.yaml': 'routes:\n  a: { path: /, handler: hello, view: a }\n',
        'views/a.hbs': '<p>A</p>',
      },
      [],
    ));
  it('they can be named by redirects, and share the schemas of the manifest', () =>
    checkPlaces(
      {
        'routes.yaml':
          'version: 1\nschemas: { Name: { type: string } }\ninclude: [a.yaml]\nroutes: { b: { path: /b, redirect: { route: a, params: { name: c } } } }\n',
        'a.yaml': "routes:\n  a: { path: '/{name}', params: { name: { $ref: '#/schemas/Name' } }, text: A }\n",
      },
      [],
    ));
});

describe('include: findings name the file that has them', () => {
  it('each in its file with line and column, that of the manifest first', async () => {
    const files = {
      'routes.yaml': 'version: 1\ninclude: [b.yaml, a.yaml]\nroutes:\n  m: { path: /m, txet: M }\n',
      'a.yaml': '# A\nroutes:\n  a: { path: /x, text: A }\n',
      'b.yaml': "routes:\n  b: { path: /x, text: 5 }\n  c: { path: '/{c}', text: C }\n  e: { path: /x, text: E }\n",
    };
    const result = await loadFiles(files);
    assert.deepEqual(placesOf(result), [
      'unknown-key routes.yaml:4:18',
      'wrong-type b.yaml:2:24',
      'parameter-without-schema b.yaml:3:16',
      'ambiguous-routes b.yaml:4:14',
      'ambiguous-routes a.yaml:3:14',
    ]);
    const text = renderDiagnostics(result.diagnostics, result.sources, { color: false });
    assert.match(text, /a\.yaml:3:14 error ambiguous-routes\n.*\n {2}3 \| {3}a: \{ path: \/x, text: A \}\n/);
  });

  it('a name for two routes: the second place, and the first beside it', async () => {
    const result = await loadFiles({ 'routes.yaml': main("['*.yaml']"), 'a.yaml': route('x'), 'b.yaml': route('x') });
    assert.deepEqual(placesOf(result), ['duplicate-route b.yaml:2:3']);
    assert.deepEqual(
      result.diagnostics[0]?.related.map(({ file, line, column }) => `${file.slice(-6)}:${line}:${column}`),
      ['a.yaml:2:3'],
    );
  });

  const tops: readonly (readonly [title: string, text: string, places: readonly string[]])[] = [
    [
      'other keys of a manifest',
      `version: 1\nserver: {}\n${route('a')}`,
      ['unknown-key a.yaml:1:1', 'unknown-key a.yaml:2:1'],
    ],
    ['include', `include: [b.yaml]\n${route('a')}`, ['unknown-key a.yaml:1:1']],
    ['no routes', 'x-a: 1\n', ['missing-key a.yaml:1:1']],
    ['routes, misspelt', 'rotues: {}\n', ['unknown-key a.yaml:1:1']],
    ['routes that are a list', 'routes: []\n', ['wrong-type a.yaml:1:9']],
    ['routes that are nothing', 'routes:\n', ['wrong-type a.yaml:1:1']],
    ['x- keys, which nobody looks at', `x-a: 1\n${route('a')}  x-b: 1\n`, []],
    ['the same x- key as the manifest', `${route('a')}  x-m: 1\n`, []],
    ['an empty file', '', ['empty-manifest a.yaml:1:1']],
    ['a list', '- a\n', ['not-a-map a.yaml:1:1']],
    ['no YAML', 'routes: {', ['bad-yaml a.yaml:1:9']],
    ['a key twice', 'routes:\n  a: { path: /a, text: A }\n  a: { path: /b, text: A }\n', ['duplicate-key a.yaml:3:3']],
    ['a value that is none', 'routes:\n  a: { path: /a, json: .nan }\n', ['not-json a.yaml:2:24']],
    ['an anchor of another file', 'routes:\n  a: { path: /a, json: *m }\n', ['bad-alias a.yaml:2:24']],
  ];
  for (const [title, text, places] of tops) {
    it(`${title}: ${places.join(', ') || 'no finding'}`, () =>
      checkPlaces(
        {
          'routes.yaml': 'version: 1\ninclude: [a.yaml]\nroutes: { x-m: 1, m: { path: /m, json: &m 1 } }\n',
          'a.yaml': text,
        },
        places,
      ));
  }
  it('says nothing of what follows from a file that could not be read', () =>
    checkPlaces(
      {
        'routes.yaml': 'version: 1\ninclude: [a.yaml]\nroutes: { m: { path: /m, redirect: { route: a } } }\n',
        'a.yaml': 'routes: [',
      },
      ['bad-yaml a.yaml:1:9'],
    ));
  it('still asks the manifest itself for routes', () =>
    checkPlaces({ 'routes.yaml': 'version: 1\ninclude: [a.yaml]\n', 'a.yaml': route('a') }, [
      'missing-key routes.yaml:1:1',
    ]));
});

describe('include: what names no file', () => {
  const cases: readonly (readonly [include: string, place: string, message: string])[] = [
    ['[nowhere.yaml]', '2:11', 'Cannot include "nowhere.yaml": there is no such file'],
    ['[more]', '2:11', 'Cannot include "more": it is a folder'],
    ["[a.yaml, 'x/*.yaml']", '2:19', 'Cannot include "x/*.yaml": no file matches it'],
    ["['*.yml']", '2:11', 'Cannot include "*.yml": no file matches it'],
    ['[routes.yaml]', '2:11', 'Cannot include "routes.yaml": it matches only this manifest'],
    ["['rout*.yaml']", '2:11', 'Cannot include "rout*.yaml": it matches only this manifest'],
    ['["\\u0001.yaml"]', '2:11', 'Cannot include "\u0001.yaml": there is no such file'],
    [`['\${A}.yaml']`, '2:11', `Cannot include "\${A}.yaml": there is no such file`],
  ];
  for (const [include, place, message] of cases) {
    it(`${include}: ${message}`, async () => {
      const files = { 'routes.yaml': main(include), 'a.yaml': route('a'), 'more/b.yaml': route('b') };
      const result = await loadFiles(files);
      assert.deepEqual(placesOf(result), [`bad-include routes.yaml:${place}`]);
      assert.equal(result.diagnostics[0]?.message, message);
    });
  }
  for (const odd of ['a.yaml', '[5]', '[""]', '{ a: b }', '[a.yaml, a.yaml]']) {
    it(`${odd}: the schema refuses it`, async () => {
      const { diagnostics } = await loadFiles({ 'routes.yaml': main(odd), 'a.yaml': route('a') });
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        [odd.startsWith('[""]') || odd.startsWith('[a') ? 'bad-value' : 'wrong-type'],
      );
    });
  }
  for (const odd of ['[', '((', '!a', '{a', '**', '*'.repeat(70_000), '\\0*']) {
    it(`${odd.slice(0, 10)}: never throws`, async () => {
      const result = await loadFiles({ 'routes.yaml': main(JSON.stringify([odd])) });
      assert.equal(result.kind, 'rejected');
    });
  }
});

describe('load manifest: what a watcher has to look at', () => {
  const files: Files = {
    'routes.yaml': `version: 1\nviews: ./pages\ninclude: [more/a.yaml, 'parts/*/x*.yaml', '*.yml']\nroutes: {}\n`,
    'more/a.yaml': route('a'),
    'parts/1/x.yaml': route('x'),
    'b.yml': route('b'),
    'pages/error.hbs': '<p>{{message}}</p>',
  };
  const all = ['routes.yaml', 'more/a.yaml', 'parts/1/x.yaml', 'b.yml', 'pages/error.hbs'];
  const cases: readonly (readonly [title: string, change: Files, kind: string, expected: readonly string[]])[] = [
    ['every file of it', {}, 'loaded', all],
    ['where one is broken', { 'parts/1/x.yaml': 'routes: {' }, 'rejected', all],
    ['where a view is broken', { 'pages/error.hbs': '{{' }, 'rejected', all],
    ['where it is broken itself', { 'routes.yaml': 'version: {' }, 'rejected', ['routes.yaml']],
  ];
  for (const [title, change, kind, expected] of cases) {
    it(title, () =>
      inFolder({ ...files, ...change }, async (folder) => {
        const result = await loadManifest(join(folder, 'routes.yaml'));
        assert.equal(result.kind, kind);
        assert.deepEqual(
          result.files,
          expected.map((name) => join(folder, name)),
        );
        const folders = kind === 'rejected' && expected.length === 1 ? [] : ['more', 'parts', '', 'pages'];
        assert.deepEqual(
          result.folders,
          folders.map((name) => join(folder, name)),
        );
      }),
    );
  }
  it('a manifest and a file that cannot be read are among them', () =>
    inFolder({ 'routes.yaml': main('[a.yaml]'), 'a.yaml': Buffer.alloc(1024 * 1024 + 1) }, async (folder) => {
      const result = await loadManifest(join(folder, 'routes.yaml'));
      assert.deepEqual(placesOf(result), ['too-large routes.yaml:2:11']);
      assert.deepEqual(result.files, [join(folder, 'routes.yaml'), join(folder, 'a.yaml')]);
      const nowhere = join(folder, 'nowhere.yaml');
      assert.deepEqual((await loadManifest(nowhere)).files, [nowhere]);
    }));
});

async function checkPlaces(files: Files, places: readonly string[]): Promise<void> {
  const result = await loadFiles(files);
  assert.deepEqual(placesOf(result), places);
}
