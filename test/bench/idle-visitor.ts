/**
 * A process that opens connections, asks each for one page, and then keeps them open and silent. It tells its parent when all have
 * had their answer; on any message it tells how many have closed meanwhile. Arguments: the server's URL, and how many.
 */
import { connect } from 'node:net';
import { requestText, SCENARIOS } from './scenarios.ts';

const [url = '', count = '0'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const request = requestText(SCENARIOS.divide, { origin: url, mode: 'keep-alive' });
/** So many are opened at once: less than the queue of a listening socket holds. */
const AT_ONCE = 200;
let closed = 0;

for (let open = 0; open < Number(count); open += AT_ONCE) {
  const size = Math.min(AT_ONCE, Number(count) - open);
  await Promise.all(Array.from({ length: size }, visit));
}
process.send?.('open');
process.on('message', () => process.send?.(closed, () => process.exit()));

/** Resolves when the whole answer is here. */
function visit(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => socket.write(request));
    socket.once('error', reject);
    socket.once('close', () => {
      closed++;
      reject(new Error('The server has closed a connection'));
    });
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
      const headEnd = text.indexOf('\r\n\r\n');
      const length = Number(/^content-length: (\d+)/im.exec(text)?.[1]);
      if (headEnd < 0 || text.length < headEnd + 4 + length) return;
      text = '';
      resolve();
    });
  });
}
