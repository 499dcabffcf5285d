import type { LoadTable, Results, ServerRounds } from './results.ts';

/** Made-up figures of every part, as a run would find them: ours costs 20 µs, the others from 10 to 100. */
export function sampleResults(): Results {
  const divide = ['velosiped', 'node-http', 'node-http-log', 'fastify', 'floor'] as const;
  return {
    at: '2026-11-22T10:00:00.000Z',
    machine: {
      cpu: 'Some CPU',
      cores: 2,
      memoryGib: 8,
      system: 'Linux 6.1, x64',
      node: 'v20.19.0',
      programs: { fastify: '5.0.0', wrk: '4.1.0' },
      loadBefore: 0.25,
    },
    options: { seconds: 3, rounds: 3, connections: 64 },
    loads: [
      { ...table('divide', divide), skipped: ['Hono, no log: its packages are not installed'] },
      { ...table('pipelined', ['velosiped', 'node-http']), mode: 'pipelined' },
      { ...table('workers', ['velosiped-workers-2', 'velosiped-workers-1']) },
      { ...table('hello', ['velosiped-api', 'json-server']), scenario: 'hello' },
    ],
    growth: [
      {
        id: 'routes',
        sizes: [10, 10_000],
        servers: [
          {
            name: 'Velosiped',
            cpuMicros: [
              [20, 21, 22],
              [22, 23.1, 24.2],
            ],
          },
        ],
      },
    ],
    events: {
      streams: 5000,
      servers: [
        { id: 'velosiped-api', name: 'Velosiped', cpuMicros: [20, 21], addedKib: [10, 11] },
        { id: 'node-http-api', name: 'node:http', cpuMicros: [25, 26.25], addedKib: [20, 22] },
      ],
    },
    newcomer: {
      busy: 8,
      servers: [
        { name: 'Velosiped', firstByteMs: [12, 16, 20], answersPerSecond: [20_000, 21_000] },
        { name: 'node:http', firstByteMs: [100, 200, 300], answersPerSecond: [9000, 9500] },
      ],
    },
    micro: {
      reader: [{ name: 'one request a chunk', requestBytes: 500, nanos: [2000, 2100, 1900] }],
      matcher: [
        { name: '10 routes', nanos: [400, 500, 600] },
        { name: '10,000 routes', nanos: [500, 550, 600] },
      ],
    },
    memory: {
      connections: 10_000,
      servers: [{ id: 'velosiped', name: 'Velosiped', beforeMib: [100, 110, 120], afterMib: [150, 162, 169] }],
    },
    start: { answerMs: [1000, 1100, 1200], emptyMs: [500, 550, 500] },
    soak: {
      at: '2026-11-23T10:00:00.000Z',
      minutes: 2,
      requests: 1_000_000,
      firstMinuteMib: 140,
      lastMinuteMib: 147,
      highestMib: 150,
      minutesMib: [140, 147],
    },
  };
}

const COSTS = new Map(
  Object.entries({
    ...{ velosiped: 20, 'node-http': 40, 'node-http-log': 40, fastify: 100, floor: 10 },
    ...{ 'velosiped-workers-2': 21, 'velosiped-workers-1': 20, 'velosiped-api': 15, 'json-server': 300 },
  }),
);

function table(id: LoadTable['id'], servers: readonly ServerRounds['id'][]): LoadTable {
  const rounds = (cost: number) =>
    [0.9, 1, 1.1].map((noise) => ({
      cpuMicros: cost * noise,
      requestsPerSecond: 1e6 / cost,
      p50Ms: cost / 10,
      p99Ms: cost / 5,
      othersShare: 0.1 * noise,
    }));
  const named = servers.map((server) => ({
    id: server,
    name: `the ${server}`,
    rounds: rounds(COSTS.get(server) ?? Number.NaN),
  }));
  return { id, scenario: 'divide', mode: 'keep-alive', pageBytes: 4832, servers: named, skipped: [] };
}
