/**
 * A process of its own that asks for the start page 50 times a second, each time over a new connection, until it is told to stop: its
 * times are not those of the attackers, nor of whoever counts them. Forked by probe.ts with the port; answers with a `Probe`.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { pause } from './figures.ts';
import type { Probe } from './probe.ts';

const EVERY_MS = 20;
const PATIENCE_MS = 5000;

const port = Number(process.argv[2]);
const tookMs: number[] = [];
let failed = 0;
let stopped = false;
once(process, 'message').then(
  () => {
    stopped = true;
  },
  () => undefined,
);
const running: Promise<void>[] = [];
for (let next = performance.now(); !stopped; next += EVERY_MS) {
  await pause(Math.max(next - performance.now(), 0));
  running.push(
    visit().then(
      (ms) => void tookMs.push(ms),
      () => {
        failed++;
      },
    ),
  );
}
await Promise.all(running);
const seen: Probe = { tookMs, failed };
process.send?.(seen, () => process.exit(0));

async function visit(): Promise<number> {
  const startedMs = performance.now();
  const socket = connect({ host: '127.0.0.1', port });
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer')));
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  let text = '';
  for await (const chunk of socket.setEncoding('latin1')) text += chunk;
  const length = Number(/^content-length: (\d+)\r$/im.exec(text)?.[1]);
  if (!text.startsWith('HTTP/1.1 200 ') || text.length !== text.indexOf('\r\n\r\n') + 4 + length) {
    throw new Error('no whole answer');
  }
  return performance.now() - startedMs;
}
