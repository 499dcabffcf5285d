import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { describe, it } from 'node:test';
import { startGated } from './gated-server.ts';
import { dial, lastGet, get as requestOf } from './wire-peer.ts';

describe('connection: how long it waits for the next request (RFC 2068 §19.7.1.1)', { timeout: 60_000 }, () => {
  const cases: readonly (readonly [idle: string, seconds: number])[] = [
    ['65s', 65],
    ['2500ms', 2],
    ['900ms', 0],
  ];
  for (const [idle, seconds] of cases) {
    it(`is said in whole seconds: ${idle}`, async (t) => {
      const server = await startGated(t, { timeouts: `idle: ${idle}` });
      const peer = await dial(server, `${requestOf('/')}${lastGet('/')}`);
      const [answer, last] = await peer.allAnswers();
      assert.equal(answer?.headers.get('keep-alive'), `timeout=${seconds}`);
      assert.equal(answer?.headers.get('connection'), 'keep-alive');
      assert.equal(last?.headers.has('keep-alive'), false);
      peer.finish();
    });
  }

  it("is heeded by Node's agent, which leaves a connection before the server does", async (t) => {
    const server = await startGated(t, { timeouts: 'idle: 3s' });
    const agent = new Agent({ keepAlive: true, timeout: 10_000 });
    const [answer]: IncomingMessage[] = await once(get(server.url, { agent }), 'response');
    const { socket } = answer ?? assert.fail();
    answer?.resume();
    await once(socket, 'close');
    assert.equal(socket.readableEnded, false, 'the server has not closed it');
  });
});
