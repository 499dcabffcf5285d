import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { loadFiles, placesOf } from '../manifest/manifest-folder.ts';

const APP = 'https://app.example';

const HANDLERS = `
import { answer, HttpError } from '${import.meta.resolve('../../src/api.ts')}';
export const handlers = {
  fail: () => { throw new Error('a secret'); },
  refuse: () => { throw new HttpError(409, 'Full', { headers: { Vary: 'X-Seat' } }); },
  own: () => answer({ model: {}, headers: { 'access-control-allow-origin': 'https://other.example', Vary: 'X-Own' } }),
  split: () => answer({ model: {}, headers: { 'X-A': 'a\\r\\nb' } }),
};
export const guards = { never: () => { throw new HttpError(401, 'Sign in', { headers: { 'WWW-Authenticate': 'Basic' } }); } };
`;

const MANIFEST = `
version: 1
server:
  methods: [GET, POST, DELETE]
  hosts: [127.0.0.1]
  cors: { origins: ["${APP}", "http://localhost:5173"], headers: [X-Trace-Id], expose: [Link, ETag], maxAge: 10m }
handlers: ./handlers.mjs
groups:
  closed: { under: /closed, cors: false }
  any: { under: /any, cors: { origins: ["*"] } }
  cookies: { under: /cookies, cors: { origins: ["${APP}"], credentials: true } }
routes:
  list: { path: /rides, json: [], response: { headers: { Vary: Accept-Language } } }
  add: { path: /rides, methods: [POST], json: {}, body: { type: object } }
  guarded: { path: /guarded, guards: [never], json: {} }
  fail: { path: /fail, handler: fail }
  refuse: { path: /refuse, handler: refuse }
  own: { path: /own, handler: own }
  split: { path: /split, handler: split }
  form: { path: /form, methods: [POST], sameOrigin: true, json: {} }
  mixed: { path: /mixed, json: {} }
  mixedForm: { path: /mixed, methods: [POST], sameOrigin: true, json: {}, body: { type: object } }
  shut: { path: /shut, json: {}, cors: false }
  ofNull: { path: /null, json: {}, cors: { origins: ["null"] } }
  closed: { path: /closed, json: {} }
  opened: { path: /closed/not, json: {}, cors: { origins: ["https://b.example"] } }
  any: { path: /any, json: {} }
  cookies: { path: /cookies, json: {} }
`;

const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });

type Fields = Readonly<Record<string, string>>;

/** What of the answer is CORS, by names without their beginning; and its Vary. */
async function ask(line: string, headers: Fields): Promise<{ readonly status: number; readonly fields: Fields }> {
  const [method = '', path = ''] = line.split(' ');
  return new Promise((resolve, reject) => {
    const sent = request({ host: site.host, port: site.port, method, path, headers, agent: false }, (response) => {
      response.resume();
      const told = Object.entries(response.headers).filter(([name]) => /^access-control-|^vary$/.test(name));
      const fields = Object.fromEntries(
        told.map(([name, value]) => [name.replace('access-control-', ''), String(value)]),
      );
      response.on('end', () => resolve({ status: response.statusCode ?? 0, fields }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

const READABLE = { 'allow-origin': APP, 'expose-headers': 'Link, ETag', vary: 'Origin' };
const SHUT = { vary: 'Origin' };

describe('cors: answers (Fetch Standard, CORS protocol)', () => {
  const cases: readonly (readonly [line: string, origin: string | undefined, status: number, fields: Fields])[] = [
    ['GET /rides', APP, 200, { ...READABLE, vary: 'Accept-Language, Origin' }],
    [
      'GET /rides',
      'http://localhost:5173',
      200,
      { ...READABLE, 'allow-origin': 'http://localhost:5173', vary: 'Accept-Language, Origin' },
    ],
    ['GET /rides', undefined, 200, { vary: 'Accept-Language, Origin' }],
    ['GET /rides', 'https://app.example.evil.example', 200, { vary: 'Accept-Language, Origin' }],
    ['GET /rides', 'HTTPS://APP.EXAMPLE', 200, { vary: 'Accept-Language, Origin' }],
    ['GET /rides', 'null', 200, { vary: 'Accept-Language, Origin' }],
    ['GET /rides', '*', 200, { vary: 'Accept-Language, Origin' }],
    ['GET /null', 'null', 200, { 'allow-origin': 'null', vary: 'Origin' }],
    ['GET /fail', APP, 500, { ...READABLE, vary: 'Accept, Origin' }],
    ['GET /split', APP, 500, { ...READABLE, vary: 'Accept, Origin' }],
    ['GET /refuse', APP, 409, { ...READABLE, vary: 'X-Seat, Accept, Origin' }],
    ['GET /guarded', APP, 401, { ...READABLE, vary: 'Accept, Origin' }],
    ['DELETE /rides', APP, 405, { ...READABLE, vary: 'Accept, Origin' }],
    ['PUT /rides', APP, 501, { ...READABLE, vary: 'Accept, Origin' }],
    ['GET /nowhere', APP, 404, { ...READABLE, vary: 'Accept, Origin' }],
    ['GET /%zz', APP, 400, { ...READABLE, vary: 'Accept, Origin' }],
    ['GET /own', APP, 200, { ...READABLE, 'allow-origin': 'https://other.example', vary: 'X-Own, Origin' }],
    ['POST /form', APP, 403, { vary: 'Accept' }],
    ['GET /mixed', APP, 200, READABLE],
    ['GET /shut', APP, 200, {}],
    ['GET /closed', APP, 200, {}],
    ['GET /closed/nowhere', APP, 404, { vary: 'Accept' }],
    ['GET /closed/not', 'https://b.example', 200, { 'allow-origin': 'https://b.example', vary: 'Origin' }],
    ['GET /any', 'https://whoever.example', 200, { 'allow-origin': '*', vary: 'Origin' }],
    ['GET /cookies', APP, 200, { 'allow-origin': APP, 'allow-credentials': 'true', vary: 'Origin' }],
    ['GET /cookies', 'https://b.example', 200, SHUT],
  ];
  for (const [line, origin, status, fields] of cases) {
    it(`${line} from ${origin ?? 'no page'}`, async () => {
      assert.deepEqual(await ask(line, origin === undefined ? {} : { Origin: origin }), { status, fields });
    });
  }
});

describe('cors: preflights, though server.methods lacks OPTIONS', () => {
  const allowed = { ...READABLE, 'allow-headers': 'X-Trace-Id', 'max-age': '600' };
  const cases: readonly (readonly [path: string, method: string, origin: string, status: number, fields: Fields])[] = [
    [
      '/rides',
      'POST',
      APP,
      204,
      { ...allowed, 'allow-methods': 'GET, POST', 'allow-headers': 'Content-Type, X-Trace-Id' },
    ],
    [
      '/rides',
      'PUT',
      APP,
      204,
      { ...allowed, 'allow-methods': 'GET, POST', 'allow-headers': 'Content-Type, X-Trace-Id' },
    ],
    ['/rides', 'POST', 'https://b.example', 204, SHUT],
    ['/guarded', 'GET', APP, 204, { ...allowed, 'allow-methods': 'GET' }],
    ['/mixed', 'GET', APP, 204, { ...allowed, 'allow-methods': 'GET' }],
    ['/mixed', 'POST', APP, 501, { vary: 'Accept' }],
    ['/form', 'POST', APP, 501, { vary: 'Accept' }],
    ['/shut', 'GET', APP, 501, { vary: 'Accept' }],
    ['/closed', 'GET', APP, 501, { vary: 'Accept' }],
    ['/closed/nowhere', 'GET', APP, 501, { vary: 'Accept' }],
    ['/nowhere', 'GET', APP, 404, { ...READABLE, vary: 'Accept, Origin' }],
    ['/any', 'GET', 'https://whoever.example', 204, { 'allow-origin': '*', 'allow-methods': 'GET', vary: 'Origin' }],
    [
      '/cookies',
      'GET',
      APP,
      204,
      { 'allow-origin': APP, 'allow-methods': 'GET', 'allow-credentials': 'true', vary: 'Origin' },
    ],
  ];
  for (const [path, method, origin, status, fields] of cases) {
    it(`${method} ${path} from ${origin}`, async () => {
      const asked = { Origin: origin, 'Access-Control-Request-Method': method };
      assert.deepEqual(await ask(`OPTIONS ${path}`, asked), { status, fields });
    });
  }
  it('are 501 without both fields', async () => {
    assert.equal((await ask('OPTIONS /rides', { Origin: APP })).status, 501);
  });
  it('of another host are not answered', async () => {
    const asked = { Host: 'evil.example', Origin: APP, 'Access-Control-Request-Method': 'GET' };
    assert.equal((await ask('OPTIONS /rides', asked)).status, 501);
  });
  it('are left to a route that takes OPTIONS', async () => {
    const own = '  own2: { path: /rides, methods: [OPTIONS], json: {}, response: { headers: { X-Own: "1" } } }\n';
    await site.reload(MANIFEST.replace('DELETE]', 'DELETE, OPTIONS]') + own);
    const asked = { Origin: APP, 'Access-Control-Request-Method': 'POST' };
    assert.deepEqual(await ask('OPTIONS /rides', asked), { status: 200, fields: READABLE });
    assert.equal((await ask('OPTIONS /guarded', asked)).fields['allow-methods'], 'GET');
    assert.deepEqual(await ask('OPTIONS /form', asked), { status: 204, fields: {} });
  });
});

describe('cors: findings', () => {
  const cases: readonly (readonly [cors: string, ...places: readonly string[]])[] = [
    ['{ origins: ["https://app.example", "http://localhost:5173", "capacitor://localhost", "null"] }'],
    ['{ origins: ["*"] }'],
    ['{ origins: ["*"], credentials: true }', 'bad-origin routes.yaml:3:21'],
    ['{ origins: ["*", "https://a.example"] }', 'bad-origin routes.yaml:3:21'],
    ['{ origins: ["https://app.example/"] }', 'bad-origin routes.yaml:3:21'],
    ['{ origins: ["https://app.example/a"] }', 'bad-origin routes.yaml:3:21'],
    ['{ origins: ["https://app.example:443"] }', 'bad-origin routes.yaml:3:21'],
    ['{ origins: ["https://App.example"] }', 'bad-origin routes.yaml:3:21'],
    ['{ origins: ["https://*.example"] }', 'bad-origin routes.yaml:3:21'],
    ['{ origins: ["app.example"] }', 'bad-origin routes.yaml:3:21'],
    ['{ origins: ["https://"] }', 'bad-origin routes.yaml:3:21'],
    ['{ credentials: true }', 'missing-key routes.yaml:3:3'],
    ['{ origins: [] }', 'bad-value routes.yaml:3:20'],
    ['true', 'bad-value routes.yaml:3:9'],
    ['false'],
  ];
  for (const [cors, ...places] of cases) {
    it(`${cors}: ${places.join() || 'nothing'}`, async () => {
      const result = await loadFiles({
        'routes.yaml': `version: 1\nserver:\n  cors: ${cors}\nroutes: { a: { path: /, text: a } }\n`,
      });
      assert.deepEqual(placesOf(result), places);
    });
  }
});
