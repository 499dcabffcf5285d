import type { LoadTable, Results, Round } from './results.ts';
import { median, ratio, type Spread } from './statistics.ts';

/** One thing that the server has to reach, and what it has reached. */
export interface Goal {
  readonly measure: string;
  readonly unit: '×' | 'MiB';
  /** Undefined where the run did not measure it. */
  readonly reached: Spread | undefined;
  /** Whether it is to be at least, or at most, as large as the bounds. */
  readonly sense: 'at least' | 'at most';
  readonly must: number;
  readonly aim: number;
}

/** What is asked of the server, in the order of the report. All ratios are ours divided by the other's. */
export function goals(results: Results): readonly Goal[] {
  const divide = results.loads.find(({ id }) => id === 'divide');
  const pipelined = results.loads.find(({ id }) => id === 'pipelined');
  const routes = results.loads.find(({ id }) => id === 'routes-one');
  const cpu = ({ cpuMicros }: Round): number => cpuMicros;
  const throughput = ({ requestsPerSecond }: Round): number => requestsPerSecond;
  const p99 = ({ p99Ms }: Round): number => p99Ms;
  const times = { unit: '×', sense: 'at most' } as const;
  const noLog = 'against node:http without log';
  return [
    {
      ...times,
      measure: `CPU per request, ${noLog}`,
      reached: against(divide, 'node-http', cpu),
      must: 0.9,
      aim: 0.65,
    },
    {
      ...times,
      measure: 'CPU per request, against node:http with a JSON log',
      reached: against(divide, 'node-http-log', cpu),
      must: 0.6,
      aim: 0.4,
    },
    {
      ...times,
      measure: 'CPU per request, against Fastify with pino',
      reached: against(divide, 'fastify', cpu),
      must: 0.4,
      aim: 0.25,
    },
    {
      ...times,
      sense: 'at least',
      measure: `Pipelined by 16, requests/s ${noLog}`,
      reached: against(pipelined, 'node-http', throughput),
      must: 2,
      aim: 4,
    },
    {
      ...times,
      measure: `p99 latency at ${results.options.connections} connections, ${noLog}`,
      reached: against(divide, 'node-http', p99),
      must: 1.1,
      aim: 0.8,
    },
    {
      unit: 'MiB',
      sense: 'at most',
      measure: 'Memory added by 10,000 idle connections',
      reached: addedMib(results),
      must: 94,
      aim: 64,
    },
    {
      ...times,
      measure: 'CPU per request, 10,000 routes against 10',
      reached: against(routes, 'routes-10', cpu),
      must: 1.05,
      aim: 1.02,
    },
    {
      ...times,
      measure: 'First answer, against an empty tsx script',
      reached: startRatio(results),
      must: 2.5,
      aim: 1.6,
    },
  ];
}

/** In words, how far a goal is reached. */
export function verdict({ reached, sense, must, aim }: Goal): string {
  if (reached === undefined) return 'not measured';
  const meets = (bound: number): boolean => (sense === 'at least' ? reached.median >= bound : reached.median <= bound);
  if (meets(aim)) return 'aim reached';
  return meets(must) ? 'within the bound' : 'missed';
}

function against(table: LoadTable | undefined, id: string, figure: (round: Round) => number): Spread | undefined {
  const [ours] = table?.servers ?? [];
  const other = table?.servers.find((server) => server.id === id);
  if (ours === undefined || other === undefined) return undefined;
  return ratio(ours.rounds.map(figure), other.rounds.map(figure));
}

function addedMib({ memory }: Results): Spread | undefined {
  const ours = memory?.servers.find(({ id }) => id === 'velosiped');
  if (memory?.connections !== 10_000 || ours === undefined) return undefined;
  const added = ours.afterMib.map((after, run) => after - (ours.beforeMib[run] ?? Number.NaN));
  return { median: median(added), min: Math.min(...added), max: Math.max(...added) };
}

function startRatio({ start }: Results): Spread | undefined {
  return start === undefined ? undefined : ratio(start.answerMs, start.emptyMs);
}
