import type { LoadTable, Results, TableId } from './results.ts';
import {
  goalLines,
  loadLines,
  memoryLines,
  microLines,
  newcomerLines,
  peaceLine,
  short,
  soakLines,
  startLines,
} from './write-tables.ts';

/** The page docs/BENCHMARKS.md, made of one run's figures. */
export function writeReport(results: Results): string {
  const { loads, newcomer, micro, memory, start, soak } = results;
  const sections: readonly (readonly string[])[] = [
    introduction(results),
    ['## What is asked of it', '', ...goalLines(results)],
    ...LOAD_SECTIONS.map((section) => loadSection(section, loads)),
    newcomer === undefined
      ? []
      : ['## A new visitor beside pipelines', '', newcomerWords(newcomer.busy), '', ...newcomerLines(newcomer)],
    micro === undefined ? [] : ['## Parts of the engine alone', '', ...MICRO_WORDS, '', ...microLines(micro)],
    memory === undefined ? [] : ['## Memory of idle connections', '', ...MEMORY_WORDS, '', ...memoryLines(memory)],
    soak === undefined
      ? []
      : ['## Memory under a long load', '', ...SOAK_WORDS, `Measured on ${day(soak.at)}.`, '', ...soakLines(soak)],
    start === undefined ? [] : ['## Start', '', ...START_WORDS, '', ...startLines(start)],
    METHOD,
    LIMITS,
  ];
  const written = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return `${written.join('\n\n')}\n`;
}

function introduction({ at, machine, options, loads }: Results): string[] {
  const programs = Object.entries(machine.programs).map(([name, version]) => `${name} ${version}`);
  return [
    '# Benchmarks',
    '',
    '<!-- Written by `npm run bench -- --report` from docs/benchmarks.json: change test/bench/write-report.ts, not this page. -->',
    '',
    'What a request costs Velosiped **as it is shipped** (the whole request in access.log, cookies read, parameters checked, a page',
    'rendered by Handlebars), beside servers that do the same or less.',
    '',
    '![CPU time per request and requests per second of each server, as in the first table](benchmarks.svg)',
    '',
    `- **When**: ${day(at)}. **Where**: ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}; load before the run ${machine.loadBefore.toFixed(2)}.`,
    `- **With**: Node.js ${machine.node.slice(1)}, ${programs.join(', ')}.`,
    `- **How much**: ${options.rounds} rounds of ${options.seconds} s for each server and table, ${options.connections} connections, wrk in one thread.`,
    `- **Peace**: ${peaceLine({ loads })}.`,
    '- **Figures** are medians of the rounds, in brackets the lowest and the highest. **Ratios** are ours divided by the row: of the medians,',
    '  and in brackets the lowest and the highest within one round.',
    '',
    'To run it on your machine (Linux, wrk; nginx if it is to be measured; about ten minutes, and then ten for the long load):',
    '',
    '```sh',
    'npm ci && npm ci --prefix test/bench',
    'ulimit -n 20000; npm run bench -- --report      # writes this page',
    'npm run bench:soak -- --report',
    '```',
  ];
}

interface LoadSection {
  readonly title: string;
  readonly words: readonly string[];
  readonly tables: readonly TableId[];
}

const LOAD_SECTIONS: readonly LoadSection[] = [
  {
    title: 'A page that is computed: `GET /div/6/to/3`',
    words: ['Keep-alive: a connection sends its next request when it has the whole answer.'],
    tables: ['divide'],
  },
  {
    title: 'Other requests',
    words: [
      'The start page (`GET /`, it lists the visitor’s cookies), a page that is not found (`GET /nowhere`, which Velosiped also writes to',
      'error.log), and a form (`POST /short_log/0`).',
    ],
    tables: ['start-page', 'not-found', 'post'],
  },
  {
    title: 'Pipelined by 16',
    words: ['`GET /div/6/to/3`, sixteen requests in one write. Latency is left out: wrk counts it for whole batches.'],
    tables: ['pipelined'],
  },
  {
    title: 'A connection for each request',
    words: ['`GET /div/6/to/3` with `Connection: close`; most of the time is the kernel’s.'],
    tables: ['close'],
  },
  {
    title: 'Ten thousand routes',
    words: [
      'Two servers of ours with the same handler, view and request length, one with 10,000 routes and one with 10. At first one route is asked for',
      'again and again, which shows what matching costs; then all routes in turn, where the data of 10,000 routes are also too many',
      'for the caches of the processor.',
    ],
    tables: ['routes-one', 'routes-all'],
  },
];

function loadSection({ title, words, tables }: LoadSection, loads: readonly LoadTable[]): string[] {
  const found = tables.flatMap((id) => loads.filter((table) => table.id === id));
  if (found.length === 0) return [];
  const written = found.flatMap((table) => {
    const heading = found.length === 1 ? [] : ['', `### ${TABLE_TITLES[table.id]}`];
    return [...heading, '', `The page has ${short(table.pageBytes)} bytes.`, '', ...loadLines(table)];
  });
  return [`## ${title}`, '', ...words, ...written];
}

const TABLE_TITLES: Readonly<Record<TableId, string>> = {
  divide: '`GET /div/6/to/3`',
  'start-page': '`GET /`',
  'not-found': '`GET /nowhere`',
  post: '`POST /short_log/0`',
  pipelined: 'Pipelined',
  close: 'A connection for each request',
  'routes-one': 'One route asked for',
  'routes-all': 'All routes in turn',
};

const MICRO_WORDS = [
  'The reader (bytes to a request) and the matcher (path to a route) in a loop, without a socket: CPU time, the garbage collector’s included.',
  'What a loop measures is the cheap end: in a server the caches are not as warm.',
];

function newcomerWords(busy: number): string {
  return `${busy} connections pipeline without a pause, and take every answer; others come, ask once, and leave.`;
}

const MEMORY_WORDS = [
  'Each run is a new process, warmed up by ten thousand requests; then a process of its own opens the connections, asks each for one page and',
  'keeps them open. The difference in resident memory counts, so what the collector has left by then counts as well.',
];

const SOAK_WORDS = [
  'The four requests in turn at full speed, with the logs opened anew each minute; resident memory is looked at once a second.',
];

const START_WORDS = [
  '`node --import tsx src/main.ts --port 0`, from the command to the last byte of its first answer, beside an empty script under tsx from',
  'the command to its end; in turn, with warm caches of files.',
];

const METHOD = [
  '## What is measured, and how',
  '',
  '- **CPU per request** is user and system time of the server’s processes, children included, by the answers that wrk counted. It is steadier than',
  '  throughput where others use the machine too, and says how much of a core a request takes.',
  '- **Rounds are interleaved**: in each round each server is loaded once, and who begins changes, so that a noisy minute hits all alike.',
  '  Before the first round each server has given ten thousand answers or more, so that its code is compiled.',
  '- **Requests** have the header fields of a browser, three cookies among them; one of these chooses the background of the page.',
  '- **The page is the same for all, to the byte**: at its start the bench fetches our pages and makes flat Handlebars templates of them, which the',
  '  peers of Node compile once and render for each request, with the numbers and the cookie taken from it. Every peer’s answer is compared',
  '  before it is measured. nginx and the floor answer with a fixed page of that size. Ours also sends its security headers (some 400 bytes).',
  '- **Peers** are written as their documentation shows: Fastify with its own logger (pino) to a file, Express with morgan’s `combined` format',
  '  to a file, all with `NODE_ENV=production`, Hono by `@hono/node-server`, nginx with one worker and its default log. Each has what its name says, no more: only',
  '  Velosiped and “node:http, JSON log” record all header fields. They stand in `test/bench/peers/`.',
  '- **Logs** go to the disk that holds the temporary folder, through the page cache, as they do in service.',
];

const LIMITS = [
  '## What these figures do not say',
  '',
  '- wrk runs on the same machine, and takes its share of processor and caches. Requests per second are what both reach together; the **floor** (node:net',
  '  that reads nothing and writes a fixed answer) saturates wrk, so its throughput is wrk’s.',
  '- There is no network between them: what a real client waits is mostly that.',
  '- One process is measured. A virtual machine has neighbours, so compare ratios within this page, and no figure with one of another day.',
  '- A page that does something costs what it does: these pages compute next to nothing, which shows the servers, not applications.',
];

function day(at: string): string {
  return at.slice(0, 10);
}
