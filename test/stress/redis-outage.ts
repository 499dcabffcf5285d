/**
 * What a site with `clients.store: redis://…` notices of an outage, under wrk: Redis stopped (SIGSTOP), paused (`CLIENT PAUSE`), killed
 * and started again. A visitor of its own asks 50 times a second, each time over a new connection. Prints each answer's worst times
 * beside the undisturbed ones; fails where an answer was a 5xx or missing, or where the outage was not told exactly once.
 *
 * `node --import tsx test/stress/redis-outage.ts [--seconds 5]`. Needs wrk and redis-server.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { type RunningRedis, startRedis } from '../clients/start-redis.ts';
import { createSite, replaceOnce, startServer } from '../start-server.ts';
import { ask } from '../talk.ts';
import { pause, percentile } from './figures.ts';
import { probe } from './probe.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' } } });
const SECONDS = Number(values.seconds);
/** From the first second on, until there is time to recover. */
const OUTAGE_MS = Math.max(SECONDS - 3, 1) * 1000;

const redis = await startRedis();
const site = createSite((text) => replaceOnce(text, 'clients:\n', `clients:\n  store: "${redis.url}"\n`));
const server = await startServer({ manifest: site.manifest });
await ask(server.port, 'POST /show_errors/1');
const killAndStart = { begin: () => redis.kill(), end: () => redis.start() };
const cases: readonly (readonly [name: string, outage: Outage | undefined])[] = [
  ['warm-up', undefined],
  ['undisturbed', undefined],
  ['stopped', { begin: async () => redis.freeze(), end: async () => redis.thaw() }],
  ['paused', { begin: () => pauseClients(redis), end: async () => undefined }],
  ['killed', killAndStart],
  ['undisturbed', undefined],
];
let bad = 0;
for (const [name, outage] of cases) bad += await run(name, outage);
const code = await server.stop();
await redis.kill();
process.exitCode = bad === 0 && code === 0 ? 0 : 1;

interface Outage {
  begin(): Promise<unknown>;
  end(): Promise<unknown>;
}

/** Resolves to the number of things that went wrong. */
async function run(name: string, outage: Outage | undefined): Promise<number> {
  const toldBefore = told();
  const load = promisify(execFile)('wrk', ['-t', '1', '-c', '32', '-d', `${SECONDS}s`, '--latency', `${server.url}/`]);
  const visitor = probe(server.port, load);
  await pause(1000);
  let refused = 'none tried';
  if (outage !== undefined) {
    await outage.begin();
    const ending = pause(OUTAGE_MS).then(() => outage.end());
    await pause(Math.min(OUTAGE_MS / 2, 500));
    const change = await ask(server.port, 'POST /short_log/0');
    refused = `POST answered with ${change.status}`;
    await ending;
  }
  const { stdout } = await load;
  const { tookMs, failed } = await visitor;
  const answers = /(\d+) requests in/.exec(stdout)?.[1];
  const p99 = /99%\s+(\S+)/.exec(stdout)?.[1];
  const errors = /Socket errors: .*|Non-2xx.*/g.exec(stdout)?.[0];
  const [down, back] = told().map((count, index) => count - (toldBefore[index] ?? 0));
  const worst = tookMs.reduce((most, ms) => Math.max(most, ms), 0);
  console.log(
    `${name}: wrk ${answers} answers, p99 ${p99}, errors ${errors ?? 'none'}; visitor ${tookMs.length} answers, ${failed} without, ` +
      `p99 ${percentile(tookMs, 0.99).toFixed(1)} ms, worst ${worst.toFixed(1)} ms; ${refused}; store-down ${down}, store-back ${back}`,
  );
  const expected = outage === undefined ? 0 : 1;
  // A process that has just started may be late itself.
  const wrong = [errors !== undefined, failed > 0, name !== 'warm-up' && (down !== expected || back !== expected)];
  if (outage !== undefined) wrong.push(!refused.endsWith('503'));
  return wrong.filter(Boolean).length;
}

function pauseClients({ command }: RunningRedis): Promise<unknown> {
  return command('CLIENT', 'PAUSE', String(OUTAGE_MS), 'ALL');
}

function told(): readonly number[] {
  const text = readFileSync(join(server.logDir, 'error.log'), 'utf8');
  return ['store-down', 'store-back'].map((code) => text.split(`"code":"${code}"`).length - 1);
}
