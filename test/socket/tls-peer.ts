import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp, createServer, type Socket, type TcpNetConnectOpts } from 'node:net';
import { after, before } from 'node:test';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { type Certificate, makeCertificate } from '../make-certificate.ts';
import type { RunningServer, TestContext } from '../start-server.ts';
import { type GatedSettings, startGated } from './gated-server.ts';
import { WirePeer } from './wire-peer.ts';

/** A server that speaks TLS, and what its clients trust. */
export interface TlsServer extends RunningServer {
  readonly certificate: Certificate;
}

export interface TlsSettings extends GatedSettings {
  readonly certificate?: Certificate;
  /** Further keys of `server.tls`: `minVersion: TLSv1.3`. */
  readonly tls?: string;
}

/** What a test says of a connection of its own. */
export type TlsOptions = ConnectionOptions & Pick<TcpNetConnectOpts, 'localAddress'>;

/** As `startTls`, but for all tests of the suite that calls it; to be asked for inside a test. */
export function shareTls(settings: TlsSettings = {}): () => TlsServer {
  let server: TlsServer | undefined;
  before(async () => {
    server = await startTls({ after: () => undefined }, settings);
  });
  after(() => server?.stop());
  return () => server ?? assert.fail('the server is not started yet');
}

/** As `startGated`, over TLS. */
export async function startTls(t: TestContext, settings: TlsSettings = {}): Promise<TlsServer> {
  const { certificate = makeCertificate(), tls = '', server = '' } = settings;
  const running = await startGated(t, {
    ...settings,
    server: `tls: { cert: ./cert.pem, key: key.pem, ${tls} }, ${server}`,
    files: { ...settings.files, 'cert.pem': certificate.cert, 'key.pem': certificate.key },
  });
  return { ...running, certificate };
}

/** A TLS connection whose handshake is done; the certificate was checked. Rejects where the handshake fails. */
export async function shakeHands(server: TlsServer, options: TlsOptions = {}): Promise<TLSSocket> {
  const { host, port, certificate } = server;
  const ours = { host, port, ca: certificate.cert, servername: 'localhost', allowHalfOpen: true };
  const socket = connect({ ...ours, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** Sends when the handshake is done for us, and resets the connection: the server has perhaps not read the end of the handshake yet. */
export async function resetAfter(server: TlsServer, text: string, maxVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<void> {
  const { host, port, certificate } = server;
  const wire = connectTcp({ host, port });
  const socket = connect({ socket: wire, ca: certificate.cert, servername: 'localhost', maxVersion });
  for (const end of [wire, socket]) end.on('error', () => undefined);
  await once(socket, 'secureConnect');
  await new Promise((resolve) => socket.write(text, resolve));
  wire.resetAndDestroy();
}

/** As `dial`, over TLS. */
export async function dialTls(server: TlsServer, text = '', options: TlsOptions = {}): Promise<WirePeer> {
  const socket = await shakeHands(server, options);
  const peer = new WirePeer(socket, '127.0.0.1', {});
  if (text !== '') await peer.send(text);
  return peer;
}

/** What a client of Node.js begins with: its ClientHello. */
export async function helloOf(options: ConnectionOptions = {}): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const client = connect({ port: address.port, host: '127.0.0.1', servername: 'localhost', ...options });
  client.on('error', () => undefined);
  const [socket]: Socket[] = await once(server, 'connection');
  assert.ok(socket !== undefined);
  const [hello]: Buffer[] = await once(socket, 'data');
  for (const end of [socket, client, server]) 'destroy' in end ? end.destroy() : end.close();
  assert.ok(hello !== undefined);
  return hello;
}
