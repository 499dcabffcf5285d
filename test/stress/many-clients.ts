/**
 * 200,000 client addresses (of 127.0.0.0/8), each of which chooses something: is memory bounded by `clients.max`?
 *
 * `node --import tsx test/stress/many-clients.ts [--clients 200000] [--workers 0]`. Without workers it is one process. Linux only.
 */
import { connect } from 'node:net';
import { parseArgs } from 'node:util';
import { createSite, replaceOnce, startServer } from '../start-server.ts';
import { residentMibOf } from '../verdicts/process-figures.ts';
import { processIds } from './figures.ts';

const { values } = parseArgs({
  options: { clients: { type: 'string', default: '200000' }, workers: { type: 'string', default: '0' } },
});
const CLIENTS = Number(values.clients);
const AT_A_TIME = 64;
const STEPS = 4;

const site = createSite((manifest) => replaceOnce(manifest, 'file: access.log', 'file: null'));
const server = await startServer({
  manifest: site.manifest,
  args: values.workers === '0' ? [] : ['--workers', values.workers],
});
const startedMs = performance.now();
let next = 0;
let failed = 0;
console.log(`before: ${memoryText()}`);
for (let step = 1; step <= STEPS; step++) {
  const until = (CLIENTS * step) / STEPS;
  await Promise.all(Array.from({ length: AT_A_TIME }, () => chooseUntil(until)));
  console.log(`${next} clients: ${memoryText()}`);
}
const seconds = (performance.now() - startedMs) / 1000;
console.log(`${(CLIENTS / seconds).toFixed(0)} choices a second, each over a connection of its own; ${failed} failed`);
const code = await server.stop();
process.exitCode = failed === 0 && code === 0 ? 0 : 1;

async function chooseUntil(until: number): Promise<void> {
  while (next < until) {
    next++;
    if (!(await choose(addressOf(next)))) failed++;
  }
}

function addressOf(number: number): string {
  return `127.${1 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}`;
}

function choose(from: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: server.port, localAddress: from });
    let answer = '';
    socket.write('POST /short_log/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', () => undefined); // an answer that is not whole tells
    socket.on('close', () => resolve(answer.startsWith('HTTP/1.1 200 ')));
  });
}

function memoryText(): string {
  const sizes = processIds(server).map((pid) => `${residentMibOf(pid).toFixed(0)} MiB`);
  return sizes.join(', ');
}
