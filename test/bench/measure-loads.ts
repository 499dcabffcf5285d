import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fetchPages, type Pages, writeTemplates } from './page-templates.ts';
import { PEERS, type PeerId } from './peers.ts';
import { busyMs, cpuMs, ownCpuMs } from './process-cost.ts';
import type { LoadTable, Options, Round, ServerRounds, TableId } from './results.ts';
import { type Mode, SCENARIOS, type ScenarioName } from './scenarios.ts';
import { checkAnswers, freshFolder, type RunningPeer, startPeer } from './start-peer.ts';
import { type Load, runLoad, warmUp } from './wrk-load.ts';

/** What every peer is given: templates of our own pages, and how large those are. */
export interface SharedPages {
  readonly templates: string;
  readonly pages: Pages;
}

/** A running server with its name in a table. */
export interface Contender {
  readonly id: ServerRounds['id'];
  readonly name: string;
  readonly server: RunningPeer;
  /** If any, it is asked for these in turn. */
  readonly targets?: readonly string[];
}

/** Which servers get which requests, by the name that `--only` knows. */
export const LOAD_TABLES: Readonly<Record<PeerTable, TableRecipe>> = {
  divide: {
    scenario: 'divide',
    mode: 'keep-alive',
    peers: ['velosiped', 'node-http', 'node-http-log', 'hono', 'fastify', 'express', 'nginx', 'floor'],
  },
  pipelined: { scenario: 'divide', mode: 'pipelined', peers: ['velosiped', 'node-http', 'floor-pipelined'] },
  close: { scenario: 'divide', mode: 'close', peers: ['velosiped', 'node-http'] },
  'start-page': {
    scenario: 'start',
    mode: 'keep-alive',
    peers: ['velosiped', 'node-http', 'node-http-log', 'fastify'],
  },
  'not-found': {
    scenario: 'not-found',
    mode: 'keep-alive',
    peers: ['velosiped', 'node-http', 'node-http-log', 'fastify'],
  },
  post: { scenario: 'post', mode: 'keep-alive', peers: ['velosiped', 'node-http', 'node-http-log', 'fastify'] },
};

export type PeerTable = Exclude<TableId, 'routes-one' | 'routes-all'>;

interface TableRecipe {
  readonly scenario: ScenarioName;
  readonly mode: Mode;
  readonly peers: readonly PeerId[];
}

/** Takes our own pages from a server of ours, and makes of them what the peers render. */
export async function sharePages(): Promise<SharedPages> {
  const server = await startPeer(PEERS.velosiped, { templates: '', pageBytes: 0 });
  try {
    const templates = join(freshFolder(), 'templates');
    await writeTemplates(server.url, templates);
    return { templates, pages: await fetchPages(server.url) };
  } finally {
    await server.stop();
  }
}

/** Starts the servers of a table, checks what they answer, and loads them. */
export async function measureTable(id: PeerTable, shared: SharedPages, options: Options): Promise<LoadTable> {
  const { scenario, mode, peers } = LOAD_TABLES[id];
  const pageBytes = Buffer.byteLength(shared.pages[scenario]);
  const contenders: Contender[] = [];
  const skipped: string[] = [];
  try {
    for (const peer of peers.map((name) => PEERS[name])) {
      const missing = peer.missing();
      if (missing !== undefined) {
        skipped.push(`${peer.name}: ${missing}`);
        continue;
      }
      const server = await startPeer(peer, { templates: shared.templates, pageBytes });
      contenders.push({ id: peer.id, name: peer.name, server });
      await checkAnswers(peer, server.url, shared.pages, pageBytes);
    }
    const servers = await loadInTurn(contenders, { scenario: SCENARIOS[scenario], mode }, options);
    return { id, scenario, mode, pageBytes, servers, skipped };
  } finally {
    for (const { server } of contenders) await server.stop();
  }
}

/** Loads each server in each round, so that a noisy minute hits all alike; who begins changes from round to round. */
export async function loadInTurn(
  contenders: readonly Contender[],
  request: Pick<Load, 'scenario' | 'mode'>,
  { rounds, seconds, connections }: Options,
): Promise<readonly ServerRounds[]> {
  const found = contenders.map(({ id, name, server: { url, pid }, targets }) => {
    const load = { url, ...request, connections, seconds, ...(targets && { targets }) };
    return { id, name, pid, load, rounds: [] as Round[] };
  });
  for (const { load } of found) await warmUp(load);
  for (let round = 0; round < rounds; round++) {
    const first = round % found.length;
    for (const own of [...found.slice(first), ...found.slice(0, first)])
      own.rounds.push(await measureRound(own.pid, own.load));
  }
  return found.map(({ id, name, rounds: done }) => ({ id, name, rounds: done }));
}

async function measureRound(pid: number, load: Load): Promise<Round> {
  const before = { server: cpuMs(pid), busy: busyMs(), own: ownCpuMs(), time: performance.now() };
  const { requests, ...figures } = await runLoad(load);
  const usedMs = cpuMs(pid) - before.server;
  const othersMs = busyMs() - before.busy - usedMs - (ownCpuMs() - before.own);
  const wholeMs = (performance.now() - before.time) * availableParallelism();
  return { cpuMicros: (usedMs * 1000) / requests, ...figures, othersShare: Math.max(othersMs / wholeMs, 0) };
}
