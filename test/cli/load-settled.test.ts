import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { loadSettled } from '../../src/cli/judge/load-settled.ts';
import { inFolder } from '../manifest/manifest-folder.ts';

it('a manifest is loaded once where nothing is being written, next to the lock of an editor: a link that leads nowhere', async () => {
  const files = {
    'routes.yaml': 'version: 1\nviews: ./views\nroutes: { a: { path: /, view: a } }\n',
    'views/a.hbs': 'A',
  };
  await inFolder(files, async (folder) => {
    symlinkSync('ada@desk.4711', join(folder, 'views', '.#a.hbs'));
    let loads = 0;
    // Each load asks for the variables once at least.
    const load = () =>
      loadSettled(join(folder, 'routes.yaml'), {
        get env() {
          loads += 1;
          return {};
        },
      });
    await load();
    loads = 0;
    const { loaded } = await load();
    assert.ok(loaded.files.some((file) => file.endsWith('.#a.hbs')));
    assert.equal(loads, 1);
  });
});
