import { connect } from 'node:net';
import { pause } from './figures.ts';

/** What visitors saw: how long each whole answer took, from before the connection to its last byte, and how many got none. */
export interface Probe {
  readonly tookMs: readonly number[];
  readonly failed: number;
}

const EVERY_MS = 20;
const PATIENCE_MS = 5000;

/** Asks for the start page 50 times a second, each time over a new connection, until `over` resolves. */
export async function probe(port: number, over: Promise<unknown>): Promise<Probe> {
  const tookMs: number[] = [];
  let failed = 0;
  const running: Promise<void>[] = [];
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  void over.then(stop, stop);
  for (let next = performance.now(); !stopped; next += EVERY_MS) {
    await pause(Math.max(next - performance.now(), 0));
    running.push(
      visit(port).then(
        (ms) => void tookMs.push(ms),
        () => {
          failed++;
        },
      ),
    );
  }
  await Promise.all(running);
  return { tookMs, failed };
}

async function visit(port: number): Promise<number> {
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
