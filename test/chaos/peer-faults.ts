import { connect } from 'node:tls';
import { codeText, createReloadSite, textOf } from '../cli/reload-site.ts';
import { isInstalled } from '../clients/start-redis.ts';
import { secretRequest } from '../fuzz/secrets.ts';
import { resetTls, TLS_WAYS } from '../fuzz/tls-resets.ts';
import { startServer } from '../start-server.ts';
import { pause } from '../stress/figures.ts';
import { descendants, isServerProcess } from '../verdicts/process-figures.ts';
import { between, pickOne, type Random } from '../verdicts/random-source.ts';
import { becomes, type Fault, type Scene } from './chaos-scene.ts';

const DIALS_A_SECOND_MAX = 20;
/** The supervisor's: the one that serves, its successor, and one that is not wanted any more. */
const WATCHED_MAX = 4;

const needsRedis = ({ redis }: Scene): string | undefined => (redis === undefined ? 'needs redis-server' : undefined);

export const PEER_FAULTS: readonly Fault[] = [
  { name: 'Redis is killed', secondsMax: 5, missing: needsRedis, run: killRedis },
  { name: 'Redis does not answer', secondsMax: 4, missing: needsRedis, run: freezeRedis },
  { name: 'Redis answers twice and closes', secondsMax: 4, missing: needsRedis, run: closeRedis },
  { name: 'TLS connections are reset', secondsMax: 5, run: resetMany },
  { name: 'hostile requests', secondsMax: 5, run: sendHostile },
  { name: 'code is saved again and again', secondsMax: 45, run: saveOften },
];

async function killRedis({ redis, windows }: Scene, random: Random): Promise<void> {
  if (redis === undefined) return;
  const close = windows.open('Redis is killed', ['unchosen'], 3000);
  await redis.server.kill();
  await pause(between(random, 100, 2000));
  await redis.server.start();
  close();
}

async function freezeRedis({ redis, windows }: Scene, random: Random): Promise<void> {
  if (redis === undefined) return;
  const close = windows.open('Redis does not answer', ['unchosen'], 3000);
  redis.server.freeze();
  await pause(between(random, 50, 2000));
  redis.server.thaw();
  close();
}

async function closeRedis({ redis, windows, verdicts }: Scene): Promise<void> {
  if (redis === undefined) return;
  const close = windows.open('Redis answers twice and closes', ['unchosen'], 3000);
  const before = redis.gate.dials;
  const startedMs = performance.now();
  redis.gate.closeBehind(2);
  await pause(2000);
  const rate = (redis.gate.dials - before) / ((performance.now() - startedMs) / 1000);
  redis.gate.closeBehind(undefined);
  close();
  if (rate > DIALS_A_SECOND_MAX)
    verdicts.add('dials', `a Redis that answers twice and closes is dialled ${rate.toFixed(0)} times a second`);
}

async function resetMany({ server, windows }: Scene, random: Random): Promise<void> {
  const close = windows.open('TLS connections are reset', [], 0);
  const way = pickOne(random, TLS_WAYS);
  for (let count = 0; count < 100; count++) await resetTls(server.port, way, random);
  close();
}

/** What ends a server, or shows a secret, is seen by the judges of all. */
async function sendHostile({ server, windows }: Scene, random: Random): Promise<void> {
  const close = windows.open('hostile requests', [], 0);
  const first = between(random, 0, 1000);
  for (let turn = first; turn < first + 150; turn++) await sendTls(server.port, secretRequest(random, turn).bytes);
  close();
}

function sendTls(port: number, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    socket.setTimeout(3000, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    socket.on('end', () => socket.destroy());
    socket.resume();
    socket.end(bytes);
  });
}

/** A server of its own under `--watch`, whose handlers' code is saved faster than it can be loaded. */
async function saveOften({ verdicts }: Scene, random: Random): Promise<void> {
  const site = createReloadSite();
  const server = await startServer({ manifest: site.manifest, args: ['--watch'] });
  const pid = Number(server.process.pid);
  let most = 0;
  const saves = between(random, 15, 30);
  for (let save = 1; save <= saves; save++) {
    site.replace('handlers/code.mjs', codeText(`save ${save}`));
    await pause(120);
    const serving = descendants(pid).filter(isServerProcess);
    most = Math.max(most, serving.length);
  }
  const served = await becomes(
    () =>
      textOf(server, '/code').then(
        (text) => text.includes(`save ${saves}`),
        () => false,
      ),
    20_000,
  );
  const left = descendants(pid);
  const code = await server.stop().catch(() => 'none');
  if (most > WATCHED_MAX) verdicts.add('processes', `${saves} saves under --watch: ${most} processes at the same time`);
  if (!served) verdicts.add('reload', `the last of ${saves} saves is not served after 20 s; ${left.length} processes`);
  if (code !== 0) verdicts.add('death', `--watch: exit code ${code} on SIGTERM`);
}

/** Whether there can be a Redis at all. */
export const REDIS_MISSING = isInstalled('redis-server') ? undefined : 'needs redis-server';
