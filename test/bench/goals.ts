import type { EventFigures, LoadTable, Results, Round, TableId } from './results.ts';
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
  const table = (id: TableId): LoadTable | undefined => results.loads.find((load) => load.id === id);
  const divide = table('divide');
  const noLog = 'against node:http without log';
  const others = (['start-page', 'not-found', 'post', 'ride'] as const).map((id) => {
    return {
      ...CPU,
      measure: `${OTHERS[id]}, ${noLog}`,
      reached: cpuOf(table(id), againstNode(id)),
      must: 0.8,
      aim: 0.6,
    };
  });
  const mocks = (['mockoon', 'prism', 'json-server'] as const).map((id) => {
    return {
      ...CPU,
      measure: `A fixed JSON answer, against ${id}`,
      reached: cpuOf(table('hello'), id),
      must: 0.1,
      aim: 0.05,
    };
  });
  return [
    { ...CPU, measure: `CPU per request, ${noLog}`, reached: cpuOf(divide, 'node-http'), must: 0.7, aim: 0.5 },
    {
      ...CPU,
      measure: 'CPU per request, against node:http with a JSON log',
      reached: cpuOf(divide, 'node-http-log'),
      must: 0.45,
      aim: 0.35,
    },
    {
      ...CPU,
      measure: 'CPU per request, against Fastify with pino',
      reached: cpuOf(divide, 'fastify'),
      must: 0.35,
      aim: 0.25,
    },
    { ...CPU, measure: 'CPU per request, against the floor', reached: cpuOf(divide, 'floor'), must: 2.3, aim: 1.8 },
    ...others,
    {
      ...CPU,
      measure: 'JSON with a validated body of 2 KiB, against Fastify with pino',
      reached: cpuOf(table('long-ride'), 'fastify-api'),
      must: 0.6,
      aim: 0.4,
    },
    {
      ...CPU,
      sense: 'at least',
      measure: `Pipelined by 16, requests/s ${noLog}`,
      reached: against(table('pipelined'), 'node-http', ({ requestsPerSecond }) => requestsPerSecond),
      must: 2.2,
      aim: 4,
    },
    {
      ...CPU,
      measure: `A connection for each request, ${noLog}`,
      reached: cpuOf(table('close'), 'node-http'),
      must: 1.05,
      aim: 0.9,
    },
    { ...CPU, measure: '10,000 routes in turn, against 10', reached: routesRatio(results), must: 1.1, aim: 1.02 },
    {
      ...CPU,
      measure: 'TLS 1.3, against node:https',
      reached: cpuOf(table('tls'), 'node-https'),
      must: 0.75,
      aim: 0.6,
    },
    {
      ...CPU,
      measure: 'CPU per request, 2 workers against 1',
      reached: cpuOf(table('workers'), 'velosiped-workers-1'),
      must: 1.1,
      aim: 1.02,
    },
    ...mocks,
    {
      ...CPU,
      measure: 'An event of 5,000 streams, CPU',
      reached: eventsRatio(results, 'cpuMicros'),
      must: 1,
      aim: 0.7,
    },
    { ...CPU, measure: 'A stream of 5,000, memory', reached: eventsRatio(results, 'addedKib'), must: 1, aim: 0.7 },
    {
      ...CPU,
      measure: `p99 latency at ${results.options.connections} connections, ${noLog}`,
      reached: against(divide, 'node-http', ({ p99Ms }) => p99Ms),
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
    { ...CPU, measure: 'First answer, against an empty tsx script', reached: startRatio(results), must: 2.5, aim: 1.6 },
  ];
}

/** Less is better, ours by the other's. */
const CPU = { unit: '×', sense: 'at most' } as const;

const OTHERS = {
  'start-page': '`GET /`',
  'not-found': '`GET /nowhere`',
  post: '`POST /short_log/0`',
  ride: 'JSON with a validated body',
} as const;

function againstNode(id: keyof typeof OTHERS): string {
  return id === 'ride' ? 'node-http-api' : 'node-http';
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

function cpuOf(table: LoadTable | undefined, id: string): Spread | undefined {
  return against(table, id, ({ cpuMicros }) => cpuMicros);
}

function routesRatio({ growth = [] }: Results): Spread | undefined {
  const rounds = growth.find(({ id }) => id === 'routes')?.servers[0]?.cpuMicros ?? [];
  const [few, many] = [rounds[0], rounds.at(-1)];
  return few === undefined || many === undefined ? undefined : ratio(many, few);
}

function eventsRatio(
  { events }: Results,
  figure: keyof Pick<EventFigures['servers'][number], 'cpuMicros' | 'addedKib'>,
): Spread | undefined {
  const [ours, other] = events?.servers ?? [];
  return ours === undefined || other === undefined ? undefined : ratio(ours[figure], other[figure]);
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
