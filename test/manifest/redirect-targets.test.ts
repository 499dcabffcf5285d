import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles, placesOf } from './manifest-folder.ts';

/** The routes, each a line; `§` stands before the place of each warning. */
type Case = readonly [title: string, ...routes: readonly string[]];

const HOME = 'home: { path: /home, text: Home }';
const ITEM = "item: { path: '/item/{id}', params: { id: { type: integer } }, text: Item }";

describe('lint redirects: where a URL of this server leads', () => {
  checkTable(
    ['a path that no route has', HOME, 'old: { path: /old, redirect: { url: §/hoem } }'],
    ['nothing in one that a route has', HOME, 'old: { path: /old, redirect: { url: /home } }'],
    ['nothing in its query and its fragment', HOME, "old: { path: /old, redirect: { url: '/home?a=/x#/y' } }"],
    ['nothing in an escape of the same', HOME, 'old: { path: /old, redirect: { url: /h%6Fme } }'],
    ['nothing in dots that browsers resolve', HOME, 'old: { path: /old, redirect: { url: /x/../home } }'],
    ['nothing in a value that its parameter takes', ITEM, 'old: { path: /old, redirect: { url: /item/5 } }'],
    ['a value that it does not take', ITEM, 'old: { path: /old, redirect: { url: §/item/five } }'],
    [
      'nothing in the rest of a path',
      "files: { path: '/f/{p...}', params: { p: { type: string } }, text: F }",
      'old: { path: /old, redirect: { url: /f/a/b } }',
    ],
    [
      'a method that is not taken',
      'form: { path: /form, methods: [POST], text: F }',
      'old: { path: /old, redirect: { url: §/form } }',
    ],
    [
      'nothing where it is',
      'form: { path: /form, methods: [POST], text: F }',
      'old: { path: /old, methods: [POST], redirect: { url: /form, status: 307 } }',
    ],
    ['nothing on other servers', 'old: { path: /old, redirect: { url: https://example.org/nope } }'],
    [
      'a Location that a route writes itself',
      "old: { path: /old, text: '', response: { status: 301, headers: { Location: §/nope } } }",
    ],
    [
      'nothing in one of an answer that is no redirect',
      "old: { path: /old, text: '', response: { status: 201, headers: { Location: /nope } } }",
    ],
  );

  it('suggests the path that is near', async () => {
    const { diagnostics } = await load([HOME, 'old: { path: /old, redirect: { url: /hoem } }']);
    assert.deepEqual(
      diagnostics.map(({ severity, message, hint }) => [severity, message, hint]),
      [['warning', 'The redirect to "/hoem" leads nowhere: no route has this path', 'did you mean "/home"?']],
    );
  });
  it('goes on where the server adds or removes a slash', async () => {
    const slashed = 'slashed: { path: /b/, text: B }';
    const redirects = ['one: { path: /one, redirect: { url: /home/ } }', 'two: { path: /two, redirect: { url: /b } }'];
    const round = 'round: { path: /round, redirect: { url: /round/ } }';
    const result = await load(
      [HOME, slashed, ...redirects, round, 'no: { path: /no, redirect: { url: /c/ } }'],
      'server: { trailingSlash: redirect }\n',
    );
    assert.deepEqual(
      result.diagnostics.map(({ message }) => message),
      ['The route "round" redirects to itself', 'The redirect to "/c/" leads nowhere: no route has this path'],
    );
  });
  it('goes on by a slash where a folder has no such file', async () => {
    const files = "files: { path: '/{file...}', folder: { root: . } }";
    const redirects = ['one: { path: /one, redirect: { url: /home/ } }', 'no: { path: /no, redirect: { url: /c/ } }'];
    const { diagnostics } = await load([HOME, files, ...redirects], 'server: { trailingSlash: redirect }\n');
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      ['The redirect to "/c/" leads nowhere: there is no "c" in "."'],
    );
  });
  it('goes on by a slash from a folder, and not to one, as the server does', async () => {
    const routes = [
      HOME,
      "files: { path: '/{file...}', folder: { root: . } }",
      'list: { path: /list, methods: [GET, POST], text: L }',
      'sent: { path: /sent, methods: [GET, POST], redirect: { url: /list/, status: 308 } }',
      'file: { path: /file, redirect: { url: /handlers.mjs/ } }',
      'round: { path: /round, redirect: { url: /round/ } }',
    ];
    const { diagnostics } = await load(routes, 'server: { trailingSlash: redirect }\n');
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      [
        'The redirect to "/handlers.mjs/" leads nowhere: "handlers.mjs" in "." is a file',
        'The route "round" redirects to itself',
      ],
    );
  });
  it('says nothing where a path is in doubt', async () => {
    const result = await load(["lost: { path: '/a{b}', text: A }", 'old: { path: /old, redirect: { url: /ab } }']);
    assert.deepEqual(placesOf(result), ['bad-path routes.yaml:3:19']);
  });
});

describe('lint redirects: circles', () => {
  checkTable(
    [
      'two that lead to each other',
      'x: { path: /x, redirect: { url: §/y } }',
      'y: { path: /y, redirect: { url: /x } }',
    ],
    ['two by their names', 'x: { path: /x, redirect: { route: §y } }', 'y: { path: /y, redirect: { route: x } }'],
    [
      'three, once',
      'a: { path: /a, redirect: { url: §/b } }',
      'b: { path: /b, redirect: { route: c } }',
      'c: { path: /c, redirect: { url: /a } }',
    ],
    [
      'a way into a circle is none',
      'in: { path: /in, redirect: { url: /x } }',
      'x: { path: /x, redirect: { url: §/y } }',
      'y: { path: /y, redirect: { url: /x } }',
    ],
    [
      'a path with a parameter that takes its own target',
      "a: { path: '/{p}', params: { p: { type: string } }, redirect: { url: §/b } }",
    ],
    [
      'nothing where a literal takes it',
      "a: { path: '/{p}', params: { p: { type: string } }, redirect: { url: /home } }",
      HOME,
    ],
    [
      'nothing where a value is refused',
      "a: { path: '/{p}', params: { p: { type: integer } }, redirect: { url: 'https://example.org/' } }",
    ],
    [
      'nothing in a chain that ends',
      'a: { path: /a, redirect: { url: /b } }',
      'b: { path: /b, redirect: { url: /home } }',
      HOME,
    ],
    [
      'nothing where the method changes',
      'x: { path: /x, methods: [POST], redirect: { url: /y, status: 303 } }',
      'y: { path: /y, text: Y }',
    ],
    [
      'nothing where a query ends it',
      'x: { path: /x, redirect: { url: /y } }',
      'y: { path: /y, query: { q: { type: string, required: true } }, redirect: { url: /x } }',
    ],
    [
      'an alias that leads back',
      'x: { path: /x, aliases: [/z], redirect: { url: §/y } }',
      'y: { path: /y, redirect: { url: /z } }',
    ],
  );

  it('names the way round', async () => {
    const { diagnostics } = await load([
      'a: { path: /a, redirect: { url: /b } }',
      'b: { path: /b, redirect: { url: /c } }',
      'c: { path: /c, redirect: { url: /a } }',
    ]);
    assert.equal(diagnostics[0]?.message, 'The route "a" redirects to "b", to "c" and back to itself');
    assert.deepEqual(
      diagnostics[0]?.related.map(({ line }) => line),
      [4, 5],
    );
  });
});

function checkTable(...cases: readonly Case[]): void {
  for (const [title, ...routes] of cases) {
    it(`finds ${title}`, async () => {
      const places = routes.flatMap((route, index) => {
        return route.includes('§') ? [`bad-redirect routes.yaml:${index + 3}:${route.indexOf('§') + 3}`] : [];
      });
      const result = await load(routes.map((route) => route.replace('§', '')));
      assert.deepEqual(placesOf(result), places);
      assert.equal(result.kind, 'loaded');
    });
  }
}

function load(routes: readonly string[], top = ''): ReturnType<typeof loadFiles> {
  return loadFiles({ 'routes.yaml': `version: 1\n${top}routes:\n${routes.map((route) => `  ${route}\n`).join('')}` });
}
