/**
 * Many slow readers of one large file: what do they cost, and who else notices? `--readers` ask for a file of `--mib` MiB and take
 * 16 KiB every now and then. Prints by how much the server's resident memory grows (64 MiB are the promise), and how long a small file
 * takes meanwhile, 50 times a second over new connections, beside how long it took before (at most twice is the promise, of the p99).
 *
 * `node --import tsx test/stress/slow-downloads.ts [--readers 200] [--mib 100] [--seconds 10]`. Linux only; run it on a quiet machine.
 */
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createSite, startServer } from '../start-server.ts';
import { cpuMs, pause, percentile, processIds, residentMib } from './figures.ts';
import { type Probe, probe } from './probe.ts';

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '200' },
    mib: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
  },
});
const fileBytes = Number(values.mib) * 1024 * 1024;
const calmMs = Number(values.seconds) * 1000;
const GROWTH_MIB_MAX = 64;
const SLOWER_MAX = 2;
const SIP_BYTES = 16 * 1024;
const SIP_MS = 100;

const MANIFEST = `version: 1
server: { limits: { connectionsPerClient: 1000 } }
routes:
  all: { path: "/{file...}", folder: { root: ./site } }
`;
const { folder, manifest } = createSite(() => MANIFEST);
mkdirSync(join(folder, 'site'));
writeFileSync(join(folder, 'site/index.html'), 'start');
writeFileSync(join(folder, 'site/large.bin'), 'begin');
truncateSync(join(folder, 'site/large.bin'), fileBytes);
const server = await startServer({ manifest, cwd: folder });

const pid = server.process.pid;
await probe(server.port, pause(calmMs / 2), { pid }); // what a process grows by for any load is not the readers' doing
const calm = await probe(server.port, pause(calmMs), { pid });
const beforeMib = residentMib(server);
let mostMib = beforeMib;
const sampling = setInterval(() => {
  mostMib = Math.max(mostMib, residentMib(server));
}, 50);
const beforeMs = cpuMs(processIds(server));
const readers = Array.from({ length: Number(values.readers) }, readSlowly);
const busy = await probe(server.port, pause(calmMs), { pid });
const spentMs = cpuMs(processIds(server)) - beforeMs;
clearInterval(sampling);
const received = readers.reduce((sum, { socket }) => sum + socket.bytesRead, 0);
for (const { socket, timer } of readers) {
  clearInterval(timer);
  socket.destroy();
}
const growthMib = mostMib - beforeMib;
console.log(
  `${readers.length} readers took ${(received / 1024 ** 2).toFixed(0)} MiB, for ${spentMs} ms of CPU: resident memory ${beforeMib.toFixed(1)} MiB, at most ${mostMib.toFixed(1)}, by ${growthMib.toFixed(1)} more (promised: ${GROWTH_MIB_MAX})`,
);
const [before, meanwhile] = [ownMs(calm), ownMs(busy)];
for (const share of [0.5, 0.99]) {
  const [one, other] = [percentile(before, share), percentile(meanwhile, share)];
  console.log(`others, p${share * 100}: ${one.toFixed(2)} ms before, ${other.toFixed(2)} ms meanwhile`);
}
const slower = percentile(meanwhile, 0.99) / percentile(before, 0.99);
console.log(`p99: ${slower.toFixed(2)} times (promised: ${SLOWER_MAX}); ${calm.failed + busy.failed} failed`);
const code = await server.stop();
const good = growthMib <= GROWTH_MIB_MAX && slower <= SLOWER_MAX && calm.failed + busy.failed === 0;
process.exitCode = good && code === 0 ? 0 : 1;

function readSlowly(): { readonly socket: Socket; readonly timer: NodeJS.Timeout } {
  const socket = connect({ host: server.host, port: server.port });
  socket.on('error', () => undefined);
  socket.write('GET /large.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  socket.pause();
  const timer = setInterval(() => socket.read(SIP_BYTES), SIP_MS);
  return { socket, timer };
}

/** Without the time in which other programs had the processors. */
function ownMs({ visits }: Probe): readonly number[] {
  return visits.filter(({ fault }) => fault === undefined).map(({ tookMs, busyMs }) => tookMs - busyMs);
}
