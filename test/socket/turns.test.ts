import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSite, type RunningServer, startServer, type TestContext } from '../start-server.ts';
import { ask } from '../talk.ts';
import { errorsOf, recordsOf } from './gated-server.ts';
import { dial, get, lastGet, type WirePeer } from './wire-peer.ts';

/** As src/socket/turn-end.ts says. */
const EXCHANGES_MAX = 16;
/** Where several connections are busy, the counting handler may see two turns as one. */
const TURNS = 2;

/**
 * `/count` counts the exchanges of the turn of the event loop that it is answered in, `/count/later` the same with an answer
 * that is promised; `/most` answers the highest count so far. `/busy` takes longer than a turn may, and `/done` answers how often it has run.
 */
const MANIFEST = `
version: 1
handlers: ./counting.ts
views: ./views
routes:
  home: { path: /, text: "home" }
  count: { path: /count, methods: [GET, POST], handler: count }
  later: { path: /count/later, handler: later }
  busy: { path: /busy, methods: [GET, POST], handler: busy }
  most: { path: /most, handler: most }
  done: { path: /done, handler: done }
`;

const HANDLERS = `
let [now, most] = [0, 0];
function count() {
  if (now++ === 0) setImmediate(() => { most = Math.max(most, now); now = 0; });
  return 'counted';
}
let ran = 0;
function busy() {
  for (const end = performance.now() + 30; performance.now() < end; );
  ran++;
  return count();
}
export const handlers = { busy, done: () => ran, count, later: async () => count(), most: () => most };
`;

function startCounting(t: TestContext): Promise<RunningServer> {
  return startServer({ t, manifest: createSite(() => MANIFEST, { 'counting.ts': HANDLERS }).manifest });
}

async function mostInATurn(server: RunningServer): Promise<number> {
  return Number((await ask(server.port, 'GET /most')).body);
}

async function checkAllAnswered(peer: WirePeer, count: number): Promise<void> {
  await peer.ended;
  assert.equal(peer.received.split('HTTP/1.1 200 OK\r\n').length - 1, count);
  peer.finish();
}

describe('connection: its share of a turn of the event loop', { concurrency: true, timeout: 60_000 }, () => {
  const shapes: readonly (readonly [what: string, request: string])[] = [
    ['small requests', get('/count')],
    ['requests with bodies', 'POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello'],
    ['requests whose answers are promised', get('/count/later')],
  ];
  for (const [what, request] of shapes) {
    it(`is no more than ${EXCHANGES_MAX} exchanges of ${what}, and all are answered`, async (t) => {
      const server = await startCounting(t);
      const count = 1000;
      const peer = await dial(server, request.repeat(count) + lastGet('/'));
      await checkAllAnswered(peer, count + 1);
      const most = await mostInATurn(server);
      assert.ok(most <= EXCHANGES_MAX, `${most} exchanges in one turn`);
    });
  }

  it('lets a newcomer have its answer while eight others pipeline', async (t) => {
    const server = await startCounting(t);
    const [peers, count] = [8, 4000];
    const busy = await Promise.all(Array.from({ length: peers }, () => dial(server)));
    for (const peer of busy) void peer.send(get('/count').repeat(count) + lastGet('/'));
    await Promise.all(busy.map((peer) => peer.untilBytes(1)));
    assert.equal((await ask(server.port, 'GET /')).status, 200);
    assert.ok(
      busy.every(({ over }) => !over),
      'the pipelines go on',
    );
    await Promise.all(busy.map((peer) => checkAllAnswered(peer, count + 1)));
    const most = await mostInATurn(server);
    assert.ok(most <= TURNS * peers * EXCHANGES_MAX, `${most} exchanges in one turn`);
  });
});

describe('connection: a turn whose time is used up', { timeout: 120_000 }, () => {
  const [uploads, bytes] = [24, 5000];
  const last = 'x';

  /** All of them have sent all but the last byte of a body that is dear, and the server has read that. */
  async function dialUploads(server: RunningServer): Promise<readonly WirePeer[]> {
    const head = `POST /busy HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${bytes}\r\n\r\n`;
    const text = head + 'x'.repeat(bytes - 1);
    const peers = await Promise.all(Array.from({ length: uploads }, () => dial(server, text)));
    for (let turn = 0; turn < 5; turn++) await ask(server.port, 'GET /');
    return peers;
  }

  it('has one exchange, and those who ask for little come before those who upload, newcomers too', async (t) => {
    const server = await startCounting(t);
    const visitor = await dial(server);
    const peers = await dialUploads(server);
    for (const peer of peers) void peer.send(last);
    const newcomer = ask(server.port, 'GET /done');
    void visitor.send(get('/done'));
    const answers = [Number((await visitor.answers(1))[0]?.body), Number((await newcomer).body)];
    assert.ok(
      answers.every((done) => done < uploads),
      `answered after ${answers} of ${uploads} uploads`,
    );
    visitor.finish();
    await Promise.all(peers.map((peer) => checkAllAnswered(peer, 1)));
    const most = await mostInATurn(server);
    assert.ok(most <= TURNS, `${most} exchanges in one turn`);
  });

  it('does not run the request of a peer that is gone before its turn, which leaves its lines', async (t) => {
    const server = await startCounting(t);
    const [gone, ...others] = await dialUploads(server);
    assert.ok(gone !== undefined);
    for (const peer of others) void peer.send(last);
    void gone.send(last);
    gone.socket.resetAndDestroy();
    await Promise.all(others.map((peer) => checkAllAnswered(peer, 1)));
    const [record] = await recordsOf(server, gone.from);
    assert.deepEqual([record?.['target'], record?.['status']], ['/busy', 400]);
    assert.equal((await errorsOf(server, gone.from))[0]?.['code'], 'truncated');
    assert.equal(Number((await ask(server.port, 'GET /done')).body), others.length);
  });
});

describe('connection: while it waits for its next turn', { concurrency: true, timeout: 60_000 }, () => {
  it('hears that its peer has closed its direction, and answers all', async (t) => {
    const server = await startCounting(t);
    const peer = await dial(server);
    peer.finish(get('/count').repeat(100));
    assert.equal((await peer.allAnswers()).length, 100);
    assert.equal((await recordsOf(server, peer.from)).length, 100);
  });

  it('answers a half request at the end of a pipeline with 400', async (t) => {
    const server = await startCounting(t);
    const peer = await dial(server);
    peer.finish(`${get('/count').repeat(EXCHANGES_MAX)}GET /`);
    assert.deepEqual(
      (await peer.allAnswers()).map(({ status }) => status),
      [...Array.from({ length: EXCHANGES_MAX }, () => 200), 400],
    );
  });

  it('keeps the order of answers that are promised and those that are not', async (t) => {
    const server = await startCounting(t);
    const text = (get('/count') + get('/count/later') + get('/nope')).repeat(50);
    const peer = await dial(server, text + lastGet('/'));
    const statuses = (await peer.allAnswers()).map(({ status }) => status);
    assert.deepEqual(statuses, [...Array.from({ length: 50 }, () => [200, 200, 404]).flat(), 200]);
    const records = await recordsOf(server, peer.from);
    assert.deepEqual(
      records.map(({ status }) => status),
      statuses,
    );
    peer.finish();
  });

  it('harms nobody when its peer resets it, and leaves a line for each answer', async (t) => {
    const server = await startCounting(t);
    for (let count = 0; count < 20; count++) {
      const peer = await dial(server, get('/count').repeat(500), { reads: false });
      peer.socket.resetAndDestroy();
    }
    const other = await dial(server, get('/'));
    await other.answers(1);
    assert.equal(server.stderr(), '');
    other.finish();
    assert.equal(await server.stop(), 0);
    const records = await server.records('access.log', 1);
    assert.ok(records.every(({ status, target }) => status === 200 || (status === 400 && target !== '/')));
  });

  it('lets a drain have its end: the next answer is the last', async (t) => {
    const server = await startCounting(t);
    const peer = await dial(server);
    void peer.send(get('/count').repeat(20_000));
    await peer.answers(1);
    server.process.kill('SIGTERM');
    const answers = await peer.allAnswers();
    assert.equal(answers.at(-1)?.headers.get('connection'), 'close');
    peer.socket.destroy();
    assert.equal((await server.waitExit()).code, 0);
    assert.equal((await server.records('access.log', 1)).length, answers.length);
  });
});
