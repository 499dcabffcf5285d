import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles, placesOf } from './manifest-folder.ts';

const TAG =
  'a tag has a name, or a helper with names, texts and numbers; what else a page shows, a handler or "data" gives it';

describe('a view: what is not closed', () => {
  const views: readonly (readonly [title: string, view: string, hint: string])[] = [
    ['a block', '<p>\n  §{{#if a}}\n<b>{{a}}</b>\n\n</p>\n', 'close it with {{/if}}'],
    ['a block around one that is closed', '§{{#each a}}\n{{#if b}}{{/if}}\n', 'close it with {{/each}}'],
    ['a block that begins in another', '{{#if a}}\n§{{#unless b}}\n{{else}}\n', 'close it with {{/unless}}'],
    ['a block of another view', '§{{#> frame}}\n<p>\n', 'close it with {{/frame}}'],
    ['a comment', '<p>§{{!-- remark\n</p>\n{{a}}\n', 'close it with --}}'],
    ['a block before the end of another', '{{#if a}}\n{{#§each b}}\n{{/if}}\n', 'close it with {{/each}}'],
    ['an end of nothing', '{{a}}\n§{{/if}}\n', 'remove it, or open the block before it'],
    ['a second else', '{{#if a}}{{else}}\n§{{else}}{{/if}}', 'a block has one {{else}}, before its end'],
    ['a filter of others', '{{a §| upper}}', TAG],
    ['a comparison', '{{#if a §> 1}}{{/if}}', TAG],
    ['an item by its number', '{{a.§0}}', 'the first item of a list is written list.[0]'],
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
