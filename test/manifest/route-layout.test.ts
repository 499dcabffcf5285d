import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Files, loadFiles, placesOf, textOfPage } from './manifest-folder.ts';

const VIEWS = {
  'views/layout.hbs': 'shared {{@page.heading}} {{> page}}',
  'views/frame.hbs': 'frame {{@page.background}} {{@page.heading}} {{> page}}',
  'views/a.hbs': 'A {{@page.heading}}',
};

describe('the layout of a single route', () => {
  const cases: readonly (readonly [layout: string, html: string])[] = [
    ['', 'shared H A H'],
    ['layout: true', 'shared H A H'],
    ['layout: false', 'A H'],
    ['layout: frame', 'frame white H A H'],
  ];
  for (const [layout, html] of cases) {
    it(`is "${html}" with "${layout}"`, async () => {
      const others = 'b: { path: /b, view: a, summary: H, layout: frame }, c: { path: /c, view: a, summary: H }';
      const result = await load(`a: { path: /, view: a, summary: H, ${layout} }, ${others}`);
      assert.ok(result.kind === 'loaded', JSON.stringify(result.diagnostics));
      assert.deepEqual(placesOf(result), []);
      const { respond } = result.program.routes.find(({ name }) => name === 'a') ?? assert.fail('no route');
      assert.ok(respond.kind === 'view');
      const client = { shortLog: false, showErrors: false, cookies: [] };
      const page = { title: 'T', heading: 'H', description: '', background: 'white', forms: {}, client };
      assert.equal(textOfPage(respond.view(respond.data, page)), html);
    });
  }
});

describe('lint: the layout of a single route', () => {
  const route = 'a: { path: /, view: a, layout: frame }';
  const cases: readonly (readonly [title: string, routes: string, files: Files, places: readonly string[]])[] = [
    [
      'a name of no view',
      'a: { path: /, view: a, layout: frme }, b: { path: /b, view: a, layout: frame }',
      {},
      ['unknown-view routes.yaml:3:42'],
    ],
    ['no place for the page', route, { 'views/frame.hbs': 'A' }, ['layout-slot views/frame.hbs:1:1']],
    ['what the data lack', route, { 'views/frame.hbs': '{{> page}} {{nope}}' }, ['not-in-model views/frame.hbs:1:14']],
    [
      'what the policy forbids',
      route,
      { 'views/frame.hbs': '{{> page}}<p style>' },
      ['against-policy views/frame.hbs:1:14'],
    ],
    ['no use of it', 'a: { path: /, view: a }', {}, ['unused-view views/frame.hbs:1:1']],
    ['one without a view', `${route}, b: { path: /b, text: A, layout: false }`, {}, ['stray-key routes.yaml:3:75']],
  ];
  for (const [title, routes, files, places] of cases) {
    it(`finds ${title}`, async () => assert.deepEqual(placesOf(await load(routes, files)), places));
  }
});

async function load(routes: string, files: Files = {}) {
  return loadFiles({ 'routes.yaml': `version: 1\nviews: ./views\nroutes: { ${routes} }\n`, ...VIEWS, ...files });
}
