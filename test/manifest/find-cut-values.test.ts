import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles, placesOf } from './manifest-folder.ts';

/** The keys of a route in braces; `§` stands before each place where `cut-target` is found. */
type Case = readonly [title: string, keys: string];

const CASES: readonly Case[] = [
  ['a target', 'path: /, redirect: { url: §/a?x=1,2 }'],
  ['a target with several commas', 'path: /, redirect: { url: §/a?x=1,2,3,b }'],
  ['a path', 'path: §/a,b, text: A'],
  ['two of them, each for itself', 'path: §/a,b, redirect: { url: §/c,d }'],
  ['the request of an example', 'path: /, text: A, examples: { e: { request: §GET /?x=1,2, response: {} } }'],
  ['any other text and number', 'path: /, json: { a: §b,c, d: §1,5 }'],
  ['nothing in quotes', `path: '/a,b', redirect: { url: "https://example.org/a?x=1,2" }`],
  ['nothing where a key with its colon follows the comma at once', 'path: /,text: A'],
  ['nothing in the item of a list', 'path: /, aliases: [/a,/b], text: A'],
  ['nothing behind a quoted value', `path: /, json: { a: 'b',c }`],
  ['nothing behind a list', `path: /, json: { a: [b],c }`],
];

describe('find cut values: unquoted text in braces with a comma in it', () => {
  for (const [title, keys] of CASES) it(`finds ${title}`, () => checkCuts(keys));

  it('finds nothing in a block', async () => {
    const text = 'version: 1\nroutes:\n  a:\n    path: /a,b\n    text: A\n';
    assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': text })), []);
  });
  it('leaves a key that stands behind a blank to the schema, which knows it or not', async () => {
    const text = routeOf('path: /, text: A, b');
    assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': text })), ['unknown-key routes.yaml:3:26']);
  });
  it('shows the whole of it in quotes, as it has to be written', async () => {
    const { diagnostics } = await loadFiles({ 'routes.yaml': routeOf("path: /, redirect: { url: /it's?a=1,2 }") });
    assert.deepEqual(
      diagnostics.map(({ message, hint }) => [message, hint]),
      [[`"/it's?a=1,2" needs quotes: inside { } a comma ends a value`, `quote the whole of it: '/it''s?a=1,2'`]],
    );
  });
});

function routeOf(keys: string): string {
  return `version: 1\nroutes:\n  a: { ${keys} }\n`;
}

async function checkCuts(keys: string): Promise<void> {
  const [first = '', ...cut] = routeOf(keys).split('§');
  let before = first;
  const places = cut.map((part) => {
    const place = `cut-target routes.yaml:3:${before.length - before.lastIndexOf('\n')}`;
    before += part;
    return place;
  });
  assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': before })), places);
}
