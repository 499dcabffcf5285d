/**
 * SIGTERM under load: is a started answer cut, and does each answer have its line? wrk loads the server, and beside it clients of
 * our own that check that each answer is whole; then the server is told to stop. A keep-alive client may find its connection
 * closed before the first byte of an answer (its request was not begun); it must never find half an answer.
 *
 * `node --import tsx test/stress/drain-under-load.ts [--rounds 3]`. Needs wrk.
 */
import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { parseArgs, promisify } from 'node:util';
import { type RunningServer, startServer } from '../start-server.ts';
import { pause } from './figures.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '3' } } });
const LOAD_SECONDS = 4;
const CLIENTS = 32;
/** By its address our load is told from wrk's in the log. */
const OUR_ADDRESS = '127.0.0.2';
const REQUEST = 'GET /div/6/to/3 HTTP/1.1\r\nHost: a\r\n\r\n';

interface Tally {
  whole: number;
  cut: number;
  /** Requests whose connection closed before their answer began. */
  notBegun: number;
}

let good = true;
for (let round = 1; round <= Number(values.rounds); round++) {
  const server = await startServer();
  const wrk = promisify(execFile)('wrk', [
    '-t',
    '1',
    '-c',
    '64',
    '-d',
    `${LOAD_SECONDS + 1}s`,
    `${server.url}/div/6/to/3`,
  ]);
  const tally: Tally = { whole: 0, cut: 0, notBegun: 0 };
  const clients = Array.from({ length: CLIENTS }, () => loadUntilClosed(server, tally));
  await pause(LOAD_SECONDS * 1000);
  const stopMs = performance.now();
  const code = await server.stop();
  const tookMs = performance.now() - stopMs;
  await Promise.all(clients);
  const { stdout } = await wrk;
  const ofWrk = Number(/(\d+) requests in/.exec(stdout)?.[1]);
  const lines = await server.records('access.log', 1);
  const ours = lines.filter(({ client }) => client === OUR_ADDRESS).length;
  console.log(
    `round ${round}: exit code ${code}, ${tookMs.toFixed(0)} ms after SIGTERM; our clients: ${tally.whole} whole answers, ${tally.cut} cut, ${tally.notBegun} requests not begun, ${ours} lines; wrk: ${ofWrk} answers, ${lines.length - ours} lines`,
  );
  if (code !== 0 || tally.cut > 0 || ours !== tally.whole || lines.length - ours !== ofWrk) good = false;
}
process.exitCode = good ? 0 : 1;

/** Asks again as soon as an answer is whole, until the server closes the connection. */
function loadUntilClosed(server: RunningServer, tally: Tally): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ host: server.host, port: server.port, localAddress: OUR_ADDRESS, noDelay: true });
    let received = '';
    let asked = false;
    const ask = (): void => {
      asked = true;
      socket.write(REQUEST);
    };
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
      const length = answerLength(received);
      if (length === undefined || received.length < length) return;
      const last = /^connection: close\r$/im.test(received.slice(0, length));
      received = received.slice(length);
      asked = false;
      tally.whole++;
      if (!last) ask();
    });
    socket.on('connect', ask);
    socket.on('error', () => undefined); // what has come by then counts
    socket.on('close', () => {
      if (received !== '') tally.cut++;
      else if (asked) tally.notBegun++;
      resolve();
    });
  });
}

/** How long the whole of an answer is, as soon as its head is here. */
function answerLength(received: string): number | undefined {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = received.slice(0, headEnd);
  if (!head.startsWith('HTTP/1.1 200 OK\r\n')) throw new Error(`Not the answer that was asked for: ${head}`);
  return headEnd + 4 + Number(/^content-length: (\d+)\r?$/im.exec(head)?.[1]);
}
