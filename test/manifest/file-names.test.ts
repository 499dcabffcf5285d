import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { type Files, inFolder, loadFiles, placesOf } from './manifest-folder.ts';

const HEAD = 'version: 1\nroutes:\n  a:\n    path: /\n';

describe('names of files', () => {
  const hints: readonly (readonly [keys: string, files: Files, hint: string])[] = [
    ['views: ./Views', { 'views/a.hbs': 'A' }, 'there is "views": the case of letters counts'],
    ['handlers: ./Handlers.mjs', {}, 'there is "handlers.mjs": the case of letters counts'],
    ['include: [Parts/a.yaml]', { 'parts/a.yaml': 'routes: {}\n' }, 'there is "parts": the case of letters counts'],
    ['include: [parts/A.yaml]', { 'parts/a.yaml': 'routes: {}\n' }, 'there is "a.yaml": the case of letters counts'],
    ['include: [parts/aa.yaml]', { 'parts/a.yaml': 'routes: {}\n' }, 'did you mean "a.yaml"?'],
  ];
  for (const [keys, files, hint] of hints) {
    it(`${keys}: ${hint}`, async () => {
      const { diagnostics } = await loadFiles({ 'routes.yaml': `version: 1\n${keys}\nroutes: {}\n`, ...files });
      assert.deepEqual(
        diagnostics.map((each) => each.hint),
        [hint],
      );
    });
  }
  it('the manifest itself', () =>
    inFolder({ 'routes.yaml': `${HEAD}    text: A\n` }, async (folder) => {
      const { diagnostics } = await loadManifest(join(folder, 'Routes.yaml'));
      assert.equal(diagnostics[0]?.hint, 'there is "routes.yaml": the case of letters counts');
    }));
  it('a link in a folder of routes that leads nowhere is a file that cannot be read', () =>
    inFolder(
      {
        'routes.yaml': "version: 1\ninclude: ['parts/*.yaml']\nroutes: {}\n",
        'parts/a.yaml': 'routes: {}\n',
        'gone/b.txt': '',
      },
      async (folder) => {
        symlinkSync('../gone/b.yaml', join(folder, 'parts/b.yaml'));
        symlinkSync('../gone', join(folder, 'parts/c.yaml'));
        symlinkSync('a.yaml', join(folder, 'parts/d.yaml'));
        const result = await loadManifest(join(folder, 'routes.yaml'));
        assert.deepEqual(placesOf(result), ['cannot-read routes.yaml:2:11']);
        assert.equal(result.diagnostics[0]?.hint, 'it is a link to "../gone/b.yaml", which is not there');
      },
    ));
  it('a link in such a folder that leads to itself too', () =>
    inFolder(
      { 'routes.yaml': "version: 1\ninclude: ['parts/*.yaml']\nroutes: {}\n", 'parts/a.yaml': 'routes: {}\n' },
      async (folder) => {
        symlinkSync('b.yaml', join(folder, 'parts/b.yaml'));
        const { diagnostics } = await loadManifest(join(folder, 'routes.yaml'));
        assert.match(diagnostics[0]?.message ?? '', /b\.yaml": its links lead round in a circle$/);
      },
    ));
});
