import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles, placesOf } from './manifest-folder.ts';

describe('a view: what is not closed', () => {
  const views: readonly (readonly [title: string, view: string, hint: string])[] = [
    ['a block', '<p>\n  §{{#if a}}\n<b>{{a}}</b>\n\n</p>\n', 'close it with {{/if}}'],
    ['a block around one that is closed', '§{{#each a}}\n{{#if b}}{{/if}}\n', 'close it with {{/each}}'],
    ['a block that begins in another', '{{#if a}}\n§{{#unless b}}\n{{else}}\n', 'close it with {{/unless}}'],
    ['a block of another view', '§{{#> frame}}\n<p>\n', 'close it with {{/frame}}'],
    ['a comment', '<p>§{{!-- remark\n</p>\n{{a}}\n', 'close it with --}}'],
    ['a tag', '<p>\n§{{#if a\n<b></b>{{/if}}\n', 'close it with }}'],
  ];
  for (const [title, view, hint] of views) {
    it(`${title} is found where it begins`, async () => {
      const before = view.slice(0, view.indexOf('§')).split('\n');
      const files = {
        'routes.yaml': `version: 1\nviews: ./views\nroutes: { r: { path: /, view: a, data: { a: 1, b: 1 } } }\n`,
        'views/a.hbs': view.replace('§', ''),
        'views/frame.hbs': '{{> @partial-block}}',
      };
      const result = await loadFiles(files);
      const place = `bad-view views/a.hbs:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
      assert.deepEqual([placesOf(result)[0], result.diagnostics[0]?.hint], [place, hint]);
    });
  }
});
