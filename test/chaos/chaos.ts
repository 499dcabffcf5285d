import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startRedis } from '../clients/start-redis.ts';
import { freshFolder, type RunningServer, startServer } from '../start-server.ts';
import { pause } from '../stress/figures.ts';
import { probe, type Visit } from '../stress/probe.ts';
import { childrenOf, isAlive } from '../verdicts/process-figures.ts';
import { type Random, randomSource, shuffled } from '../verdicts/random-source.ts';
import { Verdicts } from '../verdicts/verdicts.ts';
import { crewIsWhole, type Fault, type Scene, supervisorOf, WORKERS } from './chaos-scene.ts';
import { ChaosSite } from './chaos-site.ts';
import { FILE_FAULTS } from './file-faults.ts';
import { ChaosJudge, type Figures, figuresOf } from './judge-chaos.ts';
import { PEER_FAULTS, REDIS_MISSING } from './peer-faults.ts';
import { LONG_FAULTS, PROCESS_FAULTS } from './process-faults.ts';
import { openRedisGate } from './redis-gate.ts';
import { type Answered, SteadyVisitors } from './steady-visitors.ts';
import { Windows } from './windows.ts';

export interface ChaosPlan {
  readonly seed: number;
  readonly seconds: number;
  /** Only faults whose names hold one of these. */
  readonly only?: readonly string[];
  say(line: string): void;
}

export interface ChaosReport {
  readonly verdicts: Verdicts;
  /** How often each fault came. */
  readonly faults: ReadonlyMap<string, number>;
  readonly answers: number;
}

const DISK_BYTES = 64 * 1024 * 1024;
/** From here on, what keeps all waiting for half a minute leaves time for the rest. */
const LONG_SECONDS = 180;

/**
 * The real command with its workers, Redis, TLS and a disk of its own, while three tracks of faults run beside each other, each in its
 * seeded order: what happens to processes, to files, and what peers do. Visitors check and count all that they get.
 */
export async function runChaos(plan: ChaosPlan): Promise<ChaosReport> {
  const { say } = plan;
  const redisServer = REDIS_MISSING === undefined ? await startRedis() : undefined;
  if (redisServer === undefined) say(`left out: ${REDIS_MISSING}; clients are kept in memory`);
  const gate = redisServer === undefined ? undefined : await openRedisGate(redisServer.port);
  const redis = redisServer === undefined || gate === undefined ? undefined : { server: redisServer, gate };
  const site = new ChaosSite(gate === undefined ? undefined : `redis://127.0.0.1:${gate.port}`);
  const disk = mountDisk();
  try {
    return await serveAndDisturb(plan, { site, redis, disk });
  } finally {
    disk?.unmount();
    await gate?.close();
    await redisServer?.kill();
  }
}

type Parts = Pick<Scene, 'site' | 'redis'> & { readonly disk: Disk | undefined };

async function serveAndDisturb(plan: ChaosPlan, { site, redis, disk }: Parts): Promise<ChaosReport> {
  const logDir = disk?.folder ?? freshFolder();
  const args = ['--workers', String(WORKERS), '--log-dir', logDir];
  const server = await startServer({ manifest: site.manifest, args });
  const end = endAllAtExit(site.manifest, Number(server.process.pid));
  const verdicts = new Verdicts(plan.say);
  const windows = new Windows();
  const tally = { kills: 0, torn: 0 };
  const judge = new ChaosJudge({ verdicts, windows, tally });
  const logs = ['access.log', 'error.log'].map((file) => judge.follow(join(logDir, file)));
  const scene: Scene = { server, site, verdicts, windows, logs, disk: disk?.folder, redis, tally };
  const faults = new Map<string, number>();
  try {
    await crewIsWhole(scene, 20_000);
    const before = figuresOf(scene);
    const visitors = new SteadyVisitors({ port: server.port, site, verdicts, windows });
    const reading = setInterval(() => logs.forEach((log) => void log.read()), 500);
    const disturbing = disturb(plan, scene, faults);
    const { visits } = await probe(server.port, disturbing, { tls: true, pid: supervisorOf(scene) });
    await visitors.stop();
    clearInterval(reading);
    await disturbing; // a mistake of our own ends the run, but not before all others have stopped
    await endInOrder(scene, judge, before);
    for (const log of logs) log.finish();
    judge.visitsWere(visits);
    judge.answersWere([...visitors.answered, ...visits.flatMap(asAnswered)]);
    judge.stderrWas(server.stderr());
    return { verdicts, faults, answers: visitors.answered.length + visits.length };
  } finally {
    end();
  }
}

async function endInOrder(scene: Scene, judge: ChaosJudge, before: Figures): Promise<void> {
  const { server, verdicts } = scene;
  if (!isAlive(supervisorOf(scene))) {
    const { signalCode, exitCode } = server.process;
    verdicts.add('death', `the supervisor ended (${signalCode ?? exitCode})${lastWords(server)}`);
    return;
  }
  await crewIsWhole(scene, 20_000);
  await judge.settled(scene, before);
  const code = await server.stop().catch((error: unknown) => String(error).split('\n')[0]);
  if (code !== 0) verdicts.add('death', `exit code ${code} on SIGTERM${lastWords(server)}`);
}

function asAnswered({ target, atMs, tookMs, fault }: Visit): readonly Answered[] {
  return fault === undefined ? [{ target, fromMs: atMs, toMs: atMs + tookMs }] : [];
}

function lastWords(server: RunningServer): string {
  return `; stderr ended with ${server.stderr().trim().split('\n').slice(-6).join(' | ')}`;
}

/** Three tracks beside each other; in each, faults come one after another. */
async function disturb(plan: ChaosPlan, scene: Scene, counts: Map<string, number>): Promise<void> {
  const untilMs = performance.now() + plan.seconds * 1000;
  const long = plan.seconds >= LONG_SECONDS || plan.only !== undefined ? LONG_FAULTS : [];
  const tracks = [[...PROCESS_FAULTS, ...long], FILE_FAULTS, PEER_FAULTS];
  let broken = false;
  const running = tracks.map(async (track, number) => {
    const random = randomSource(plan.seed * tracks.length + number);
    const wanted = track.filter(({ name }) => plan.only?.some((word) => name.includes(word)) ?? true);
    const faults = wanted.filter((fault) => {
      const missing = fault.missing?.(scene);
      if (missing !== undefined) plan.say(`left out: ${fault.name}: ${missing}`);
      return missing === undefined;
    });
    const leftSeconds = (): number => (untilMs - performance.now()) / 1000;
    while (leftSeconds() > 0 && !broken) {
      await pause(Math.min(200 + random() * 800, Math.max(leftSeconds(), 0) * 1000));
      for (const fault of shuffled(random, faults)) {
        if (broken || !isAlive(supervisorOf(scene))) return;
        // Those that may take long come early, or not at all; with so little time, they may take all of it.
        if (leftSeconds() < Math.min(fault.secondsMax, plan.seconds / 2)) continue;
        await runFault({ fault, scene, random, plan }).catch((error: unknown) => {
          broken = true;
          throw error;
        });
        counts.set(fault.name, (counts.get(fault.name) ?? 0) + 1);
        await pause(200 + random() * 800);
      }
    }
  });
  for (const ended of await Promise.allSettled(running)) if (ended.status === 'rejected') throw ended.reason;
}

interface Turn {
  readonly fault: Fault;
  readonly scene: Scene;
  readonly random: Random;
  readonly plan: ChaosPlan;
}

async function runFault({ fault, scene, random, plan }: Turn): Promise<void> {
  const startedMs = performance.now();
  try {
    await fault.run(scene, random);
  } catch (error) {
    // Of a server that is gone, a verdict says all.
    if (!isAlive(supervisorOf(scene))) return;
    throw error;
  }
  plan.say(`  ${fault.name}: ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
}

interface Disk {
  readonly folder: string;
  unmount(): void;
}

/** A file system of its own for the logs; undefined where this user may not mount one. */
function mountDisk(): Disk | undefined {
  const folder = freshFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const unmount = (): void => {
    process.off('exit', unmount);
    execFileSync('umount', ['--lazy', folder]);
  };
  process.on('exit', unmount);
  return { folder, unmount };
}

/** Processes that hang outlive their supervisor: what is left of them is killed, whatever happens here. */
function endAllAtExit(manifest: string, supervisor: number): () => void {
  const known = new Set<number>([supervisor]);
  const look = setInterval(() => {
    for (const pid of childrenOf(supervisor)) known.add(pid);
  }, 100);
  const end = (): void => {
    process.off('exit', end);
    clearInterval(look);
    for (const pid of known) if (isOurs(pid, manifest)) process.kill(pid, 'SIGKILL');
  };
  process.on('exit', end);
  return end;
}

/** Ids are used again. */
function isOurs(pid: number, manifest: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(manifest);
  } catch {
    return false;
  }
}
