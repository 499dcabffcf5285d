import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkExamples } from '../../src/cli/judge/check-examples.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { inFolder, loadFiles, placesOf } from './manifest-folder.ts';

const PLAIN = 'text/plain; charset=utf-8';

const HANDLERS = `import { answer } from '${new URL('../../src/contract/answer.ts', import.meta.url)}';
export const handlers = { hello: () => answer({ status: 418, model: { name: 'a', items: [{ id: 1 }, { id: 2 }] } }) };
`;

/** What stands in an example; `§` before the place where `code` is found. */
type Case = readonly [title: string, example: string, code?: string | undefined, route?: string];

describe('lint examples: requests that cannot be sent', () => {
  checkTable(
    ['a target that is no path', 'request: GET §hello, response: {}', 'bad-example'],
    ['a fragment, which clients keep', 'request: GET /hello§#a, response: {}', 'bad-example'],
    ['a character that has to be percent-encoded', 'request: GET /hello§"a, response: {}', 'bad-example'],
    ['an https URL', 'request: GET §https://a/hello, response: {}', 'bad-example'],
    ['a second blank', 'request: §GET  /hello, response: {}', 'bad-value'],
    ['a header name with a blank', "request: GET /hello, headers: { §'a b': c }, response: {}", 'bad-example'],
    ['a header value that splits', 'request: GET /hello, headers: { a: §"b\\nc" }, response: {}', 'bad-example'],
    ['a header twice', 'request: GET /hello, headers: { a: b, §A: c }, response: {}', 'bad-example'],
    ['framing', "request: POST /hello, headers: { §content-length: '5' }, response: {}", 'bad-example'],
    ['a Cookie header', 'request: GET /hello, headers: { §Cookie: a=b }, response: {}', 'bad-example'],
    ['a cookie name that is none', "request: GET /hello, cookies: { §'a=': b }, response: {}", 'bad-example'],
    ['a cookie value that is none', 'request: GET /hello, cookies: { a: §b;c }, response: {}', 'bad-example'],
    ['nothing in an absolute form', 'request: GET http://localhost/hello?a, response: {}'],
    ['nothing in a Host of its own', 'request: GET /hello, headers: { Host: a.example }, response: {}'],
  );
  it('finds each name that is none, and does not say that it is sent twice', async () => {
    const example = `{ request: GET /, headers: { 'q r': a, 'Q R': b, "\\u212Aeep-Alive": c }, response: {} }`;
    const routes = `routes: { a: { path: /, text: A, examples: { b: ${example} } } }`;
    const { diagnostics } = await loadFiles({ 'routes.yaml': `version: 1\n${routes}\n` });
    assert.deepEqual(
      diagnostics.map(({ message }) => message),
      ['q r', 'Q R', '\u212Aeep-Alive'].map((name) => `"${name}" is not a name for a header field`),
    );
  });
});

describe('run examples: requests that their route does not answer', () => {
  checkTable(
    ['a path that nobody has', 'request: §GET /helo, response: { status: 200 }', 'failed-example'],
    ['a slash too many', 'request: §GET /hello/, response: {}', 'failed-example'],
    ['the path of another route', 'request: §GET /other, response: { status: 200 }', 'failed-example'],
    ['it whatever is expected', 'request: §POST /other, response: { status: 405 }', 'failed-example'],
    ['a method that the route has not', 'request: §POST /text/1, response: { status: 200 }', 'failed-example', 'text'],
    ['a method that the server has not', 'request: §PUT /hello, response: { status: 200 }', 'failed-example'],
    ['a malformed escape', 'request: §GET /hello%zz, response: {}', 'failed-example'],
    ['the server as a whole', 'request: §OPTIONS *, response: { status: 204 }', 'failed-example'],
    ['nothing where 404 is expected', 'request: GET /helo, response: { status: 404 }'],
    ['nothing where 405 is expected', 'request: PATCH /hello, response: { status: 405 }'],
    ['nothing where 501 is expected', 'request: PUT /hello, response: { status: 501 }'],
    ['nothing where 400 is expected', 'request: GET /hello%zz, response: { status: 400 }'],
    ['nothing in an alias, percent-encoded', 'request: GET /h%69, response: {}'],
    ['nothing in HEAD, which follows GET', 'request: HEAD /text/1, response: { status: 200 }', undefined, 'text'],
  );
});

describe('run examples: expectations that contradict the route', () => {
  const of = (route: string, ...cases: readonly Case[]) =>
    checkTable(...cases.map(([title, example, code]): Case => [title, example, code, route]));
  const wrong = 'failed-example';
  of(
    'text',
    ['a parameter that its schema refuses', 'request: GET /text/0, response: { status: §200 }', wrong],
    ['one that is no number', 'request: GET /text/x, response: { status: §200 }', wrong],
    ['one of the query', 'request: GET /text/1?q=2, response: { status: §200 }', wrong],
    ['nothing where such a one is 400', 'request: GET /text/0, response: { status: 400 }'],
    ['nothing where no status is expected', 'request: GET /text/0, response: { contains: Bad Request }'],
    ['a status that the route has not', 'request: GET /text/1, response: { status: §201 }', wrong],
    ['a 404 of a route that is there', 'request: GET /text/1, response: { status: §404 }', wrong],
    ['JSON of what is none', 'request: GET /text/1, response: { json: §{} }', wrong],
    ['another media type', 'request: GET /text/1, response: { headers: { content-type: §text/html } }', wrong],
    ['a cookie without a handler', 'request: GET /text/1, response: { cookies: { a: §b } }', wrong],
    ['a model without a handler', 'request: GET /text/1, response: { model: §{} }', wrong],
    ['a body of HEAD', 'request: HEAD /text/1, response: { contains: §a }', wrong],
    [
      'nothing in the media type that it has',
      `request: GET /text/1, response: { headers: { Content-Type: ${PLAIN} } }`,
    ],
  );
  of(
    'away',
    ['a body of a redirect', 'request: GET /away, response: { contains: §a }', wrong],
    ['another status of a redirect', 'request: GET /away, response: { status: §200 }', wrong],
    ['nothing in its own', 'request: GET /away, response: { status: 302, headers: { Location: /hello } }'],
  );
  of(
    'gone',
    ['nothing where no media type is expected', 'request: GET /gone, response: { headers: { Content-Type: null } }'],
    [
      'one of an answer without a body',
      `request: GET /gone, response: { headers: { Content-Type: §${PLAIN} } }`,
      wrong,
    ],
  );
  of('gone', ['a body of an answer without content', 'request: GET /gone, response: { json: §{} }', wrong]);
  of('page', ['JSON of a view', 'request: GET /page, response: { json: §{} }', wrong]);
  of(
    'hello',
    ['a key that the model has not', 'request: GET /hello, response: { model: { nmae: §a } }', wrong],
    ['one of its items', 'request: GET /hello, response: { model: { items: [{ id: 1 }, { nr: §2 }] } }', wrong],
    ['nothing in what it has', 'request: GET /hello, response: { status: 418, model: { items: [{ id: 1 }, {}] } }'],
  );
});

describe('lint examples: what follows from other mistakes', () => {
  it('is not said of a route whose path is broken', () =>
    checkPlaces('routes: { a: { path: a, text: A, examples: { b: { request: GET /a, response: {} } } } }', [
      'bad-path',
    ]));
  it('is not said of an example that the schema refuses', () =>
    checkPlaces('routes: { a: { path: /a, text: A, examples: { b: { request: GET /b, response: {}, body_: 1 } } } }', [
      'unknown-key',
    ]));
  it('is not said of a route that does not say how it answers', () =>
    checkPlaces('routes: { a: { path: /a, examples: { b: { request: GET /a, response: { json: 1 } } } } }', [
      'no-answer',
    ]));
  it('is not said of one of two routes that match the same', () =>
    checkPlaces(
      `routes:
  a: { path: /a, text: A }
  b: { path: /a, text: B, examples: { c: { request: GET /a, response: { status: 200 } } } }`,
      ['ambiguous-routes'],
    ));
  it('takes no extension for an example', () =>
    checkPlaces('routes: { a: { path: /a, text: A, examples: { x-b: 5 } } }', []));
});

function checkTable(...cases: readonly Case[]): void {
  for (const [title, example, code, route = 'hello'] of cases) {
    it(`finds ${title}`, () => checkFound(manifestWith(route, example), code));
  }
}

function manifestWith(route: string, example: string): string {
  const examplesOf = (name: string) => (name === route ? `examples: { case: { ${example} } }` : 'examples: {}');
  return `version: 1
server: { methods: [GET, HEAD, POST, PATCH] }
handlers: ./handlers.mjs
views: ./views
schemas:
  Item: { type: object, properties: { id: { type: integer } } }
routes:
  hello:
    path: /hello
    aliases: [/hi]
    methods: [GET, POST]
    handler: hello
    model: { type: object, properties: { name: { type: string }, items: { type: array, items: { $ref: '#/schemas/Item' } } } }
    ${examplesOf('hello')}
  text:
    path: '/text/{n}'
    params: { n: { type: integer, minimum: 1 } }
    query: { q: { type: boolean } }
    text: some words
    ${examplesOf('text')}
  away:
    path: /away
    redirect: { route: hello }
    ${examplesOf('away')}
  page:
    path: /page
    view: page
    ${examplesOf('page')}
  gone:
    path: /gone
    text: ''
    response: { status: 204 }
    ${examplesOf('gone')}
  other:
    path: /other
    methods: [GET, POST]
    text: Other
`;
}

async function checkFound(marked: string, code: string | undefined): Promise<void> {
  const before = marked.slice(0, marked.indexOf('§')).split('\n');
  const place = `${code} routes.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  const files = { 'routes.yaml': marked.replace('§', ''), 'views/page.hbs': 'Page\n', 'handlers.mjs': HANDLERS };
  const found = await inFolder(files, async (folder) => {
    const loaded = await loadManifest(join(folder, 'routes.yaml'));
    return loaded.kind === 'loaded' ? checkExamples(loaded) : loaded;
  });
  assert.deepEqual(placesOf(found), code === undefined ? [] : [place]);
}

async function checkPlaces(manifest: string, codes: readonly string[]): Promise<void> {
  const { diagnostics } = await loadFiles({ 'routes.yaml': `version: 1\n${manifest}\n` });
  assert.deepEqual(
    diagnostics.map(({ code }) => code),
    codes,
  );
}
