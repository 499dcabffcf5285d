import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { dial, get } from '../socket/wire-peer.ts';
import { ask } from '../talk.ts';
import { serveSite } from './served-site.ts';

const MANIFEST = `
version: 1
server: { methods: [GET, HEAD, POST, OPTIONS], limits: { body: 1MiB }, timeouts: { handler: 1s } }
handlers: ./handlers.mjs
groups:
  admin:
    under: /admin
    guards: [refuse]
    response: { headers: { X-Group: admin, Cache-Control: private } }
  vault: { under: /admin/vault, guards: [neverAsked], limits: { body: 20MiB }, response: { headers: { x-group: vault } } }
  open: { under: /open, guards: [first, second], response: { headers: { X-Group: open } } }
routes:
  home: { path: /, text: SECRET home }
  page: { path: /admin, text: SECRET page }
  below: { path: /admin/a, aliases: [/elsewhere, /admin/b/c], methods: [GET, POST], text: SECRET below }
  parameter: { path: "/{section}/list", params: { section: { type: string } }, handler: shown }
  rest: { path: "/{file...}", params: { file: { type: string } }, methods: [GET, POST], handler: shown }
  upload: { path: /admin/vault/upload, methods: [POST], text: SECRET upload }
  context: { path: "/open/{word}", params: { word: { type: string } }, handler: context, guards: [third] }
  odd: { path: "/odd/{how}", params: { how: { type: string } }, methods: [GET, POST], guards: [odd], text: SECRET odd }
`;

const HANDLERS = `
import { answer, HttpError } from '${import.meta.resolve('../../src/api.ts')}';
export const handlers = {
  shown: ({ request }) => 'SECRET ' + request.path,
  context: ({ context, route }) => ({ ...context, route }),
};
export const guards = {
  refuse: () => { throw new HttpError(403, 'Members only'); },
  neverAsked: () => { throw new Error('this guard must never be asked'); },
  first: () => ({ context: { first: 1, who: 'first' } }),
  second: async ({ context }) => ({ context: { second: context.first + 1, who: 'second' } }),
  third: ({ params, route, request, url, client }) => {
    if (params.word === 'stop') return answer({ status: 401, headers: { 'WWW-Authenticate': 'Custom' }, model: { route } });
    if (params.word === 'page') return new Response('<p>Wait', { status: 202, headers: { 'Content-Type': 'text/html', 'X-Own': '1', 'Content-Length': '7' } });
    if (params.word === 'later') return Promise.resolve(Response.redirect('http://a/login', 303));
    return params.word === 'go' ? undefined : { context: { third: params.word, length: request.body.length, url: url('home') } };
  },
  odd: ({ params }) => {
    switch (params.how) {
      case 'false': return false;
      case 'true': return true;
      case 'null': return null;
      case 'model': return { admitted: true };
      case 'text': return 'yes';
      case 'number': return 1;
      case 'symbol': return Symbol('yes');
      case 'list': return [];
      case 'both': return { context: {}, model: 1 };
      case 'noContext': return { context: undefined };
      case 'listContext': return { context: [] };
      case 'textContext': return { context: 'yes' };
      case 'inherited': return Object.create({ context: {} });
      case 'trap': return new Proxy({}, { ownKeys() { throw new Error('trapped'); } });
      case 'throws': throw new Error('broken');
      case 'throwsText': throw 'text';
      case 'throwsNothing': throw undefined;
      case 'rejects': return Promise.reject(new Error('late'));
      case 'rejectsNothing': return Promise.reject();
      case 'lateFalse': return Promise.resolve(false);
      case 'thenable': return { then: (done) => done({ admitted: true }) };
      case 'thenThrows': return { get then() { throw new Error('trapped'); } };
      case 'never': return new Promise(() => undefined);
      case 'fine': return undefined;
    }
  },
};
`;

const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });

describe('groups: every way to a guarded path is guarded', { timeout: 30_000 }, () => {
  const ways: readonly (readonly [title: string, line: string, status: number, ...fields: string[]])[] = [
    ['its route', 'GET /admin', 403],
    ['a route below', 'GET /admin/a', 403],
    ['an alias below', 'GET /admin/b/c', 403],
    ['the rest of another route', 'GET /admin/x/y', 403],
    ['a parameter in the first segment', 'GET /admin/list', 403],
    ['an encoded letter', 'GET /%61dmin', 403],
    ['an encoded slash', 'GET /admin%2Fa', 403],
    ['two slashes', 'GET //admin', 403],
    ['a slash behind it', 'GET /admin/', 403],
    ['empty segments', 'GET ///admin//a', 403],
    ['dot segments', 'GET /x/../admin', 403],
    ['dot segments that leave it', 'GET /admin/../x', 403],
    ['encoded dot segments', 'GET /x/%2e%2e/admin', 403],
    ['a dot', 'GET /./admin', 403],
    ['absolute-form', 'GET http://localhost/admin', 403],
    ['HEAD', 'HEAD /admin/a', 403],
    ['POST', 'POST /admin/a', 403],
    ['a method that the route lacks', 'POST /admin', 405],
    ['an entity tag', 'GET /admin/a', 403, 'If-None-Match: *'],
    ['a range', 'GET /admin/a', 403, 'Range: bytes=0-1'],
    ['a malformed query', 'GET /admin/a?%zz', 403],
  ];
  for (const [title, line, status, ...fields] of ways) {
    it(`${title}: ${line}`, async () => {
      const answer = await ask(site.port, line, fields);
      assert.equal(answer.status, status);
      assert.doesNotMatch(answer.body, /SECRET/);
      assert.equal(answer.headers.get('x-group'), 'admin');
      assert.equal(answer.headers.get('cache-control'), 'no-store', 'of an error');
    });
  }
  it('a preflight meets no guard, and says nothing of the route', async () => {
    const answer = await ask(site.port, 'OPTIONS /admin/a', [
      'Origin: http://a',
      'Access-Control-Request-Method: POST',
    ]);
    assert.doesNotMatch(answer.body, /SECRET/);
  });
  for (const path of ['/ADMIN', '/administrator', '/xadmin', '/%2561dmin', '/x/admin', '/elsewhere', '/']) {
    it(`${path} is another path`, async () => assert.match((await ask(site.port, `GET ${path}`)).body, /SECRET/));
  }
  it('a pipelined request is guarded behind one that is not', async () => {
    const peer = await dial(site, `${get('/')}${get('/admin')}${get('/')}`);
    const statuses = (await peer.answers(3)).map(({ status }) => status);
    assert.deepEqual(statuses, [200, 403, 200]);
    peer.socket.destroy();
  });
});

describe('guards: the body waits for them', { timeout: 30_000 }, () => {
  it('a body that is never sent keeps no refused request waiting', async () => {
    const peer = await dial(site, 'POST /admin/a HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n');
    const [answer] = await peer.allAnswers();
    assert.deepEqual([answer?.status, answer?.headers.get('connection')], [403, 'close']);
    peer.finish();
  });
  it('neither does one that waits for a 100', async () => {
    const peer = await dial(
      site,
      'POST /admin/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n',
    );
    await peer.allAnswers();
    assert.match(peer.received, /^HTTP\/1\.1 403 /);
    peer.finish();
  });
  for (const framing of ['Content-Length: 10485760', 'Content-Length: 99999999999', 'Transfer-Encoding: chunked']) {
    it(`a body of 10 MiB is refused before it is read: ${framing}`, async () => {
      const peer = await dial(site, `POST /admin/vault/upload HTTP/1.1\r\nHost: a\r\n${framing}\r\n\r\n`);
      const [answer] = await peer.allAnswers();
      assert.equal(answer?.status, 403);
      peer.finish();
    });
  }
  it('an admitted body is read and checked as ever, also behind a guard that takes its time', async () => {
    const answer = await ask(site.port, 'POST /odd/fine', [], { body: 'x'.repeat(100) });
    assert.equal(answer.body, 'SECRET odd');
    const large = await dial(site, 'POST /odd/fine HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n');
    assert.equal((await large.allAnswers())[0]?.status, 413);
    large.finish();
  });
  it('limits.body of a group is another limit, for those who pass', async () => {
    await site.reload(MANIFEST.replace('guards: [neverAsked], ', '').replace('guards: [refuse]', 'guards: []'));
    const body = 'x'.repeat(2 * 1024 * 1024);
    assert.equal((await ask(site.port, 'POST /admin/vault/upload', [], { body })).body, 'SECRET upload');
    assert.equal((await ask(site.port, 'POST /admin/a', [], { body })).status, 413);
    await site.reload(MANIFEST);
    assert.equal((await ask(site.port, 'GET /admin')).status, 403);
  });
});

describe('guards: anything but undefined and { context } admits nobody', { timeout: 30_000 }, () => {
  const odd = [...HANDLERS.matchAll(/case '(\w+)'/g)]
    .map(([, how]) => how)
    .filter((how) => how !== 'fine' && how !== 'never');
  it('is a table of many', () => assert.ok(odd.length > 20));
  for (const how of odd) {
    for (const method of ['GET', 'POST']) {
      it(`${method} ${how}`, async () => {
        const answer = await ask(site.port, `${method} /odd/${how}`, [], method === 'POST' ? { body: 'b' } : {});
        assert.equal(answer.status, 500);
        assert.doesNotMatch(answer.body, /SECRET/);
      });
    }
  }
});

describe('guards: one that does not answer, or is not there', { timeout: 30_000 }, () => {
  for (const line of ['GET /odd/never', 'POST /odd/never']) {
    it(`never resolves: ${line} is a 503 when timeouts.handler is over`, async () => {
      const answer = await ask(site.port, line, [], line.startsWith('POST') ? { body: 'b' } : {});
      assert.equal(answer.status, 503);
      assert.doesNotMatch(answer.body, /SECRET/);
      assert.equal(site.errors.at(-1)?.['code'], 'handler-timeout');
    });
  }
  const modules: readonly (readonly [title: string, code: string, found: RegExp])[] = [
    ['no export', 'export const handlers = {};', /Unknown guard "one"/],
    ['another name', 'export const guards = { two: () => undefined };', /Unknown guard "one"/],
    ['a name of the prototype', 'export const guards = {};', /Unknown guard "constructor"/],
    ['no function', 'export const guards = { one: true };', /Unknown guard "one"/],
    ['undefined', 'export const guards = { one: undefined };', /Unknown guard "one"/],
    [
      'a map that is none',
      'export const handlers = {}; export const guards = null;',
      /does not map names to functions/,
    ],
    ['a getter that throws', "export const guards = { get one() { throw 'no'; } };", /guard "one" cannot be read: no/],
    [
      'a getter without a function',
      'export const guards = { get one() { return undefined; } };',
      /Unknown guard "one"/,
    ],
  ];
  for (const [title, code, found] of modules) {
    it(`keeps a server from starting: ${title}`, async () => {
      const name = title.includes('prototype') ? 'constructor' : 'one';
      const file = `guards-${modules.findIndex(([other]) => other === title)}.mjs`;
      const manifest = `version: 1\nhandlers: ./${file}\ngroups: { all: { under: /, guards: [${name}] } }\nroutes: { a: { path: /, text: SECRET } }\n`;
      writeFileSync(join(site.folder, file), code);
      writeFileSync(join(site.folder, 'wrong.yaml'), manifest);
      const loaded = await loadManifest(join(site.folder, 'wrong.yaml'), { scope: 'start' });
      assert.equal(loaded.kind, 'rejected');
      assert.match(loaded.diagnostics[0]?.message ?? '', found);
    });
  }
  it('is asked as it was when it was loaded, if a getter gives it', async () => {
    const code = `let read = 0;
      export const guards = { get one() { read += 1; return read > 1 ? () => undefined : () => { throw 'no'; }; } };`;
    const manifest =
      'version: 1\nhandlers: ./once.mjs\ngroups: { all: { under: /, guards: [one] } }\nroutes: { a: { path: /, text: SECRET } }\n';
    writeFileSync(join(site.folder, 'once.mjs'), code);
    await site.reload(manifest);
    for (let time = 0; time < 2; time++) assert.equal((await ask(site.port, 'GET /')).status, 500);
    await site.reload(MANIFEST);
  });
});

describe('guards: what they hand on', { timeout: 30_000 }, () => {
  it('adds up from the outside in, and the handler sees it', async () => {
    const answer = await ask(site.port, 'GET /open/word');
    const expected = { first: 1, who: 'second', second: 2, third: 'word', length: 0, url: '/', route: 'context' };
    assert.deepEqual(JSON.parse(answer.body), expected);
    assert.equal(answer.headers.get('x-group'), 'open');
  });
  it('sends an answer of a guard as it is', async () => {
    const answer = await ask(site.port, 'GET /open/stop');
    assert.deepEqual(
      [answer.status, answer.headers.get('www-authenticate'), answer.body],
      [401, 'Custom', '{"route":"context"}'],
    );
  });
  it('sends a Response of a guard as it is', async () => {
    const page = await ask(site.port, 'GET /open/page');
    const { headers } = page;
    assert.deepEqual([page.status, page.body, headers.get('content-type')], [202, '<p>Wait', 'text/html']);
    assert.deepEqual([headers.get('x-own'), headers.get('x-group')], ['1', 'open']);
    const later = await ask(site.port, 'GET /open/later');
    assert.deepEqual([later.status, later.headers.get('location'), later.body], [303, 'http://a/login', '']);
  });
});
