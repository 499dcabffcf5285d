import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { type StartedServer, start } from '../../src/api.ts';
import { writeEvent } from '../../src/contract/events.ts';
import { freshFolder, type LogRecord } from '../start-server.ts';
import { dial, get, type WirePeer } from './wire-peer.ts';

const API = join(import.meta.dirname, '../../src/api.ts');

/** What the handlers have seen, by the `n` of their requests; and how the test lets them go on. */
const seen: { readonly [n: string]: string[] } = {};
const going: { [n: string]: (result: unknown) => void } = {};
Object.assign(globalThis, { waitingHandlers: { seen, going } });

const HANDLERS = `
import { answer, events } from ${JSON.stringify(API)};
const { seen, going } = globalThis.waitingHandlers;

function begin({ params, signal }) {
  const told = (seen[params.n] ??= []);
  told.push('begun');
  signal.addEventListener('abort', () => told.push('aborted'));
  return told;
}

function wait(input) {
  begin(input);
  return new Promise((resolve) => { going[input.params.n] = resolve; });
}

async function* ticks(input, pieces) {
  const told = begin(input);
  try {
    yield* pieces;
    await new Promise((resolve) => input.signal.addEventListener('abort', resolve));
  } finally {
    told.push('left');
  }
}

export const guards = { wait };
export const handlers = {
  wait,
  ok: () => 'ok',
  large: () => answer({ body: 'x'.repeat(70_000) }),
  some: () => events(['a\\nb', { event: 'x', id: '1', retry: 5, data: 'c\\r\\nd\\re' }, {}]),
  ticks: (input) => events(ticks(input, ['one'])),
  deaf: () => events({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
  quiet: (input) => events(ticks(input, []), { heartbeatMs: 20 }),
  broken: () => events([{ id: 'a\\nb' }]),
  odd: () => events({ [Symbol.asyncIterator]: () => ({ async next() {} }) }),
};
`;

const MANIFEST = `
version: 1
server: { timeouts: { handler: HANDLER_TIME } }
handlers: ./handlers.mjs
groups:
  told: { under: /told, errors: page, cors: { origins: ["*"] }, response: { headers: { X-Group: told } } }
routes:
  told: { path: "/told/{n}", params: { n: { type: string } }, handler: wait }
  home: { path: /, text: "home\\n" }
  wait: { path: "/wait/{n}", params: { n: { type: string } }, handler: wait }
  guarded: { path: "/guarded/{n}", methods: [POST], params: { n: { type: string } }, guards: [wait], handler: ok }
  large: { path: /large, handler: large }
  some: { path: /some, handler: some }
  ticks: { path: "/ticks/{n}", params: { n: { type: string } }, handler: ticks }
  quiet: { path: "/quiet/{n}", params: { n: { type: string } }, handler: quiet }
  deaf: { path: /deaf, handler: deaf }
  broken: { path: /broken, handler: broken }
  odd: { path: /odd, handler: odd }
`;

interface Running {
  readonly server: StartedServer;
  readonly host: string;
  readonly port: number;
  readonly logs: string;
}

async function serve(handlerTime = '1h'): Promise<Running> {
  const folder = freshFolder();
  writeFileSync(join(folder, 'handlers.mjs'), HANDLERS);
  writeFileSync(join(folder, 'routes.yaml'), MANIFEST.replace('HANDLER_TIME', handlerTime));
  const server = await start({ manifest: join(folder, 'routes.yaml'), host: '127.0.0.1', port: 0, logs: folder });
  after(() => server.close());
  const { hostname, port } = new URL(server.url);
  return { server, host: hostname, port: Number(port), logs: folder };
}

describe('connection: a handler that has not answered yet', { timeout: 60_000 }, () => {
  it('is given up after its time: 503, its signal is aborted, and what comes late is closed (timeouts.handler)', async () => {
    const running = await serve('200ms');
    const peer = await dial(running, `${get('/wait/late')}${get('/')}`);
    const [first, second] = await peer.answers(2);
    assert.deepEqual([first?.status, second?.status], [503, 200]);
    assert.deepEqual(seen['late'], ['begun', 'aborted']);
    let closed = 0;
    going['late']?.({ [Symbol.asyncIterator]: () => ({ return: () => closed++ }) });
    const [access] = await recordsOf(running, 'access.log', ({ target }) => target === '/wait/late');
    assert.deepEqual([access?.['status'], access?.['route']], [503, 'wait']);
    const [error] = await recordsOf(running, 'error.log', ({ target }) => target === '/wait/late');
    assert.deepEqual([error?.['code'], error?.['status']], ['handler-timeout', 503]);
    await running.server.close();
    assert.equal(closed, 1);
    assert.equal((await recordsOf(running, 'access.log', ({ target }) => target === '/wait/late')).length, 1);
  });
  it('is told as the group above its path says, also then', async () => {
    const running = await serve('200ms');
    const [answer] = await (await dial(running, get('/told/group'))).answers(1);
    const { headers } = answer ?? assert.fail();
    assert.equal(answer?.status, 503);
    assert.equal(headers.get('x-group'), 'told');
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.match(headers.get('content-type') ?? '', /^text\/html/);
    going['group']?.('late');
  });
  it('so is a guard, and the body behind it is not read', async () => {
    const running = await serve('200ms');
    const head = 'POST /guarded/body HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n';
    const peer = await dial(running, head);
    const [answer] = await peer.answers(1);
    assert.deepEqual([answer?.status, seen['body']], [503, ['begun', 'aborted']]);
    assert.equal(await peer.ended, 'end');
    const [error] = await recordsOf(running, 'error.log', ({ target }) => target === '/guarded/body');
    assert.equal(error?.['code'], 'handler-timeout');
    going['body']?.(undefined);
  });
  for (const [how, leave] of [
    ['resets its connection', (peer: WirePeer) => peer.socket.resetAndDestroy()],
    ['closes its connection', (peer: WirePeer) => peer.socket.destroy()],
  ] as const) {
    it(`has its line at once if its peer ${how}, and its signal is aborted`, async () => {
      const running = await serve();
      const n = how.slice(0, 6);
      const peer = await dial(running, get(`/wait/${n}`));
      await until(() => seen[n] !== undefined);
      leave(peer);
      const [record] = await recordsOf(running, 'access.log', ({ target }) => target === `/wait/${n}`);
      assert.deepEqual([record?.['status'], record?.['aborted'], record?.['route']], [499, true, 'wait']);
      assert.deepEqual(seen[n], ['begun', 'aborted']);
      going[n]?.('late');
      await running.server.close();
      assert.equal((await recordsOf(running, 'access.log', () => true)).length, 1);
    });
  }
  it('answers a peer that has only ended its side, which may get a 100 before', async () => {
    const running = await serve();
    const peer = await dial(running);
    peer.finish(get('/wait/half'));
    await peer.until(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    going['half']?.('late');
    await peer.ended;
    assert.match(peer.received, /Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n[\s\S]*"late"$/);
    assert.deepEqual(seen['half'], ['begun']);
  });
});

describe('connection: events (HTML §9.2)', { timeout: 60_000 }, () => {
  const cases: readonly (readonly [event: Parameters<typeof writeEvent>[0], text: string])[] = [
    ['a', 'data: a\n\n'],
    ['', 'data: \n\n'],
    ['a\nb\r\nc\rd', 'data: a\ndata: b\ndata: c\ndata: d\n\n'],
    [{ event: 'x', id: '', retry: 0, data: 'a' }, 'event: x\nid: \nretry: 0\ndata: a\n\n'],
  ];
  for (const [event, text] of cases) it(JSON.stringify(event), () => assert.equal(writeEvent(event), text));
  for (const event of [{ id: 'a\nb' }, { event: 'a\rb' }, { id: 'a\0' }, { retry: 1.5 }]) {
    it(`${JSON.stringify(event)} is refused`, () => assert.throws(() => writeEvent(event), TypeError));
  }
  it('are sent as they come, and not stored', async () => {
    const running = await serve();
    const peer = await dial(running, get('/some'));
    await peer.until(/\r\n0\r\n\r\n$/);
    assert.match(peer.received, /\r\nContent-Type: text\/event-stream\r\nCache-Control: no-store\r\n/);
    assert.match(peer.received, /\r\ndata: a\ndata: b\n\n\r\n/);
    assert.match(peer.received, /\r\nevent: x\nid: 1\nretry: 5\ndata: c\ndata: d\ndata: e\n\n\r\n/);
  });
  for (const [path, what] of [
    ['/broken', 'an event'],
    ['/odd', 'a step of the source'],
  ] as const) {
    it(`break off at ${what} that is none`, async () => {
      const running = await serve();
      await (await dial(running, get(path))).ended;
      const [error] = await recordsOf(running, 'error.log', () => true);
      assert.equal(error?.['code'], 'stream-failed');
    });
  }
  it('have a comment after a silence, again and again', async () => {
    const peer = await dial(await serve(), get('/quiet/q'));
    await peer.until(/(\r\n3\r\n:\n\n){3}/);
    peer.socket.destroy();
    await until(() => seen['q']?.includes('left') === true);
  });
  it('end when their peer ends its side: its signal is aborted, and the source ends', async () => {
    const running = await serve();
    const peer = await dial(running, get('/ticks/gone'));
    await peer.until(/data: one/);
    peer.socket.end();
    const [record] = await recordsOf(running, 'access.log', ({ target }) => target === '/ticks/gone');
    assert.equal(record?.['aborted'], true);
    await until(() => seen['gone']?.includes('left') === true);
    assert.deepEqual(seen['gone'], ['begun', 'aborted', 'left']);
  });

  it('end then, but not before the peer has the answers that it is owed', async () => {
    const running = await serve();
    const peer = await dial(running);
    peer.finish(get('/large') + get('/ticks/owed'));
    await peer.closed;
    assert.match(peer.received, /\r\n\r\nx{70000}HTTP\/1\.1 200 /);
    assert.doesNotMatch(peer.received, /\r\n0\r\n/, 'its last chunk would say that it is whole');
    const [record] = await recordsOf(running, 'access.log', ({ target }) => target === '/ticks/owed');
    assert.equal(record?.['aborted'], true);
  });

  it('end with a last chunk when the server stops, also if their source does not listen', async () => {
    const running = await serve();
    const peer = await dial(running, get('/ticks/stop'));
    const deaf = await dial(running, get('/deaf'));
    await peer.until(/data: one/);
    await deaf.until(/\r\n\r\n/);
    const closed = running.server.close();
    await Promise.all([peer.ended, deaf.ended]);
    for (const { received } of [peer, deaf]) assert.match(received, /\r\n0\r\n\r\n$/);
    assert.deepEqual(seen['stop'], ['begun', 'aborted', 'left']);
    for (const { socket } of [peer, deaf]) socket.destroy();
    await closed;
    const [record] = await recordsOf(running, 'access.log', ({ target }) => target === '/ticks/stop');
    assert.equal(record?.['aborted'], undefined);
  });
});

/** The matching records of a log, as soon as there is one. */
async function recordsOf(
  { logs }: Running,
  file: string,
  matches: (record: LogRecord) => boolean,
): Promise<readonly LogRecord[]> {
  const path = join(logs, file);
  const found = (): LogRecord[] => {
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
    return lines.map((line): LogRecord => JSON.parse(line)).filter(matches);
  };
  await until(() => found().length > 0);
  return found();
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
