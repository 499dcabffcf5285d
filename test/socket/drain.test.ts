import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunningServer } from '../start-server.ts';
import { startGated } from './gated-server.ts';
import { begin, dial, get, refusesConnections, type WirePeer } from './wire-peer.ts';

async function checkLastAnswer(peer: WirePeer, body: string): Promise<void> {
  const answers = await peer.allAnswers();
  assert.equal(answers.at(-1)?.body, body);
  assert.equal(answers.at(-1)?.headers.get('connection'), 'close');
  peer.finish();
}

/** Asks again as soon as it is answered, until an answer is the last. Resolves to how many came; throws where one did not. */
async function askUntilLast(server: RunningServer): Promise<number> {
  const peer = await dial(server);
  for (let count = 1; ; count++) {
    await peer.send(get('/'));
    const last = (await peer.answers(count)).at(-1);
    assert.equal(last?.status, 200);
    if (last.headers.get('connection') !== 'close') continue;
    peer.finish();
    return count;
  }
}

/** The targets that the access log has lines for: one for each answer. */
async function loggedTargets(server: RunningServer, count: number): Promise<readonly unknown[]> {
  const records = await server.records('access.log', count);
  return records.map(({ target }) => target);
}

describe('drain', { concurrency: true, timeout: 60_000 }, () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`${signal}: accepts no more, closes what is idle, answers what has begun, and exits with 0`, async (t) => {
      const server = await startGated(t, { timeouts: 'drain: 1h' });
      const silent = await dial(server);
      const idle = await dial(server, get('/'));
      await idle.answers(1);
      const waiting = await dial(server, get('/wait/a') + get('/open/never'));
      await idle.send(get('/begun/a'));
      await idle.answers(2);
      const opener = await begin(server, '/open/a');
      const posting = await begin(server, '/post');

      server.process.kill(signal);
      await refusesConnections(server);
      for (const peer of [silent, idle]) {
        assert.equal(await peer.ended, 'end');
        peer.finish();
      }
      assert.equal(silent.received, '');
      opener.finish('hello');
      await checkLastAnswer(opener, '"opened"');
      await checkLastAnswer(waiting, '"waited"');
      posting.finish('hello');
      await checkLastAnswer(posting, 'posted\n');

      assert.deepEqual(await server.waitExit(), { code: 0, stdout: `${server.url}\n`, stderr: '' });
      assert.deepEqual(await loggedTargets(server, 5), ['/', '/begun/a', '/open/a', '/wait/a', '/post']);
    });
  }

  it('cuts off nobody who keeps asking: the next answer says that it is the last', async (t) => {
    const server = await startGated(t, { timeouts: 'drain: 1h' });
    const asking = Array.from({ length: 16 }, () => askUntilLast(server));
    await server.records('access.log', 100);
    server.process.kill('SIGTERM');
    const answered = await Promise.all(asking);
    assert.equal((await server.waitExit()).code, 0);
    const total = answered.reduce((sum, count) => sum + count, 0);
    assert.equal((await server.records('access.log', total)).length, total);
  });

  it('accepts those first that wait in the queue of the system: nobody is reset', async (t) => {
    const server = await startGated(t, { timeouts: 'drain: 1h' });
    // The system takes connections for a server that is stopped.
    server.process.kill('SIGSTOP');
    const peers = await Promise.all(Array.from({ length: 30 }, () => dial(server, get('/'))));
    server.process.kill('SIGTERM');
    server.process.kill('SIGCONT');
    for (const peer of peers) assert.equal((await peer.answers(1))[0]?.status, 200);
    for (const peer of peers) peer.finish();
    assert.equal((await server.waitExit()).code, 0);
  });

  it('soon accepts no more, also where new connections never cease to come', async (t) => {
    const server = await startGated(t, { timeouts: 'drain: 1h' });
    const peer = await begin(server, '/post');
    server.process.kill('SIGTERM');
    // Each of them connects again and again.
    await Promise.all(Array.from({ length: 8 }, () => refusesConnections(server)));
    peer.finish('hello');
    await checkLastAnswer(peer, 'posted\n');
    assert.equal((await server.waitExit()).code, 0);
  });

  it('answers a request whose head had only begun', async (t) => {
    const server = await startGated(t, { timeouts: 'drain: 1h' });
    const peer = await dial(server, `${get('/')}GET / HTT`);
    await peer.answers(1);
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    peer.finish('P/1.1\r\nHost: a\r\n\r\n');
    await checkLastAnswer(peer, 'home\n');
    assert.equal((await server.waitExit()).code, 0);
    assert.equal((await loggedTargets(server, 2)).length, 2);
  });

  it('lets a peer have all of an answer that it was reading', async (t) => {
    const server = await startGated(t, { timeouts: 'drain: 1h' });
    const bytes = 24_000_000; // more than the buffers of both systems hold
    const peer = await dial(server, get(`/large/${bytes}`), { reads: false });
    await loggedTargets(server, 1);
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    peer.socket.resume();
    assert.equal(await peer.ended, 'end');
    assert.ok(peer.receivedBytes > bytes);
    peer.finish();
    assert.equal((await server.waitExit()).code, 0);
  });

  it('still has deadlines: a peer that does not go on cannot keep the server', async (t) => {
    const server = await startGated(t, { timeouts: 'head: 300ms, drain: 1h' });
    const peer = await dial(server, 'GET / HTT');
    const later = await dial(server, get('/'));
    await later.answers(1);
    server.process.kill('SIGTERM');
    assert.equal((await peer.allAnswers())[0]?.status, 408);
    for (const one of [peer, later]) one.finish();
    assert.equal((await server.waitExit()).code, 0);
  });

  it('gives up after timeouts.drain on a handler that hangs, and exits with 0', async (t) => {
    const server = await startGated(t, { timeouts: 'drain: 300ms' });
    const hanging = await dial(server, get('/wait/for-ever'));
    const other = await dial(server, get('/begun/for-ever'));
    await other.answers(1);
    server.process.kill('SIGTERM');
    assert.equal((await hanging.allAnswers())[0]?.status, 503);
    assert.equal((await server.waitExit()).code, 0);
    assert.deepEqual(await loggedTargets(server, 2), ['/begun/for-ever', '/wait/for-ever'], 'each answer has its line');
    const [error] = await server.records('error.log', 1);
    assert.equal(error?.['code'], 'stopped');
  });

  it('leaves a line of a request that it gave up on half-way', async (t) => {
    const server = await startGated(t, { timeouts: 'drain: 300ms' });
    const peer = await begin(server, '/post');
    server.process.kill('SIGTERM');
    await peer.ended;
    assert.equal((await server.waitExit()).code, 0);
    const [record] = await server.records('access.log', 1);
    assert.deepEqual([record?.['target'], record?.['status']], ['/post', 503]);
    const [error] = await server.records('error.log', 1);
    assert.equal(error?.['code'], 'stopped');
  });

  it('waits for a handler whose peer is gone, as long as for others, and leaves its line', async (t) => {
    const server = await startGated(t, { timeouts: 'drain: 300ms' });
    const gone = await dial(server, get('/wait/for-ever'));
    const other = await dial(server, get('/begun/for-ever'));
    await other.answers(1);
    gone.socket.resetAndDestroy();
    await other.send(get('/'));
    await other.answers(2);
    other.finish();
    await other.ended;
    server.process.kill('SIGTERM');
    assert.equal((await server.waitExit()).code, 0);
    assert.deepEqual((await loggedTargets(server, 3)).toSorted(), ['/', '/begun/for-ever', '/wait/for-ever']);
  });

  it('ends at once on a second signal, with whole lines and a code that tells it from a good end', async (t) => {
    const server = await startGated(t, { timeouts: 'drain: 1h' });
    await dial(server, get('/wait/for-ever'));
    const other = await dial(server, get('/begun/for-ever'));
    await other.answers(1);
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    server.process.kill('SIGINT');
    assert.equal((await server.waitExit()).code, 1);
    assert.deepEqual(await loggedTargets(server, 2), ['/begun/for-ever', '/wait/for-ever']);
  });
});
