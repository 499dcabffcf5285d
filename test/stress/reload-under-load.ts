/**
 * 60 reloads in 60 seconds, every second one broken, under wrk and under clients of our own that never close their connections:
 * does a request fail, is a connection closed, does the server stall, is there an answer that is neither of an old manifest nor of
 * a new one, whole? Each manifest says its number in its title, its route, its view and its header; one answer holds all of them.
 * What is broken takes turns: a view, an expectation, and examples that throw later, end their process, eat memory, or hang.
 * Each fault has to be a finding at its example. A turn that takes longer than a second makes the whole longer.
 *
 * `node --import tsx test/stress/reload-under-load.ts [--reloads 60] [--watch] [--routes 0]`. Needs wrk. Without `--watch` it sends
 * SIGHUP. `--routes` adds so many routes that stay as they are.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freshFolder, type RunningServer, startServer } from '../start-server.ts';
import { pause, percentile } from './figures.ts';

const { values } = parseArgs({
  options: {
    reloads: { type: 'string', default: '60' },
    watch: { type: 'boolean', default: false },
    routes: { type: 'string', default: '0' },
  },
});
const RELOADS = Number(values.reloads);
const EVERY_MS = 1000;
const CLIENTS = 16;
/** Not how long anything takes: how long until a turn is given up. */
const PATIENCE_MS = 30_000;
const STALL_MS_MAX = 50;

interface Tally {
  answers: number;
  /** Requests without a whole 200. */
  failed: number;
  closed: number;
  /** Answers whose parts are of different manifests. */
  mixed: number;
  /** Answers of a manifest that was broken, or older than the one before on the same connection. */
  wrong: number;
}

/** What a broken manifest has wrong, and what has to be said of it. */
const FAULTS = [
  ['view', 'error bad-view'],
  ['wrong', 'the body must contain "nothing"'],
  ['later', 'an uncaught error: Error: later'],
  ['exits', 'ended its process with the exit code 3'],
  ['eats', 'MiB of memory'],
  ['hangs', 'kept its process busy'],
] as const;
type Fault = (typeof FAULTS)[number][0];

const HANDLERS = `
import { monitorEventLoopDelay } from 'node:perf_hooks';
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const ask = (run) => () => { run(); return 'asked'; };
export const handlers = {
  stall: () => { const found = { pid: process.pid, ms: delay.max / 1e6 }; delay.reset(); return found; },
  later: ask(() => setTimeout(() => { throw new Error('later'); }, 60)),
  exits: ask(() => process.exit(3)),
  eats: ask(() => { const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1)); }),
  hangs: ask(() => { for (;;); }),
};
`;
const ROUTES_A_FILE = 500;

const folder = freshFolder();
for (const name of ['views', 'parts']) mkdirSync(join(folder, name));
replace('handlers.mjs', HANDLERS);
for (let first = 0; first < Number(values.routes); first += ROUTES_A_FILE) {
  const routes = Array.from({ length: ROUTES_A_FILE }, (_, index) => partText(first + index));
  replace(`parts/p${first}.yaml`, `routes:\n${routes.join('')}`);
}
save(0, undefined);
const server = await startServer({ manifest: join(folder, 'routes.yaml'), args: values.watch ? ['--watch'] : [] });
const tally: Tally = { answers: 0, failed: 0, closed: 0, mixed: 0, wrong: 0 };
let wrkSaid = '';
const wrk = execFile('wrk', ['-t', '1', '-c', '32', '-d', '3600s', `${server.url}/`], (_error, stdout) => {
  wrkSaid = stdout;
});
const wrkEnded = once(wrk, 'close');
await stallMs(); // that of the start
const over = { now: false };
const clients = Array.from({ length: CLIENTS }, () => keepAsking(server, over));

await pause(5 * EVERY_MS);
const restingMs = await stallMs();
const startedAllMs = performance.now();
const inUseMs: number[] = [];
const refusedMs = new Map<Fault, number[]>(FAULTS.map(([fault]) => [fault, []]));
const stallsMs: number[] = [];
const unsaid: string[] = [];
for (let turn = 1; turn <= RELOADS; turn++) {
  const startedMs = performance.now();
  const [fault, words] = turn % 2 === 0 ? (FAULTS[(turn / 2 - 1) % FAULTS.length] ?? []) : [];
  const before = server.stderr().length;
  save(turn, fault);
  if (!values.watch) server.process.kill('SIGHUP');
  const wanted = fault === undefined ? ': reloaded' : ': not reloaded';
  while (!server.stderr().slice(before).includes(wanted) && performance.now() < startedMs + PATIENCE_MS) await pause(1);
  const tookMs = performance.now() - startedMs;
  if (fault === undefined) inUseMs.push(tookMs);
  else refusedMs.get(fault)?.push(tookMs);
  if (words !== undefined && !server.stderr().slice(before).includes(words)) unsaid.push(`turn ${turn}: ${words}`);
  stallsMs.push(await stallMs());
  await pause(Math.max(startedMs + EVERY_MS - performance.now(), 0));
}
const seconds = (performance.now() - startedAllMs) / 1000;
wrk.kill('SIGINT'); // it says what it has seen so far
await wrkEnded;
over.now = true;
await Promise.all(clients);
const good = count(server.stderr(), ': reloaded');
const refused = count(server.stderr(), ': not reloaded');
const code = await server.stop();

const wrkAnswers = Number(/(\d+) requests in/.exec(wrkSaid)?.[1]);
const wrkErrors = /Socket errors: .*|Non-2xx.*/g.exec(wrkSaid)?.[0] ?? 'none';
console.log(`${RELOADS} reloads in ${seconds.toFixed(0)} s: ${good} in use, ${refused} refused`);
console.log(`from the save to its use: ${timesText(inUseMs)}`);
for (const [fault, times] of refusedMs) console.log(`from the save to the word, ${fault}: ${timesText(times)}`);
console.log(
  `longest stall of the server: ${Math.max(...stallsMs).toFixed(1)} ms (${restingMs.toFixed(1)} in 5 s without reloads); in a turn: ${timesText(stallsMs)}`,
);
console.log(unsaid.length === 0 ? 'each fault was said' : `unsaid: ${unsaid.join('; ')}`);
console.log(`wrk, 32 connections: ${wrkAnswers} answers, errors: ${wrkErrors}`);
console.log(
  `own ${CLIENTS} connections: ${tally.answers} answers; ${tally.failed} failed requests, ${tally.closed} closed connections, ` +
    `${tally.mixed} mixed answers, ${tally.wrong} of a manifest that was not in force; exit code ${code}`,
);
const stalled = Math.max(...stallsMs) > STALL_MS_MAX;
const bad =
  tally.failed + tally.closed + tally.mixed + tally.wrong + unsaid.length + (wrkErrors === 'none' && !stalled ? 0 : 1);
// A save is two files: the first of them alone, without the second, is one more that is refused.
const done = good >= Math.ceil(RELOADS / 2) && refused >= Math.floor(RELOADS / 2);
process.exitCode = bad === 0 && done && code === 0 ? 0 : 1;

/** A broken one says a number too, which nobody may ever see. */
function save(turn: number, fault: Fault | undefined): void {
  const bad = fault === undefined || fault === 'view' || fault === 'wrong' ? '' : exampleOf(fault);
  const expected = fault === 'wrong' ? 'nothing' : `view ${turn}`;
  replace('views/home.hbs', `view ${turn} {{word}}${fault === 'view' ? '{{#if}}' : ''}`);
  replace(
    'routes.yaml',
    `version: 1
info: { title: "title ${turn}" }
server: { limits: { requestLine: ${1000 + turn} } }
views: ./views
handlers: ./handlers.mjs
${Number(values.routes) > 0 ? 'include: ["parts/*.yaml"]\n' : ''}logs: { access: { file: null } }
routes:
  home:
    path: /
    view: home
    data: { word: "data ${turn}" }
    response: { headers: { X-Turn: "header ${turn}" } }
    examples: { says so: { request: GET /, response: { status: 200, contains: "${expected}" } } }
  stall: { path: /stall, handler: stall }
${bad}`,
  );
}

function exampleOf(handler: string): string {
  return `  ${handler}: { path: /${handler}, handler: ${handler}, examples: { asks: { request: GET /${handler}, response: { status: 200 } } } }\n`;
}

function partText(number: number): string {
  return `  part${number}:
    path: /part/${number}/{id}
    params: { id: { type: integer, minimum: 1 } }
    text: Part ${number}
    examples: { one: { request: GET /part/${number}/1, response: { status: 200, contains: Part ${number} } } }
`;
}

/** How long the event loop of the server has stood still at most since this was asked last. */
async function stallMs(): Promise<number> {
  const answer = await fetch(`${server.url}/stall`, { headers: { connection: 'close' } });
  return ((await answer.json()) as { readonly ms: number }).ms;
}

function replace(file: string, text: string): void {
  writeFileSync(join(folder, `${file}.new`), text);
  renameSync(join(folder, `${file}.new`), join(folder, file));
}

/** Asks over one connection, an answer at a time, until it is over; a connection that closes before is counted, and opened anew. */
function keepAsking(to: RunningServer, over: { readonly now: boolean }): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: to.host, port: to.port, noDelay: true });
    let received = '';
    let last = 0;
    const ask = (): void => {
      if (over.now) socket.destroy();
      else socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    };
    socket.setEncoding('utf8').on('data', (text: string) => {
      received += text;
      const headEnd = received.indexOf('\r\n\r\n');
      const length = Number(/^content-length: (\d+)\r?$/im.exec(received)?.[1]);
      if (headEnd < 0 || received.length < headEnd + 4 + length) return;
      const turn = judge(received.slice(0, headEnd + 4 + length), last);
      last = turn ?? last;
      received = received.slice(headEnd + 4 + length);
      ask();
    });
    socket.on('connect', ask);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (over.now) return resolve();
      tally.closed++;
      tally.failed++;
      keepAsking(to, over).then(resolve, resolve);
    });
  });
}

/** The number that all parts of an answer agree on. */
function judge(answer: string, last: number): number | undefined {
  tally.answers++;
  if (!answer.startsWith('HTTP/1.1 200 ')) {
    tally.failed++;
    return undefined;
  }
  const found = ['title', 'header', 'view', 'data'].map((part) =>
    Number(new RegExp(`\\b${part} (\\d+)`).exec(answer)?.[1]),
  );
  const [turn = Number.NaN] = found;
  if (found.some((number) => number !== turn) || Number.isNaN(turn)) tally.mixed++;
  else if ((turn > 0 && turn % 2 === 0) || turn < last) tally.wrong++;
  return turn;
}

function count(text: string, words: string): number {
  return text.split(words).length - 1;
}

function timesText(times: readonly number[]): string {
  return `median ${percentile(times, 0.5).toFixed(0)} ms, 99 % ${percentile(times, 0.99).toFixed(0)} ms`;
}
