import { createServer } from 'node:net';
import type { TlsSettings } from '../contract/program.ts';
import type { DrainManner } from './guest.ts';
import { House, type HouseOptions, READ_BYTES_MAX } from './house.ts';

export interface ListenOptions extends HouseOptions {
  /** A name or an address. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** undefined: plain HTTP. */
  readonly tls: TlsSettings | undefined;
}

export interface Listener {
  /** The address that it listens on. */
  readonly host: string;
  readonly port: number;
  /**
   * Sets other certificates for new connections; a listener of plain HTTP ignores them. Throws OpenSSL's reason if it refuses
   * them; then everything stays as it is.
   */
  renewTls(settings: TlsSettings): void;
  /**
   * Stops accepting, closes idle connections and answers what has begun. Resolves when all of it is logged, or after
   * `maxMs`: then call `abort`.
   */
  drain(maxMs: number, manner: DrainManner): Promise<void>;
  /**
   * Stops accepting and closes every connection now; requests without an answer get a 503 if it can still leave. They are logged
   * when this returns, provided that refused exchanges no longer wait for anything.
   */
  abort(): void;
}

/** Listens for connections. Rejects with the system's error (a busy port, an unknown host) or OpenSSL's (a weak key). */
export async function listen(options: ListenOptions): Promise<Listener> {
  // Loaded only for TLS.
  const entrance = options.tls && new (await import('./tls-entrance.ts')).TlsEntrance(options.tls);
  const house = new House(options, entrance);
  const server = createServer({ allowHalfOpen: true, noDelay: true, highWaterMark: READ_BYTES_MAX }, (socket) =>
    house.admit(socket),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error) => house.warn(`Cannot accept connections: ${error.message}`));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an IP address');
  return {
    host: address.address,
    port: address.port,
    renewTls: (settings) => entrance?.renew(settings),
    drain: (maxMs, manner) => house.drain(server, maxMs, manner),
    abort: () => house.abort(server),
  };
}

/** The kernel's queue of connections that wait to be accepted; Linux caps it at net.core.somaxconn. */
const BACKLOG = 4096;
