/**
 * 60 reloads in 60 seconds, every second one of a broken manifest, under wrk and under clients of our own that never close their
 * connections: does a request fail, is a connection closed, is there an answer that is neither of an old manifest nor of a new
 * one, whole? Each manifest says its number in its title, its route, its view and its header; one answer holds all of them.
 *
 * `node --import tsx test/stress/reload-under-load.ts [--reloads 60] [--watch]`. Needs wrk. Without `--watch` it sends SIGHUP.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { freshFolder, type RunningServer, startServer } from '../start-server.ts';
import { pause, percentile } from './figures.ts';

const { values } = parseArgs({
  options: { reloads: { type: 'string', default: '60' }, watch: { type: 'boolean', default: false } },
});
const RELOADS = Number(values.reloads);
const EVERY_MS = 1000;
const CLIENTS = 16;

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

const folder = freshFolder();
mkdirSync(join(folder, 'views'));
save(0, false);
const server = await startServer({ manifest: join(folder, 'routes.yaml'), args: values.watch ? ['--watch'] : [] });
const tally: Tally = { answers: 0, failed: 0, closed: 0, mixed: 0, wrong: 0 };
const seconds = Math.ceil((RELOADS * EVERY_MS) / 1000) + 1;
const wrk = promisify(execFile)('wrk', ['-t', '1', '-c', '32', '-d', `${seconds}s`, `${server.url}/`]);
const over = { now: false };
const clients = Array.from({ length: CLIENTS }, () => keepAsking(server, over));

const inForceMs: number[] = [];
for (let turn = 1; turn <= RELOADS; turn++) {
  const startedMs = performance.now();
  const broken = turn % 2 === 0;
  const before = count(server.stderr(), 'reloaded');
  save(turn, broken);
  if (!values.watch) server.process.kill('SIGHUP');
  while (count(server.stderr(), 'reloaded') === before && performance.now() < startedMs + 5000) await pause(1);
  inForceMs.push(performance.now() - startedMs);
  await pause(Math.max(startedMs + EVERY_MS - performance.now(), 0));
}
const { stdout } = await wrk;
over.now = true;
await Promise.all(clients);
const good = count(server.stderr(), ': reloaded');
const refused = count(server.stderr(), ': not reloaded');
const code = await server.stop();

const wrkAnswers = Number(/(\d+) requests in/.exec(stdout)?.[1]);
const wrkErrors = /Socket errors: .*|Non-2xx.*/g.exec(stdout)?.[0] ?? 'none';
console.log(`reloads: ${good} in force, ${refused} refused; from the save to the word: ${timesText(inForceMs)}`);
console.log(`wrk, 32 connections: ${wrkAnswers} answers, errors: ${wrkErrors}`);
console.log(
  `own ${CLIENTS} connections: ${tally.answers} answers; ${tally.failed} failed requests, ${tally.closed} closed connections, ` +
    `${tally.mixed} mixed answers, ${tally.wrong} of a manifest that was not in force; exit code ${code}`,
);
const bad = tally.failed + tally.closed + tally.mixed + tally.wrong + (wrkErrors === 'none' ? 0 : 1);
// A save is two files: the first of them alone, without the second, is one more that is refused.
const done = good === Math.ceil(RELOADS / 2) && refused >= Math.floor(RELOADS / 2);
process.exitCode = bad === 0 && done && code === 0 ? 0 : 1;

/** A broken one says a number too, which nobody may ever see. */
function save(turn: number, broken: boolean): void {
  replace('views/home.hbs', `view ${turn} {{word}}${broken ? '{{#if}}' : ''}`);
  replace(
    'routes.yaml',
    `version: 1
info: { title: "title ${turn}" }
server: { limits: { requestLine: ${1000 + turn} } }
views: ./views
logs: { access: { file: null } }
routes:
  home:
    path: /
    view: home
    data: { word: "data ${turn}" }
    response: { headers: { X-Turn: "header ${turn}" } }
    examples: { says so: { request: GET /, response: { status: 200, contains: "view ${turn}" } } }
`,
  );
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
