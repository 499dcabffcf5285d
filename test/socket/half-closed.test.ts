import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask } from '../talk.ts';
import { errorsOf, recordsOf, shareGated } from './gated-server.ts';
import { dial, get, type WirePeer } from './wire-peer.ts';

const server = shareGated();

/** Sends, closes its direction, and reads to the end. */
async function halfClose(text: string): Promise<WirePeer> {
  const peer = await dial(server());
  peer.finish(text);
  return peer;
}

async function checkStatuses(peer: WirePeer, statuses: readonly number[]): Promise<void> {
  const answers = await peer.allAnswers();
  assert.equal(await peer.closed, undefined, 'no reset');
  assert.deepEqual(
    answers.map(({ status }) => status),
    statuses,
  );
  const records = await recordsOf(server(), peer.from);
  assert.deepEqual(
    records.map((record) => record['status']),
    statuses,
  );
}

describe('connection: a peer that has closed its direction (RFC 9112 §9.6)', { timeout: 60_000 }, () => {
  it('gets the answer to its request', async () => {
    const peer = await halfClose(get('/'));
    await checkStatuses(peer, [200]);
  });

  it('gets all answers to its requests, in their order', async () => {
    const peer = await halfClose(get('/') + get('/nope') + get('/'));
    await checkStatuses(peer, [200, 404, 200]);
  });

  it('gets an answer that was not ready yet, and those behind it', async () => {
    const peer = await halfClose(get('/wait/half') + get('/nope'));
    await ask(server().port, 'GET /begun/half');
    await ask(server().port, 'GET /open/half');
    await checkStatuses(peer, [200, 404]);
  });

  it('gets the whole of an answer that is too large for one write', async () => {
    const peer = await halfClose(get('/large/5000000'));
    await checkStatuses(peer, [200]);
    assert.ok(peer.receivedBytes > 5_000_000);
  });

  const torn: readonly (readonly [where: string, text: string])[] = [
    ['its request line', 'GET / HT'],
    ['its head', 'GET / HTTP/1.1\r\nHost: a\r\n'],
    ['its body', 'POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe'],
    ['its chunked body', 'POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'],
  ];
  for (const [where, text] of torn) {
    it(`is told that a request is not whole where it stops in ${where}`, async () => {
      const peer = await halfClose(get('/') + text);
      await checkStatuses(peer, [200, 400]);
      const [error] = await errorsOf(server(), peer.from);
      assert.equal(error?.['code'], 'truncated');
    });
  }

  it('gets nothing for nothing, and leaves no record', async () => {
    for (const nothing of ['', '\r\n']) {
      const peer = await halfClose(nothing);
      await checkStatuses(peer, []);
      assert.deepEqual(await errorsOf(server(), peer.from), []);
    }
  });
});
