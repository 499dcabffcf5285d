import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Program, Responder, RouteNode } from '../../src/contract/program.ts';
import { compileRedaction } from '../../src/manifest/5-compile/compile-redaction.ts';
import { type Files, loadFiles, placesOf } from './manifest-folder.ts';

describe('compile program: settings', () => {
  it('reads sizes, durations and counts into bytes, milliseconds and numbers', async () => {
    const program = await compile(`server:
  limits: { requestLine: 4096, headers: 2KiB, headerCount: 7, body: 3MiB, bodies: 5MiB, connections: 5, connectionsPerClient: 2 }
  timeouts: { head: 500ms, bodyIdle: 1s, body: 2m, idle: 1h, write: 3s, drain: 24h, hung: 45s }
routes: {}`);
    assert.deepEqual(program.limits, {
      requestLineBytesMax: 4096,
      headerBytesMax: 2048,
      headerCountMax: 7,
      bodyBytesMax: 3 * 1024 * 1024,
      bodiesBytesMax: 5 * 1024 * 1024,
      connectionsMax: 5,
      connectionsPerClientMax: 2,
    });
    assert.deepEqual(program.timeouts, {
      headMs: 500,
      bodyIdleMs: 1000,
      bodyMs: 120_000,
      idleMs: 3_600_000,
      handlerMs: 30_000,
      writeMs: 3000,
      drainMs: 86_400_000,
      hungMs: 45_000,
    });
  });

  it('refuses durations that no timer of Node holds', async () => {
    for (const drain of ['30d', '600h', '100000s', '0s', '1.5s', '10']) {
      const places = placesOf(
        await loadFiles({ 'routes.yaml': `version: 1\nserver:\n  timeouts: { drain: ${drain} }\nroutes: {}\n` }),
      );
      assert.deepEqual(places, [`${drain === '10' ? 'wrong-type' : 'bad-value'} routes.yaml:3:22`]);
    }
  });

  it('takes every setting from where the manifest says it', async () => {
    const program = await compile(`info: { title: Shop }
server: { host: localhost, port: 0, methods: [POST, GET, HEAD], notHttp: shutdown }
page:
  headers: { X-Frame-Options: DENY, Vary: Cookie }
  background: { cookie: bg, colors: { g: Green, 'x-1': '#0f0' }, default: '#ffffff' }
logs: { access: { file: null, detail: short, bodyMax: 2KiB, redact: [X-Key, 'cookie:Id'] }, error: { file: '-' } }
clients: { store: "rediss://u@[::1]:7/2", max: 3, ttl: 2d }
routes: {}`);
    const { title, listen, methods, notHttp, logs, clients, pages } = program;
    assert.deepEqual(
      { title, listen, methods, notHttp, logs, clients },
      {
        title: 'Shop',
        listen: { host: 'localhost', port: 0 },
        methods: ['POST', 'GET', 'HEAD'],
        notHttp: 'shutdown',
        logs: {
          access: {
            file: null,
            detail: 'short',
            bodyBytesMax: 2048,
            redact: compileRedaction(['x-key', 'cookie:Id']),
          },
          error: {
            file: '-',
            redact: compileRedaction(['authorization', 'proxy-authorization']),
          },
          secrets: undefined,
        },
        clients: {
          store: {
            kind: 'redis',
            address: { tls: true, host: '::1', port: 7, database: 2, username: 'u', password: undefined },
          },
          max: 3,
          ttlMs: 172_800_000,
        },
      },
    );
    assert.deepEqual(pages.headers.get('Green')?.secure.lines.slice(-2), [
      ['X-Frame-Options', 'DENY'],
      ['Vary', 'Cookie'],
    ]);
    const colors = new Map([
      ['g', 'Green'],
      ['x-1', '#0f0'],
    ]);
    assert.deepEqual(pages.background, { cookie: 'bg', colors, default: '#ffffff' });
  });
});

describe('compile program: ways to answer', () => {
  const cases: readonly (readonly [title: string, route: string, status: number, respond: Responder])[] = [
    ['text is sent byte for byte', "text: 'é\n\n      z'", 200, fixed('text/plain; charset=utf-8', 'é\nz')],
    ['text has a media type of its own', 'text: a,b\n    response: { type: text/csv }', 200, fixed('text/csv', 'a,b')],
    [
      'json keeps the order of its keys',
      'json: { b: [1, null], a: "<" }',
      200,
      fixed('application/json', '{"b":[1,null],"a":"<"}'),
    ],
    ['json can be null', 'json: null', 200, fixed('application/json', 'null')],
    [
      'the status is the response\u2019s',
      'text: a\n    response: { status: 503 }',
      503,
      fixed('text/plain; charset=utf-8', 'a'),
    ],
    [
      'a redirect to a URL keeps it',
      'redirect: { url: https://example.org/?a=%20 }',
      302,
      redirect('https://example.org/?a=%20'),
    ],
    ['a redirect has a status of its own', 'redirect: { url: /, status: 308 }', 308, redirect('/')],
    ['a redirect to a route has its path', 'redirect: { route: home }', 302, redirect('/')],
    [
      'a redirect to a route fills in its parameters, percent-encoded',
      "redirect: { route: files, params: { id: 7, rest: 'a b/é?=c' } }",
      302,
      redirect('/files/7/a%20b/%C3%A9%3F=c'),
    ],
  ];
  for (const [title, route, status, respond] of cases) {
    it(title, async () => {
      const compiled = (
        await compile(`routes:
  a:
    path: /a
    ${route}
  home: { path: /, text: Home }
  files:
    path: /files/{id}/{rest...}
    params: { id: { type: integer }, rest: { type: string } }
    text: Files`)
      ).routes[0];
      assert.deepEqual(compiled?.respond, respond);
      assert.equal(compiled?.response.status, status);
    });
  }

  it('binds a handler by its name', async () => {
    const program = await compile('handlers: ./handlers.mjs\nroutes: { a: { path: /, handler: hello } }');
    const respond = program.routes[0]?.respond;
    assert.ok(respond?.kind === 'handler');
    assert.equal(respond.name, 'hello');
    assert.equal(respond.handler.name, 'hello');
    assert.equal(respond.view, undefined);
  });
});

describe('compile program: routes', () => {
  it('keeps names, summaries, headers, parameters and paths, with what they default to', async () => {
    const [route] = (
      await compile(`routes:
  a:
    path: /%61%2f/{b}/{c...}
    aliases: ['/x/{c}/{b}']
    summary: An example
    params: { b: { type: number, title: Base }, c: { type: string } }
    query: { q: { type: integer, default: 5 }, must: { type: boolean, required: true } }
    text: A
    response: { headers: { Cache-Control: no-store } }`)
    ).routes;
    assert.deepEqual(route?.paths, [
      [literal('a/'), { kind: 'parameter', name: 'b' }, { kind: 'rest', name: 'c' }],
      [literal('x'), { kind: 'parameter', name: 'c' }, { kind: 'parameter', name: 'b' }],
    ]);
    assert.deepEqual([route.name, route.summary, route.methods], ['a', 'An example', ['GET']]);
    assert.deepEqual(route.response.headers, [['Cache-Control', 'no-store']]);
    const inWords = [...route.params, ...route.query].map(({ check: _check, ...rest }) => Object.values(rest));
    assert.deepEqual(inWords, [
      ['b', 'Base', 'number', true, undefined],
      ['c', 'c', 'string', true, undefined],
      ['q', 'q', 'integer', false, 5],
      ['must', 'must', 'boolean', true, undefined],
    ]);
  });

  it('allows routes that have names of Object.prototype', async () => {
    const { routes } = await compile('routes: { constructor: { path: /a, text: A }, toString: { path: /b, text: B } }');
    assert.deepEqual(
      routes.map(({ name }) => name),
      ['constructor', 'toString'],
    );
  });

  it('tells paths apart that differ in a literal, in their kind of parameter, or in their methods', async () => {
    const program = await compile(`server: { methods: [GET, POST] }
routes:
  a: { path: /a, text: a }
  b: { path: '/{b}', params: { b: { type: string } }, text: b }
  c: { path: '/{c...}', params: { c: { type: string } }, text: c }
  d: { path: '/{d}', methods: [POST], params: { d: { type: string } }, text: d }
  e: { path: /a/, text: e }`);
    assert.deepEqual(treeOf(program.routeTree), {
      a: { end: 'GET a', '': { end: 'GET e' } },
      '{}': { end: 'GET b(b), POST d(d)' },
      '{...}': 'GET c(c)',
    });
  });

  it('lists the methods of a path in the order of server.methods, and lets HEAD follow GET', async () => {
    const program = await compile(`server: { methods: [POST, HEAD, GET, PUT] }
routes:
  a: { path: /a, text: a }
  b: { path: /a, methods: [PUT, POST], text: b }
  c: { path: /c, methods: [PUT], text: c }`);
    const allowOf = (path: string) => program.routeTree.literals.get(path)?.end?.allow;
    assert.deepEqual(allowOf('a'), ['POST', 'HEAD', 'GET', 'PUT']);
    assert.deepEqual(allowOf('c'), ['PUT']);
    assert.equal(program.routeTree.literals.get('a')?.end?.byMethod.get('HEAD')?.route.name, 'a');
  });

  it('serves every method that can be listed where server.methods is absent, and lists OPTIONS for each path', async () => {
    const { methods, routeTree } = await compile('routes: { a: { path: /a, methods: [PUT], text: a } }');
    assert.deepEqual(methods, ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
    assert.deepEqual(routeTree.literals.get('a')?.end?.allow, ['PUT', 'OPTIONS']);
  });
});

describe('compile program: rules of parameters', () => {
  const cases: readonly (readonly [schema: string, good: unknown, bad: unknown, rule: string])[] = [
    ['type: number', 1.5, 'x', 'must be a number'],
    ['type: integer', 1, 1.5, 'must be a whole number'],
    ['type: boolean', true, 'true', 'must be true or false'],
    ['type: integer, minimum: 1', 1, 0, 'must be at least 1'],
    ['type: integer, maximum: 9', 9, 10, 'must be at most 9'],
    ['type: number, exclusiveMinimum: 0', 0.1, 0, 'must be more than 0'],
    ['type: number, exclusiveMaximum: 1', 0.9, 1, 'must be less than 1'],
    ['type: number, multipleOf: 0.1', 0.3, 0.35, 'must be a multiple of 0.1'],
    ['type: integer, enum: [0, 1]', 1, 2, 'must be 0 or 1'],
    ['type: string, enum: [a, b, c]', 'c', 'd', 'must be a, b, or c'],
    ['type: string, minLength: 1', 'a', '', 'must be at least 1 character long'],
    ['type: string, maxLength: 2', '\u{1F600}\u{1F600}', 'abc', 'must be at most 2 characters long'],
    ["type: string, pattern: '^a+$'", 'aa', 'ab', 'must match the pattern ^a+$'],
  ];
  for (const [schema, good, bad, rule] of cases) {
    it(`${schema}: ${rule}`, async () => {
      const program = await compile(`routes: { a: { path: /, query: { q: { ${schema} } }, text: A } }`);
      const parameter = program.routes[0]?.query[0];
      assert.equal(parameter?.check(good), undefined);
      assert.equal(parameter?.check(bad), rule);
    });
  }
});

async function compile(manifest: string, files: Files = {}): Promise<Program> {
  const result = await loadFiles({ 'routes.yaml': `version: 1\n${manifest}\n`, ...files });
  assert.deepEqual(placesOf(result), []);
  assert.ok(result.kind === 'loaded');
  return result.program;
}

function fixed(type: string, text: string): Responder {
  const body = new TextEncoder().encode(text);
  const tag = createHash('sha1').update(body).digest('base64url');
  return { kind: 'fixed', type, body, tag, tagLine: [['ETag', `"${tag}"`]] };
}

function redirect(location: string): Responder {
  return { kind: 'redirect', location: ['Location', location] };
}

function literal(text: string) {
  return { kind: 'literal', text };
}

/** The tree with its ends in words: `METHOD route(parameters)`. */
function treeOf(node: RouteNode): unknown {
  const wordsOf = (end: RouteNode['end']) =>
    [...(end?.byMethod ?? [])].map(([method, { route, parameterNames }]) => {
      return `${method} ${route.name}${parameterNames.length > 0 ? `(${parameterNames})` : ''}`;
    });
  return {
    ...Object.fromEntries([...node.literals].map(([text, child]) => [text, treeOf(child)])),
    ...(node.parameter && { '{}': treeOf(node.parameter) }),
    ...(node.rest && { '{...}': wordsOf(node.rest).join(', ') }),
    ...(node.end && { end: wordsOf(node.end).join(', ') }),
  };
}
