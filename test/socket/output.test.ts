import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Output } from '../../src/socket/output.ts';
import { TurnEnd } from '../../src/socket/turn-end.ts';

const MIB = 1024 * 1024;
const SHARED_BYTES = 64 * 1024;

describe('output: memory of answers that a peer does not read', () => {
  it('is what they weigh, and not all of the memory that they share with others', async (t) => {
    const { socket, peer } = await openPair(t);
    const output = new Output(socket, new TurnEnd(), () => undefined);
    // More than the system takes of a peer that does not read.
    output.add(Buffer.alloc(16 * MIB));
    await untilStuck(output);
    const before = memoryBytes();
    for (let count = 0; count < 400; count++) output.add(Buffer.alloc(SHARED_BYTES).subarray(0, 100));
    assert.ok(output.unsentBytes > 40_000);
    assert.ok(await falls(() => memoryBytes() - before < 2 * MIB), 'it keeps memory that it has no use for');
    output.end();
    assert.equal(await readAll(peer), 16 * MIB + 400 * 100);
  });
});

async function openPair(t: TestContext): Promise<{ readonly socket: Socket; readonly peer: Socket }> {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const peer = connect(address.port, '127.0.0.1').pause();
  const [socket]: Socket[] = await once(server, 'connection');
  assert.ok(socket !== undefined);
  t.after(() => {
    socket.destroy();
    peer.destroy();
    server.close();
  });
  return { socket, peer };
}

/** Until the system takes no more. */
async function untilStuck(output: Output): Promise<void> {
  for (let unsentBytes = -1; unsentBytes !== output.unsentBytes; ) {
    unsentBytes = output.unsentBytes;
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  }
}

/** Whether it comes true: what was collected is counted off by another thread. */
async function falls(isLow: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 100; turn++) {
    if (isLow()) return true;
    await new Promise(setImmediate);
  }
  return false;
}

/** Of buffers that somebody still holds. */
function memoryBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  assert.ok(typeof collect === 'function');
  collect();
  return process.memoryUsage().arrayBuffers;
}

async function readAll(peer: Socket): Promise<number> {
  let bytes = 0;
  peer.on('data', (chunk) => {
    bytes += chunk.length;
  });
  peer.resume();
  await once(peer, 'end');
  return bytes;
}
