/**
 * Slow attackers against a probe: how long does a visitor wait while thousands of connections drip? 50 requests a second go to the
 * start page, each over a connection of its own: at first in peace, then under 4,000 connections of slowhttptest that drip
 * headers (-H), then bodies (-B), then read slowly (-X). At last 4,000 attackers of our own tell when they were closed: each
 * within its deadline and a second.
 *
 * `ulimit -n 20000; node --import tsx test/stress/slowloris.ts [--connections 4000] [--only H,B,X,closes]`. Linux, slowhttptest.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../start-server.ts';
import { DEPLOYED, needOpenFiles, openFilesCount, pause, percentile } from './figures.ts';
import { type Probe, probe } from './probe.ts';
import type { Closing } from './slow-attackers.ts';

const { values } = parseArgs({
  options: { connections: { type: 'string', default: '4000' }, only: { type: 'string', default: 'H,B,X,closes' } },
});
const connections = Number(values.connections);
const only = new Set(values.only.split(','));
const CALM_MS = 15_000;
const ATTACK_SECONDS = 40;
const P99_MS_MAX = 25;

needOpenFiles(connections * 2 + 1000);
const server = await startServer({ env: DEPLOYED });
await probe(server.port, pause(2000)); // warm up
const calm = await probe(server.port, pause(CALM_MS));
const calmP99 = percentile(calm.tookMs, 0.99);
console.log('| attack | probes | failed | p50 ms | p99 ms | longest ms |\n|---|---|---|---|---|---|');
tell('none', calm);
let good = true;

const shapes = {
  H: ['-H', '-i', '10', '-t', 'GET', '-x', '24'],
  B: ['-B', '-i', '10', '-s', '8192', '-t', 'POST', '-x', '24'],
  X: ['-X', '-w', '10', '-y', '20', '-n', '5', '-z', '32', '-k', '3'],
};
for (const [name, shape] of Object.entries(shapes)) {
  if (!only.has(name)) continue;
  const url = name === 'B' ? `${server.url}/short_log/0` : `${server.url}/`;
  const rate = ['-c', String(connections), '-r', '1000', '-l', String(ATTACK_SECONDS), '-p', '3', '-u', url];
  const attack = once(spawn('slowhttptest', [...shape, ...rate], { stdio: 'ignore' }), 'exit');
  const watched = watchOpenFiles(attack);
  const probed = await probe(server.port, attack);
  tell(`slowhttptest -${name}`, probed);
  check(probed);
  console.error(`  connections by second: ${(await watched).join(' ')}`);
  await pause(6000); // lingering connections go
}

if (only.has('closes')) {
  for (const kind of ['head', 'body', 'silent'] as const) {
    const attackers = fork(join(import.meta.dirname, 'slow-attackers.ts'), [
      kind,
      String(server.port),
      String(connections),
    ]);
    const [probed, { open, lateMs }] = await Promise.all([
      probe(server.port, once(attackers, 'exit')),
      closings(attackers),
    ]);
    tell(`own, slow ${kind}`, probed);
    check(probed);
    const [first, last] = [Math.min(...lateMs), Math.max(...lateMs)];
    console.error(
      `  ${lateMs.length} closed, from ${first.toFixed(0)} to ${last.toFixed(0)} ms after their deadline (p50 ${percentile(lateMs, 0.5).toFixed(0)}); ${open} still open`,
    );
    if (open > 0 || last > 1000) good = false;
  }
}
const code = await server.stop();
console.log(`\nexit code ${code} on SIGTERM`);
process.exitCode = good && code === 0 ? 0 : 1;

function tell(name: string, { tookMs, failed }: Probe): void {
  const figures = [percentile(tookMs, 0.5), percentile(tookMs, 0.99), Math.max(...tookMs)].map((ms) => ms.toFixed(1));
  console.log(`| ${name} | ${tookMs.length + failed} | ${failed} | ${figures.join(' | ')} |`);
}

function check({ tookMs, failed }: Probe): void {
  const p99 = percentile(tookMs, 0.99);
  if (failed > 0 || p99 > P99_MS_MAX || p99 > calmP99 * 2) good = false;
}

/** How many connections (and a few files) the server holds, each second until `attack` is over. */
async function watchOpenFiles(attack: Promise<unknown>): Promise<readonly number[]> {
  const counts: number[] = [];
  const over = attack.then(() => true);
  do counts.push(openFilesCount(server));
  while (!(await Promise.race([over, pause(1000)])));
  return counts;
}

function closings(attackers: ChildProcess): Promise<Closing> {
  return new Promise((resolve) => attackers.once('message', (closing) => resolve(closing as Closing)));
}
