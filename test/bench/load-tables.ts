import { API_PEERS } from './api-peers.ts';
import { PAGE_PEERS } from './page-peers.ts';
import type { Peer, PeerId } from './peers.ts';
import type { TableId } from './results.ts';
import { API_SCENARIOS, type Mode, SCENARIOS, type Scenario } from './scenarios.ts';
import { VARIANTS } from './variant-peers.ts';

export const PEERS: Readonly<Record<PeerId, Peer>> = { ...PAGE_PEERS, ...API_PEERS, ...VARIANTS };

/** Which servers get which requests. */
export interface TableRecipe {
  readonly scenario: Scenario;
  readonly mode: Mode;
  /** Ours comes first: the others are compared with it. */
  readonly peers: readonly PeerId[];
  /** These are left out of a quick run: no goal asks for them. */
  readonly more?: readonly PeerId[];
}

/** By the name that `--only` knows. */
export const LOAD_TABLES: Readonly<Record<TableId, TableRecipe>> = {
  divide: {
    ...alive(SCENARIOS.divide, ['velosiped', 'node-http', 'node-http-log', 'fastify', 'floor']),
    more: ['hono', 'express', 'nginx'],
  },
  pipelined: {
    scenario: SCENARIOS.divide,
    mode: 'pipelined',
    peers: ['velosiped', 'node-http'],
    more: ['floor-pipelined'],
  },
  close: { scenario: SCENARIOS.divide, mode: 'close', peers: ['velosiped', 'node-http'] },
  'start-page': page(SCENARIOS.start),
  'not-found': page(SCENARIOS['not-found']),
  post: page(SCENARIOS.post),
  ride: { ...alive(API_SCENARIOS.ride, ['velosiped-api', 'node-http-api']), more: ['fastify-api'] },
  'long-ride': alive(API_SCENARIOS['long-ride'], ['velosiped-api', 'fastify-api', 'node-http-api']),
  hello: alive(API_SCENARIOS.hello, ['velosiped-api', 'node-http-api', 'json-server', 'prism', 'mockoon']),
  tls: alive(SCENARIOS.divide, ['velosiped-tls', 'node-https']),
  workers: alive(SCENARIOS.divide, ['velosiped-workers-2', 'velosiped-workers-1']),
  node24: alive(SCENARIOS.divide, ['velosiped-node-24', 'node-http-node-24', 'velosiped', 'node-http']),
};

function alive(scenario: Scenario, peers: readonly PeerId[]): TableRecipe {
  return { scenario, mode: 'keep-alive', peers };
}

function page(scenario: Scenario): TableRecipe {
  return { ...alive(scenario, ['velosiped', 'node-http']), more: ['node-http-log', 'fastify'] };
}
