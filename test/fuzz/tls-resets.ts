import { connect, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { makeCertificate } from '../make-certificate.ts';
import { createSite } from '../start-server.ts';
import { pause } from '../stress/figures.ts';
import { between, pickOne, type Random } from '../verdicts/random-source.ts';
import type { Group } from './run-group.ts';

const ROUNDS = 6;
/** More than all places that there are. */
const HANDSHAKES = 150;
const ROUND_MS = 1000;
export const TLS_WAYS = ['handshake', 'one byte', 'half a request', 'request', 'garbage', 'half a handshake'] as const;

/** TLS connections that are reset at any of their points: the places are free again at once, and visitors are served. */
export const tlsResets: Group = {
  name: 'tls-resets',
  endless: false,
  growthMibMax: 150,
  exact: false,
  tls: true,
  async site() {
    const { cert, key } = makeCertificate();
    return createSite(() => MANIFEST, { 'cert.pem': cert, 'key.pem': key }).manifest;
  },
  async attack(scene) {
    for (let round = 0; round < ROUNDS && scene.more(); round++) {
      // The first round is the one that matters most, whatever the seed.
      const way = round === 0 ? 'one byte' : pickOne(scene.random, TLS_WAYS);
      for (let count = 0; count < HANDSHAKES && scene.more(); count++) {
        scene.exchanges.sent++;
        await resetTls(scene.server.port, way, scene.random);
      }
      await pause(ROUND_MS);
    }
  },
};

/** One connection that is reset at that point. */
export async function resetTls(port: number, way: (typeof TLS_WAYS)[number], random: Random): Promise<void> {
  const raw = connect({ host: '127.0.0.1', port });
  raw.on('error', () => undefined);
  const gone = new Promise<void>((resolve) => raw.once('close', () => resolve()));
  if (way === 'half a handshake') {
    raw.write(Buffer.from([0x16, 0x03, 0x01, 0x00, between(random, 1, 255), 0x01]), () => raw.resetAndDestroy());
    await gone;
    return;
  }
  const version = random() < 0.75 ? 'TLSv1.3' : 'TLSv1.2';
  const socket = connectTls({ socket: raw, rejectUnauthorized: false, minVersion: version, maxVersion: version });
  socket.on('error', () => raw.destroy());
  socket.once('secureConnect', () => attack(socket, raw, way));
  raw.setTimeout(2000, () => raw.destroy());
  await gone;
}

function attack(socket: TLSSocket, raw: Socket, way: (typeof TLS_WAYS)[number]): void {
  const words = {
    handshake: '',
    'one byte': 'G',
    'half a request': 'GET / HT',
    garbage: '\0\xff',
    'half a handshake': '',
  };
  const text = way === 'request' ? 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n' : words[way];
  if (text === '') raw.resetAndDestroy();
  else socket.write(text, 'latin1', () => raw.resetAndDestroy());
}

const MANIFEST = `
version: 1
server: { notHttp: reject, limits: { connections: 100 }, tls: { cert: ./cert.pem, key: ./key.pem } }
routes:
  home: { path: /, text: home }
`;
