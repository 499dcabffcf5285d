import { connect } from 'node:net';
import { createSite } from '../start-server.ts';
import type { Group } from './run-group.ts';

const CONNECTIONS = 8;
const REQUESTS = 40_000;
/** Each connection has so many requests under way: enough to fill what the system keeps for the server. */
const WINDOW = 4000;
const PATIENCE_MS = 120_000;

const REQUEST = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
const LAST = 'GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
const BEGIN = Buffer.from('HTTP/1.1 200 ');

/** Few connections that pipeline the smallest answers without an end; a new visitor must not notice. */
export const pipelines: Group = {
  name: 'pipelines',
  endless: false,
  growthMibMax: 150,
  exact: true,
  site: async () => createSite(() => MANIFEST).manifest,
  async attack({ server, exchanges, more }) {
    if (!more()) return;
    const request = {
      bytes: Buffer.from(REQUEST),
      label: `${CONNECTIONS} connections of pipelined ${JSON.stringify(REQUEST)}`,
    };
    exchanges.inFlight.add(request);
    const counts = await Promise.all(Array.from({ length: CONNECTIONS }, () => pipeline(server.port)));
    exchanges.inFlight.delete(request);
    exchanges.sent += CONNECTIONS * REQUESTS;
    for (const count of counts) exchanges.count(200, count);
    const lost = CONNECTIONS * REQUESTS - counts.reduce((sum, count) => sum + count, 0);
    if (lost > 0) exchanges.count(0, lost);
  },
};

/** Resolves to the number of answers. */
function pipeline(port: number): Promise<number> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    let [asked, answered] = [0, 0];
    let rest = Buffer.alloc(0);
    const ask = (): void => {
      const count = Math.min(WINDOW - (asked - answered), REQUESTS - 1 - asked);
      if (count > 0) socket.write(REQUEST.repeat(count));
      asked += Math.max(count, 0);
      if (asked === REQUESTS - 1) {
        asked++;
        socket.write(LAST);
      }
    };
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      const bytes = Buffer.concat([rest, chunk]);
      for (let at = bytes.indexOf(BEGIN); at >= 0; at = bytes.indexOf(BEGIN, at + 1)) answered++;
      // What may be the first part of the next beginning.
      rest = bytes.subarray(Math.max(bytes.lastIndexOf(BEGIN) + 1, bytes.length - BEGIN.length + 1));
      if (asked - answered < WINDOW / 2) ask();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answered));
    ask();
  });
}

const MANIFEST = `
version: 1
server: { notHttp: reject }
logs: { access: { detail: short } }
routes:
  home: { path: /, text: home }
  small: { path: /a, text: a }
`;
