import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SharedPages } from './measure-loads.ts';
import { PAGE_PEERS } from './page-peers.ts';
import type { PagePeerId } from './peers.ts';
import { residentMib } from './process-cost.ts';
import type { MemoryFigures } from './results.ts';
import { SCENARIOS } from './scenarios.ts';
import { type RunningPeer, startPeer } from './start-peer.ts';
import { warmUp } from './wrk-load.ts';

const SERVERS: readonly PagePeerId[] = ['velosiped', 'node-http'];
/** What is left to collect is collected by then, or counts. */
const SETTLE_MS = 3000;

/** How much memory idle connections take, beside node:http; each run is a new process. */
export async function measureMemory(connections: number, runs: number, shared: SharedPages): Promise<MemoryFigures> {
  const found = SERVERS.map((id) => {
    return { id, name: PAGE_PEERS[id].name, beforeMib: [] as number[], afterMib: [] as number[] };
  });
  const pageBytes = Buffer.byteLength(shared.pages.divide);
  for (let run = 0; run < runs; run++) {
    for (const { id, beforeMib, afterMib } of found) {
      const server = await startPeer(PAGE_PEERS[id], { templates: shared.templates, pageBytes });
      try {
        const [before, after] = await fill(server, connections);
        beforeMib.push(before);
        afterMib.push(after);
      } finally {
        await server.stop();
      }
    }
  }
  return { connections, servers: found };
}

/** Resident memory in MiB, after some load and with all connections open. */
async function fill({ url, pid }: RunningPeer, connections: number): Promise<readonly [number, number]> {
  await warmUp({ url, scenario: SCENARIOS.divide, mode: 'keep-alive', connections: 64 });
  await settle();
  const before = residentMib(pid);
  const visitor = fork(join(import.meta.dirname, 'idle-visitor.ts'), [url, String(connections)]);
  try {
    const ended = once(visitor, 'exit').then(() => Promise.reject(new Error('A connection failed')));
    ended.catch(() => undefined); // at last it ends as it should
    await Promise.race([once(visitor, 'message'), ended]);
    await settle();
    const after = residentMib(pid);
    const told = once(visitor, 'message');
    visitor.send('closed?');
    const [closed] = await Promise.race([told, ended]);
    if (closed !== 0) throw new Error(`${String(closed)} connections were closed before they were counted`);
    return [before, after];
  } finally {
    visitor.kill();
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}
