import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { RunningServer } from '../start-server.ts';
import { ask, talkRaw } from '../talk.ts';
import { type GatedSettings, startGated } from './gated-server.ts';
import { dial, get, lastGet, refusesConnections, type WirePeer } from './wire-peer.ts';

/** `/stream/{kind}` sends pieces, `/pieces` says how many of the endless one were read. */
const HANDLERS = `
import { answer } from './src/contract/answer.ts';
import { handlers as gated } from './gates.ts';

let read = 0;
const PIECE = new Uint8Array(64 * 1024).fill(120);

async function* pieces(kind) {
  if (kind === 'never') await new Promise(() => undefined);
  if (kind === 'fails-at-once') throw new Error('gone at once');
  if (kind === 'endless') for (;;) { read++; yield PIECE; }
  yield 'one,';
  if (kind === 'fails') throw new Error('gone');
  if (kind === 'waits') await gated.wait({ params: { gate: 'stream' } });
  if (kind === 'until-stop') await new Promise((resolve) => process.once('SIGTERM', () => setImmediate(resolve)));
  if (kind === 'tiny') for (let count = 0; count < 5000; count++) yield count % 2 === 0 ? '' : 'x';
  yield 'two';
}

export const handlers = {
  ...gated,
  stream: ({ params }) => answer({ body: pieces(params.kind), type: 'text/plain' }),
  later: async ({ params }) => { await gated.wait({ params: { gate: 'later' } }); return answer({ body: pieces('short') }); },
  pieces: () => read,
};
`;

describe('connection: an answer whose content comes piece by piece', { timeout: 60_000 }, () => {
  it('is followed by what was pipelined behind it', async (t) => {
    const server = await startStreams(t);
    const wire = await talkRaw(server.port, `${get('/stream/short')}${get('/stream/tiny')}${lastGet('/')}`);
    const [first = '', second = '', third = ''] = wire.split('HTTP/1.1 200 OK\r\n').slice(1);
    assert.equal(bodyOf(first), '4\r\none,\r\n3\r\ntwo\r\n0\r\n\r\n');
    assert.equal(bodyOf(second), `4\r\none,\r\n${'1\r\nx\r\n'.repeat(2500)}3\r\ntwo\r\n0\r\n\r\n`);
    assert.equal(bodyOf(third), 'home\n');
    const records = await server.records('access.log', 3);
    assert.deepEqual(
      records.map(({ target, bytes }) => [target, bytes]),
      [
        ['/stream/short', 7],
        ['/stream/tiny', 2507],
        ['/', 5],
      ],
    );
  });
  it('ends with the connection for HTTP/1.0', async (t) => {
    const server = await startStreams(t);
    const wire = await talkRaw(server.port, 'GET /stream/short HTTP/1.0\r\nConnection: keep-alive\r\n\r\n');
    assert.match(wire, /\r\nConnection: close\r\n/);
    assert.equal(bodyOf(wire), 'one,two');
  });
  it('is sent whole to a peer that has ended its side (RFC 9112 §9.6)', async (t) => {
    const server = await startStreams(t);
    const peer = await dial(server);
    peer.finish(get('/stream/waits'));
    await peer.until(/one,/);
    await ask(server.port, 'GET /open/stream');
    await peer.ended;
    assert.match(bodyOf(peer.received), /3\r\ntwo\r\n0\r\n\r\n$/);
  });
  it('is not read faster than its peer reads it', async (t) => {
    const server = await startStreams(t);
    const peer = await dial(server, get('/stream/endless'), { reads: false });
    // What the system's buffers of both sides hold, and 256 KiB of ours.
    const stalled = await settledPieces(server);
    assert.ok(stalled < 256, `${stalled} pieces of 64 KiB were read`);
    peer.socket.destroy();
    await checkAborted(server, peer);
  });
  for (const kind of ['endless', 'never', 'waits']) {
    it(`is let go of when the peer leaves, and its line says so: ${kind}`, async (t) => {
      const server = await startStreams(t);
      const peer = await dial(server, get(`/stream/${kind}`));
      await peer.until(/\r\n\r\n/);
      peer.socket.resetAndDestroy();
      await checkAborted(server, peer);
    });
  }
  it('is let go of where the peer has left before it began', async (t) => {
    const server = await startStreams(t);
    const peer = await dial(server, get('/later'));
    await ask(server.port, 'GET /begun/later');
    peer.socket.resetAndDestroy();
    await peer.closed;
    await ask(server.port, 'GET /open/later');
    await checkAborted(server, peer);
  });
  it('ends its connection without a last chunk where its source fails (stream-failed)', async (t) => {
    const server = await startStreams(t);
    const cases = [
      ['fails', '4\r\none,\r\n', 'Error: gone'],
      ['fails-at-once', '', 'Error: gone at once'],
    ] as const;
    for (const [index, [kind, sent, cause]] of cases.entries()) {
      const wire = await talkRaw(server.port, `${get(`/stream/${kind}`)}${lastGet('/')}`);
      assert.equal(bodyOf(wire), sent);
      const error = (await server.records('error.log', index + 1)).at(-1);
      assert.deepEqual([error?.['code'], error?.['status'], error?.['cause']], ['stream-failed', 200, cause]);
      const access = (await server.records('access.log', index + 1)).at(-1);
      assert.deepEqual([access?.['status'], access?.['aborted']], [200, true]);
    }
  });
  it('resets an HTTP/1.0 connection where its source fails, so that nobody takes a part for the whole', async (t) => {
    const server = await startStreams(t);
    const peer = await dial(server, 'GET /stream/fails HTTP/1.0\r\n\r\n');
    assert.equal(await peer.ended, 'reset');
  });
  it('is finished when the server stops', async (t) => {
    const server = await startStreams(t);
    const peer = await dial(server, get('/stream/until-stop'));
    await peer.until(/one,/);
    server.process.kill('SIGTERM');
    await peer.ended;
    assert.match(bodyOf(peer.received), /3\r\ntwo\r\n0\r\n\r\n$/);
    peer.socket.destroy();
    assert.equal((await server.waitExit()).code, 0);
    const [record] = await server.records('access.log', 1);
    assert.deepEqual([record?.['bytes'], record?.['aborted']], [7, undefined]);
  });
  it('is broken off, and has its line, when the server is told twice to stop', async (t) => {
    const server = await startStreams(t);
    const peer = await dial(server, get('/stream/waits'));
    await peer.until(/one,/);
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    server.process.kill('SIGTERM');
    assert.equal((await server.waitExit()).code, 1);
    const [record] = (await server.records('access.log', 1)).filter(({ client }) => client === peer.from);
    assert.deepEqual([record?.['bytes'], record?.['aborted']], [4, true]);
  });
  it('gives up on a peer that takes nothing (timeouts.write)', async (t) => {
    const server = await startStreams(t, { timeouts: 'write: 300ms' });
    const peer = await dial(server, get('/stream/endless'), { reads: false });
    await checkAborted(server, peer);
    peer.socket.destroy();
  });
});

function startStreams(t: TestContext, settings: GatedSettings = {}): Promise<RunningServer> {
  const routes = [
    'stream: { path: "/stream/{kind}", params: { kind: { type: string } }, handler: stream }',
    'later: { path: /later, handler: later }',
    'pieces: { path: /pieces, handler: pieces }',
  ];
  return startGated(t, { ...settings, module: './streams.ts', files: { 'streams.ts': HANDLERS }, routes });
}

function bodyOf(answer: string): string {
  return answer.slice(answer.indexOf('\r\n\r\n') + 4);
}

/** How many pieces of the endless stream were read, once two looks find the same. */
async function settledPieces({ port }: RunningServer): Promise<number> {
  for (let before = 0; ; ) {
    const pieces = Number((await ask(port, 'GET /pieces')).body);
    if (pieces === before && pieces > 0) return pieces;
    before = pieces;
    // Time for the system to move what it can.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The line of a stream is written when its end is known: waits for that of this peer. */
async function checkAborted(server: RunningServer, { from }: WirePeer): Promise<void> {
  for (let count = 1; ; ) {
    const found = await server.records('access.log', count);
    const record = found.find(({ client }) => client === from);
    if (record !== undefined) {
      assert.equal(record['aborted'], true);
      return;
    }
    count = found.length + 1;
  }
}
