import { readFileSync } from 'node:fs';
import type { RunningServer } from '../start-server.ts';

/** The environment that the systemd unit gives a server (docs/decisions/0009). */
export const DEPLOYED = { NODE_OPTIONS: '--max-semi-space-size=4' };

import { childrenOf, openFilesOf, residentMibOf } from '../verdicts/process-figures.ts';

/** Resident memory of the server in MiB. Linux only. */
export function residentMib(server: RunningServer): number {
  return residentMibOf(Number(server.process.pid));
}

/** The server's own process, and those that it has started. Linux only. */
export function processIds(server: RunningServer): readonly number[] {
  const pid = Number(server.process.pid);
  return [pid, ...childrenOf(pid)];
}

/** User and system time that these processes have taken, in milliseconds. Linux only. */
export function cpuMs(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13);
    return Number(user) + Number(system);
  });
  return ticks.reduce((sum, count) => sum + count, 0) * MS_PER_TICK;
}

const MS_PER_TICK = 10;

/** How many files and sockets the server has open. Linux only, 6.2 and later: to list 4,000 of them takes time that the server needs. */
export function openFilesCount(server: RunningServer): number {
  return openFilesOf(Number(server.process.pid));
}

/** The value below which `share` of all lie: 0.99 for the 99th percentile. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(Math.ceil(sorted.length * share), sorted.length) - 1] ?? Number.NaN;
}

/** Stops where the system lets us open too few files for so many connections. */
export function needOpenFiles(count: number): void {
  const soft = Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1]);
  if (soft < count)
    throw new Error(`This needs ${count} open files, and may have ${soft}: run "ulimit -n ${count}" first`);
}

/** Waits. A stress run measures time, unlike a test. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
