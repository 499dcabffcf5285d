import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createSite, startServer } from '../start-server.ts';
import { dial, get } from './wire-peer.ts';

const MANIFEST = `
version: 1
handlers: ./exit.mjs
routes:
  done: { path: /done, text: "done\\n" }
  exit: { path: /exit, handler: exit }
`;
const EXIT = 'export const handlers = { exit: () => process.exit(3) };';

it('a handler that calls process.exit loses no answer that is made, and not its line', {
  timeout: 60_000,
}, async (t) => {
  const { manifest } = createSite(() => MANIFEST, { 'exit.mjs': EXIT });
  const server = await startServer({ t, manifest });
  const peer = await dial(server, get('/done') + get('/exit'));
  const [answer] = await peer.answers(1);
  assert.equal(answer?.body, 'done\n');
  const { code, stderr } = await server.waitExit();
  assert.deepEqual([code, stderr], [1, 'The handlers have called process.exit(3)\n']);
  assert.deepEqual(
    (await server.records('access.log', 1)).map(({ target }) => target),
    ['/done'],
  );
  peer.socket.destroy();
});
