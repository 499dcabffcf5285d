import assert from 'node:assert/strict';
import { type IncomingMessage, request } from 'node:http';
import { describe, it } from 'node:test';
import { brotliDecompressSync, createGunzip, gunzipSync } from 'node:zlib';
import { serveSite } from '../guards/served-site.ts';
import { talkRaw } from '../talk.ts';

const site = serveSite(
  `version: 1
server: { methods: [GET, HEAD, POST], compression: { codings: [br, gzip], minSize: 200B } }
handlers: ./handlers.mjs
views: ./views
groups: { kept: { under: /kept, response: { headers: { Cache-Control: no-transform } } } }
routes:
  page: { path: /page, view: page, data: {} }
  feed: { path: /feed, view: page, data: {}, layout: false, response: { type: application/rss+xml } }
  short: { path: /short, view: short, data: {}, layout: false }
  json: { path: /json, handler: json }
  large: { path: /large, handler: large }
  text: { path: /text, handler: text }
  bytes: { path: /bytes, handler: bytes, response: { type: text/csv } }
  pieces: { path: /pieces, handler: pieces, response: { type: text/plain } }
  response: { path: /response, handler: response }
  tagged: { path: /tagged, handler: text, response: { headers: { ETag: '"a"' } } }
  varied: { path: /varied, handler: text, response: { headers: { Vary: Cookie } } }
  weak: { path: /weak, handler: text, response: { headers: { ETag: 'W/"a"' } } }
  sent: { path: /sent, handler: text, response: { headers: { Content-Encoding: zstd } } }
  part: { path: /part, handler: text, response: { status: 206, headers: { Content-Range: bytes 0-1/2 } } }
  digest: { path: /digest, handler: text, response: { headers: { Content-Digest: 'sha-256=:AA==:' } } }
  packed: { path: /packed, handler: bytes, response: { type: image/png } }
  unkept: { path: /unkept, handler: text, response: { headers: { Cache-Control: 'private, no-transform' } } }
  inGroup: { path: /kept/text, handler: text }
  files: { path: "/kept/{file...}", folder: { root: ./site } }
  events: { path: /events, handler: events }
  slow: { path: /slow, handler: slow, response: { type: text/plain } }
  broken: { path: /broken, handler: broken, response: { type: text/plain } }
  go: { path: /go, methods: [POST], handler: go }
`,
  {
    'views/layout.hbs': `<body>${'around '.repeat(50)}{{> page}}</body>`,
    'views/page.hbs': `<p>${'a page '.repeat(50)}</p>`,
    'views/short.hbs': 'short',
    'site/a.txt': 'a file '.repeat(100),
    'handlers.mjs': `
      import { answer, events as eventStream } from ${JSON.stringify(new URL('../../src/api.ts', import.meta.url).href)};
      const TEXT = 'some words '.repeat(100);
      let go = () => undefined;
      async function* steps(write) {
        for (const step of ['one', 'two']) {
          const gone = new Promise((resolve) => { go = resolve; });
          yield write(step);
          await gone;
        }
      }
      export const handlers = {
        json: () => ({ text: TEXT }),
        large: () => Array.from({ length: 20000 }, (_, id) => ({ id })),
        text: () => answer({ body: TEXT, type: 'text/plain' }),
        bytes: () => Buffer.from(TEXT),
        pieces: async function* () { yield TEXT; yield TEXT; },
        response: () => new Response(TEXT, { headers: { 'Content-Type': 'application/json' } }),
        events: () => eventStream(steps((data) => ({ data }))),
        slow: () => steps((text) => text),
        broken: async function* () { yield TEXT; throw new Error('gone'); },
        go: () => { go(); return {}; },
      };`,
  },
);

/** What more than the coding an answer depends on: how an error is told, and what its route says. */
const VARIES: ReadonlyMap<string, string> = new Map([
  ['/nowhere', 'Accept, Accept-Encoding'],
  ['/varied', 'Cookie, Accept-Encoding'],
]);

describe('server.compression: pages and what handlers answer', () => {
  const coded = [
    '/page',
    '/feed',
    '/json',
    '/large',
    '/text',
    '/bytes',
    '/pieces',
    '/response',
    '/tagged',
    '/varied',
    '/nowhere',
  ];
  for (const path of coded) {
    it(`codes ${path}, and its HEAD says the same`, async () => {
      const vary = VARIES.get(path) ?? 'Accept-Encoding';
      const plain = await get(path);
      assert.deepEqual([plain.headers['content-encoding'], plain.headers.vary], [undefined, vary]);
      for (const coding of ['gzip', 'br']) {
        const answer = await get(path, { 'Accept-Encoding': coding });
        assert.deepEqual([answer.headers['content-encoding'], answer.headers.vary], [coding, vary]);
        const decode = coding === 'br' ? brotliDecompressSync : gunzipSync;
        assert.equal(decode(answer.body).toString(), plain.body.toString());
        assert.ok(answer.body.length < plain.body.length);
        const head = await get(path, { 'Accept-Encoding': coding }, 'HEAD');
        assert.deepEqual(withoutDate(head.headers), withoutDate(answer.headers));
      }
    });
  }

  const plain: readonly (readonly [path: string, vary: string | undefined, why: string])[] = [
    ['/short', 'Accept-Encoding', 'it is short, and its next answer can be long'],
    ['/sent', undefined, 'it is coded already'],
    ['/part', undefined, 'it is a part'],
    ['/digest', undefined, 'its bytes have a digest'],
    ['/packed', undefined, 'its type is packed'],
    ['/unkept', undefined, 'its route forbids that'],
    ['/kept/text', undefined, 'its group forbids that'],
    ['/kept/a.txt', undefined, 'the group of a file forbids that'],
  ];
  for (const [path, vary, why] of plain) {
    it(`leaves ${path} as it is: ${why}`, async () => {
      const without = await get(path);
      const answer = await get(path, { 'Accept-Encoding': 'gzip' });
      assert.deepEqual([answer.body.toString(), answer.headers.vary], [without.body.toString(), vary]);
      assert.deepEqual(withoutDate(answer.headers), withoutDate(without.headers));
    });
  }

  it('compresses what is long in a thread, as a stream', async () => {
    const framing = async (path: string) => (await get(path, { 'Accept-Encoding': 'br' })).headers['transfer-encoding'];
    assert.deepEqual([await framing('/large'), await framing('/json')], ['chunked', undefined]);
  });
  it('weakens a strong entity tag of what it codes', async () => {
    const tags = async (fields: Fields) =>
      Promise.all(['/tagged', '/weak'].map(async (path) => (await get(path, fields)).headers.etag));
    assert.deepEqual(await tags({}), ['"a"', 'W/"a"']);
    assert.deepEqual(await tags({ 'Accept-Encoding': 'gzip' }), ['W/"a"', 'W/"a"']);
  });
  it('lets the client choose: by weights, by *, and not what it refuses', async () => {
    const chosen = async (accept: string) =>
      (await get('/json', { 'Accept-Encoding': accept })).headers['content-encoding'];
    assert.equal(await chosen('br;q=0.5, gzip'), 'gzip');
    assert.equal(await chosen('*'), 'br');
    assert.equal(await chosen('br;q=0, *;q=0.1'), 'gzip');
    assert.equal(await chosen('gzip;q=0.2, identity'), undefined);
    assert.equal(await chosen('zstd'), undefined);
  });
  it('ends a coded stream by closing the connection in HTTP/1.0', async () => {
    const wire = await talkRaw(
      site.port,
      'GET /pieces HTTP/1.0\r\nAccept-Encoding: gzip\r\nConnection: keep-alive\r\n\r\n',
    );
    const body = Buffer.from(wire.slice(wire.indexOf('\r\n\r\n') + 4), 'latin1');
    assert.equal(gunzipSync(body).toString(), (await get('/pieces')).body.toString());
  });
});

describe('server.compression: streams leave as they come', () => {
  for (const [path, texts] of [
    ['/slow', ['one', 'two']],
    ['/events', ['data: one\n\n', 'data: two\n\n']],
  ] as const) {
    it(`${path}: each piece is there before the next one is made`, async () => {
      const answer = await open(path, { 'Accept-Encoding': 'gzip' });
      assert.equal(answer.headers['content-encoding'], 'gzip');
      const seen: string[] = [];
      for await (const piece of answer.pipe(createGunzip())) {
        seen.push(String(piece));
        await get('/go', {}, 'POST');
      }
      assert.deepEqual(seen, texts);
    });
  }
  it('has no end where its source fails, so that nobody takes a part for the whole', async () => {
    const wire = await talkRaw(site.port, 'GET /broken HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n');
    assert.match(wire, /\r\nContent-Encoding: gzip\r\n/);
    assert.doesNotMatch(wire, /\r\n0\r\n\r\n$/);
    assert.equal(site.errors.at(-1)?.['code'], 'stream-failed');
  });
  it('ends with its peer', async () => {
    const answer = await open('/events', { 'Accept-Encoding': 'br' });
    const isLogged = () => site.access.some(({ target, aborted }) => target === '/events' && aborted === true);
    answer.destroy();
    while (!isLogged()) await get('/go', {}, 'POST');
  });
});

type Fields = Readonly<Record<string, string>>;

interface Got {
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function get(path: string, fields: Fields = {}, method = 'GET'): Promise<Got> {
  const answer = await open(path, fields, method);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { headers: answer.headers, body: Buffer.concat(chunks) };
}

function open(path: string, headers: Fields, method = 'GET'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { host: site.host, port: site.port, path, method, headers, agent: false };
    request(options, resolve).once('error', reject).end();
  });
}

function withoutDate({ date: _, ...headers }: IncomingMessage['headers']) {
  return headers;
}
