import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What visitors saw: how long each whole answer took, from before the connection to its last byte, and how many got none. */
export interface Probe {
  readonly tookMs: readonly number[];
  readonly failed: number;
  readonly visits: readonly Visit[];
}

/** One new visitor. */
export interface Visit {
  /** What it asked for; no two visits ask for the same. */
  readonly target: string;
  /** When it came, by the clock (`Date.now()`). */
  readonly atMs: number;
  readonly tookMs: number;
  /** Of that, how long the machine was busy with other processes: what the server could not help. */
  readonly busyMs: number;
  /** What was wrong; undefined where it got its whole answer. */
  readonly fault: string | undefined;
}

export interface ProbeOptions {
  readonly tls?: boolean;
  /** The server's process, to tell its own delays from those of a busy machine; those that it has started are looked at as well. */
  readonly pid?: number | undefined;
}

/** Asks for the start page 50 times a second, each time over a new connection, until `over` resolves. */
export async function probe(port: number, over: Promise<unknown>, options: ProbeOptions = {}): Promise<Probe> {
  const args = [String(port), options.tls === true ? 'tls' : 'plain', String(options.pid ?? 0)];
  const visitor = fork(join(import.meta.dirname, 'visitor.ts'), args);
  const seen = once(visitor, 'message');
  await over.catch(() => undefined);
  visitor.send('stop');
  const [found] = await seen;
  return found as Probe;
}
