import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shareGated } from './gated-server.ts';
import { dial, lastGet } from './wire-peer.ts';

const server = shareGated();

interface Persistence {
  readonly open: boolean;
  /** The Connection field of the answer. */
  readonly says: string;
}

/** Sends a request, and another one as soon as it is answered. */
async function checkPersistence(head: readonly string[], { open, says }: Persistence): Promise<void> {
  const peer = await dial(server(), `${head.join('\r\n')}\r\n\r\n`);
  const [answer] = await peer.answers(1);
  assert.equal(answer?.headers.get('connection'), says);
  await peer.send(lastGet('/'));
  assert.equal((await peer.allAnswers()).length, open ? 2 : 1);
  peer.finish();
}

describe('connection: persistence (RFC 9112 §9.3)', { timeout: 60_000 }, () => {
  const get11 = ['GET / HTTP/1.1', 'Host: a'];
  const get10 = ['GET / HTTP/1.0'];
  const cases: readonly (readonly [why: string, head: readonly string[], persistence: Persistence])[] = [
    ['HTTP/1.1 stays open of itself, and is told for how long', get11, { open: true, says: 'keep-alive' }],
    ['an unknown option changes nothing', [...get11, 'Connection: foo'], { open: true, says: 'keep-alive' }],
    ['a client may ask to close', [...get11, 'Connection: close'], { open: false, says: 'close' }],
    ['options have no case', [...get11, 'Connection: CloSe'], { open: false, says: 'close' }],
    ['close wins in one line', [...get11, 'Connection: close, keep-alive'], { open: false, says: 'close' }],
    [
      'close wins in the first of two lines',
      [...get11, 'Connection: close', 'Connection: keep-alive'],
      { open: false, says: 'close' },
    ],
    [
      'close wins in the second of two lines',
      [...get11, 'Connection: keep-alive', 'Connection: close'],
      { open: false, says: 'close' },
    ],
    ['HTTP/1.0 closes of itself', get10, { open: false, says: 'close' }],
    [
      'HTTP/1.0 may ask to stay open, and is told',
      [...get10, 'Connection: keep-alive'],
      { open: true, says: 'keep-alive' },
    ],
    ['close wins in HTTP/1.0 too', [...get10, 'Connection: keep-alive, close'], { open: false, says: 'close' }],
    ['a 404 is an answer like others', ['GET /nope HTTP/1.1', 'Host: a'], { open: true, says: 'keep-alive' }],
    ['so is a 405', ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 0'], { open: true, says: 'keep-alive' }],
    ['so is a 501', ['DELETE / HTTP/1.1', 'Host: a'], { open: true, says: 'keep-alive' }],
    [
      'what cannot be read ends it: nobody knows where the next request begins',
      ['GET / HTTP/1.1'],
      { open: false, says: 'close' },
    ],
  ];
  for (const [why, head, persistence] of cases) {
    it(`${persistence.open ? 'goes on' : 'ends'}: ${why}`, () => checkPersistence(head, persistence));
  }

  it('goes on behind a body that no route declares, since its end is known', async () => {
    const peer = await dial(
      server(),
      'POST /post HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nGET\r\n0\r\n\r\n',
    );
    await peer.answers(1);
    await peer.send(lastGet('/'));
    const answers = await peer.allAnswers();
    assert.deepEqual(
      answers.map(({ body }) => body),
      ['posted\n', 'home\n'],
    );
    peer.finish();
  });
});
