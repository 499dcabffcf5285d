import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunningServer } from '../start-server.ts';
import { errorsOf, startGated } from './gated-server.ts';
import { dial, get, lastGet, type WirePeer } from './wire-peer.ts';

/** A connection that had an answer and waits for its next request. It is refused until another one is idle for long enough. */
async function idlePeer(server: RunningServer): Promise<WirePeer> {
  for (;;) {
    const peer = await dial(server, get('/'));
    const [answer] = await peer.answers(1);
    if (answer?.status === 200) return peer;
    peer.finish();
  }
}

/** A connection in the middle of a request: the 100 tells that the server has begun with it. */
async function busyPeer(server: RunningServer): Promise<WirePeer> {
  const peer = await dial(
    server,
    'POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n',
  );
  await peer.until(/100 Continue\r\n\r\n/);
  return peer;
}

async function checkServes(peer: WirePeer, answersSoFar: number): Promise<void> {
  await peer.send(get('/'));
  assert.equal((await peer.answers(answersSoFar + 1)).at(-1)?.status, 200);
}

async function checkFull(server: RunningServer): Promise<void> {
  const peer = await dial(server);
  const [answer] = await peer.allAnswers();
  assert.equal(answer?.status, 503);
  assert.equal(answer?.headers.get('connection'), 'close');
  assert.match(answer?.body ?? '', /<html/);
  const record = (await server.records('access.log', 1)).find(({ client }) => client === peer.from);
  assert.equal(record?.['status'], 503);
  const [error] = await errorsOf(server, peer.from);
  assert.equal(error?.['code'], 'too-many-connections');
  peer.finish();
}

describe('limits.connections', { concurrency: true, timeout: 60_000 }, () => {
  it('lets the connection that has been idle longest make room', async (t) => {
    const server = await startGated(t, { limits: 'connections: 3' });
    const first = await idlePeer(server);
    const second = await idlePeer(server);
    const third = await idlePeer(server);
    await checkServes(first, 1); // so it is the youngest now
    const fourth = await idlePeer(server);
    await second.ended;
    assert.equal((await second.allAnswers()).length, 1, 'it had its answer, and gets nothing more');
    for (const peer of [third, first, fourth]) assert.ok(!peer.over);
    await checkServes(third, 1);
    await checkServes(fourth, 1);
  });

  it('takes nobody who had an answer a moment ago for idle: the newcomer is refused, and no request is cut off', async (t) => {
    const server = await startGated(t, { limits: 'connections: 8' });
    const over = { now: false };
    const asking = Array.from({ length: 8 }, async () => {
      const peer = await dial(server, get('/'));
      let answered = 0;
      do {
        assert.equal((await peer.nextAnswer())?.status, 200);
        answered++;
        await peer.send(get('/'));
      } while (!over.now);
      await peer.nextAnswer();
      return answered;
    });
    await server.records('access.log', 8);
    for (let newcomer = 0; newcomer < 200; newcomer++) {
      const peer = await dial(server, lastGet('/'));
      assert.equal((await peer.allAnswers())[0]?.status, 503);
      peer.finish();
    }
    over.now = true;
    for (const answered of await Promise.all(asking)) assert.ok(answered > 1);
  });

  it('resets nobody in a burst whose requests came with their connections', async (t) => {
    const server = await startGated(t, { limits: 'connections: 5' });
    const peers = await Promise.all(Array.from({ length: 20 }, () => dial(server, lastGet('/'))));
    for (const peer of peers) {
      const [answer] = await peer.allAnswers();
      assert.ok(answer?.status === 200 || answer?.status === 503, 'each gets a whole answer');
      peer.finish();
    }
  });

  it('counts a new connection that has said nothing among the idle ones', async (t) => {
    const server = await startGated(t, { limits: 'connections: 2' });
    const silent = await dial(server);
    await busyPeer(server);
    // For a second it is new.
    while (!silent.over) await (await dial(server, lastGet('/'))).allAnswers();
    assert.equal(silent.received, '');
  });

  it('is 503 with a page and its lines where none is idle, until one leaves', async (t) => {
    const server = await startGated(t, { limits: 'connections: 2' });
    const [one, two] = [await busyPeer(server), await busyPeer(server)];
    await checkFull(server);
    await checkFull(server);
    for (const peer of [one, two]) {
      peer.finish('hello');
      assert.equal((await peer.allAnswers())[0]?.body, 'posted\n', 'those that were there are served');
    }
    await checkServes(await dial(server), 0);
  });

  it('does not take a connection for idle that still has an answer to read', async (t) => {
    const server = await startGated(t, { limits: 'connections: 2' });
    const bytes = 24_000_000; // more than the buffers of both systems hold
    const reading = await dial(server, get(`/large/${bytes}/a`), { reads: false });
    const idle = await dial(server, get('/begun/a'));
    await idle.answers(1);
    await idle.send(get('/open/a'));
    await idle.answers(2);
    await idlePeer(server);
    await idle.ended;
    reading.socket.resume();
    await reading.untilBytes(bytes);
  });

  it('does not take a connection for busy because of the empty line behind its last request', async (t) => {
    const server = await startGated(t, { limits: 'connections: 1' });
    const old = await dial(server, `${get('/')}\r\n`);
    await old.answers(1);
    await idlePeer(server);
    await old.ended;
  });

  it('does not take a connection for idle that was reset while its answer was made', async (t) => {
    const server = await startGated(t, { limits: 'connections: 3' });
    const torn = await dial(server, get('/wait/a'));
    const other = await dial(server, get('/begun/a'));
    await other.answers(1);
    torn.socket.resetAndDestroy();
    await checkServes(other, 1);
    await checkServes(other, 2);
    await other.send(get('/open/a'));
    await other.answers(4);
    other.socket.destroy();
    await Promise.all([busyPeer(server), busyPeer(server), busyPeer(server)]);
    await checkFull(server);
  });

  it('lets each of a burst of new connections have the place of an idle one', async (t) => {
    const count = 60;
    const server = await startGated(t, { limits: `connections: ${count + 1}`, timeouts: 'head: 1200ms' });
    const old = await Promise.all(Array.from({ length: count }, () => idlePeer(server)));
    const silent = await dial(server);
    await silent.ended; // `head` is over: so long all others have been idle
    silent.finish();
    const fresh = await Promise.all(Array.from({ length: count }, () => dial(server, lastGet('/'))));
    for (const peer of fresh) {
      assert.equal((await peer.allAnswers())[0]?.status, 200);
      peer.finish();
    }
    assert.ok(old.some((peer) => peer.over));
  });
});
