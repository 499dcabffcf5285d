import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PageData } from '../../src/contract/page-data.ts';
import { type Files, loadFiles, placesOf, textOfPage } from './manifest-folder.ts';

const VIEWS: Files = {
  'views/layout.hbs': '<body>{{> page}}</body>',
  'views/error.hbs': 'any {{status}}',
  'views/notFound.hbs': 'none {{status}} {{reason}} {{message}}{{#if detail}} {{detail}}{{/if}}',
};
const PAGE: PageData = {
  title: 'Velosiped',
  heading: 'H',
  description: '',
  background: 'white',
  forms: {},
  client: { shortLog: false, showErrors: false, cookies: [] },
};

describe('page.errors: error pages by status', () => {
  for (const key of ['404', '"404"', "'404'"]) {
    it(`${key}: a status is a name, in quotes or without`, async () => {
      const result = await load(`{ ${key}: notFound }`);
      assert.deepEqual(placesOf(result), []);
      assert.ok(result.kind === 'loaded');
      assert.deepEqual([...result.program.pages.errors.keys()], [404]);
    });
  }
  it('stand in the layout, and get what every error page gets', async () => {
    const result = await load('{ 404: notFound }');
    assert.ok(result.kind === 'loaded');
    const { errors, error } = result.program.pages;
    const model = {
      status: 404,
      reason: 'Not Found',
      message: 'No such page.',
      detail: 'why',
      links: [],
      methods: [],
      form: false,
    };
    assert.equal(textOfPage(errors.get(404)?.(model, PAGE)), '<body>none 404 Not Found No such page. why</body>');
    assert.equal(textOfPage(error(model, PAGE)), '<body>any 404</body>');
    assert.equal(errors.get(500), undefined);
  });

  const mistakes: readonly (readonly [errors: string, places: readonly string[]])[] = [
    ['{ 404: nowhere }', ['unknown-view 3:24']],
    ['{ 200: error }', ['bad-name 3:19']],
    ['{ 0x194: error }', ['bad-name 3:19']],
    ['{ 404.5: error }', ['key-not-text 3:19']],
    ['{ true: error }', ['key-not-text 3:19']],
    ['{ 404: error, "404": error }', ['duplicate-key 3:31']],
    ['{ 404: 5 }', ['wrong-type 3:24']],
    ['{ 404: broken }', ['view-fails 3:24']],
    ['{ 404: page }', ['circular-views page']],
  ];
  for (const [errors, places] of mistakes) {
    it(`${errors}: ${places.join()}`, async () => {
      const result = await load(errors, {
        'views/broken.hbs': '{{#if status}}{{> broken}}{{/if}}',
        ...(errors.includes('page') ? { 'views/page.hbs': '{{> page}}' } : {}),
      });
      assert.equal(result.kind, 'rejected');
      const errorsFound = result.diagnostics.filter(({ severity }) => severity === 'error');
      const found = errorsFound.map(({ code, file, line, column }) =>
        file.endsWith('.hbs') ? `${code} page` : `${code} ${line}:${column}`,
      );
      assert.deepEqual(found, places);
    });
  }
  it('say which names are right', async () => {
    const { diagnostics } = await load('{ 99: error }');
    assert.deepEqual(
      diagnostics.map(({ hint }) => hint),
      ['it must be the status of an error: 400 to 599'],
    );
  });
  it('are alone in having numbers for keys', async () => {
    const result = await loadFiles({ 'routes.yaml': 'version: 1\npage: { headers: { 404: a } }\nroutes: {}\n' });
    assert.deepEqual(placesOf(result), ['key-not-text routes.yaml:2:20']);
  });
});

function load(errors: string, files: Files = {}) {
  return loadFiles({
    ...VIEWS,
    ...files,
    'routes.yaml': `version: 1\nviews: ./views\npage: { errors: ${errors} }\nroutes: {}\n`,
  });
}
