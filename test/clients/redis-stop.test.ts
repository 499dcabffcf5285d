import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { startGated } from '../socket/gated-server.ts';
import { begin, dial, get, refusesConnections, type WirePeer } from '../socket/wire-peer.ts';
import type { RunningServer, TestContext } from '../start-server.ts';
import { noRedis, type RunningRedis, startRedis } from './start-redis.ts';

interface Site {
  readonly server: RunningServer;
  readonly redis: RunningRedis;
}

/** How a server stops, as a whole. */
const STOPS: readonly (readonly [
  title: string,
  drain: string,
  stop: (site: Site) => Promise<unknown>,
  code: number,
])[] = [
  ['timeouts.drain is over', '300ms', async ({ server }) => server.process.kill('SIGTERM'), 0],
  ['a second signal comes', '1h', ({ server }) => stopTwice(server), 1],
];

describe('a server with Redis that stops before all is answered', { skip: noRedis }, () => {
  for (const [title, drain, stop, code] of STOPS) {
    it(`${title}: half a request, and a handler that hangs, are told so, and leave their lines`, async (t) => {
      const site = await startSite(t, drain);
      const peers = [await begin(site.server, '/post'), await dial(site.server, get('/wait/for-ever'))];
      await (await dial(site.server, get('/begun/for-ever'))).answers(1);
      await stop(site);
      for (const peer of peers) assert.equal((await peer.allAnswers()).at(-1)?.status, 503);
      await checkLogged(site.server, code, { '/begun/for-ever': 200, '/post': 503, '/wait/for-ever': 503 });
    });
  }

  it('so do those that wait for a Redis that is silent', async (t) => {
    const site = await startSite(t, '1h');
    const peer = await begin(site.server, '/post');
    await (await dial(site.server, get('/'))).answers(1);
    site.redis.freeze();
    const waiting = await dial(site.server, get('/waiting'));
    site.server.process.kill('SIGTERM');
    site.server.process.kill('SIGINT');
    await Promise.all([peer.ended, waiting.ended]);
    await site.server.waitExit();
    const logged = await statuses(site.server, 2);
    assert.equal(logged['/post'], 503);
    // It was perhaps not accepted yet, or answered in time: only what was begun has a line, and then an answer.
    assert.equal('/waiting' in logged, waiting.received !== '');
  });

  const asked: readonly (readonly [what: string, text: string])[] = [
    ['that is refused', 'GET /refused HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n'],
    ['whose body is not wanted', get('/refused', 'Expect: 100-continue\r\nContent-Length: 5')],
  ];
  for (const [what, text] of asked) {
    it(`a request ${what} has one line also where its peer leaves before a silent Redis answers`, async (t) => {
      const { server, redis } = await startSite(t, '1h');
      redis.freeze();
      const peer = await dial(server, text);
      while (!hasRead(server, peer)) await setImmediate();
      await tearOff(peer);
      await server.records('access.log', 1);
      await stopTwice(server);
      await server.waitExit();
      const records = await server.records('access.log', 1);
      assert.deepEqual(
        records.map(({ target }) => target),
        ['/refused'],
      );
    });
  }

  it('and so does one that its peer tears off while the server drains', async (t) => {
    const { server } = await startSite(t, '1h');
    const peer = await begin(server, '/post');
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    await tearOff(peer);
    await checkLogged(server, 0, { '/post': 400 });
  });
});

async function startSite(t: TestContext, drain: string): Promise<Site> {
  const redis = await startRedis({ t });
  const server = await startGated(t, { timeouts: `drain: ${drain}`, clients: `store: "${redis.url}"` });
  return { server, redis };
}

async function stopTwice(server: RunningServer): Promise<void> {
  server.process.kill('SIGTERM');
  await refusesConnections(server);
  server.process.kill('SIGINT');
}

function tearOff({ socket, closed }: WirePeer): Promise<unknown> {
  socket.resetAndDestroy();
  return closed;
}

/** Whether the server has taken all that its peer has sent, or has closed already; Linux only. */
function hasRead({ port }: RunningServer, { socket }: WirePeer): boolean {
  const [ours, theirs] = [port, socket.localPort ?? 0].map((number) =>
    number.toString(16).toUpperCase().padStart(4, '0'),
  );
  const line = new RegExp(`:${ours} \\w+:${theirs} (\\w+) \\w+:(\\w+)`).exec(readFileSync('/proc/net/tcp', 'latin1'));
  if (line === null || line[1] === SYN_RECV) return false;
  return line[1] !== ESTABLISHED || Number(line[2]) === 0;
}

/** As the kernel numbers them (include/net/tcp_states.h). */
const ESTABLISHED = '01';
const SYN_RECV = '03';

async function checkLogged(
  server: RunningServer,
  code: number,
  expected: Readonly<Record<string, number>>,
): Promise<void> {
  assert.equal((await server.waitExit()).code, code);
  assert.deepEqual(await statuses(server, Object.keys(expected).length), expected);
  const refused = Object.keys(expected).filter((target) => (expected[target] ?? 0) >= 400);
  const records = await server.records('error.log', refused.length);
  // On a busy machine, Redis may have been late, which is said too.
  const targets = records.flatMap(({ target }) => (typeof target === 'string' ? [target] : []));
  assert.deepEqual(targets.toSorted(), refused.toSorted(), 'each has one record');
}

/** By target; each has one line. */
async function statuses(server: RunningServer, count: number): Promise<Readonly<Record<string, number>>> {
  const records = await server.records('access.log', count);
  const pairs = records.map(({ target, status }) => [String(target), Number(status)] as const);
  assert.equal(new Set(pairs.map(([target]) => target)).size, pairs.length, JSON.stringify(pairs));
  return Object.fromEntries(pairs);
}
