/**
 * A process of its own that asks for the start page 50 times a second, each time over a new connection, until it is told to stop: its
 * times are not those of the attackers, nor of whoever counts them. Forked by probe.ts with the port, `tls` or `plain`, and the server's
 * process (0 for none); answers with a `Probe`.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { childrenOf, waitedForCpuMs } from '../verdicts/process-figures.ts';
import { pause } from './figures.ts';
import type { Probe, Visit } from './probe.ts';

const EVERY_MS = 20;
const PATIENCE_MS = 5000;

const port = Number(process.argv[2]);
const overTls = process.argv[3] === 'tls';
const serverPid = Number(process.argv[4] ?? 0);
const visits: Visit[] = [];
let stopped = false;
once(process, 'message').then(
  () => {
    stopped = true;
  },
  () => undefined,
);
// Whoever started this one is gone: nobody will ask.
process.once('disconnect', () => process.exit(1));
const running: Promise<void>[] = [];
for (let next = performance.now(), number = 0; !stopped; next += EVERY_MS, number++) {
  await pause(Math.max(next - performance.now(), 0));
  const late = performance.now() - next;
  // After a pause of its own it does not make up for what it has missed.
  if (late > EVERY_MS) next += late - (late % EVERY_MS);
  running.push(visit(`/?visit=${number}`));
}
await Promise.all(running);
const tookMs = visits.filter(({ fault }) => fault === undefined).map((one) => one.tookMs);
const seen: Probe = { tookMs, failed: visits.length - tookMs.length, visits };
process.send?.(seen, () => process.exit(0));

async function visit(target: string): Promise<void> {
  const atMs = Date.now();
  const startedMs = performance.now();
  const before = waits();
  const fault = await ask(target).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  const took = performance.now() - startedMs;
  visits.push({ target, atMs, tookMs: took, busyMs: Math.min(busySince(before), took), fault });
}

/** How long each process of the server has waited for a processor so far, and this one. */
function waits(): ReadonlyMap<number, number> {
  const pids = serverPid === 0 ? [] : [serverPid, ...childrenOf(serverPid)];
  return new Map([process.pid, ...pids].map((pid) => [pid, waitedForCpuMs(pid)]));
}

/** What this process has waited, and then the one of the server that has waited longest. */
function busySince(before: ReadonlyMap<number, number>): number {
  const grown = [...waits()].map(([pid, ms]) => ms - (before.get(pid) ?? ms));
  const [own = 0, ...others] = grown;
  return own + Math.max(0, ...others);
}

async function ask(target: string): Promise<void> {
  const address = { host: '127.0.0.1', port };
  const socket = overTls ? connectTls({ ...address, rejectUnauthorized: false }) : connect(address);
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer')));
  socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const chunk of socket.setEncoding('latin1')) text += chunk;
  const length = Number(/^content-length: (\d+)\r$/im.exec(text)?.[1]);
  const [status] = text.split('\r\n');
  if (!text.startsWith('HTTP/1.1 200 ')) throw new Error(`answered ${JSON.stringify(status)}`);
  if (text.length !== text.indexOf('\r\n\r\n') + 4 + length) throw new Error('no whole answer');
}
