import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { dial, get } from '../socket/wire-peer.ts';
import { ask } from '../talk.ts';
import { serveSite } from './served-site.ts';

/** Every way to answer is below the prefix, and beside it in other groups. Only a cookie opens the guard. */
const MANIFEST = `
version: 1
server: { methods: [GET, HEAD, POST, OPTIONS] }
handlers: ./handlers.mjs
groups:
  inner: { under: /admin/b, response: { headers: { X-Inner: "1" } } }
  admin: { under: /admin, guards: [key] }
routes:
  home: { path: /, text: OPEN }
  asked: { path: /asked, handler: asked }
  refuse: { path: /refuse, handler: refuse }
  page: { path: /admin, text: SECRET page }
  slash: { path: /admin/, json: { a: SECRET } }
  below: { path: /admin/a, aliases: [/x/a, /admin/b/c], methods: [GET, POST], text: SECRET below }
  parameter: { path: "/{section}/list", params: { section: { type: string } }, methods: [GET, POST], handler: shown }
  deep: { path: "/admin/{a}/{b...}", params: { a: { type: string }, b: { type: string } }, methods: [POST], handler: shown }
  away: { path: /admin/away, redirect: { url: "https://SECRET.example/" } }
  icon: { path: /admin/icon, file: ./public/admin/secret.txt }
  options: { path: /admin/options, methods: [OPTIONS, GET], text: SECRET options }
  rest: { path: "/{rest...}", params: { rest: { type: string } }, methods: [POST], handler: shown }
  files: { path: "/{file...}", folder: { root: ./public } }
`;
const HANDLERS = `
import { HttpError } from '${import.meta.resolve('../../src/api.ts')}';
let [isAsked, refuse] = [];
const asked = new Promise((resolve) => { isAsked = resolve; });
const refused = new Promise((_, reject) => { refuse = () => reject(new HttpError(403, 'Members only')); });
refused.catch(() => undefined);
export const handlers = {
  shown: ({ request }) => 'SECRET ' + request.path,
  asked: () => asked.then(() => 'asked'),
  refuse: () => { refuse(); return 'refused'; },
};
export const guards = {
  slow: () => { isAsked(); return refused; },
  key: ({ request }) => {
    if (!/key=yes/.test(request.headers.get('cookie') ?? '')) throw new HttpError(403, 'Members only');
  },
};
`;
const site = serveSite(MANIFEST, {
  'handlers.mjs': HANDLERS,
  'public/admin/secret.txt': 'SECRET file',
  'public/admin/index.html': 'SECRET index',
  'public/x/a.txt': 'open',
});

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly absolute: boolean;
  readonly query: string;
  readonly fields: readonly string[];
  readonly body: string;
  /** How many requests for what is open are before it, sent at once. */
  readonly behind: number;
  readonly reloads: boolean;
}

/** To paths that routes have, some of their letters encoded. */
const PLAIN_WAYS = fc
  .tuple(
    fc.constantFrom('', '/', '/a', '/b/c', '/list', '/x/y', '/away', '/icon', '/options', '/secret.txt', '/b/../icon'),
    fc.infiniteStream(fc.nat({ max: 9 })),
  )
  .map(([tail, dice]) => {
    const encoded = [...`admin${tail}`].map((letter) => {
      const isEncoded = dice.next().value === 0 && letter !== '/';
      return isEncoded ? `%${letter.charCodeAt(0).toString(16)}` : letter;
    });
    return `/${encoded.join('')}`;
  });

const ODD_WAYS = fc
  .array(
    fc.constantFrom(
      ...['admin', 'admin', '%61dmin', '', '.', '..', '%2e%2E', 'x', 'a', 'b', 'c', 'list', 'b%2Fc', 'away', 'icon'],
      ...['options', 'secret.txt', 'index.html', 'admin%2Fsecret.txt', 'admin%2f', '%2Fadmin', 'ADMIN'],
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((pieces) => `/${pieces.join('/')}`);

const SENT = fc.record<Sent>({
  method: fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'OPTIONS'),
  path: fc.oneof({ weight: 3, arbitrary: PLAIN_WAYS }, { weight: 2, arbitrary: ODD_WAYS }),
  absolute: fc.boolean(),
  query: fc.constantFrom('', '', '?', '?a=/../x', '?%zz'),
  fields: fc.subarray([
    ...[
      'If-None-Match: *',
      'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT',
      'Range: bytes=0-2',
      'Accept-Encoding: gzip',
    ],
    ...[
      'If-Range: "x"',
      'Origin: http://a.example',
      'Access-Control-Request-Method: GET',
      'X-HTTP-Method-Override: GET',
    ],
    ...['X-Original-URL: /', 'X-Rewrite-URL: /', 'Cookie: key=no', 'Content-Type: application/json'],
  ]),
  body: fc.constantFrom('', '', 'SENT'),
  behind: fc.nat({ max: 2 }),
  reloads: fc.nat({ max: 20 }).map((dice) => dice === 0),
});

/** The octets of a request. `key`: what opens the guard. */
function written({ method, path, absolute, query, fields, body }: Sent, key: boolean): string {
  const lines = key ? [...fields.filter((line) => !line.startsWith('Cookie')), 'Cookie: key=yes'] : fields;
  const length = body === '' ? [] : [`Content-Length: ${body.length}`];
  const head = [`${method} ${absolute ? 'http://localhost' : ''}${path}${query} HTTP/1.1`, 'Host: localhost'];
  return `${[...head, ...lines, ...length].join('\r\n')}\r\n\r\n${body}`;
}

async function answerTo(sent: Sent, key: boolean): Promise<{ readonly status: number; readonly text: string }> {
  const { method, behind } = sent;
  const peer = await dial(site, get('/').repeat(behind) + written(sent, key), {
    methods: [...Array(behind).fill('GET'), method],
  });
  const reloaded = sent.reloads ? site.reload(MANIFEST) : undefined;
  const answer = (await peer.answers(behind + 1))[behind];
  peer.socket.destroy();
  await reloaded;
  assert.ok(answer !== undefined);
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  return { status: answer.status, text: `${headers}\n\n${answer.body}` };
}

describe('groups: what is under a guarded prefix', { timeout: 60_000 }, () => {
  it('is answered by no route while its guard refuses, however it is asked for', async () => {
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(SENT, async (sent) => {
        if (!readings(sent.path).some((reading) => /^\/admin(\/|$)/.test(reading))) return;
        const { status, text } = await answerTo(sent, false);
        const asked = written(sent, false);
        assert.ok([204, 400, 403, 404, 405].includes(status), `${status} to ${asked}`);
        if (status === 204) assert.equal(sent.method, 'OPTIONS', asked);
        assert.doesNotMatch(text, /SECRET|^(etag|last-modified|content-range|accept-ranges):/im, asked);
        if (/SECRET/.test((await answerTo({ ...sent, fields: [] }, true)).text)) answered += 1;
      }),
      { numRuns: 250 },
    );
    assert.ok(answered > 20, `only ${answered} of them have a route behind the guard`);
  });
});

describe('groups: a reload in the middle', { timeout: 60_000 }, () => {
  const OPEN = MANIFEST.replace('guards: [key]', 'guards: []');
  const SLOW = MANIFEST.replace('guards: [key]', 'guards: [slow]');
  it('takes no guard away from a request that it has been asked about', async () => {
    await site.reload(SLOW);
    const peer = await dial(site, get('/admin/a'));
    assert.equal((await ask(site.port, 'GET /asked')).body, '"asked"');
    await site.reload(OPEN);
    await ask(site.port, 'GET /refuse');
    assert.equal((await peer.answers(1))[0]?.status, 403);
    peer.socket.destroy();
    assert.match((await ask(site.port, 'GET /admin/a')).body, /SECRET/);
  });
  it('gives a guard to a request whose head is not whole, and to the next one of a connection', async () => {
    await site.reload(OPEN);
    const peer = await dial(site, `${get('/admin/a')}GET /admin/a HTTP/1.1\r\nHost: a\r\n`);
    await peer.answers(1);
    await site.reload(MANIFEST);
    await peer.send('\r\n');
    const statuses = (await peer.answers(2)).map(({ status }) => status);
    assert.deepEqual(statuses, [200, 403]);
    peer.socket.destroy();
  });
  it('lets a request go on that was admitted before', async () => {
    await site.reload(OPEN);
    const peer = await dial(site, 'POST /admin/a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx');
    // Of another connection, so the head of the first is read by then.
    await ask(site.port, 'GET /');
    await site.reload(MANIFEST);
    await peer.send('y');
    await peer.send(get('/admin/a'));
    const statuses = (await peer.answers(2)).map(({ status }) => status);
    assert.deepEqual(statuses, [200, 403]);
    peer.socket.destroy();
  });
});

/** The decoded path, with slashes as a file system reads them; and with its dot segments resolved. */
function readings(path: string): readonly string[] {
  const decoded = decodeURIComponent(path).replace(/\/+/g, '/');
  return [decoded, new URL(decoded.replace(/[?#]/g, ''), 'http://a').pathname.replace(/\/+/g, '/')];
}
