import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogRecord, RunningServer } from '../start-server.ts';
import { ask } from '../talk.ts';
import { errorsOf, recordsOf, shareGated, startGated } from './gated-server.ts';
import { dial, get, type WirePeer } from './wire-peer.ts';

const KIB = 1024;
/** Room for two bodies of 100 KiB. */
const TWO = 'body: 100KiB, bodies: 200KiB';
const LARGE = 100 * KIB;
const NOT_SOON = 'head: 1h, bodyIdle: 1h, body: 1h, idle: 1h, write: 1h';

function post(bytes: number, target = '/post'): string {
  return `POST ${target} HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes}\r\n\r\n`;
}

/** A connection whose large body has begun, and of which the last byte is due. */
async function upload(server: RunningServer, sentBytes = 70 * KIB): Promise<WirePeer> {
  const peer = await dial(server, post(LARGE));
  // The system takes it, whether the server reads it or not.
  await peer.send('x'.repeat(sentBytes));
  return peer;
}

async function finish(peer: WirePeer, sentBytes = 70 * KIB): Promise<void> {
  await peer.send('x'.repeat(LARGE - sentBytes));
  const [answer] = await peer.answers(1);
  assert.equal(answer?.body, 'posted\n');
}

/** Small requests of others are answered: so the server has had its turns. */
async function othersAreServed(server: RunningServer): Promise<void> {
  for (let count = 0; count < 5; count++) {
    assert.equal((await ask(server.port, 'POST /post', [], { body: 'x'.repeat(64 * KIB) })).status, 200);
  }
}

describe('limits.bodies', { timeout: 240_000 }, () => {
  /** With room for one. */
  const shared = shareGated({ limits: 'body: 100KiB, bodies: 100KiB', timeouts: NOT_SOON });

  it('has the third large body wait for one of the first two, and no small one', async (t) => {
    const server = await startGated(t, { limits: TWO, timeouts: NOT_SOON });
    const [first, second] = [await upload(server), await upload(server)];
    await othersAreServed(server);
    const third = await upload(server);
    await othersAreServed(server);
    await third.send('x'.repeat(30 * KIB));
    await othersAreServed(server);
    assert.equal(third.received, '', 'all of it is here, and it has to wait');
    await finish(first);
    await third.answers(1);
    await finish(second);
  });

  it('lets those that wait in one after another', async () => {
    const server = shared();
    const first = await upload(server);
    await othersAreServed(server);
    const waiting: WirePeer[] = [];
    for (let count = 0; count < 4; count++) {
      waiting.push(await upload(server, LARGE));
      await othersAreServed(server);
    }
    assert.ok(waiting.every(({ received }) => received === ''));
    await finish(first);
    await Promise.all(waiting.map((peer) => peer.answers(1)));
    const records = await server.records('access.log', 1);
    const clients = records.map(({ client }) => client);
    const order = waiting.map(({ from }) => clients.indexOf(from));
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  });

  it('has no deadline run while a body waits: nothing of it is read', async (t) => {
    const timeouts = 'head: 300ms, bodyIdle: 600ms, body: 600ms, idle: 1h';
    const server = await startGated(t, { limits: 'body: 100KiB, bodies: 100KiB', timeouts });
    const held = await dial(server, post(LARGE, '/wait/a') + 'x'.repeat(LARGE));
    await ask(server.port, 'GET /begun/a');
    const waiting = await upload(server);
    // Closed after three times 300 ms: so much time has passed.
    for (let count = 0; count < 3; count++) await (await dial(server)).ended;
    assert.equal(waiting.received, '');
    await ask(server.port, 'GET /open/a');
    await held.answers(1);
    const [answer] = await waiting.answers(1);
    assert.equal(answer?.status, 408, 'from then on it has its usual time, and its peer does not go on');
  });

  it('has a slow body give its room back when its time is over', async (t) => {
    const timeouts = 'head: 300ms, bodyIdle: 600ms, body: 600ms, idle: 1h';
    const server = await startGated(t, { limits: 'body: 100KiB, bodies: 100KiB', timeouts });
    const slow = await upload(server);
    await othersAreServed(server);
    const next = await upload(server, LARGE);
    assert.equal((await slow.answers(1))[0]?.status, 408);
    assert.equal((await next.answers(1))[0]?.status, 200);
  });

  it('counts a chunked body as all that it may become, once it is not small any more: nobody waits for each other', async () => {
    const server = shared();
    const chunk = `${(10 * KIB).toString(16)}\r\n${'x'.repeat(10 * KIB)}\r\n`;
    const peers = await Promise.all(
      Array.from({ length: 5 }, () =>
        dial(server, 'POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n'),
      ),
    );
    for (let count = 0; count < 9; count++) for (const peer of peers) await peer.send(chunk);
    for (const peer of peers) await peer.send('0\r\n\r\n');
    for (const peer of peers) assert.equal((await peer.answers(1))[0]?.body, 'posted\n');
    const small = await dial(server, 'POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    await small.send(`${chunk}0\r\n\r\n`);
    await small.answers(1);
  });

  it('still hears of a peer that leaves while its body waits, by either way, and leaves its line', async () => {
    const server = shared();
    const held = await upload(server);
    await othersAreServed(server);
    const [torn, paused, closed] = [await upload(server, 1), await upload(server), await dial(server, post(LARGE))];
    // One that is reset before it is accepted has sent nothing that was read.
    await othersAreServed(server);
    torn.socket.resetAndDestroy();
    await othersAreServed(server);
    paused.socket.resetAndDestroy();
    closed.finish('x');
    assert.equal((await closed.answers(1))[0]?.status, 400);
    for (const { from } of [torn, paused, closed]) {
      let record: LogRecord | undefined;
      // A reset is noticed within a second or so where nothing is read.
      while (record === undefined) [record] = await recordsOf(server, from);
      assert.deepEqual([record?.['method'], record?.['target'], record?.['status']], ['POST', '/post', 400]);
      assert.equal((await errorsOf(server, from))[0]?.['code'], 'truncated');
    }
    await finish(held);
  });

  it('is held until the answer is made, and given back where its peer has left by then', async () => {
    const server = shared();
    const held = await dial(server, post(LARGE, '/wait/held') + 'x'.repeat(LARGE));
    await ask(server.port, 'GET /begun/held');
    held.socket.resetAndDestroy();
    const waiting = await upload(server, LARGE);
    await othersAreServed(server);
    assert.equal(waiting.received, '');
    await ask(server.port, 'GET /open/held');
    assert.equal((await waiting.answers(1))[0]?.status, 200);
  });

  it('lets SIGTERM have the bodies that wait finish', async (t) => {
    const server = await startGated(t, { limits: 'body: 100KiB, bodies: 100KiB', timeouts: NOT_SOON });
    const first = await upload(server);
    await othersAreServed(server);
    const second = await upload(server);
    await othersAreServed(server);
    server.process.kill('SIGTERM');
    await finish(first);
    await finish(second);
    for (const peer of [first, second]) peer.finish();
    assert.equal((await server.waitExit()).code, 0);
  });

  it('is no bound for a body that is alone', async (t) => {
    const server = await startGated(t, { limits: 'body: 3MiB', timeouts: NOT_SOON });
    const peer = await dial(server, post(3 * KIB * KIB));
    await peer.send('x'.repeat(3 * KIB * KIB) + get('/'));
    assert.equal((await peer.answers(2))[1]?.body, 'home\n');
  });
});
