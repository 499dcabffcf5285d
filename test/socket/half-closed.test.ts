import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import type { RunningServer } from '../start-server.ts';
import { ask } from '../talk.ts';
import { errorsOf, recordsOf, startGated } from './gated-server.ts';
import { dial, get, type WirePeer } from './wire-peer.ts';

let server: RunningServer;
let clients = 0;
const clean: (() => Promise<unknown>)[] = [];

before(async () => {
  server = await startGated({ after: (task) => clean.push(task) });
});
after(() => Promise.all(clean.map((task) => task())));

/** Sends, closes its direction, and reads to the end. */
async function halfClose(text: string): Promise<{ readonly peer: WirePeer; readonly client: string }> {
  clients++;
  const client = `127.0.11.${clients}`;
  const peer = await dial(server, '', { from: client });
  peer.finish(text);
  return { peer, client };
}

async function checkStatuses(peer: WirePeer, client: string, statuses: readonly number[]): Promise<void> {
  const closed = once(peer.socket, 'close'); // rejects on ECONNRESET
  const answers = await peer.allAnswers();
  await closed;
  assert.deepEqual(
    answers.map(({ status }) => status),
    statuses,
  );
  const records = await recordsOf(server, client);
  assert.deepEqual(
    records.map((record) => record['status']),
    statuses,
  );
}

describe('connection: a peer that has closed its direction (RFC 9112 §9.6)', () => {
  it('gets the answer to its request', async () => {
    const { peer, client } = await halfClose(get('/'));
    await checkStatuses(peer, client, [200]);
  });

  it('gets all answers to its requests, in their order', async () => {
    const { peer, client } = await halfClose(get('/') + get('/nope') + get('/'));
    await checkStatuses(peer, client, [200, 404, 200]);
  });

  it('gets an answer that was not ready yet, and those behind it', async () => {
    const { peer, client } = await halfClose(get('/wait/half') + get('/nope'));
    await ask(server.port, 'GET /begun/half');
    await ask(server.port, 'GET /open/half');
    await checkStatuses(peer, client, [200, 404]);
  });

  it('gets the whole of an answer that is too large for one write', async () => {
    const { peer, client } = await halfClose(get('/large/5000000'));
    await checkStatuses(peer, client, [200]);
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
      const { peer, client } = await halfClose(get('/') + text);
      await checkStatuses(peer, client, [200, 400]);
      const [error] = await errorsOf(server, client);
      assert.equal(error?.['code'], 'truncated');
    });
  }

  it('gets nothing for nothing, and leaves no record', async () => {
    for (const nothing of ['', '\r\n']) {
      const { peer, client } = await halfClose(nothing);
      await checkStatuses(peer, client, []);
      assert.deepEqual(await errorsOf(server, client), []);
    }
  });
});
