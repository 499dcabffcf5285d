import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask } from '../talk.ts';
import { recordsOf, shareGated, startGated } from './gated-server.ts';
import { begin, dial, get, type WirePeer } from './wire-peer.ts';

const server = shareGated();

/** Tears the connection off; resolves to the records that it left, when the server has noticed. */
async function tearOff(peer: WirePeer, lines: number): Promise<readonly (readonly [unknown, unknown])[]> {
  peer.socket.resetAndDestroy();
  for (;;) {
    const records = await recordsOf(server(), peer.from);
    if (records.length >= lines) return records.map(({ target, status }) => [target, status]);
  }
}

describe('connection: a peer that resets it', { timeout: 60_000 }, () => {
  const torn: readonly (readonly [where: string, text: string, target: string | undefined])[] = [
    ['its request line', 'GET /torn HT', undefined],
    ['its head', 'GET /torn HTTP/1.1\r\nHost: a\r\n', '/torn'],
    ['its body', 'POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe', '/post'],
  ];
  for (const [where, text, target] of torn) {
    it(`leaves the lines of a request that it tore off in ${where}`, async () => {
      const peer = await dial(server(), get('/') + text);
      await peer.answers(1);
      assert.deepEqual(await tearOff(peer, 2), [
        ['/', 200],
        [target, 400],
      ]);
      const error = (await server().records('error.log', 1)).find(({ client }) => client === peer.from);
      assert.equal(error?.['code'], 'truncated');
    });
  }

  it('leaves the line of an answer that it did not wait for at once, and no other', async () => {
    const peer = await dial(server(), get('/wait/a'));
    await ask(server().port, 'GET /begun/a');
    assert.deepEqual(await tearOff(peer, 0), [['/wait/a', 499]]);
    await ask(server().port, 'GET /open/a');
    assert.deepEqual(await recordsOf(server(), peer.from).then((records) => records.map(({ target }) => target)), [
      '/wait/a',
    ]);
  });

  it('leaves one line of what it tore off behind an answer that is awaited, also where the server then stops at once', async (t) => {
    const own = await startGated(t, { timeouts: 'drain: 1h' });
    const peer = await dial(own, get('/wait/c') + get('/torn').slice(0, -2));
    await ask(own.port, 'GET /begun/c');
    peer.socket.resetAndDestroy();
    while ((await recordsOf(own, peer.from)).length < 1);
    own.process.kill('SIGTERM');
    own.process.kill('SIGINT');
    await own.waitExit();
    const records = (await own.records('access.log', 2)).filter(({ client }) => client === peer.from);
    const statuses = records.filter(({ target }) => target === undefined || target === '/wait/c');
    assert.deepEqual(
      statuses.map(({ status, target }) => [status, target]),
      [
        [499, '/wait/c'],
        [400, undefined],
      ],
    );
  });

  it('gives its place back while its handler takes its time, also where nothing more is read of it', async (t) => {
    const own = await startGated(t, { limits: 'connections: 2', timeouts: 'head: 300ms, bodyIdle: 1h, body: 1h' });
    const peer = await dial(own, get('/wait/b'));
    await ask(own.port, 'GET /begun/b');
    void peer.send(get('/', `X-Long: ${'x'.repeat(1000)}`).repeat(8000));
    await (await dial(own)).ended; // so much time has passed
    assert.ok(peer.socket.writableLength > 0, 'most of it has found no place');
    const other = await begin(own, '/post');
    assert.equal((await ask(own.port, 'GET /')).status, 503);
    peer.socket.resetAndDestroy();
    while ((await ask(own.port, 'GET /')).status === 503);
    await ask(own.port, 'GET /open/b');
    const records = await recordsOf(own, peer.from);
    assert.deepEqual(
      records.map(({ status, target }) => [status, target]),
      [
        [499, '/wait/b'],
        [400, undefined], // what was behind it
      ],
    );
    other.finish('hello');
    await other.answers(1);
  });

  it('leaves nothing more where it had all its answers', async () => {
    const peer = await dial(server(), get('/') + get('/nope'));
    await peer.answers(2);
    assert.deepEqual(await tearOff(peer, 2), [
      ['/', 200],
      ['/nope', 404],
    ]);
  });

  it('harms nobody else, however often', async () => {
    const other = await dial(server(), get('/'));
    for (let count = 0; count < 50; count++) {
      const peer = await dial(server(), get('/large/2000000'), { reads: false });
      peer.socket.resetAndDestroy();
    }
    await other.send(get('/'));
    assert.equal((await other.answers(2)).length, 2);
    assert.equal(server().stderr(), '');
    other.finish();
  });
});
