import { join } from 'node:path';
import { type Contender, loadInTurn } from './measure-loads.ts';
import { ownCommand } from './peers.ts';
import type { LoadTable, Options } from './results.ts';
import { uniformTargets, writeUniformSite } from './route-manifest.ts';
import type { Scenario } from './scenarios.ts';
import { freshFolder, startCommand } from './start-peer.ts';

/** The many come first: they are compared with the few. */
const COUNTS = [10_000, 10] as const;

/**
 * Two servers of ours that differ in how many routes they have, under the same requests: at first for one route in the middle of
 * all, then for all routes in turn.
 */
export async function measureRoutes(options: Options): Promise<readonly LoadTable[]> {
  const servers: (Contender & { readonly targets: readonly string[] })[] = [];
  try {
    for (const count of COUNTS) {
      const folder = freshFolder();
      const manifest = writeUniformSite(join(folder, 'site'), count);
      const server = await startCommand(ownCommand(manifest, folder), folder);
      const name = `Velosiped, ${count.toLocaleString('en')} routes`;
      servers.push({ id: `routes-${count}`, name, server, targets: uniformTargets(count) });
    }
    const oneEach = servers.map((own) => ({ ...own, targets: own.targets.slice(own.targets.length / 2).slice(0, 1) }));
    return [await measureTable('routes-one', oneEach, options), await measureTable('routes-all', servers, options)];
  } finally {
    for (const { server } of servers) await server.stop();
  }
}

async function measureTable(
  id: LoadTable['id'],
  contenders: readonly Contender[],
  options: Options,
): Promise<LoadTable> {
  const [first] = contenders;
  const page = await (await fetch(`${first?.server.url}${first?.targets?.[0]}`)).arrayBuffer();
  const servers = await loadInTurn(contenders, { scenario: ANY_ROUTE, mode: 'keep-alive' }, options);
  return { id, scenario: 'routes', mode: 'keep-alive', pageBytes: page.byteLength, servers, skipped: [] };
}

/** The targets replace this one's. */
const ANY_ROUTE: Scenario = { name: 'divide', method: 'GET', target: '/', status: 200 };
