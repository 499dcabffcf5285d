import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogRecord, RunningServer } from '../start-server.ts';
import { ask } from '../talk.ts';
import { recordsOf, startGated } from './gated-server.ts';
import { dial, get, lastGet, type WirePeer } from './wire-peer.ts';

describe('connection: pipelined requests (RFC 9112 §9.3.2)', { concurrency: true, timeout: 60_000 }, () => {
  it('are answered in their order, although a later answer is ready before an earlier one', async (t) => {
    const server = await startGated(t);
    const peer = await dial(server, get('/wait/a') + get('/nope') + get('/') + lastGet('/wait/a'), {
      from: '127.0.9.1',
    });
    await ask(server.port, 'GET /begun/a');
    assert.equal(peer.received, '', 'nothing overtakes the first');
    await ask(server.port, 'GET /open/a');
    const answers = await peer.allAnswers();
    assert.deepEqual(
      answers.map(({ status, body }) => (status === 200 ? body : status)),
      ['"waited"', 404, 'home\n', '"waited"'],
    );
    const records = await recordsOf(server, peer.from);
    assert.deepEqual(
      records.map(({ target, status }) => [target, status]),
      [
        ['/wait/a', 200],
        ['/nope', 404],
        ['/', 200],
        ['/wait/a', 200],
      ],
    );
  });

  it('leave one line for what is behind an answer that is awaited, where the peer resets', async (t) => {
    const server = await startGated(t);
    const peer = await dial(server, get('/wait/a') + get('/') + get('/nope'));
    await ask(server.port, 'GET /begun/a');
    peer.socket.resetAndDestroy();
    // Nobody waits for the answer any more, so its line is there before its handler is done.
    const [awaited, torn] = await recordsWhenThere(server, peer.from, 2);
    assert.deepEqual([awaited?.['status'], awaited?.['target']], [499, '/wait/a']);
    assert.deepEqual([torn?.['status'], torn?.['raw']], [400, get('/') + get('/nope')]);
  });

  it('run one after another, so that a request sees what the one before it changed', async (t) => {
    const server = await startGated(t);
    const peer = await dial(server, get('/wait/a') + get('/wait/b') + lastGet('/waiting'));
    await ask(server.port, 'GET /begun/a');
    await ask(server.port, 'GET /open/b');
    assert.equal((await ask(server.port, 'GET /waiting')).body, '1', 'the second has not begun');
    await ask(server.port, 'GET /open/a');
    assert.equal((await peer.allAnswers()).at(-1)?.body, '2');
  });

  it('wait with their peer while an answer is under way: the server does not hoard what it sends', async (t) => {
    const server = await startGated(t, { timeouts: 'head: 300ms' });
    const peer = await dial(server, get('/wait/a'));
    await ask(server.port, 'GET /begun/a');
    const flood = peer.send(get('/', `X-Long: ${'x'.repeat(1000)}`).repeat(8000));
    await (await dial(server)).ended; // so much time has passed
    assert.ok(peer.socket.writableLength > 0, 'most of it has found no place');
    await ask(server.port, 'GET /open/a');
    await flood;
    await peer.send(lastGet('/'));
    await peer.ended;
    assert.equal(countAnswers(peer), 8002);
  });

  it('wait while their peer does not read its answers, and go on when it does', async (t) => {
    const server = await startGated(t, { timeouts: 'head: 300ms', limits: 'connections: 10' });
    const count = 4000;
    const peer = await dial(server, '', { reads: false });
    void peer.send(get('/large/5000').repeat(count - 1) + lastGet('/large/5000'));
    await (await dial(server)).ended; // so much time has passed
    const early = await recordsOf(server, peer.from);
    assert.ok(early.length > 0 && early.length < count, `${early.length} answers were made for a peer that reads none`);
    peer.socket.resume();
    await peer.ended;
    assert.equal(countAnswers(peer), count);
    assert.equal((await recordsOf(server, peer.from)).length, count);
  });

  it('have their answers before the refusal of what follows them', async (t) => {
    const server = await startGated(t);
    const peer = await dial(server, `${get('/wait/a') + get('/')}GET / HTTP/1.1\r\nHost : a\r\n\r\n${get('/')}`);
    await ask(server.port, 'GET /begun/a');
    await ask(server.port, 'GET /open/a');
    const answers = await peer.allAnswers();
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 400],
    );
    assert.equal(answers.at(-1)?.headers.get('connection'), 'close');
    peer.finish();
  });

  it('behind one that asks to close are left alone', async (t) => {
    const server = await startGated(t);
    const peer = await dial(server, lastGet('/') + get('/open/a'));
    assert.equal((await peer.allAnswers()).length, 1);
    assert.equal((await recordsOf(server, peer.from)).length, 1);
    peer.finish();
  });
});

/** Without taking megabytes apart. */
function countAnswers(peer: WirePeer): number {
  return peer.received.split('HTTP/1.1 200 OK\r\n').length - 1;
}

/** The records of a client, when there are so many. */
async function recordsWhenThere(server: RunningServer, client: string, count: number): Promise<readonly LogRecord[]> {
  for (let known = 1; ; ) {
    const found = await server.records('access.log', known);
    const own = found.filter((record) => record['client'] === client);
    if (own.length >= count) return own;
    known = found.length + 1;
  }
}
