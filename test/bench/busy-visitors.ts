/**
 * A process whose connections pipeline small requests without a pause, and take all answers. It tells its parent when each has had
 * an answer; on any message it tells how many bytes of answers came since the last one. Arguments: the server's URL, the target,
 * and how many.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { requestText, SCENARIOS } from './scenarios.ts';

const [url = '', target = '', count = '0'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
/** In one write: more than a server reads at a time. */
const AT_ONCE = 500;
const request = requestText({ ...SCENARIOS.divide, target }, { origin: url, mode: 'keep-alive' });
const requests = Buffer.from(request.repeat(AT_ONCE));
let bytes = 0;

await Promise.all(Array.from({ length: Number(count) }, pipeline));
process.send?.('busy');
process.on('message', () => {
  process.send?.(bytes);
  bytes = 0;
});

/** Resolves at the first answer, and goes on. */
async function pipeline(): Promise<void> {
  const socket = connect({ host: hostname, port: Number(port) });
  socket.once('close', () => process.exit(1));
  const pump = (): void => {
    while (socket.write(requests));
  };
  socket.on('connect', pump).on('drain', pump);
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  await once(socket, 'data');
}
