/**
 * One stream through a slow reader: what does it cost, and what is left when a reader goes? A handler answers with `--mib` MiB, piece
 * by piece (64 KiB); the reader takes 4 MiB, rests, and so on. Prints by how much the server's resident memory grows meanwhile
 * (16 MiB are the promise), then lets 20 readers leave in the middle of such a stream: when the last of their lines is there,
 * and how many descriptors are left.
 *
 * `node --import tsx test/stress/slow-reader.ts [--mib 1024] [--mibPerSecond 64]`. Linux only.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';
import { createSite, replaceOnce, startServer } from '../start-server.ts';
import { openFilesCount, pause, residentMib } from './figures.ts';

const { values } = parseArgs({
  options: { mib: { type: 'string', default: '1024' }, mibPerSecond: { type: 'string', default: '64' } },
});
const streamBytes = Number(values.mib) * 1024 * 1024;
const GROWTH_MIB_MAX = 16;
const GULP_BYTES = 4 * 1024 * 1024;
const gulpMs = (GULP_BYTES / (Number(values.mibPerSecond) * 1024 * 1024)) * 1000;
const LEAVERS = 20;
const LEAVE_MS_MAX = 1000;

const HANDLERS = `
import { answer } from './src/contract/answer.ts';
import { handlers as shipped } from './src/demo/handlers.ts';
function* pieces(bytes) {
  for (let left = bytes; left > 0; left -= 65536) yield new Uint8Array(Math.min(left, 65536)).fill(120);
}
export const handlers = { ...shipped, divide: ({ params }) => answer({ body: pieces(params.dividend) }) };
`;

const { folder, manifest } = createSite((text) => replaceOnce(text, './src/demo/handlers.ts', './handlers.ts'), {
  'handlers.ts': HANDLERS,
});
const server = await startServer({ manifest, cwd: folder });
// A first one, read at full speed: what a process grows by for any load is not the reader's doing.
await read(ask(streamBytes / 16));
const beforeMib = residentMib(server);
const filesBefore = openFilesCount(server);

let mostMib = beforeMib;
const sampling = setInterval(() => {
  mostMib = Math.max(mostMib, residentMib(server));
}, 20);
const began = performance.now();
const received = await read(ask(streamBytes), gulpMs);
const seconds = (performance.now() - began) / 1000;
clearInterval(sampling);
const growthMib = mostMib - beforeMib;
console.log(
  `${(received / 1024 ** 2).toFixed(0)} MiB in ${seconds.toFixed(1)} s: resident memory ${beforeMib.toFixed(1)} MiB, at most ${mostMib.toFixed(1)}, by ${growthMib.toFixed(1)} more (promised: ${GROWTH_MIB_MAX})`,
);

const leavers = Array.from({ length: LEAVERS }, () => ask(streamBytes));
await Promise.all(leavers.map((socket) => once(socket, 'data')));
const left = performance.now();
for (const socket of leavers) socket.destroy();
const aborted = (await server.records('access.log', 2 + LEAVERS)).filter((record) => record['aborted'] === true).length;
const noticedMs = performance.now() - left;
while (openFilesCount(server) > filesBefore && performance.now() - left < LEAVE_MS_MAX) await pause(10);
const files = openFilesCount(server) - filesBefore;
console.log(
  `${LEAVERS} readers left: ${aborted} lines say aborted, the last after ${noticedMs.toFixed(0)} ms; ${files} descriptors are left`,
);
const code = await server.stop();
const good = received > streamBytes && growthMib <= GROWTH_MIB_MAX && aborted === LEAVERS && noticedMs <= LEAVE_MS_MAX;
process.exitCode = good && files === 0 && code === 0 ? 0 : 1;

function ask(bytes: number): Socket {
  const socket = connect({ host: server.host, port: server.port });
  socket.on('error', () => undefined);
  socket.write(`GET /div/${bytes}/to/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  return socket;
}

/** Resolves to how many bytes came; rests after each gulp. */
async function read(socket: Socket, restMs = 0): Promise<number> {
  let [bytes, gulp] = [0, 0];
  for await (const chunk of socket) {
    bytes += (chunk as Buffer).length;
    gulp += (chunk as Buffer).length;
    if (restMs === 0 || gulp < GULP_BYTES) continue;
    gulp = 0;
    await pause(restMs);
  }
  return bytes;
}
