/**
 * Peers that ask and never read: how much memory do they cost? 50 peers ask for the start page 10,000 times each, pipelined, and
 * read nothing. Prints by how much the server's resident memory grows, against a server that has had one request (32 MiB are the
 * promise), and against one that has served the same peers while they read. Then the peers read after all, and get every answer,
 * while a visitor's requests are timed.
 *
 * `node --import tsx test/stress/unread-peers.ts [--peers 50] [--requests 10000]`. Linux only.
 */
import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { startServer } from '../start-server.ts';
import { DEPLOYED, pause, percentile, residentMib } from './figures.ts';
import { probe } from './probe.ts';

const { values } = parseArgs({
  options: { peers: { type: 'string', default: '50' }, requests: { type: 'string', default: '10000' } },
});
const peerCount = Number(values.peers);
const requestCount = Number(values.requests);
/** About as many as the kernel takes the answers of for a peer that does not read. */
const WARM_REQUESTS = 1000;
const GROWTH_MIB_MAX = 32;
const STALLED_MS = 3000;
const REQUEST = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const LAST_REQUEST = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

const server = await startServer({ env: DEPLOYED });
const lastAnswerBytes = await readAll(ask(1));
/** Each answer says how the connection goes on. */
const GOES_ON = 'Connection: keep-alive\r\nKeep-Alive: timeout=65\r\n';
const answerBytes = lastAnswerBytes + GOES_ON.length - 'Connection: close\r\n'.length;
const coldMib = residentMib(server);
await Promise.all(Array.from({ length: peerCount }, () => readAll(ask(WARM_REQUESTS))));
const warmMib = residentMib(server);

let mostMib = warmMib;
const sampling = setInterval(() => {
  mostMib = Math.max(mostMib, residentMib(server));
}, 50);
const peers = Array.from({ length: peerCount }, () => ask(requestCount));
const answered = (await untilStalled()) - 1 - peerCount * WARM_REQUESTS;
clearInterval(sampling);
const growthMib = mostMib - coldMib;
console.log(
  `${peerCount} peers, ${requestCount} requests each, answers of ${answerBytes} bytes: stalled after ${answered} answers, which the kernel holds
resident memory: ${coldMib.toFixed(1)} MiB at the first request, ${warmMib.toFixed(1)} MiB when ${peerCount} peers have read ${WARM_REQUESTS} answers each, at most ${mostMib.toFixed(1)} MiB with the unread ones
it grows by ${growthMib.toFixed(1)} MiB from the first request on (promised: ${GROWTH_MIB_MAX}), by ${(mostMib - warmMib).toFixed(1)} MiB against the peers that read`,
);

const reading = Promise.all(peers.map(readAll));
const visits = await probe(server.port, reading);
const bytes = (requestCount - 1) * answerBytes + lastAnswerBytes;
const whole = (await reading).filter((received) => received === bytes).length;
console.log(
  `${whole} of ${peerCount} peers got all of their answers when they read at last; ${residentMib(server).toFixed(1)} MiB`,
);
const p99 = percentile(visits.tookMs, 0.99).toFixed(0);
console.log(
  `meanwhile ${visits.tookMs.length} visitors were answered, 99 % within ${p99} ms, and ${visits.failed} were not`,
);
const code = await server.stop();
console.log(`exit code ${code} on SIGTERM`);
process.exitCode = growthMib <= GROWTH_MIB_MAX && whole === peerCount && code === 0 ? 0 : 1;

/** Asks for all at once, and reads nothing until `readAll`. */
function ask(requests: number): Socket {
  const socket = connect({ host: server.host, port: server.port });
  socket.pause();
  socket.on('error', (error) => console.error(`A peer was cut off: ${error.message}`));
  socket.write(REQUEST.repeat(requests - 1) + LAST_REQUEST);
  return socket;
}

/** Resolves to how many bytes came until the server closed. */
async function readAll(socket: Socket): Promise<number> {
  let received = 0;
  for await (const chunk of socket) received += (chunk as Buffer).length;
  return received;
}

/** Waits until the server makes no more answers; resolves to how many it has logged. */
async function untilStalled(): Promise<number> {
  for (let before = -1; ; ) {
    const { length } = await server.records('access.log', 1);
    if (length === before) return length;
    before = length;
    await pause(STALLED_MS);
  }
}
