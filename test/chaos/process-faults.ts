import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isInstalled } from '../clients/start-redis.ts';
import { pause } from '../stress/figures.ts';
import { isAlive, openFilesOf } from '../verdicts/process-figures.ts';
import { between, pickOne, type Random } from '../verdicts/random-source.ts';
import { becomes, crewIsWhole, type Fault, type Scene, supervisorOf, WORKERS, workersOf } from './chaos-scene.ts';
import { SteadyClient } from './steady-client.ts';

/** A process that hangs is noticed after 10 s (`timeouts.hung`), and has a successor soon. */
const HUNG_MS = 14_000;
const WHOLE_MS = 20_000;
/** Old ones and new ones of all places, and one that is not wanted any more. */
const PROCESSES_MAX = 2 * WORKERS + 2;

const needsPrlimit = (): string | undefined => (isInstalled('prlimit') ? undefined : 'needs prlimit');

export const PROCESS_FAULTS: readonly Fault[] = [
  { name: 'kill a process', secondsMax: 22, run: killOne },
  { name: 'stop a process for a while', secondsMax: 4, run: stopOne },
  { name: 'a process hangs', secondsMax: 38, run: (scene) => hang(scene, 1) },
  { name: 'replace all processes', secondsMax: 40, run: replaceAll },
  { name: 'ask 100 times to replace all', secondsMax: 60, run: replaceAllOften },
  { name: 'no process can be forked', secondsMax: 25, missing: needsPrlimit, run: failForks },
  { name: 'a process cannot open files', secondsMax: 3, missing: needsPrlimit, run: failOpens },
];

/** Takes long, and all visitors with it: for long runs. */
export const LONG_FAULTS: readonly Fault[] = [
  { name: 'all processes hang', secondsMax: 75, run: (scene) => hang(scene, WORKERS) },
];

async function killOne(scene: Scene, random: Random): Promise<void> {
  // Only when all places are taken: a process that starts in another one does not serve yet.
  await becomes(async () => (await findServing(scene, WORKERS)).length === WORKERS, WHOLE_MS);
  const close = scene.windows.open('kill a process', ['failed', 'unlogged', 'unchosen', 'unreloaded']);
  const pid = pickOne(random, workersOf(scene));
  kill(scene, pid);
  close();
  await becomes(() => !isAlive(pid), WHOLE_MS);
  await crewIsWhole(scene, WHOLE_MS);
}

/** The processes that some connections meet, up to `count`. */
async function findServing(scene: Scene, count: number): Promise<readonly number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count && tries < 20; tries++) {
    const client = new SteadyClient(scene.server.port);
    const pid = Number((await client.ask('GET /pid').catch(() => ({ body: '0' }))).body);
    if (pid !== 0) found.add(pid);
    client.close();
  }
  return [...found];
}

function kill(scene: Scene, pid: number): void {
  if (!isAlive(pid)) return; // one that was being replaced
  scene.tally.kills++;
  scene.tally.torn++;
  process.kill(pid, 'SIGKILL');
}

async function stopOne(scene: Scene, random: Random): Promise<void> {
  const pid = pickOne(random, workersOf(scene));
  const close = scene.windows.open('stop a process for a while', ['stalled', 'unchosen', 'unreloaded']);
  process.kill(pid, 'SIGSTOP');
  try {
    await pause(between(random, 200, 3000));
  } finally {
    if (isAlive(pid)) process.kill(pid, 'SIGCONT');
    close();
  }
}

async function hang(scene: Scene, count: number): Promise<void> {
  const excuses = ['failed', 'stalled', 'unlogged', 'unchosen', 'unreloaded'] as const;
  const close = scene.windows.open(count === 1 ? 'a process hangs' : 'all processes hang', excuses);
  const hung = new Map<number, SteadyClient>();
  const fromMs = Date.now();
  for (let tries = 0; hung.size < count && tries < 200; tries++) {
    const client = new SteadyClient(scene.server.port);
    const pid = Number((await client.ask('GET /pid').catch(() => ({ body: '0' }))).body);
    if (pid === 0 || hung.has(pid)) client.close();
    else hung.set(pid, client);
  }
  scene.tally.kills += hung.size;
  scene.tally.torn += hung.size;
  for (const client of hung.values()) client.ask('GET /hang').catch(() => undefined);
  for (const pid of hung.keys()) {
    // One after the other is replaced, and none while a place is empty.
    const gone = await becomes(() => !isAlive(pid), HUNG_MS + WHOLE_MS * (count - 1));
    if (
      gone ||
      (scene.windows.excuse('unstarted', fromMs, Date.now()) && (await becomes(() => !isAlive(pid), WHOLE_MS)))
    )
      continue;
    scene.verdicts.add(
      'hang',
      `${count} of ${WORKERS} processes hang, and process ${pid} is not replaced after ${HUNG_MS / 1000} s`,
    );
    process.kill(pid, 'SIGKILL');
  }
  for (const client of hung.values()) client.close();
  await crewIsWhole(scene, WHOLE_MS);
  close();
}

async function replaceAll(scene: Scene): Promise<void> {
  const old = new Set(workersOf(scene));
  const fromMs = Date.now();
  const close = scene.windows.open('replace all processes', ['unreloaded'], 2000);
  scene.server.process.kill('SIGUSR1');
  const replaced = await becomes(() => workersOf(scene).every((pid) => !old.has(pid)), WHOLE_MS);
  if (!replaced && !scene.windows.excuse('unstarted', fromMs, Date.now()))
    scene.verdicts.add('processes', `SIGUSR1 has not replaced all processes after ${WHOLE_MS / 1000} s`);
  await crewIsWhole(scene, WHOLE_MS);
  close();
}

async function replaceAllOften(scene: Scene): Promise<void> {
  const close = scene.windows.open('ask 100 times to replace all', ['unreloaded'], 2000);
  let most = 0;
  for (let time = 0; time < 100; time++) {
    scene.server.process.kill('SIGUSR1');
    await pause(20);
    most = Math.max(most, workersOf(scene).length);
  }
  if (most > PROCESSES_MAX) scene.verdicts.add('processes', `100 times SIGUSR1: ${most} processes at the same time`);
  await crewIsWhole(scene, WHOLE_MS * 2);
  close();
}

/** EMFILE: a fork needs descriptors for its channel. The processes that die meanwhile have no successors yet. */
async function failForks(scene: Scene, random: Random): Promise<void> {
  const supervisor = supervisorOf(scene);
  const filesMax = filesMaxOf(supervisor);
  const excuses = ['failed', 'stalled', 'unlogged', 'unchosen', 'unreloaded', 'unstarted'] as const;
  const close = scene.windows.open('no process can be forked', excuses, 3000);
  try {
    limitFiles(supervisor, '3');
    for (const pid of workersOf(scene).slice(0, WORKERS)) {
      kill(scene, pid);
      await pause(between(random, 300, 800));
    }
  } finally {
    if (isAlive(supervisor)) limitFiles(supervisor, filesMax);
  }
  // They are tried again, each after a wait that doubles: 8 s at most.
  const whole = await becomes(() => workersOf(scene).length === WORKERS + 1, WHOLE_MS);
  close();
  if (!whole && isAlive(supervisor))
    scene.verdicts.add(
      'processes',
      `${workersOf(scene).length} processes, ${WHOLE_MS / 1000} s after forks have failed`,
    );
}

async function failOpens(scene: Scene, random: Random): Promise<void> {
  const pid = pickOne(random, workersOf(scene));
  const filesMax = filesMaxOf(pid);
  const close = scene.windows.open('a process cannot open files', ['failed', 'unlogged', 'unchosen', 'unreloaded']);
  limitFiles(pid, String(openFilesOf(pid)));
  await pause(between(random, 100, 1000));
  if (isAlive(pid)) limitFiles(pid, filesMax);
  close();
}

/** As /proc says it. */
function filesMaxOf(pid: number): string {
  const limits = readFileSync(`/proc/${pid}/limits`, 'latin1');
  return /^Max open files\s+(\S+)/m.exec(limits)?.[1] ?? '1024';
}

/** Of the soft limit alone, which can be raised again. */
function limitFiles(pid: number, limit: string): void {
  try {
    execFileSync('prlimit', ['--pid', String(pid), `--nofile=${limit}:`], { stdio: 'ignore' });
  } catch (error) {
    // Another fault may have ended it.
    if (isAlive(pid)) throw error;
  }
}
