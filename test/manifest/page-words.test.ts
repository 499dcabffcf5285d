import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles } from './manifest-folder.ts';

const ROUTES = `  a: { path: /a, query: { on: { type: boolean } }, text: "", form: {} }
  b: { path: /b, text: "", form: {} }
`;

describe('lint: what views say of @page', () => {
  const cases: readonly (readonly [view: string, found: readonly string[]])[] = [
    ['{{@page.title}}{{@page.background}}{{@page.client.shortLog}}', []],
    ['{{#each @page.forms}}{{@key}}{{action}}{{#each fields}}{{#if hint}}{{hint}}{{/if}}{{/each}}{{/each}}', []],
    ['{{@page.forms.a.buttons.[1].label}}', []],
    ['{{@page.forms.a.buttons.[2].label}}', ['1:25 "page.forms.a.buttons.2" may be missing']],
    ['{{@page.forms.c.action}}', ['1:15 Unknown name "c" in "@page.forms": no route of this name has a form']],
    ['{{#each @page.forms}}{{acton}}{{/each}}', ['1:24 Unknown name "acton"']],
    ['{{@page.client.ip}}', ['1:16 Unknown name "ip" in "@page.client"']],
    ['{{@page.client.cookies}}', ['1:16 "@page.client.cookies" is not text: it is a list']],
    ['{{@page.nope}}', ['1:9 Unknown name "nope" in "@page": every page has others']],
  ];
  for (const [view, found] of cases) {
    it(`${view}: ${found.join() || 'good'}`, () =>
      checkFound({ 'views/start.hbs': view }, '  start: { path: /, view: start }\n', found));
  }
});

describe('lint: what error pages get', () => {
  const cases: readonly (readonly [view: string, found: readonly string[]])[] = [
    ['{{#each links}}{{href}}{{label}}{{/each}}{{#each methods}}{{this}}{{/each}}', []],
    ['{{#if form}}{{form.action}}{{/if}}{{#with form}}{{#each fields}}{{id}}{{/each}}{{/with}}', []],
    ['{{form.action}}', ['1:8 "form.action" may be missing']],
    ['{{links}}', ['1:3 "links" is not text: it is a list']],
    [
      '{{nope}}',
      ['1:3 Unknown name "nope": an error page gets status, reason, message, detail, links, methods and form'],
    ],
  ];
  for (const [view, found] of cases) {
    it(`${view}: ${found.join() || 'good'}`, () => checkFound({ 'views/error.hbs': view }, '', found));
  }
});

async function checkFound(
  views: Readonly<Record<string, string>>,
  routes: string,
  expected: readonly string[],
): Promise<void> {
  const manifest = `version: 1\nviews: ./views\nroutes:\n${ROUTES}${routes}`;
  const { diagnostics } = await loadFiles({ 'routes.yaml': manifest, ...views });
  const found = diagnostics.map(({ line, column, message }) => `${line}:${column} ${message}`);
  assert.equal(found.length, expected.length, found.join('\n'));
  for (const [index, text] of expected.entries()) assert.ok(found[index]?.startsWith(text), found[index]);
}
