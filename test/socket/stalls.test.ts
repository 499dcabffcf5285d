import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { said } from '../cli/reload-site.ts';
import type { RunningServer, TestContext } from '../start-server.ts';
import { type GatedSettings, startGated } from './gated-server.ts';
import { begin, dial, get, refusesConnections } from './wire-peer.ts';

/** Further handlers: one keeps its process busy for so many milliseconds. */
const BLOCKING = `
import { writeSync } from 'node:fs';
import { handlers as gates } from './gates.ts';
const block = ({ params }) => {
  writeSync(2, 'blocks\\n');
  const untilMs = performance.now() + params.ms;
  while (performance.now() < untilMs);
  return 'blocked';
};
export const handlers = { ...gates, block };
`;

function startBlockable(t: TestContext, settings: GatedSettings): Promise<RunningServer> {
  const routes = ['block: { path: "/block/{ms}", params: { ms: { type: integer } }, handler: block }'];
  return startGated(t, { ...settings, module: './blocking.ts', files: { 'blocking.ts': BLOCKING }, routes });
}

/** Does something while a server is stopped, for so long in all. */
async function whileStopped({ process }: RunningServer, ms: number, act: () => Promise<void>): Promise<void> {
  process.kill('SIGSTOP');
  const over = pause(ms);
  await act();
  await over;
  process.kill('SIGCONT');
}

/** Does something while a handler blocks a server. */
async function whileBlocked(server: RunningServer, ms: number, act: () => Promise<void>): Promise<void> {
  const blocker = await dial(server, get(`/block/${ms}`));
  await said(server, 'blocks\n');
  await act();
  await blocker.answers(1);
  blocker.finish();
}

const STALLS = [
  ['was stopped by the system', whileStopped],
  ['was blocked by a handler', whileBlocked],
] as const;

/** Longer than each deadline that a test sets. */
const STALL_MS = 1500;

describe('deadlines: of a server that was held up', { timeout: 120_000 }, () => {
  for (const [what, stall] of STALLS) {
    it(`answers the next request that came on a kept connection while it ${what} (timeouts.idle)`, async (t) => {
      const server = await startBlockable(t, { timeouts: 'idle: 1s' });
      const peer = await dial(server, get('/'));
      await peer.answers(1);
      await stall(server, STALL_MS, () => peer.send(get('/')));
      assert.equal((await peer.answers(2))[1]?.status, 200);
    });

    it(`answers a request whose head became whole while it ${what} (timeouts.head)`, async (t) => {
      const server = await startBlockable(t, { timeouts: 'head: 1s' });
      // The answer tells that what follows it is read.
      const peer = await dial(server, `${get('/')}GET / HTT`);
      await peer.answers(1);
      await stall(server, STALL_MS, () => peer.send('P/1.1\r\nHost: a\r\n\r\n'));
      assert.equal((await peer.answers(2))[1]?.status, 200);
    });

    it(`answers a request whose body became whole while it ${what} (timeouts.bodyIdle)`, async (t) => {
      const server = await startBlockable(t, { timeouts: 'bodyIdle: 1s' });
      const peer = await begin(server, '/post');
      await stall(server, STALL_MS, () => peer.send('hello'));
      await peer.until(/posted/);
    });
  }

  it('bears an upload that nobody read meanwhile: its peer could not go on (timeouts.body)', async (t) => {
    const bytes = 24_000_000; // more than the buffers of both systems hold
    const server = await startBlockable(t, { limits: 'body: 32MiB', timeouts: 'body: 3s' });
    const head = `POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: ${bytes}\r\nExpect: 100-continue\r\n\r\n`;
    const peer = await dial(server, head);
    await peer.until(/100 Continue/);
    let sent: Promise<void> | undefined;
    await whileBlocked(server, 4000, async () => {
      sent = peer.send('x'.repeat(bytes));
    });
    await sent;
    await peer.until(/posted/);
  });

  it('answers what came before its drain is over (timeouts.drain)', async (t) => {
    // Long enough that a busy machine can stop the process within it.
    const server = await startBlockable(t, { timeouts: 'drain: 6s' });
    const peer = await begin(server, '/post');
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    await whileStopped(server, 6500, async () => peer.finish('hello'));
    assert.equal((await peer.allAnswers()).at(-1)?.body, 'posted\n');
    assert.equal((await server.waitExit()).code, 0);
  });
});
