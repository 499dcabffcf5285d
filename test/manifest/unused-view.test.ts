import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles, placesOf } from './manifest-folder.ts';

type Views = Readonly<Record<string, string>>;

const SHOWN = 'routes: { a: { path: /, view: a } }';

describe('lint views: which of them are used', () => {
  it('finds a view that nothing shows, and warns of it only', async () => {
    const result = await load(SHOWN, { a: 'A', b: 'B', 'parts/c': 'C' });
    assert.deepEqual(placesOf(result), ['unused-view views/b.hbs:1:1', 'unused-view views/parts/c.hbs:1:1']);
    assert.equal(result.kind, 'loaded');
    assert.deepEqual(
      result.diagnostics.map(({ severity }) => severity),
      ['warning', 'warning'],
    );
  });

  it('says nothing of a built-in view that only an unused one includes: there is no file to delete', async () => {
    const result = await load(SHOWN, { a: 'A', b: '{{> form}}' });
    assert.deepEqual(placesOf(result), ['unused-view views/b.hbs:1:1']);
  });
  it('counts what is included, by however many views, and in blocks', () =>
    checkUnused(SHOWN, {
      a: '{{#if @page.title}}{{> b}}{{/if}}',
      b: '{{#> c}}{{> d}}{{/c}}',
      c: '{{> @partial-block}}',
      d: 'D',
    }));
  it('counts nothing that only unused views include', () =>
    checkUnused(
      SHOWN,
      { a: 'A', b: '{{#if @page.title}}{{> c}}{{/if}}', c: '{{#if @page.title}}{{> b}}{{/if}}' },
      'b',
      'c',
    ));
  it('counts the views of all pages, by their own names too', async () => {
    const layout = '{{> page}}';
    await checkUnused('routes: {}', { layout, error: 'E' });
    await checkUnused(
      'page: { layout: frame, error: oops, errors: { "404": lost } }\nroutes: {}',
      {
        frame: layout,
        oops: 'O',
        lost: 'L',
        layout: 'unused',
        error: 'unused',
      },
      'error',
      'layout',
    );
  });
  it('takes the place of the page in a layout for no view, but in other views for one', async () => {
    await checkUnused(SHOWN, { layout: '{{> page}}', a: 'A', page: 'P' }, 'page');
    await checkUnused(SHOWN, { layout: '{{> page}}', a: '{{> page}}', page: 'P' });
  });
  it('does not say what only follows from another mistake', async () => {
    await checkUnused('routes: { a: { path: /, view: helo } }', { hello: 'H' });
    await checkUnused('routes: { a: { path: /, veiw: a } }', { a: 'A' });
    await checkUnused(SHOWN, { a: '{{> footr}}', footer: 'F' });
    await checkUnused(SHOWN, { a: '{{> footer}} {{#if}', footer: 'F' });
  });
});

describe('lint views: names that are computed', () => {
  it('finds the name, in calls of all kinds', () =>
    checkDynamic(
      '{{lookup m §k}}{{#if (lookup m §../k)}}{{/if}}{{#each (lookup m §(lookup n "x"))}}{{/each}}{{lookup m §@key}}',
    ));
  it('says nothing of names that are written, and of the items of lists', () =>
    checkDynamic('{{lookup m "k"}}{{lookup m 0}}{{#each m}}{{lookup ../n @index}}{{/each}}'));
});

async function load(manifest: string, views: Views) {
  const files = Object.entries(views).map(([name, text]) => [`views/${name}.hbs`, text]);
  return loadFiles({ 'routes.yaml': `version: 1\nviews: ./views\n${manifest}\n`, ...Object.fromEntries(files) });
}

async function checkUnused(manifest: string, views: Views, ...unused: readonly string[]): Promise<void> {
  const found = placesOf(await load(manifest, views)).filter((place) => place.startsWith('unused-view'));
  assert.deepEqual(
    found,
    unused.map((name) => `unused-view views/${name}.hbs:1:1`),
  );
}

async function checkDynamic(view: string): Promise<void> {
  const parts = view.split('§').slice(0, -1);
  const expected = parts.map((_, index) => parts.slice(0, index + 1).join('').length + 1);
  const { diagnostics } = await load('routes: {}', { a: view.replaceAll('§', '') });
  const found = diagnostics.filter(({ code }) => code === 'dynamic-lookup');
  assert.deepEqual(
    found.map(({ column }) => column),
    expected,
  );
  for (const { severity } of found) assert.equal(severity, 'warning');
}
