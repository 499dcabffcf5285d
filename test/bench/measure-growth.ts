import { join } from 'node:path';
import { ANSWER_BYTES } from './api-site.ts';
import type { Fleet } from './fleet.ts';
import { PEERS } from './load-tables.ts';
import { type Contender, loadInTurn } from './measure-loads.ts';
import { ownCommand, type PeerId } from './peers.ts';
import type { Growth, Options } from './results.ts';
import { uniformTargets, writeUniformSite } from './route-manifest.ts';
import { API_SCENARIOS } from './scenarios.ts';
import { freshFolder, startCommand } from './start-peer.ts';

const SERVERS: readonly PeerId[] = ['velosiped-api', 'node-http-api'];
const ROUTES = [10, 100, 1000, 10_000];
const ROUTES_OF_GOAL = [10, 10_000];
/** Besides the eight of a browser. */
const MORE_FIELDS = [0, 8, 24, 56];

/** How the cost of a request grows with the number of routes, with that of its header fields, and with the length of its answer. */
export async function measureGrowth(fleet: Fleet, options: Options): Promise<readonly Growth[]> {
  const fields = { sizes: MORE_FIELDS, at: (moreFields: number) => ({ moreFields }) };
  const answer = { sizes: ANSWER_BYTES, at: (bytes: number) => ({ targets: [`/bytes/${bytes}`] }) };
  if (options.quick === true) return [await growthOfRoutes(ROUTES_OF_GOAL, options)];
  return [
    await growthOfRoutes(ROUTES, options),
    { id: 'fields', ...(await growthOf(fleet, fields, options)) },
    { id: 'answer', ...(await growthOf(fleet, answer, options)) },
  ];
}

interface Steps {
  readonly sizes: readonly number[];
  at(size: number): Pick<Contender, 'targets' | 'moreFields'>;
}

/** All sizes and servers take turns. */
async function growthOf(fleet: Fleet, { sizes, at }: Steps, options: Options): Promise<Omit<Growth, 'id'>> {
  const contenders: Contender[] = [];
  for (const id of SERVERS) {
    const server = await fleet.start(id);
    for (const size of sizes) contenders.push({ id, name: PEERS[id].name, server, ...at(size) });
  }
  const rounds = await loadInTurn(contenders, { scenario: API_SCENARIOS.hello, mode: 'keep-alive' }, options);
  await fleet.emptyLogs();
  const servers = SERVERS.map((id) => {
    const own = rounds.filter((load) => load.id === id);
    return { name: PEERS[id].name, cpuMicros: own.map((load) => load.rounds.map(({ cpuMicros }) => cpuMicros)) };
  });
  return { sizes, servers };
}

/** Of all routes in turn, so that no cache holds them. */
async function growthOfRoutes(sizes: readonly number[], options: Options): Promise<Growth> {
  const contenders: Contender[] = [];
  try {
    for (const count of sizes) {
      const folder = freshFolder();
      const manifest = writeUniformSite(join(folder, 'site'), count);
      const server = await startCommand(ownCommand(manifest, folder), folder);
      contenders.push({ id: `routes-${count}`, name: 'Velosiped, full log', server, targets: uniformTargets(count) });
    }
    const found = await loadInTurn(contenders, { scenario: API_SCENARIOS.hello, mode: 'keep-alive' }, options);
    const cpuMicros = found.map(({ rounds }) => rounds.map((round) => round.cpuMicros));
    return { id: 'routes', sizes, servers: [{ name: 'Velosiped, full log', cpuMicros }] };
  } finally {
    for (const { server } of contenders) await server.stop();
  }
}
