import { wrapProse } from '../generate/wrap-prose.ts';
import type { Growth, LoadTable, Results, TableId } from './results.ts';
import {
  eventLines,
  goalLines,
  growthLines,
  loadLines,
  memoryLines,
  microLines,
  newcomerLines,
  peaceLine,
  short,
  soakLines,
  startLines,
} from './write-tables.ts';

/** The page docs/BENCHMARKS.md, made from one run's figures. */
export function writeReport(results: Results): string {
  const { loads, growth, events, newcomer, micro, memory, start, soak } = results;
  const sections: readonly (readonly string[])[] = [
    introduction(results),
    ['## Goals', '', ...goalLines(results)],
    ...LOAD_SECTIONS.map((section) => loadSection(section, loads)),
    growth === undefined ? [] : growthSection(growth),
    events === undefined
      ? []
      : ['## Open event streams', '', wrapProse(eventWords(events.streams)), '', ...eventLines(events)],
    newcomer === undefined
      ? []
      : [
          '## A new visitor beside pipelines',
          '',
          wrapProse(newcomerWords(newcomer.busy)),
          '',
          ...newcomerLines(newcomer),
        ],
    micro === undefined ? [] : ['## Parts of the engine alone', '', wrapProse(MICRO_WORDS), '', ...microLines(micro)],
    memory === undefined
      ? []
      : ['## Memory of idle connections', '', wrapProse(MEMORY_WORDS), '', ...memoryLines(memory)],
    soak === undefined
      ? []
      : [
          '## Memory under a long load',
          '',
          wrapProse(`${SOAK_WORDS} Measured on ${day(soak.at)}.`),
          '',
          ...soakLines(soak),
        ],
    start === undefined ? [] : ['## Start', '', wrapProse(START_WORDS), '', ...startLines(start)],
    ['## How it is measured', '', ...METHOD.map(wrapProse)],
    ['## What these figures do not say', '', ...LIMITS.map(wrapProse)],
  ];
  const written = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${written.join('\n\n')}\n`;
}

function introduction({ at, machine, options, loads }: Results): string[] {
  const programs = Object.entries(machine.programs).map(([name, version]) => `${name} ${version}`);
  return [
    '# Benchmarks',
    '',
    '<!-- Written from docs/benchmarks.json by `npm run bench -- --report`:',
    'change test/bench/write-report.ts, not this page. -->',
    '',
    wrapProse(INTRODUCTION),
    '',
    '![CPU time per request and requests per second of each server, as in the first table](benchmarks.svg)',
    '',
    ...[
      `- **When**: ${day(at)}. **Where**: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}; load before the run ${machine.loadBefore.toFixed(2)}.`,
      `- **With**: Node.js ${machine.node.slice(1)}, ${programs.join(', ')}.`,
      `- **How much**: ${options.rounds} rounds of ${options.seconds} s for each server and table, ${options.connections} connections, wrk in one thread.`,
      `- **Disturbance**: ${peaceLine({ loads })}.`,
      '- **Figures** are medians of the rounds, with the lowest and the highest in brackets. **Ratios** are ours divided by the row’s: of the medians, with the lowest and the highest within one round in brackets.',
    ].map(wrapProse),
    '',
    wrapProse(
      'To run it on your machine (Linux, wrk, and nginx to measure that too; about half an hour, then ten minutes for the long load):',
    ),
    '',
    '```sh',
    'npm ci && npm ci --prefix test/bench',
    'ulimit -n 20000; npm run bench -- --report      # writes this page',
    'npm run bench:soak -- --report',
    '```',
  ];
}

const INTRODUCTION =
  'What a request costs Velosiped **as it is shipped** (the whole request in access.log, cookies read, parameters checked, a page rendered by Handlebars), compared with servers that do the same or less.';

interface LoadSection {
  readonly title: string;
  readonly words: string;
  readonly tables: readonly TableId[];
}

const LOAD_SECTIONS: readonly LoadSection[] = [
  {
    title: 'A page that is computed: `GET /div/6/to/3`',
    words: 'Keep-alive: a connection sends its next request when it has the whole answer.',
    tables: ['divide'],
  },
  {
    title: 'Other requests',
    words:
      'The start page (`GET /`, which lists the visitor’s cookies), a page that does not exist (`GET /nowhere`, which Velosiped also writes to error.log), and a form (`POST /short_log/0`).',
    tables: ['start-page', 'not-found', 'post'],
  },
  {
    title: 'Pipelined by 16',
    words:
      '`GET /div/6/to/3`, sixteen requests in one write. Latency is left out, because wrk counts it for whole batches.',
    tables: ['pipelined'],
  },
  {
    title: 'A connection for each request',
    words: '`GET /div/6/to/3` with `Connection: close`. The kernel takes most of the time.',
    tables: ['close'],
  },
  {
    title: 'An API',
    words:
      '`POST /rides` with a JSON body that is validated, of 100 bytes and of 2 KiB, and `GET /hello`, a fixed JSON answer, which mock servers give too. The quietest log that they have is set.',
    tables: ['ride', 'long-ride', 'hello'],
  },
  {
    title: 'TLS',
    words: '`GET /div/6/to/3` by TLS 1.3, keep-alive, with an ECDSA certificate.',
    tables: ['tls'],
  },
  {
    title: 'Workers',
    words:
      '`GET /div/6/to/3` by one process that serves, and by two, all processes counted. wrk takes a core of its own, so throughput says something only with four.',
    tables: ['workers'],
  },
  {
    title: 'Another Node.js',
    words: '`GET /div/6/to/3` by Node.js 24 beside the Node.js of the other tables.',
    tables: ['node24'],
  },
];

function loadSection({ title, words, tables }: LoadSection, loads: readonly LoadTable[]): string[] {
  const found = tables.flatMap((id) => loads.filter((table) => table.id === id));
  if (found.length === 0) return [];
  const written = found.flatMap((table) => {
    const heading = found.length === 1 ? [] : ['', `### ${TABLE_TITLES[table.id]}`];
    return [...heading, '', `The content has ${short(table.pageBytes)} bytes.`, '', ...loadLines(table)];
  });
  return [`## ${title}`, '', wrapProse(words), ...written];
}

function growthSection(growth: readonly Growth[]): string[] {
  const written = growth.flatMap((one) => [
    '',
    `### ${GROWTH[one.id].title}`,
    '',
    wrapProse(GROWTH[one.id].words),
    '',
    ...growthLines(one),
  ]);
  return [
    '## How the cost grows',
    '',
    '![CPU time per request for each size in the tables below](benchmarks-growth.svg)',
    ...written,
  ];
}

/** What the sizes are. */
export const GROWTH: Readonly<Record<Growth['id'], { readonly title: string; readonly words: string }>> = {
  routes: {
    title: 'Number of routes',
    words:
      'Servers of ours with the same handler, view and request length. All routes are asked for in turn, so with many of them their data are too large for the processor’s caches.',
  },
  fields: {
    title: 'Header fields of a request',
    words: '`GET /hello` with so many fields more than the eight of a browser.',
  },
  answer: {
    title: 'Bytes of an answer',
    words: 'A fixed text. Velosiped evaluates conditions, and sends an entity tag.',
  },
};

const TABLE_TITLES: Readonly<Record<TableId, string>> = {
  divide: '`GET /div/6/to/3`',
  'start-page': '`GET /`',
  'not-found': '`GET /nowhere`',
  post: '`POST /short_log/0`',
  pipelined: 'Pipelined',
  close: 'A connection for each request',
  ride: '`POST /rides`',
  'long-ride': '`POST /rides`, 2 KiB',
  hello: '`GET /hello`',
  tls: 'TLS',
  workers: 'Workers',
  node24: 'Node.js 24',
};

const MICRO_WORDS =
  'The reader (bytes to a request) and the matcher (path to a route) in a loop, without a socket: CPU time, including the garbage collector’s. A loop shows the lowest cost: in a server the caches are not as warm.';

function newcomerWords(busy: number): string {
  return `${busy} connections pipeline without a pause, and take every answer; others connect, send one request, and leave.`;
}

const MEMORY_WORDS =
  'Each run is a new process, warmed up by ten thousand requests. Then a separate process opens the connections, asks for one page on each and keeps them open. The figure is the difference in resident memory, including what the collector has not freed by then.';

function eventWords(streams: number): string {
  return `${short(streams)} streams are open, and each sends an event a second: CPU time per event, and the memory that a stream adds. Each run is a new process.`;
}

const SOAK_WORDS =
  'The four requests in turn at full speed, with the logs reopened each minute; resident memory is read once a second.';

const START_WORDS =
  '`node --import tsx src/main.ts --port 0`, from the command to the last byte of its first answer, compared with an empty script under tsx, from the command to its end. They take turns, with warm file caches.';

const METHOD = [
  '- **CPU per request** is user and system time of the server’s processes, children included, divided by the answers that wrk counted. It is steadier than throughput if others use the machine too, and says how much of a core a request takes.',
  '- **Rounds are interleaved**: each round loads each server once, and the order changes, so a noisy minute affects all of them. Before the first round each server has given at least ten thousand answers, so its code is compiled.',
  '- **Requests** have the header fields of a browser, with three cookies; one of them chooses the background of the page.',
  '- **The page is the same for all, to the byte**. At the start, the bench fetches our pages and makes flat Handlebars templates from them. The Node.js peers compile these once and render them for each request, with the numbers and the cookie from the request. Every peer’s answer is compared before it is measured. nginx and the floor answer with a fixed page of that size. Ours also sends its security headers (some 400 bytes).',
  '- **Peers** are written as their documentation shows: Fastify with its own logger (pino) to a file, Express with morgan’s `combined` format to a file, Hono on `@hono/node-server`, nginx with one worker and its default log; all with `NODE_ENV=production`. Each has what its name says and no more: only Velosiped and “node:http, JSON log” record all header fields. They are in `test/bench/peers/`.',
  '- **Logs** go through the page cache to the disk that has the temporary folder, as in production.',
];

const LIMITS = [
  '- wrk runs on the same machine, and takes its share of processor and caches. Requests per second are what both reach together. The **floor** (node:net, which reads nothing and writes a fixed answer) saturates wrk, so its throughput is wrk’s.',
  '- There is no network between them, and that is most of what a real client waits for.',
  '- The figures are for one process. A virtual machine has neighbours, so compare ratios within this page, and no figures from different days.',
  '- A page that does real work costs what that work costs. These pages compute next to nothing, so they show the servers, not applications.',
];

function day(at: string): string {
  return at.slice(0, 10);
}
