import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';

const HANDLERS = `
import { answer, HttpError } from '${import.meta.resolve('../../src/api.ts')}';
export const handlers = {
  fail: () => { throw new Error('a secret'); },
  refuse: () => { throw new HttpError(409, 'The ride is full.', {
    headers: { 'Retry-After': '60' },
    fields: { seats: 'There are no seats left.', '/rider/name': 'This rider is barred.', '': 'Send less.' },
    problem: { type: 'https://club.example/full', seats: 0, status: 200 },
    cause: new Error('row 7'),
  }); },
  tags: ({ request }) => ({ all: request.queryAll('tag'), none: request.queryAll('x'), whole: request.queryString }),
  login: () => { throw new HttpError(401, 'Please sign in.', { headers: { 'WWW-Authenticate': 'Basic realm="Club"' } }); },
  split: () => { throw new HttpError(401, 'No', { headers: { 'X-A': 'a\\r\\nX-B: b' } }); },
  circular: () => { const problem = {}; problem.self = problem; throw new HttpError(400, 'No', { problem }); },
  showErrors: async ({ client }) => { await client.set({ showErrors: true }); return { on: true }; },
};
export const guards = { members: () => { throw new HttpError(403, 'Members only.'); } };
`;

const MANIFEST = `
version: 1
server: { methods: [GET, HEAD, POST, PUT], limits: { body: 1KiB, requestLine: 200 } }
handlers: ./handlers.mjs
views: ./views
groups:
  site: { under: /site, errors: page }
  api: { under: /api, errors: problem }
  inner: { under: /api/inner, errors: auto }
routes:
  page: { path: "/page/{n}", params: { n: { type: integer } }, methods: [GET, POST], handler: fail, view: shown }
  data: { path: "/data/{n}", params: { n: { type: integer } }, methods: [GET, POST], handler: fail }
  shut: { path: /shut, handler: fail, guards: [members] }
  own: { path: /site/own, handler: fail, errors: problem }
  group: { path: /site/group, handler: fail }
  api: { path: /api/a, methods: [GET, POST], handler: fail, view: shown }
  inner: { path: /api/inner/a, handler: fail, view: shown }
  refuse: { path: /refuse, methods: [POST], handler: refuse, body: { type: object, properties: { seats: { type: integer } } } }
  hello: { path: /hello, json: {} }
  join: { path: /join, methods: [POST], handler: refuse, view: shown, form: {}, body: { type: object, properties: { seats: { type: integer }, name: { type: string } } } }
  tags: { path: /tags, query: { tag: { type: string } }, handler: tags }
  login: { path: /login, handler: login }
  split: { path: /split, handler: split }
  circular: { path: /circular, handler: circular }
  showErrors: { path: /show, methods: [POST], handler: showErrors }
  body:
    path: "/body/{id}"
    methods: [POST]
    params: { id: { type: integer } }
    query: { page: { type: integer, minimum: 1 } }
    headers: { X-Count: { type: integer, required: true } }
    cookies: { token: { type: string, required: true } }
    body: { type: object, required: [name], properties: { name: { type: string }, age: { type: integer } } }
    text: ok
`;

const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS, 'views/shown.hbs': '<p>shown</p>' });

const CLIENTS = {
  'no Accept': undefined,
  'curl and fetch': '*/*',
  axios: 'application/json, text/plain, */*',
  'a browser': 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8',
  "a proxy's check": 'text/html;q=0.1, application/json;q=0.9',
} as const;

/** Those of RFC 9457, and what is wrong with which value. */
function checkMembers(text: string, status: number): void {
  const { errors, ...members } = JSON.parse(text);
  assert.deepEqual(Object.keys(members).toSorted(), ['code', 'detail', 'status', 'title', 'type']);
  assert.deepEqual([members.type, members.status], ['about:blank', status]);
  if (members.code === 'malformed-path') assert.deepEqual(errors, [{ in: 'path', detail: members.detail }]);
  else if (members.code === 'bad-parameter')
    assert.deepEqual(errors, [{ in: 'path', name: 'n', detail: members.detail }]);
  else assert.equal(errors, undefined);
}

describe('errors: auto, as Accept prefers it', () => {
  const byView = { 'no Accept': 'page', 'curl and fetch': 'page', axios: 'problem', 'a browser': 'page' } as const;
  const bare = { 'no Accept': 'problem', 'curl and fetch': 'problem', axios: 'problem', 'a browser': 'page' } as const;
  const targets: readonly (readonly [string, number, typeof byView | typeof bare])[] = [
    ['GET /page/x', 400, byView],
    ['GET /page/1', 500, byView],
    ['PUT /page/1', 405, byView],
    ['DELETE /page/1', 501, byView],
    ['GET /data/x', 400, bare],
    ['GET /data/1', 500, bare],
    ['PUT /data/1', 405, bare],
    ['DELETE /data/1', 501, bare],
    ['GET /shut', 403, bare],
    ['GET /nowhere', 404, byView],
    ['GET /%zz', 400, byView],
    ['GET /api/inner/a', 500, byView],
  ];
  for (const [line, status, expected] of targets) {
    for (const client of Object.keys(CLIENTS) as (keyof typeof CLIENTS)[]) {
      it(`${line} of ${client} is ${status}`, async () => {
        const told = await ask(line, client);
        const format = client === "a proxy's check" ? 'problem' : expected[client];
        assert.deepEqual(
          { status: told.status, format: told.format, vary: told.vary },
          { status, format, vary: 'Accept' },
        );
        if (format === 'problem') checkMembers(told.text, status);
      });
    }
  }
  it('answers HEAD with the head of GET', async () => {
    const [head, get] = [await ask('HEAD /data/x', 'axios'), await ask('GET /data/x', 'axios')];
    assert.equal(head.text, '');
    assert.deepEqual(
      ['content-type', 'content-length', 'vary', 'cache-control'].map((name) => head.headers.get(name)),
      ['content-type', 'content-length', 'vary', 'cache-control'].map((name) => get.headers.get(name)),
    );
  });
  it('tells faults on the wire as pages', async () => {
    const { status, format, vary } = await ask(`GET /data/${'1'.repeat(300)}`, 'axios');
    assert.deepEqual({ status, format, vary }, { status: 414, format: 'page', vary: null });
  });
  it('tells a body that is too large as its route does, since the head is known', async () => {
    for (const path of ['/body/1', '/api/a', '/page/1']) {
      const response = await fetch(url(path), { method: 'POST', headers: JSON_BODY, body: 'x'.repeat(2000) });
      const type = path === '/page/1' ? 'text/html; charset=utf-8' : 'application/problem+json';
      assert.deepEqual([response.status, response.headers.get('content-type')], [413, type]);
    }
  });
  it('leaves successes alone', async () => {
    const told = await ask('GET /hello', 'a browser');
    assert.deepEqual([told.status, told.vary], [200, null]);
  });
});

describe('errors: page and problem', () => {
  for (const [line, format] of [
    ['GET /site/own', 'problem'],
    ['GET /site/group', 'page'],
    ['GET /site/nowhere', 'page'],
    ['GET /api/a', 'problem'],
    ['GET /api/nowhere', 'problem'],
  ] as const) {
    it(`${line} is a ${format}, whatever Accept says`, async () => {
      for (const client of ['axios', 'a browser'] as const) {
        const told = await ask(line, client);
        assert.deepEqual([told.format, told.vary], [format, null]);
      }
    });
  }
});

describe('application/problem+json (RFC 9457)', () => {
  it('has its members, and the fields of errors', async () => {
    const told = await ask('GET /nowhere', 'axios');
    assert.deepEqual(JSON.parse(told.text), {
      type: 'about:blank',
      title: 'Not Found',
      detail: 'There is no page at this address. Please check its spelling, or begin at the start page.',
      code: 'route-not-found',
      status: 404,
    });
    assert.equal(told.headers.get('cache-control'), 'no-store');
    assert.equal(told.headers.get('x-content-type-options'), 'nosniff');
  });
  it('tells all that is wrong at once, each at its place', async () => {
    const response = await fetch(url('/body/x?page=0'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-count': 'many' },
      body: '{"age":"old"}',
    });
    assert.equal(response.status, 400);
    const { errors } = Object(await response.json());
    assert.deepEqual(
      errors.map(({ in: place, name, pointer }: Record<string, string>) => [place, name ?? pointer]),
      [
        ['path', 'id'],
        ['query', 'page'],
        ['header', 'X-Count'],
        ['cookie', 'token'],
        ['body', '/name'],
        ['body', '/age'],
      ],
    );
    assert.equal(errors[1].detail, '"page" must be at least 1.');
  });
  it('says where an address cannot be decoded', async () => {
    for (const [path, place] of [
      ['/%zz', 'path'],
      ['/data/1?n=%ff', 'query'],
    ] as const) {
      const { status, text } = await ask(`GET ${path}`, 'axios');
      const { detail, errors } = JSON.parse(text);
      assert.deepEqual([status, errors], [400, [{ in: place, detail }]]);
    }
  });
  it('takes what a handler adds, but not another status', async () => {
    const response = await fetch(url('/refuse'), { method: 'POST', headers: JSON_BODY, body: '{}' });
    assert.equal(response.status, 409);
    assert.equal(response.headers.get('retry-after'), '60');
    assert.deepEqual(await response.json(), {
      type: 'https://club.example/full',
      title: 'Conflict',
      detail: 'The ride is full.',
      code: 'refused-by-handler',
      errors: [
        { in: 'body', pointer: '/seats', detail: 'There are no seats left.' },
        { in: 'body', pointer: '/rider/name', detail: 'This rider is barred.' },
        { in: 'body', pointer: '', detail: 'Send less.' },
      ],
      seats: 0,
      status: 409,
    });
  });
  it('carries header fields of a refusal, on a page too', async () => {
    for (const client of ['axios', 'a browser'] as const) {
      const told = await ask('GET /login', client);
      assert.deepEqual([told.status, told.headers.get('www-authenticate')], [401, 'Basic realm="Club"']);
    }
  });
  it('makes a 500 of a field that could split the message, and of members that are not JSON', async () => {
    for (const path of ['/split', '/circular']) {
      const told = await ask(`GET ${path}`, 'axios');
      assert.equal(told.status, 500);
      assert.equal(told.headers.get('x-b'), null);
      assert.equal(site.errors.at(-1)?.['status'], 500);
    }
  });
  it('shows the same list on a page', async () => {
    const response = await fetch(url('/body/x?page=0'), {
      method: 'POST',
      headers: { ...JSON_BODY, accept: 'text/html' },
      body: '{"name":"A"}',
    });
    const text = await response.text();
    assert.match(
      text,
      /<li>&quot;id&quot; must be a whole number, such as 12 or -3\.<\/li>\s*<li>&quot;page&quot; must be at least 1\.<\/li>/,
    );
  });
  it('has the original message for a client with show_errors on', async () => {
    const refuse = () => fetch(url('/refuse'), { method: 'POST', headers: JSON_BODY, body: '{}' });
    assert.equal(Object(await (await refuse()).json()).cause, undefined);
    await fetch(url('/show'), { method: 'POST' });
    assert.equal(Object(await (await refuse()).json()).cause, 'row 7');
  });
});

describe('a form that a handler refuses with any 4xx', () => {
  it('comes back filled in, with what the handler says of its fields', async () => {
    const response = await fetch(url('/join'), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body: 'seats=7&name=Ada',
    });
    assert.equal(response.status, 409);
    const text = await response.text();
    assert.match(text, /name="seats" value="7"[^>]* aria-invalid="true"/);
    assert.match(text, /<strong id="join-seats-problem">There are no seats left\.<\/strong>/);
    assert.match(text, /name="name" value="Ada"/);
    assert.match(text, /<li>The ride is full\.<\/li>\s*<li>seats: There are no seats left\.<\/li>/);
    assert.match(text, /<li>Send less\.<\/li>/);
  });
});

describe('a query as handlers see it', () => {
  it('has all values of a repeated name, and its text', async () => {
    const response = await fetch(url('/tags?tag=a+b&tag=%C3%A9&y=1'));
    assert.deepEqual(await response.json(), { all: ['a b', 'é'], none: [], whole: 'tag=a+b&tag=%C3%A9&y=1' });
  });
});

describe('server.errors: problem', () => {
  it('tells faults on the wire as problems, too', async () => {
    await site.reload(MANIFEST.replace('server: {', 'server: { errors: problem,'));
    const { status, format, vary } = await ask(`GET /data/${'1'.repeat(300)}`, 'a browser');
    assert.deepEqual({ status, format, vary }, { status: 414, format: 'problem', vary: null });
  });
});

const JSON_BODY = { 'content-type': 'application/json' };

function url(path: string): string {
  return `http://${site.host}:${site.port}${path}`;
}

async function ask(line: string, client: keyof typeof CLIENTS): Promise<Told> {
  const [method = '', path = ''] = line.split(' ');
  const accept = CLIENTS[client];
  const answered = await get(method, path, accept === undefined ? {} : { Accept: accept });
  const type = answered.headers.get('content-type');
  const format = type === 'application/problem+json' ? 'problem' : type === 'text/html; charset=utf-8' ? 'page' : type;
  return { ...answered, format, vary: answered.headers.get('vary') };
}

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly format: string | null;
  readonly vary: string | null;
}

/** fetch sends an Accept of its own. */
function get(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<Pick<Told, 'status' | 'headers' | 'text'>> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: site.host, port: site.port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const fields = Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
          values.map((value): [string, string] => [name, value]),
        );
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(fields),
          text: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}
