import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Fleet } from './fleet.ts';
import { LOAD_TABLES, PEERS } from './load-tables.ts';
import { fetchPages, type Pages, writeTemplates } from './page-templates.ts';
import { busyMs, cpuMs, ownCpuMs } from './process-cost.ts';
import type { LoadTable, Options, Round, ServerRounds, TableId } from './results.ts';
import { contentBytes, freshFolder, type RunningPeer, startPeer } from './start-peer.ts';
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
  readonly moreFields?: number;
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

/** Loads the servers of a table. Those that cannot run here are left out, with the reason. */
export async function measureTable(id: TableId, fleet: Fleet, options: Options): Promise<LoadTable> {
  const { scenario, mode, peers, more = [] } = LOAD_TABLES[id];
  const wanted = (options.quick === true ? peers : [...peers, ...more]).map((name) => PEERS[name]);
  const missing = new Map(wanted.map((peer) => [peer, peer.missing()]));
  const there = wanted.filter((peer) => missing.get(peer) === undefined);
  const contenders = await Promise.all(
    there.map(async ({ id, name }): Promise<Contender> => ({ id, name, server: await fleet.start(id) })),
  );
  const [ours] = contenders;
  if (ours === undefined) throw new Error(`Nothing can be measured for "${id}"`);
  const pageBytes = await contentBytes(ours.server.url, scenario);
  const servers = await loadInTurn(contenders, { scenario, mode }, options);
  await fleet.emptyLogs();
  const skipped = wanted.filter((peer) => !there.includes(peer)).map((peer) => `${peer.name}: ${missing.get(peer)}`);
  return { id, scenario: scenario.name, mode, pageBytes, servers, skipped };
}

/** Loads each server in each round, so that a noisy minute hits all alike; who begins changes from round to round. */
export async function loadInTurn(
  contenders: readonly Contender[],
  request: Pick<Load, 'scenario' | 'mode'>,
  { rounds, seconds, connections }: Options,
): Promise<readonly ServerRounds[]> {
  const found = contenders.map(({ id, name, server: { url, pid }, targets, moreFields = 0 }) => {
    const load = { url, ...request, connections, seconds, moreFields, ...(targets && { targets }) };
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
