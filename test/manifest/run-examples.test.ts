import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkExamples } from '../../src/cli/judge/check-examples.ts';
import type { ExampleResults, RunOptions } from '../../src/manifest/6-examples/run-examples.ts';
import { loadFiles, placesOf } from './manifest-folder.ts';

const HANDLERS = `import { HttpError } from '${new URL('../../src/contract/http-error.ts', import.meta.url)}';
import { answer } from '${new URL('../../src/contract/answer.ts', import.meta.url)}';
let visits = 0;
export const handlers = {
  list: () => ({ items: [{ id: 1, name: 'a' }, { id: 2 }], deep: { a: [true, null, 0.5] } }),
  echo: ({ request }) => ({
    type: request.headers.get('content-type') ?? null,
    length: request.headers.get('content-length') ?? null,
    host: request.headers.get('host'),
    body: Buffer.from(request.body).toString(),
    cookies: Object.fromEntries(request.cookies),
  }),
  switch: async ({ client }) => {
    const before = { ...client.options };
    await client.set({ showErrors: true });
    return { before, visits: ++visits };
  },
  cookies: async () => answer({ model: { ok: true }, status: 201, headers: { 'X-A': 'b' }, cookies: [{ name: 'c', value: 'd=e' }, { name: 'f', value: '' }] }),
  refuse: () => { throw new HttpError(409, 'Taken already.', { cause: new Error('row 7 is locked') }); },
  crash: () => { throw new Error('disk full'); },
  never: () => new Promise(() => {}),
  late: () => new Promise((resolve) => setTimeout(resolve, 60, { late: true })),
  soon: () => new Promise((resolve) => setTimeout(resolve, 30, { soon: true })),
  then: () => ({ then: (done) => done({ items: [] }) }),
};
`;

describe('run examples: requests are sent as they are written', () => {
  const json = `{ type: application/json, length: '14', host: localhost, body: '{"a":[1,"ü"]}', cookies: {} }`;
  const form = '{ type: application/x-www-form-urlencoded, body: a=b }';
  const object = 'body: { type: object }, ';
  const fields = 'body: { type: object, properties: { a: { type: string } } }, ';
  const cases: readonly (readonly [title: string, route: string, request: string, model: string])[] = [
    ['a body that is a map, as JSON', object, 'body: { a: [1, ü] }', json],
    ['a body that is text, as a form where the route reads one', fields, 'body: a=b', form],
    ['a body that is text, as nothing where it does not', '', 'body: a=b', '{ type: null, length: "3", body: a=b }'],
    [
      'a type that a header says',
      '',
      'headers: { content-Type: text/csv }, body: "1"',
      '{ type: text/csv, body: "1" }',
    ],
    ['without a body there is no length', '', 'headers: { Host: a.example }', '{ length: null, host: a.example }'],
    ['cookies, in one field', '', 'cookies: { a: b, c: "" }', '{ cookies: { a: b, c: "" } }'],
  ];
  for (const [title, route, request, model] of cases) {
    it(title, () => {
      const example = `{ request: POST /, ${request}, response: { status: 200, model: ${model} } }`;
      return checkFound(`a: { path: /, methods: [POST], handler: echo, ${route}examples: { b: ${example} } }`, []);
    });
  }
});

describe('run examples: each begins anew', () => {
  it('with a client that has chosen nothing, or just what its options say', () =>
    checkFound(
      `switch:
    path: /
    handler: switch
    examples:
      a: { request: GET /, response: { json: { before: {}, visits: 1 } } }
      b: { request: GET /, response: { json: { before: {}, visits: 2 } } }
      c: { request: GET /, options: { shortLog: true }, response: { json: { before: { shortLog: true }, visits: 3 } } }`,
      [],
    ));
  it('and the options count: an error page tells its cause to those who want to know', () =>
    checkFound(
      `refuse:
    path: /
    handler: refuse
    examples:
      a: { request: GET /, options: { showErrors: true }, response: { status: 409, contains: row 7 is locked } }
      b: { request: GET /, response: { contains: §row 7 is locked } }`,
      [/contain "row 7 is locked".*Taken already/s],
    ));
});

describe('run examples: what fails, where, and what was found', () => {
  const cases: readonly (readonly [title: string, route: string, response: string, ...found: readonly RegExp[]])[] = [
    ['a status', 'handler: list', 'status: §201', /status must be 201.*found 200$/s],
    ['a status, with the error', 'handler: crash', 'status: §200', /found 500: Error: disk full$/],
    ['a header', 'handler: cookies', 'headers: { x-a: §c }', /"x-a" must be "c".*found "b"$/s],
    ['a header that is missing', 'handler: list', 'headers: { X-A: §c }', /found no such header$/],
    ['a header that must not be', 'handler: cookies', 'headers: { X-A: §null }', /must not have the header "X-A"/],
    ['nothing in a header that is not', 'handler: list', 'headers: { X-A: null }'],
    ['a cookie', 'handler: cookies', 'cookies: { c: §d }', /cookie "c" must be set to "d".*found "d=e"$/s],
    ['a cookie that is missing', 'handler: cookies', 'cookies: { g: §d }', /found the cookies c, f$/],
    ['a cookie that must not be', 'handler: cookies', 'cookies: { f: §null }', /must not set the cookie "f"/],
    ['nothing in cookies that are set', 'handler: cookies', 'status: 201, cookies: { c: d=e, f: "", g: null }'],
    ['a text', 'handler: list', 'contains: §itmes', /must contain "itmes".*found "\{\\"items\\"/s],
    [
      'a text of a page that only browsers get',
      'handler: refuse',
      'contains: §<h1>',
      /; with headers: \{ Accept: text\/html \} it is a page$/,
    ],
    [
      'the same where nobody gets one',
      'handler: refuse, errors: problem',
      'contains: §<h1>',
      /"code\\":\\"refused-by-handler\\"[^;]*$/,
    ],
    [
      'JSON, at its first difference',
      'handler: list',
      'json: { items: [{ id: 1, name: §b }] }',
      /"items.0.name" of the JSON must be "b".*found "a"$/s,
    ],
    [
      'JSON with an item too many',
      'handler: list',
      'json: { deep: { a: [true, null, 0.5] }, items: §[{ id: 1, name: a }] }',
      /no "items.1".*found \{"id":2\}$/s,
    ],
    [
      'JSON with a key too many',
      'handler: list',
      'json: §{ items: [{ name: a, id: 1 }, { id: 2 }] }',
      /no "deep" of the JSON/,
    ],
    ['JSON of what is none', 'handler: crash, errors: page', 'json: §{}', /must be JSON.*500/s],
    [
      'a model',
      'handler: list',
      'model: { deep: { a: [true, null, §1] } }',
      /"deep.a.2" of the model must be 1.*found 0.5$/s,
    ],
    ['a model that is missing', 'handler: refuse', 'model: §{}', /found none: Error: row 7 is locked$/],
    ['nothing in a part of the model', 'handler: list', 'model: { items: [{ id: 1 }, {}] }'],
    ['nothing in a promise of any library', 'handler: then', 'json: { items: [] }, model: { items: [] }'],
    ['several expectations', 'handler: list', 'contains: §x, status: 404, headers: { X-A: b }', /./, /./, /./],
  ];
  for (const [title, route, response, ...found] of cases) {
    it(title, () =>
      checkFound(`a: { path: /, ${route}, examples: { b: { request: GET /, response: { ${response} } } } }`, found),
    );
  }
  it('names the example, its route and its request', async () => {
    const { diagnostics } = await runIn(
      'list: { path: /, handler: list, examples: { all of it: { request: GET /, response: { status: 201 } } } }',
    );
    assert.match(diagnostics[0]?.message ?? '', /^The example "all of it" of the route "list" failed: /);
    assert.deepEqual(
      diagnostics[0]?.related.map(({ line, message }) => [line, message]),
      [[7, 'the request is here']],
    );
  });
  it('shortens what is long', async () => {
    const { diagnostics } = await runIn(
      `a: { path: /, text: ${'long '.repeat(100)}, examples: { b: { request: GET /, response: { contains: ${'x'.repeat(500)} } } } }`,
    );
    assert.ok((diagnostics[0]?.message.length ?? 0) < 250);
    assert.ok((diagnostics[0]?.hint?.length ?? 0) < 150);
  });
});

describe('run examples: the schema of the model', () => {
  const route = (model: string, response: string) =>
    `a:\n    path: /\n    handler: list\n    model: ${model}\n    examples: { b: { request: §GET /, response: { ${response} } } }`;
  it('holds whether or not the example says a word of it', () =>
    checkFound(route('{ type: object, required: [name] }', 'status: 200'), [
      /breaks its schema: it must have the property "name"/,
    ]));
  it('says which value breaks it', () =>
    checkFound(
      route("{ type: object, properties: { items: { type: array, items: { $ref: '#/schemas/Item' } } } }", ''),
      [/"items.0.name" must be a number/],
    ));
  it('is not asked of an error', () =>
    checkFound(
      'a: { path: /, handler: refuse, model: { type: string }, examples: { b: { request: GET /, response: { status: 409 } } } }',
      [],
    ));
});

describe('run examples: HEAD, redirects, texts and views', () => {
  it('run as all others do', () =>
    checkFound(
      `page:
    path: /page
    view: page
    data: { name: you }
    examples:
      a: { request: GET /page, response: { status: 200, contains: Hello you, headers: { Content-Type: text/html; charset=utf-8 } } }
      b: { request: HEAD /page, response: { status: 200, headers: { Content-Type: text/html; charset=utf-8, Location: null } } }
  text: { path: /text, text: Hi, examples: { a: { request: GET /text, response: { contains: Hi } } } }
  json: { path: /json, json: { a: 1 }, examples: { a: { request: GET /json, response: { json: { a: 1 } } } } }
  away:
    path: /away
    redirect: { route: text }
    examples: { a: { request: GET /away, response: { status: 302, headers: { Location: /text } } } }
  none:
    path: /none
    text: ''
    response: { status: 204 }
    examples: { a: { request: GET /none, response: { status: 204, headers: { Content-Length: null } } } }`,
      [],
    ));
  it('reach the refusals of the server, too', () =>
    checkFound(
      `text:
    path: /text
    text: Hi
    examples:
      a: { request: PUT /text, response: { status: 501 } }
      b: { request: POST /text, response: { status: 405, headers: { Allow: 'GET, HEAD' } } }
      c: { request: GET /txet, response: { status: 404 } }
      d: { request: GET /text%, response: { status: 400 } }
      e: { request: GET /text, headers: { Host: a b }, response: { status: 400 } }
      f: { request: GET /text, headers: { Expect: more }, response: { status: 417 } }`,
      [],
    ));
});

describe('run examples: handlers that do not answer', () => {
  const NEVER = 'a: { path: /, handler: never, examples: { b: { request: §GET /, response: { status: 200 } } } }';
  it('fail when their time is over, and what comes after them runs', async () => {
    const results = await runIn(
      `${NEVER.replace('§', '')}\n  c: { path: /c, text: C, examples: { d: { request: GET /c, response: { status: 200 } } } }`,
      { limitMs: 20 },
    );
    assert.deepEqual([results.passed, results.failed], [1, 1]);
  });
  it('are told with the limit', () =>
    checkFound(NEVER, [/it must be answered.*found no answer within 0.02 s/s], { limitMs: 20 }));
  it('do not disturb the next one when they answer late', () =>
    checkFound(
      `late: { path: /late, handler: late, examples: { a: { request: §GET /late, response: { status: 200 } } } }
  soon: { path: /soon, handler: soon, examples: { a: { request: GET /soon, response: { model: { soon: true } } } } }`,
      [/within 0.05 s/],
      { limitMs: 50 },
    ));
});

/** `§` stands before the place of the findings, if there is only one; each is told as `found` has it. */
async function checkFound(routes: string, found: readonly RegExp[], options: RunOptions = {}): Promise<void> {
  const marked = manifestOf(routes);
  const before = marked.slice(0, marked.indexOf('§')).split('\n');
  const { diagnostics, failed } = await run(marked.replace('§', ''), options);
  const told = diagnostics.map(({ message, hint }) => `${message}\n${hint}`);
  assert.equal(told.length, found.length, told.join('\n'));
  for (const [index, pattern] of found.entries()) assert.match(told[index] ?? '', pattern);
  assert.equal(failed, found.length > 0 ? 1 : 0);
  const [first] = diagnostics;
  if (first === undefined || diagnostics.length > 1) return;
  assert.deepEqual([first.line, first.column], [before.length, (before.at(-1)?.length ?? 0) + 1]);
}

function runIn(routes: string, options: RunOptions = {}): Promise<ExampleResults> {
  return run(manifestOf(routes), options);
}

function manifestOf(routes: string): string {
  return `version: 1
server: { methods: [GET, HEAD, POST] }
handlers: ./handlers.mjs
views: ./views
schemas: { Item: { type: object, properties: { id: { type: integer }, name: { type: number } } } }
routes:
  ${routes}
`;
}

async function run(manifest: string, options: RunOptions): Promise<ExampleResults> {
  const files = { 'routes.yaml': manifest, 'handlers.mjs': HANDLERS, 'views/page.hbs': '<p>Hello {{name}}</p>\n' };
  const result = await loadFiles(files);
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  assert.deepEqual(placesOf({ diagnostics: errors }), []);
  assert.ok(result.kind === 'loaded');
  return checkExamples(result, options);
}
