import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../talk.ts';
import { recordsOf, shareGated, startGated } from './gated-server.ts';
import { dial, get, lastGet } from './wire-peer.ts';

const MEGABYTE = 'x'.repeat(1_000_000);
const WRONG = 'GET / HTTP/1.1\r\nHost : a\r\n\r\n';
const WITH_PIECES = `import { handlers as gates } from './gates.ts';
export const handlers = { ...gates, pieces: async function* () { yield 'a'; yield 'b'; }, largePost: gates.large };`;
const server = shareGated({
  limits: 'body: 100KiB',
  module: './pieces.ts',
  files: { 'pieces.ts': WITH_PIECES },
  routes: [
    'pieces: { path: /pieces, handler: pieces }',
    'largePost: { path: "/post/{bytes}", methods: [POST], params: { bytes: { type: integer } }, handler: largePost }',
  ],
});

/** Sends `begin`, reads the answer and the close behind it, and only then sends a megabyte more: no byte of it may be met by a reset. */
async function checkLingers(begin: string, status: number, count = 1): Promise<void> {
  const peer = await dial(server(), begin);
  assert.equal(await peer.ended, 'end', 'the answer is followed by a close, not by a reset');
  const answers = await peer.allAnswers();
  const answer = answers.at(-1);
  assert.equal(answer?.status, status);
  assert.equal(answer?.headers.get('connection'), 'close');
  assert.equal(answers.length, count);
  peer.finish(MEGABYTE);
  assert.equal(await peer.closed, undefined, 'neither ECONNRESET nor EPIPE');
}

describe('connection: the last answer (RFC 9112 §9.6)', { concurrency: true, timeout: 60_000 }, () => {
  const head = 'POST /post HTTP/1.1\r\nHost: a\r\n';
  const cases: readonly (readonly [what: string, begin: string, status: number, count?: number])[] = [
    ['a request line without an end', `GET /${'a'.repeat(9000)}`, 414],
    ['a header line without an end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(17_000)}`, 431],
    ['a body that says that it is too large', `${head}Content-Length: 1000000\r\n\r\n`, 413],
    ['a chunk that is too large', `${head}Transfer-Encoding: chunked\r\n\r\nfffff\r\n`, 413],
    ['bytes that are no request', WRONG, 400],
    [
      'an expectation that is refused',
      `POST /nope HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n${'Expect: 100-continue\r\n'}\r\n`,
      404,
    ],
    ['a request that is the last, with one behind it', lastGet('/') + get('/'), 200],
    ['a last request with a body', `${head}Connection: close\r\nContent-Length: 2\r\n\r\nab`, 200],
    ['a last request whose answer is not small', lastGet('/large/9000'), 200],
    ['a last request behind one whose answer is not small', get('/large/9000') + lastGet('/'), 200, 2],
  ];
  for (const [what, begin, status, count] of cases) {
    it(`arrives whole while its peer is still sending: ${status} for ${what}`, () =>
      checkLingers(begin, status, count));
  }

  for (const [what, request] of [
    ['behind a body', 'POST /post/2000000 HTTP/1.0\r\nContent-Length: 2\r\n\r\nab'],
    ['without one', 'GET /large/2000000 HTTP/1.0\r\n\r\n'],
  ] as const) {
    it(`arrives whole, however large, where its peer reads late and sends a line end first: ${what}`, async () => {
      const peer = await dial(server(), request, { reads: false });
      assert.equal((await recordsOf(server(), peer.from)).length, 1);
      // Until the system of the server has all that it takes: it is written piece by piece, turn by turn.
      for (let turn = 0; turn < 100; turn++) await ask(server().port, 'GET /');
      await peer.send('\r\n');
      await ask(server().port, 'GET /');
      peer.socket.resume();
      const [answer] = await peer.allAnswers();
      assert.equal(answer?.body.length, 2_000_000);
      peer.finish();
      assert.equal(await peer.closed, undefined);
    });
  }

  it('arrives whole while its peer is still sending, where only the end of the connection ends it', async () => {
    const peer = await dial(server(), 'GET /pieces HTTP/1.0\r\n\r\n');
    assert.equal(await peer.ended, 'end');
    assert.match(peer.received, /\r\n\r\nab$/);
    peer.finish(MEGABYTE);
    assert.equal(await peer.closed, undefined);
  });

  it('arrives whole where a megabyte is under way before the server says a word', async () => {
    const peer = await dial(server());
    peer.finish(`${head}Content-Length: 1000000\r\n\r\n${MEGABYTE}`);
    assert.equal(await peer.closed, undefined);
    assert.equal((await peer.allAnswers())[0]?.status, 413);
  });

  it('arrives whole where its peer goes on for seven seconds, and reads only then', async () => {
    const peer = await dial(server(), `${head}Content-Length: 1000000\r\n\r\n`, { reads: false });
    const untilMs = performance.now() + 7000;
    for (; performance.now() < untilMs; await pause(50)) await peer.send('x'.repeat(1000));
    peer.finish();
    peer.socket.resume();
    assert.equal(await peer.closed, undefined);
    assert.equal((await peer.allAnswers())[0]?.status, 413);
  });

  const whole: readonly (readonly [what: string, request: string])[] = [
    ['says so', lastGet('/')],
    ['is HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n'],
  ];
  for (const [what, request] of whole) {
    it(`closes both sides where the peer may send no more, so that nothing waits for it: its last request ${what}`, async () => {
      const peer = await dial(server(), request);
      assert.equal(await peer.ended, 'end');
      assert.equal((await peer.allAnswers())[0]?.status, 200);
      peer.finish(MEGABYTE);
      assert.match(String(await peer.closed), /ECONNRESET|EPIPE/);
    });
  }

  it('is followed by nothing: what comes behind it is not answered', async () => {
    const peer = await dial(server(), lastGet('/'));
    assert.equal((await peer.answers(1)).length, 1);
    peer.finish(get('/').repeat(3));
    assert.equal((await peer.allAnswers()).length, 1);
  });

  for (const [what, last] of [
    ['refused', WRONG],
    ['answered', lastGet('/') + get('/')],
  ] as const) {
    it(`does not bind the server to a peer that never stops sending: ${what}`, async () => {
      const peer = await dial(server(), last);
      await peer.ended;
      for (; !peer.socket.destroyed; await pause(50)) await peer.send('x');
      assert.match(String(await peer.closed), /ECONNRESET|EPIPE/);
    });

    it(`does not bind the server to a peer that never closes: ${what}`, async (t) => {
      const own = await startGated(t, { timeouts: 'drain: 1h' });
      const peer = await dial(own, last);
      await peer.ended;
      assert.equal(await own.stop(), 0, 'and so it can stop');
      peer.socket.destroy();
    });
  }
});
