import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunningServer } from '../start-server.ts';
import { ask } from '../talk.ts';
import { errorsOf, recordsOf, shareGated, startGated } from './gated-server.ts';
import { dial, get, lastGet, type WirePeer } from './wire-peer.ts';

/** Not how long anything takes: how long until a test that waits in vain says so. */
const PATIENT = { concurrency: true, timeout: 60_000 };
const NOT_SOON = 'head: 1h, bodyIdle: 1h, body: 1h, idle: 1h, write: 1h';

/** All timeouts but those given are too long to matter. */
function timeouts(given: Readonly<Record<string, string>>): string {
  return NOT_SOON.split(', ')
    .map((line) => {
      const [name = ''] = line.split(':');
      return given[name] === undefined ? line : `${name}: ${given[name]}`;
    })
    .join(', ');
}

/** Sends an octet for each answer that another connection gets: busily, for as long as the server bears it. */
async function drip(server: RunningServer, peer: WirePeer): Promise<void> {
  while (!peer.over) await Promise.all([peer.send('x'), ask(server.port, 'GET /')]);
}

/** A connection that says nothing is closed after `timeouts.head`: an event that tells that so much time has passed. */
async function silenceIsOver(server: RunningServer): Promise<void> {
  await (await dial(server)).ended;
}

/** The only answer is a 408 with a page; it closes, and each log has its line. */
async function checkTimedOut(server: RunningServer, peer: WirePeer, code: string): Promise<void> {
  assert.equal(await peer.ended, 'end', 'the answer is not lost to a reset');
  const [answer, ...more] = await peer.allAnswers();
  assert.equal(answer?.status, 408);
  assert.equal(answer?.headers.get('connection'), 'close');
  assert.match(answer?.body ?? '', /<html/);
  assert.deepEqual(more, []);
  const records = await recordsOf(server, peer.from);
  assert.deepEqual(
    records.map(({ status, target }) => [status, target]),
    [[408, '/post']],
  );
  const errors = await errorsOf(server, peer.from);
  assert.deepEqual(
    errors.map((error) => [error['code'], error['status']]),
    [[code, 408]],
  );
  peer.finish();
}

const HEAD = 'POST /post HTTP/1.1\r\nHost: a\r\n';

describe('deadline: the head (server.timeouts.head)', PATIENT, () => {
  const shared = shareGated({ timeouts: timeouts({ head: '300ms' }), limits: 'headers: 1GiB' });

  it('is absolute from the first byte, however busily a peer drips', async () => {
    const server = shared();
    const startedMs = performance.now();
    const peer = await dial(server, `${HEAD}X: `);
    await drip(server, peer);
    assert.ok(performance.now() - startedMs >= 300, 'not before its time');
    await checkTimedOut(server, peer, 'head-timeout');
  });

  it('holds for a request behind an answered one too, from the answer on', async () => {
    const server = shared();
    const peer = await dial(server, `${get('/')}GET`);
    const [, second] = await peer.allAnswers();
    assert.equal(second?.status, 408);
    assert.equal((await recordsOf(server, peer.from)).length, 2);
    peer.finish();
  });

  it('closes a connection that says nothing, as browsers keep spare ones: no page, no record', async () => {
    const server = shared();
    const peer = await dial(server);
    assert.equal(await peer.ended, 'end');
    assert.equal(peer.received, '');
    assert.deepEqual(await recordsOf(server, peer.from), []);
    assert.deepEqual(await errorsOf(server, peer.from), []);
    peer.finish();
  });
});

describe('deadlines: the body (server.timeouts.bodyIdle, body)', PATIENT, () => {
  const halting = shareGated({ timeouts: timeouts({ bodyIdle: '300ms' }) });
  const lasting = shareGated({ timeouts: timeouts({ body: '300ms' }) });
  const begun = `${HEAD}Content-Length: 100000\r\n\r\nhe`;

  it('ends one that stops', async () => {
    const server = halting();
    await checkTimedOut(server, await dial(server, begun), 'body-timeout');
  });

  it('ends one that does not even begin, its 100 notwithstanding', async () => {
    const server = halting();
    const head = `${HEAD}Content-Length: 5\r\nExpect: 100-continue\r\n\r\n`;
    await checkTimedOut(server, await dial(server, head), 'body-timeout');
  });

  it('bears one that goes on, longer than it may stop', async (t) => {
    const server = await startGated(t, { timeouts: timeouts({ bodyIdle: '1500ms', head: '2500ms' }) });
    const peer = await dial(server, begun);
    const enough = silenceIsOver(server).then(() => 'enough');
    while ((await Promise.race([enough, ask(server.port, 'GET /')])) !== 'enough') await peer.send('x');
    assert.ok(!peer.over);
    peer.socket.destroy();
  });

  it('ends one that takes too long in all, however busily it drips', async () => {
    const server = lasting();
    const peer = await dial(server, begun);
    await drip(server, peer);
    await checkTimedOut(server, peer, 'body-timeout');
  });

  it('ends a chunked one, of which nobody knows how long it is', async () => {
    const server = lasting();
    const peer = await dial(server, `${HEAD}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nffff0\r\n`);
    await drip(server, peer);
    await checkTimedOut(server, peer, 'body-timeout');
  });
});

describe('deadline: the next request (server.timeouts.idle)', PATIENT, () => {
  it('closes a connection that had its answer, without a page or a record more', async (t) => {
    const server = await startGated(t, { timeouts: timeouts({ idle: '300ms' }) });
    const peer = await dial(server, get('/'));
    assert.equal(await peer.ended, 'end');
    assert.equal((await peer.allAnswers()).length, 1);
    assert.equal((await recordsOf(server, peer.from)).length, 1);
    assert.deepEqual(await errorsOf(server, peer.from), []);
    peer.finish();
  });

  it('does not begin anew with an empty line', async (t) => {
    const server = await startGated(t, { timeouts: timeouts({ idle: '1s', head: '600ms' }) });
    const peer = await dial(server, get('/'));
    await peer.answers(1);
    for (let wait = 0; wait < 3 && !peer.over; wait++) {
      await (await dial(server)).ended; // a silent connection: `head` is over
      await peer.send('\r\n');
    }
    assert.ok(peer.over);
  });

  it('does not close one whose answer is still being made', async (t) => {
    const server = await startGated(t, {
      timeouts: timeouts({ idle: '300ms', head: '1s', bodyIdle: '300ms', body: '300ms' }),
    });
    const peer = await dial(server, lastGet('/wait/slow'));
    await ask(server.port, 'GET /begun/slow');
    await silenceIsOver(server);
    await ask(server.port, 'GET /open/slow');
    assert.equal((await peer.allAnswers())[0]?.body, '"waited"');
    peer.finish();
  });
});

describe('deadline: unread answers (server.timeouts.write)', PATIENT, () => {
  /** More than the buffers of both systems hold. */
  const bytes = 24_000_000;
  const hasAll = (peer: WirePeer): boolean => peer.receivedBytes > bytes;
  /** An answer is logged when it is ready to be read. */
  const answerIsReady = (server: RunningServer) => server.records('access.log', 1);

  it('ends a connection whose peer never reads', async (t) => {
    const server = await startGated(t, { timeouts: timeouts({ write: '300ms', head: '2s' }) });
    const peer = await dial(server, get(`/large/${bytes}`), { reads: false });
    await answerIsReady(server);
    await silenceIsOver(server);
    peer.socket.resume();
    await peer.ended;
    assert.ok(!hasAll(peer), 'the rest was given up');
    assert.equal((await recordsOf(server, peer.from)).length, 1);
  });

  it('ends one whose peer sends, but never reads', async (t) => {
    const server = await startGated(t, { timeouts: timeouts({ write: '300ms', head: '2s' }) });
    const peer = await dial(server, lastGet(`/large/${bytes}`), { reads: false });
    await answerIsReady(server);
    const enough = silenceIsOver(server).then(() => 'enough');
    while ((await Promise.race([enough, ask(server.port, 'GET /')])) !== 'enough') await peer.send('x');
    peer.socket.resume();
    await peer.ended;
    assert.ok(!hasAll(peer), 'what it sends is no sign that it reads');
  });

  it('counts from when there was something to read, however long that took to make', async (t) => {
    const server = await startGated(t, { timeouts: timeouts({ write: '3s', head: '3500ms', idle: '1s' }) });
    const peer = await dial(server, lastGet(`/large/${bytes}/made`), { reads: false });
    await ask(server.port, 'GET /begun/made');
    await silenceIsOver(server);
    await ask(server.port, 'GET /open/made');
    await server.records('access.log', 3);
    await (await dial(server, get('/'))).ended; // idle for a second: long enough for the server to look at its deadlines
    peer.socket.resume();
    assert.equal(await peer.ended, 'end');
    assert.ok(hasAll(peer));
    peer.finish();
  });

  it('bears a peer that reads, and lets it have all', async (t) => {
    const server = await startGated(t, { timeouts: timeouts({ write: '3s', head: '4s', idle: '500ms' }) });
    const peer = await dial(server, lastGet(`/large/${bytes}`), { reads: false });
    await answerIsReady(server);
    const enough = silenceIsOver(server).then(() => 'enough');
    // A part now and then: half a second apart, and more than `write` in all.
    for (let state = 'on'; state !== 'enough' && !peer.over; ) {
      const before = peer.receivedBytes;
      peer.socket.resume();
      await peer.untilBytes(Math.min(before + 2_000_000, bytes));
      peer.socket.pause();
      state = await Promise.race([enough, dial(server, get('/')).then((other) => other.ended)]);
    }
    peer.socket.resume();
    assert.equal(await peer.ended, 'end');
    assert.ok(hasAll(peer));
    peer.finish();
  });
});
