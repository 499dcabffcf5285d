import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FileStream } from '../../src/engine/2-process-request/files/file-stream.ts';

it('a stream of a file takes memory when it is first read: that of an answer to HEAD never is', async () => {
  const source = { read: async (room: Uint8Array) => room.fill(7).length, close: () => undefined };
  const before = process.memoryUsage().arrayBuffers;
  const streams = Array.from({ length: 200 }, () => new FileStream(source, [{ from: 0, length: 1_000_000 }]));
  assert.ok(process.memoryUsage().arrayBuffers - before < 1_000_000);
  assert.equal((await streams[0]?.read())?.length, 64 * 1024);
});
