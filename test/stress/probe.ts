import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What visitors saw: how long each whole answer took, from before the connection to its last byte, and how many got none. */
export interface Probe {
  readonly tookMs: readonly number[];
  readonly failed: number;
}

/** Asks for the start page 50 times a second, each time over a new connection, until `over` resolves. */
export async function probe(port: number, over: Promise<unknown>): Promise<Probe> {
  const visitor = fork(join(import.meta.dirname, 'visitor.ts'), [String(port)]);
  const seen = once(visitor, 'message');
  await over;
  visitor.send('stop');
  const [found] = await seen;
  return found as Probe;
}
