import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Output, type OutputSurroundings } from '../../src/socket/output.ts';
import { TurnEnd } from '../../src/socket/turn-end.ts';
import { UnsentBound } from '../../src/socket/unsent-bound.ts';
import { WatchedMemory } from '../engine/watched-memory.ts';

const MIB = 1024 * 1024;
const SHARED_BYTES = 64 * 1024;
const memory = new WatchedMemory();
const NOBODY = { times: { outputMoved: () => undefined }, outputStuck: () => undefined, outputTaken: () => undefined };

describe('output: memory of answers that a peer does not read', () => {
  it('is what they weigh, and not all of the memory that they share with others', async (t) => {
    const { socket, peer } = await openPair(t);
    const output = openOutput(socket);
    // More than the system takes of a peer that does not read.
    output.add(Buffer.alloc(16 * MIB));
    await untilStuck(output);
    const before = memoryBytes();
    for (let count = 0; count < 400; count++) output.add(Buffer.alloc(SHARED_BYTES).subarray(0, 100));
    assert.ok(output.unsentBytes > 40_000);
    assert.ok(await falls(() => memoryBytes() - before < 2 * MIB), 'it keeps memory that it has no use for');
    output.end('our side');
    assert.equal((await collect(peer)).length, 16 * MIB + 400 * 100);
  });
});

describe('output: peers that share the memory for their answers', () => {
  it('get all of their own answers, and nothing of others, while some read and some do not', async (t) => {
    const surroundings = surroundingsOf(new UnsentBound(Number.POSITIVE_INFINITY));
    const pairs = await Promise.all(Array.from({ length: 6 }, () => openPair(t)));
    const received = pairs.map(({ peer }) => collect(peer));
    const outputs = pairs.map(({ socket }) => new Output(socket, surroundings, NOBODY));
    const sent: Buffer[][] = outputs.map(() => []);
    for (let count = 0; count < 600; count++) {
      for (const [index, output] of outputs.entries()) {
        // Small ones, some that are not copied, and some that need several writes; each output at another time.
        const bytes = answerBytes(index, count, [1, 25, 1200, 1300, 5000, 20_000][(count * 7 + index) % 6] ?? 1);
        sent[index]?.push(Buffer.from(bytes)); // what is sent is overwritten by later answers
        // Some come as two that are one behind the other in memory.
        const cut = count % 2 === 0 ? bytes.length : 4;
        output.add(bytes.subarray(0, cut));
        if (cut < bytes.length) output.add(bytes.subarray(cut));
      }
      if (count % 3 === 0) await new Promise(setImmediate);
      // Three of them read from the beginning, the others only in between.
      for (const [index, { peer }] of pairs.entries()) if (index % 2 === 1 && count % 100 === 50) pauseOrGoOn(peer);
    }
    for (const output of outputs) output.end('our side');
    for (const { peer } of pairs) peer.resume();
    for (const [index, whole] of received.entries()) {
      assert.ok((await whole).equals(Buffer.concat(sent[index] ?? [])), `peer ${index} got something else`);
    }
  });
});

describe('output: the memory of an answer', () => {
  it('is used again as soon as the system has taken it, and not before', async (t) => {
    const { socket, peer } = await openPair(t);
    const output = openOutput(socket);
    const sent: Buffer[] = [];
    const blocks = new Set<ArrayBufferLike>();
    // One at a time: none is copied, and the last one is sent only in part.
    while (socket.writableLength === 0) {
      const bytes = memory.take(30_000).fill(sent.length);
      blocks.add(bytes.buffer);
      sent.push(Buffer.from(bytes));
      output.add(bytes);
      output.flush();
      await new Promise(setImmediate);
    }
    assert.ok(blocks.size <= 2 && sent.length > 8, `${sent.length} answers were in ${blocks.size} blocks`);
    for (let count = 0; count < 400; count++) memory.take(30_000).fill(255);
    output.end('our side');
    assert.ok((await collect(peer)).equals(Buffer.concat(sent)));
  });
});

describe('output: the time that a peer has to take it (timeouts.write)', () => {
  it('begins with the first byte that it has not taken, and again with each write that it has', async (t) => {
    const { socket, peer } = await openPair(t);
    const moved: number[] = [];
    const taken = new EventEmitter();
    const owner = {
      ...NOBODY,
      times: { outputMoved: (ms: number) => moved.push(ms) },
      outputTaken: () => taken.emit('taken'),
    };
    let nowMs = 0;
    const unsent = new UnsentBound(Number.POSITIVE_INFINITY);
    const output = new Output(
      socket,
      surroundingsOf(unsent, () => nowMs),
      owner,
    );
    for (nowMs of [1000, 90_000]) {
      output.add(Buffer.from('event'));
      nowMs += 1;
      output.add(Buffer.from('another'));
      nowMs += 1;
      await once(taken, 'taken');
      while (output.unsentBytes > 0) await once(taken, 'taken');
    }
    assert.deepEqual([...new Set(moved)], [1000, 1002, 90_000, 90_002]);
    output.end('our side');
    await collect(peer);
  });
});

describe('output: what all peers have not taken', () => {
  it('has a bound, beyond which those go first that have taken nothing for longest', async (t) => {
    const unsent = new UnsentBound(40 * MIB);
    const [first, second, third] = [await openStuck(t, unsent), await openStuck(t, unsent), await openPair(t)];
    // The first takes something, so the second is the one that has taken nothing for longest.
    const before = first.output.unsentBytes;
    first.peer.resume();
    while (first.output.unsentBytes === before) await new Promise(setImmediate);
    first.peer.pause();
    openOutput(third.socket, unsent).add(Buffer.alloc(16 * MIB));
    assert.deepEqual(
      [first, second, third].map(({ socket }) => socket.destroyed),
      [false, true, false],
    );
    first.output.end('our side');
    await collect(first.peer);
    assert.equal(first.peer.bytesRead, 16 * MIB, 'it gets all of its answer');
  });

  it('is counted by the memory that it keeps: an answer that is sent in part is held as a whole', async (t) => {
    const unsent = new UnsentBound(28 * MIB);
    const { socket, peer, output } = await openStuck(t, unsent);
    peer.on('data', () => {
      // The system of a peer that has paused still takes some MiB.
      if (output.unsentBytes < 11 * MIB) peer.pause();
    });
    peer.resume();
    while (!peer.isPaused()) await new Promise(setImmediate);
    await untilStuck(output);
    assert.ok(output.unsentBytes > 0 && output.unsentBytes + 16 * MIB < 28 * MIB);
    openOutput((await openPair(t)).socket, unsent).add(Buffer.alloc(16 * MIB));
    assert.ok(socket.destroyed);
  });

  it('is given back when it is taken, or its peer is gone', async (t) => {
    const unsent = new UnsentBound(20 * MIB);
    for (let count = 0; count < 5; count++) {
      const { socket, peer, output } = await openStuck(t, unsent);
      assert.ok(!socket.destroyed);
      if (count % 2 === 0) output.close();
      else {
        output.end('our side');
        assert.equal((await collect(peer)).length, 16 * MIB);
      }
    }
  });
});

interface Stuck {
  readonly socket: Socket;
  readonly peer: Socket;
  readonly output: Output;
}

/** 16 MiB, more than the system takes of a peer that does not read. */
async function openStuck(t: TestContext, unsent: UnsentBound): Promise<Stuck> {
  const { socket, peer } = await openPair(t);
  const output = openOutput(socket, unsent);
  output.add(Buffer.alloc(16 * MIB));
  await untilStuck(output);
  return { socket, peer, output };
}

function openOutput(socket: Socket, unsent = new UnsentBound(Number.POSITIVE_INFINITY)): Output {
  return new Output(socket, surroundingsOf(unsent), NOBODY);
}

function surroundingsOf(unsent: UnsentBound, monotonicMs = () => 0): OutputSurroundings {
  return { monotonicMs, turnEnd: new TurnEnd({ monotonicMs, cpuMs: () => 0 }), memory, unsent };
}

/** Each answer tells its peer and its number, in whole bytes of 4. */
function answerBytes(peer: number, count: number, words: number): Buffer {
  const bytes = memory.take(words * 4);
  for (let word = 0; word < words; word++) bytes.writeUInt32BE(peer * 1_000_000 + count, word * 4);
  return bytes;
}

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

function pauseOrGoOn(peer: Socket): void {
  if (peer.isPaused()) peer.resume();
  else peer.pause();
}

/** All that a peer gets; it reads at once. */
async function collect(peer: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  peer.on('data', (chunk: Buffer) => void chunks.push(chunk));
  peer.resume();
  await once(peer, 'end');
  return Buffer.concat(chunks);
}
