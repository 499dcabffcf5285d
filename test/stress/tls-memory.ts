/**
 * What does an idle connection cost over TLS? Opens 1,000 connections to a server of plain HTTP and to one of HTTPS, asks one request
 * over each, and prints by how much the resident memory has grown, in all and for each. A first batch warms the server up: what
 * any load makes V8 grow by is not counted.
 *
 * `node --import tsx test/stress/tls-memory.ts [--connections 1000]`. Linux only.
 */
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { parseArgs } from 'node:util';
import { makeCertificate } from '../make-certificate.ts';
import { createSite, type RunningServer, replaceOnce, startServer } from '../start-server.ts';
import { needOpenFiles, pause, residentMib } from './figures.ts';

const { values } = parseArgs({ options: { connections: { type: 'string', default: '1000' } } });
const count = Number(values.connections);
const WARM_COUNT = 200;
const SETTLE_MS = 3000;
const AT_ONCE = 50;
const REQUEST = 'GET /div/6/to/3 HTTP/1.1\r\nHost: localhost\r\n\r\n';

needOpenFiles(count + 500);
const { cert, key } = makeCertificate();
console.log(`| ${count} idle connections | before, MiB | after, MiB | each, KiB | handshake and answer, ms each |`);
console.log('|---|---|---|---|---|');
for (const tls of ['', 'tls: { cert: cert.pem, key: key.pem }']) {
  const edit = (text: string): string =>
    replaceOnce(replaceOnce(text, 'idle: 65s', 'idle: 1h'), 'server:\n', `server:\n  ${tls}\n`);
  const { manifest } = createSite(edit, { 'cert.pem': cert, 'key.pem': key });
  const server = await startServer({ manifest });
  await closeAll(await openAll(server, WARM_COUNT));
  await pause(SETTLE_MS);
  const before = residentMib(server);
  const startedMs = performance.now();
  const sockets = await openAll(server, count);
  const tookMs = (performance.now() - startedMs) / count;
  await pause(SETTLE_MS);
  const after = residentMib(server);
  const each = ((after - before) * 1024) / count;
  const figures = [before, after, each, tookMs].map((figure) => figure.toFixed(1));
  console.log(`| ${tls === '' ? 'plain HTTP' : 'TLS 1.3'} | ${figures.join(' | ')} |`);
  await closeAll(sockets);
  if ((await server.stop()) !== 0) process.exitCode = 1;
}

async function openAll(server: RunningServer, wanted: number): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < wanted) {
    const batch = Math.min(AT_ONCE, wanted - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: batch }, () => open(server)))));
  }
  return sockets;
}

/** A connection that has had its answer. */
async function open({ url, host, port }: RunningServer): Promise<Socket> {
  const secure = url.startsWith('https:');
  const socket = secure ? connectSecure({ host, port, ca: cert }) : connectPlain({ host, port });
  await once(socket, secure ? 'secureConnect' : 'connect');
  socket.write(REQUEST);
  await once(socket, 'data');
  return socket;
}

async function closeAll(sockets: readonly Socket[]): Promise<void> {
  await Promise.all(
    sockets.map((socket) => {
      socket.destroy();
      return once(socket, 'close');
    }),
  );
}
