import type { RunningRedis } from '../clients/start-redis.ts';
import type { RunningServer } from '../start-server.ts';
import { pause } from '../stress/figures.ts';
import type { LogAccount } from '../verdicts/log-account.ts';
import { childrenOf, isAlive, isServerProcess } from '../verdicts/process-figures.ts';
import type { Random } from '../verdicts/random-source.ts';
import type { Verdicts } from '../verdicts/verdicts.ts';
import type { ChaosSite } from './chaos-site.ts';
import type { RedisGate } from './redis-gate.ts';
import type { Windows } from './windows.ts';

export const WORKERS = 2;

/** What faults act on. */
export interface Scene {
  readonly server: RunningServer;
  readonly site: ChaosSite;
  readonly verdicts: Verdicts;
  readonly windows: Windows;
  readonly logs: readonly LogAccount[];
  /** A small file system of its own, where the logs are; undefined where none can be mounted. */
  readonly disk: string | undefined;
  readonly redis: { readonly server: RunningRedis; readonly gate: RedisGate } | undefined;
  readonly tally: Tally;
}

/** What faults have done, and is legitimate for it. */
export interface Tally {
  /** Processes that were killed: on purpose, or since they hang. */
  kills: number;
  /** Lines that may be torn. */
  torn: number;
}

/** Something that goes wrong: it begins, lasts, and is over when `run` resolves. */
export interface Fault {
  readonly name: string;
  /** At most so long: it does not begin when less time is left. */
  readonly secondsMax: number;
  /** Whether what it needs is here: tells what is missing. */
  missing?(scene: Scene): string | undefined;
  run(scene: Scene, random: Random): Promise<void>;
}

export function supervisorOf({ server }: Scene): number {
  return Number(server.process.pid);
}

/** The processes that serve, and the one that waits to; not the one that judges reloads. */
export function workersOf(scene: Scene): readonly number[] {
  return childrenOf(supervisorOf(scene)).filter((pid) => isAlive(pid) && isServerProcess(pid));
}

/** Polls; resolves to whether it came to be so in time. */
export async function becomes(condition: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  for (const untilMs = performance.now() + withinMs; ; ) {
    if (await condition()) return true;
    if (performance.now() > untilMs) return false;
    await pause(50);
  }
}

/** All places are taken, and a standby process is ready; they are as many as they should be. */
export async function crewIsWhole(scene: Scene, withinMs: number): Promise<void> {
  const fromMs = Date.now();
  const whole = await becomes(() => workersOf(scene).length === WORKERS + 1, withinMs);
  if (whole || !isAlive(supervisorOf(scene))) return;
  const count = workersOf(scene).length;
  if (scene.windows.excuse('unstarted', fromMs, Date.now())) return;
  scene.verdicts.add(
    'processes',
    `${count} processes instead of ${WORKERS + 1}, ${withinMs / 1000} s after ${scene.windows.during(fromMs, Date.now())}`,
  );
}
