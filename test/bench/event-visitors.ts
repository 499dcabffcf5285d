/**
 * A process whose visitors open event streams and keep them open. It tells its parent when each has had an event; on any message it tells
 * how many events came since the last one. Arguments: the server's URL, and how many.
 */
import { connect } from 'node:net';
import { requestText } from './scenarios.ts';

const [url = '', count = '0'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const ticks = { name: 'hello', method: 'GET', target: '/ticks', status: 200 } as const;
const request = requestText(ticks, { origin: url, mode: 'keep-alive' });
/** So many are opened at once: less than the queue of a listening socket holds. */
const AT_ONCE = 200;
const EVENT = 'data: tick';
let events = 0;

for (let open = 0; open < Number(count); open += AT_ONCE) {
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, Number(count) - open) }, listen));
}
process.send?.('open');
process.on('message', () => {
  process.send?.(events);
  events = 0;
});

/** Resolves at the first event, and goes on. */
function listen(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => socket.write(request));
    socket.once('error', reject);
    socket.once('close', () => process.exit(1));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      if (!chunk.includes(EVENT)) return;
      events += chunk.split(EVENT).length - 1;
      resolve();
    });
  });
}
