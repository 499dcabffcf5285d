import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PEERS } from './load-tables.ts';
import type { PeerId } from './peers.ts';
import { cpuMs, residentMib } from './process-cost.ts';
import type { EventFigures, Options } from './results.ts';
import { API_SCENARIOS } from './scenarios.ts';
import { startPeer } from './start-peer.ts';
import { warmUp } from './wrk-load.ts';

const SERVERS: readonly PeerId[] = ['velosiped-api', 'node-http-api'];

/** What so many open event streams cost, each of which sends an event a second; each run is a new process. */
export async function measureEvents(streams: number, runs: number, { seconds }: Options): Promise<EventFigures> {
  const found = SERVERS.map((id) => {
    return { id, name: PEERS[id].name, cpuMicros: [] as number[], addedKib: [] as number[] };
  });
  for (let run = 0; run < runs; run++) {
    for (const { id, cpuMicros, addedKib } of found) {
      const server = await startPeer(PEERS[id], { templates: '', pageBytes: 0 });
      try {
        const { url } = server;
        await warmUp({ url, scenario: API_SCENARIOS.hello, mode: 'keep-alive', connections: 64 });
        const before = residentMib(server.pid);
        const { usedMs, events, residentMib: after } = await listen(url, server.pid, { streams, seconds });
        cpuMicros.push((usedMs * 1000) / events);
        addedKib.push(((after - before) * 1024) / streams);
      } finally {
        await server.stop();
      }
    }
  }
  return { streams, servers: found };
}

/** What a server spends on the events of some seconds, while all streams are open. */
async function listen(
  url: string,
  pid: number,
  { streams, seconds }: { readonly streams: number; readonly seconds: number },
): Promise<{ readonly usedMs: number; readonly events: number; readonly residentMib: number }> {
  const listeners = fork(join(import.meta.dirname, 'event-visitors.ts'), [url, String(streams)]);
  const ended = once(listeners, 'exit').then(() => Promise.reject(new Error('A stream was closed')));
  ended.catch(() => undefined); // at last it ends as it should
  const told = async (): Promise<unknown> => (await Promise.race([once(listeners, 'message'), ended]))[0];
  const eventsSince = async (): Promise<number> => {
    listeners.send('events?');
    return Number(await told());
  };
  try {
    await told();
    await eventsSince();
    const beforeMs = cpuMs(pid);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    const events = await eventsSince();
    return { usedMs: cpuMs(pid) - beforeMs, events, residentMib: residentMib(pid) };
  } finally {
    listeners.kill();
  }
}
