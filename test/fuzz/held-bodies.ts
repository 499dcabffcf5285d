import { connect, type Socket } from 'node:net';
import { createSite } from '../start-server.ts';
import { pause } from '../stress/figures.ts';
import type { Group } from './run-group.ts';

const CONNECTIONS = 400;
const BODY_BYTES = 1024 * 1024;
const HOLD_MS = 4000;

/** Many bodies that all but end, and do not: what the server keeps for all of them has a limit, and visitors are served. */
export const heldBodies: Group = {
  name: 'held-bodies',
  endless: false,
  growthMibMax: 250,
  exact: false,
  site: async () => createSite(() => MANIFEST).manifest,
  async attack({ server, exchanges, more }) {
    if (!more()) return;
    const head = `POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${BODY_BYTES}\r\n\r\n`;
    const bytes = Buffer.concat([Buffer.from(head), Buffer.alloc(BODY_BYTES - 1, 'b')]);
    const request = { bytes, label: `${CONNECTIONS} bodies of ${BODY_BYTES} bytes, each but for its last byte` };
    exchanges.inFlight.add(request);
    exchanges.sent += CONNECTIONS;
    const sockets = Array.from({ length: CONNECTIONS }, () => hold(server.port, bytes));
    await pause(HOLD_MS);
    for (const socket of sockets) socket.destroy();
    exchanges.inFlight.delete(request);
  },
};

function hold(port: number, bytes: Buffer): Socket {
  const socket = connect({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(bytes);
  return socket;
}

const MANIFEST = `
version: 1
server: { notHttp: reject }
routes:
  home: { path: /, text: home }
  post: { path: /post, methods: [POST], text: posted }
`;
