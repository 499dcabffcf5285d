import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { it } from 'node:test';
import { start } from '../../src/cli/server/start.ts';
import { createSite } from '../start-server.ts';
import { dial } from './wire-peer.ts';

const MANIFEST = `
version: 1
handlers: ./post.mjs
routes:
  post: { path: /post, methods: [POST], body: { type: object }, handler: post }
`;
const POST = 'export const handlers = { post: () => "posted" };';
const REQUEST =
  'POST /post HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n';

it('the line of an answer is in the file when the answer leaves, even behind a 100 of the same turn', async (t) => {
  const { manifest } = createSite(() => MANIFEST, { 'post.mjs': POST });
  const logs = dirname(manifest);
  const server = await start({ manifest, logs, port: 0 });
  t.after(() => server.close());
  const linesThen: number[] = [];
  const { write } = Socket.prototype;
  // Only this shows that no moment lies between the two in which a process can die.
  t.mock.method(Socket.prototype, 'write', function (this: Socket, ...given: Parameters<typeof write>) {
    if (String(given[0]).includes('HTTP/1.1 200'))
      linesThen.push(readFileSync(`${logs}/access.log`, 'utf8').split('\n').length - 1);
    return write.apply(this, given);
  });
  const { hostname, port } = new URL(server.url);
  const peer = await dial({ host: hostname, port: Number(port) }, `${REQUEST}{}`);
  await peer.until(/HTTP\/1\.1 200/);
  assert.deepEqual(linesThen, [1]);
  peer.socket.destroy();
});
