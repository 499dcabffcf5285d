import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { ask } from '../talk.ts';

const site = serveSite(
  `
version: 1
server: { compression: { codings: [gzip], minSize: 1B } }
handlers: ./handlers.mjs
views: ./views
routes:
  tagged: { path: /tagged, handler: tagged }
  dated: { path: /dated, handler: dated }
  page: { path: /page, handler: tagged, view: page }
  stream: { path: /stream, handler: stream, response: { type: image/png } }
  closed: { path: /closed, handler: closed }
  foreign: { path: /foreign, handler: foreign }
  made: { path: /made, handler: made }
  bare: { path: /bare, handler: bare }
  coded: { path: /coded, handler: coded }
  untyped: { path: /untyped, handler: untyped }
  image: { path: /image, handler: tagged, response: { type: image/png } }
  change: { path: /tagged, methods: [PUT], handler: tagged }
`,
  {
    'views/page.hbs': '<p>{{name}}</p>',
    'handlers.mjs': `
import { answer } from '${import.meta.resolve('../../src/api.ts')}';
let closed = 0;
const MODEL = { name: 'Ada' };
const headers = { ETag: '"1"', 'Content-Language': 'en', 'X-More': 'more' };
export const handlers = {
  tagged: () => answer({ model: MODEL, headers, cookies: [{ name: 'seen', value: '1' }] }),
  dated: async () => answer({ model: MODEL, headers: { 'Last-Modified': 'Tue, 05 Mar 2024 10:21:31 GMT' } }),
  stream: () => answer({ body: { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true }), return: async () => { closed += 1; } }) }, headers }),
  closed: () => ({ closed }),
  foreign: () => new Response('a', { headers: { ETag: '"1"' } }),
  made: () => answer({ model: MODEL, status: 201, headers }),
  bare: () => MODEL,
  untyped: () => answer({ model: MODEL, headers: { ETag: 1, 'Last-Modified': new Date(0) } }),
  coded: () => answer({ body: 'coded by it', type: 'text/plain', headers: { ...headers, 'Content-Encoding': 'br' } }),
};
`,
  },
);

const LATER = 'If-Modified-Since: Wed, 06 Mar 2024 00:00:00 GMT';
const EARLIER = 'If-Unmodified-Since: Mon, 04 Mar 2024 00:00:00 GMT';

describe('conditions, where the answer of a handler has validators (RFC 9110 §13)', { timeout: 30_000 }, () => {
  const cases: readonly (readonly [line: string, field: string, status: number])[] = [
    ['GET /tagged', 'If-None-Match: "1"', 304],
    ['HEAD /tagged', 'If-None-Match: "1"', 304],
    ['GET /tagged', 'If-None-Match: "0", W/"1"', 304],
    ['GET /tagged', 'If-None-Match: *', 304],
    ['GET /tagged', 'If-None-Match: "2"', 200],
    ['GET /tagged', 'If-None-Match: 1', 200],
    ['GET /tagged', 'If-Match: "1"', 200],
    ['GET /tagged', 'If-Match: "2"', 412],
    ['GET /tagged', LATER, 200],
    ['GET /dated', LATER, 304],
    ['GET /dated', 'If-Modified-Since: Mon, 04 Mar 2024 00:00:00 GMT', 200],
    ['GET /dated', EARLIER, 412],
    ['GET /dated', 'If-None-Match: "1"', 200],
    ['GET /page', 'If-None-Match: "1"', 304],
    ['GET /foreign', 'If-None-Match: "1"', 304],
    ['GET /made', 'If-None-Match: "1"', 201],
    ['GET /bare', 'If-None-Match: *', 200],
    ['PUT /tagged', 'If-Match: "2"', 200],
  ];
  for (const [line, field, status] of cases) {
    it(`${line}, ${field}: ${status}`, async () => assert.equal((await ask(site.port, line, [field])).status, status));
  }

  it('a 304 has the fields of its 200 but for those of the content', async () => {
    const { headers, setCookies, body } = await ask(site.port, 'GET /tagged', ['If-None-Match: "1"']);
    const told = ['etag', 'x-more', 'vary', 'content-type', 'content-language', 'content-length'];
    assert.deepEqual(
      told.map((name) => headers.get(name)),
      ['"1"', 'more', 'Accept-Encoding', undefined, undefined, undefined],
    );
    assert.equal(setCookies.length, 1);
    assert.equal(body, '');
  });

  it('its tag is weak where the 200 is compressed, which has a weak one', async () => {
    const gzip = 'Accept-Encoding: gzip';
    const whole = await ask(site.port, 'GET /tagged', [gzip]);
    const known = await ask(site.port, 'GET /tagged', [gzip, `If-None-Match: ${whole.headers.get('etag')}`]);
    assert.deepEqual(
      [whole, known].map(({ status, headers }) => [status, headers.get('etag')]),
      [
        [200, 'W/"1"'],
        [304, 'W/"1"'],
      ],
    );
  });

  for (const path of ['/coded', '/page', '/image']) {
    it(`${path}: the 200 and its 304 agree on what caches need`, async () => {
      const gzip = 'Accept-Encoding: gzip';
      const whole = await ask(site.port, `GET ${path}`, [gzip]);
      const known = await ask(site.port, `GET ${path}`, [gzip, 'If-None-Match: "1"']);
      for (const name of ['etag', 'vary', 'content-security-policy'])
        assert.equal(known.headers.get(name), whole.headers.get(name), name);
    });
  }

  for (const field of ['If-None-Match: "1"', 'If-Match: "1"', LATER]) {
    it(`${field}: validators that are not texts are the mistake of the handler`, async () => {
      const { status, body } = await ask(site.port, 'GET /untyped', [field, 'Accept: application/json']);
      assert.deepEqual([status, JSON.parse(body).code], [500, 'unsafe-answer']);
    });
  }

  it('a source that is not sent is closed', async () => {
    const before = JSON.parse((await ask(site.port, 'GET /closed')).body);
    assert.equal((await ask(site.port, 'GET /stream', ['If-None-Match: "1"'])).status, 304);
    const after = JSON.parse((await ask(site.port, 'GET /closed')).body);
    assert.equal(after.closed, before.closed + 1);
  });
});
