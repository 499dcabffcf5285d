/**
 * What guesses of passwords cost others, and what they show by their time: `npm run bench:passwords -- [--rounds 5] [--seconds 4] [--pairs 60]`.
 * A probe asks for a page 100 times a second, in turn alone and beside 50 wrong passwords a second (`velosiped:basicAuth`, bcrypt, cost 10).
 * Then wrong passwords of a user and of nobody, in turn: how often the user's takes longer is one half if the time shows nothing.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { hashSync } from 'bcryptjs';
import { freshFolder, startServer } from '../start-server.ts';
import { ask } from '../talk.ts';
import { median } from './statistics.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    pairs: { type: 'string', default: '60' },
  },
});
const GUESSES_PER_SECOND = 50;
const PROBES_PER_SECOND = 100;
/** Longer than the queue of passwords takes. */
const REST_MS = 6000;

const server = await startServer({ manifest: writeSite() });
try {
  await measureProbe();
  await measureNames();
} finally {
  await server.stop();
}

function writeSite(): string {
  const folder = freshFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'users.htpasswd'), `ada:${hashSync('two wheels', 10)}\n`);
  writeFileSync(
    join(folder, 'routes.yaml'),
    `version: 1
groups:
  club: { under: /club, guards: [velosiped:basicAuth], auth: { realm: Club, users: ./users.htpasswd } }
routes:
  page: { path: /, text: page }
  club: { path: /club, text: club }
`,
  );
  return join(folder, 'routes.yaml');
}

async function measureProbe(): Promise<void> {
  const rounds = Number(values.rounds);
  const [calm, guessed]: [number[], number[]] = [[], []];
  const statuses = new Map<number, number>();
  await probe();
  for (let round = 0; round < rounds; round++) {
    calm.push(await probe());
    const guesses = guess(statuses);
    guessed.push(await probe());
    await guesses;
    await setTimeout(REST_MS);
  }
  const [low, high] = [median(calm), median(guessed)];
  console.log(`p99 of the probe, ms, medians of ${rounds} rounds: calm ${low.toFixed(1)}, guessed ${high.toFixed(1)}`);
  console.log(
    `that is ${(high / low).toFixed(2)} times; rounds: ${calm.map((one, at) => ratioText(one, guessed[at]))}`,
  );
  console.log(`answers to guesses: ${[...statuses].map(([status, count]) => `${status}: ${count}`).join(', ')}`);
}

function ratioText(calm: number, guessed = Number.NaN): string {
  return `${calm.toFixed(1)}/${guessed.toFixed(1)}`;
}

/** The p99 of one round, in milliseconds. */
async function probe(): Promise<number> {
  const tookMs = await everySecond(PROBES_PER_SECOND, async () => {
    const startedMs = performance.now();
    await ask(server.port, 'GET /');
    return performance.now() - startedMs;
  });
  return tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length * 0.99)] ?? Number.NaN;
}

async function guess(statuses: Map<number, number>): Promise<void> {
  await everySecond(GUESSES_PER_SECOND, async (count) => {
    const { status } = await logIn('ada', `guess ${count} ${Math.random()}`);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  });
}

function logIn(name: string, password: string): ReturnType<typeof ask> {
  const credentials = Buffer.from(`${name}:${password}`).toString('base64');
  return ask(server.port, 'GET /club', [`Authorization: Basic ${credentials}`]);
}

async function everySecond<T>(perSecond: number, act: (count: number) => Promise<T>): Promise<readonly T[]> {
  const startedMs = performance.now();
  const acts: Promise<T>[] = [];
  for (let count = 0; count < perSecond * Number(values.seconds); count++) {
    await setTimeout(startedMs + (count * 1000) / perSecond - performance.now());
    acts.push(act(count));
  }
  return Promise.all(acts);
}

async function measureNames(): Promise<void> {
  const times = { ada: [] as number[], nobody: [] as number[] };
  await logIn('ada', 'warm');
  for (let pair = 0; pair < Number(values.pairs) * 2; pair++) {
    // The order within a pair is by chance.
    const name = (pair % 2 === 0) === Math.random() < 0.5 ? 'ada' : 'nobody';
    const startedMs = performance.now();
    await logIn(name, `guess ${pair}`);
    times[name].push(performance.now() - startedMs);
  }
  const { ada, nobody } = times;
  const longer = ada.flatMap((one) => nobody.map((other): number => (one > other ? 1 : 0)));
  const share = longer.reduce((sum, one) => sum + one, 0) / longer.length;
  // Of the Mann-Whitney statistic, if the two do not differ.
  const deviation = Math.sqrt((ada.length + nobody.length + 1) / (12 * ada.length * nobody.length));
  console.log(`ms, medians: a user ${median(ada).toFixed(1)}, nobody ${median(nobody).toFixed(1)}`);
  console.log(
    `the user's takes longer in ${share.toFixed(3)} of all pairs; by chance 0.500 ± ${(2 * deviation).toFixed(3)}`,
  );
}
