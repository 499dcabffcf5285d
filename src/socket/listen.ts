import { createServer, type Server, type Socket } from 'node:net';
import type { ConnectionHandler } from '../contract/exchange.ts';
import { Connection } from './connection.ts';
import type { ConnectionSurroundings, DrainManner } from './connection-surroundings.ts';
import { Sweep } from './sweep.ts';
import { TurnEnd } from './turn-end.ts';

export interface ListenOptions {
  /** A name or an address. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly handler: ConnectionHandler;
  readonly clock: { monotonicMs(): number };
  /** Called once when input that is not HTTP stops the server (S2): the answer to it is on its way. */
  readonly onFatal: (message: string) => void;
  /** How many files the system lets this process hold open: connections take all but a few of them. */
  readonly openFilesMax: number;
  /** One line for the operator. */
  readonly warn: (line: string) => void;
}

export interface Listener {
  /** The address that is listened on. */
  readonly host: string;
  readonly port: number;
  /** Stops accepting, closes idle connections and answers what has begun; what is left after `maxMs` is aborted. */
  drain(maxMs: number, manner: DrainManner): Promise<void>;
  /** Stops accepting and closes every connection now; requests without an answer get a 503, as far as it can still leave. */
  abort(): void;
}

/** Listens for connections. Rejects with the system's error: a busy port, an unknown host. */
export async function listen(options: ListenOptions): Promise<Listener> {
  const house = new House(options);
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
    drain: (maxMs, manner) => house.drain(server, maxMs, manner),
    abort: () => house.abort(server),
  };
}

/** The kernel's queue of connections that wait to be accepted; Linux caps it at net.core.somaxconn. */
const BACKLOG = 4096;
/** A connection that is paused holds no more than one read beyond this. */
const READ_BYTES_MAX = 16 * 1024;
/** Logs, standard streams, Node's own, and the modules and views that a reload reads. */
const FILES_RESERVED = 64;
/** Connections over the limit that may be told so, or linger, at a time. */
const REFUSALS_MAX = FILES_RESERVED / 2;
const WARNING_EVERY_MS = 60_000;

/** All connections of one listener. */
class House {
  readonly #options: ListenOptions;
  readonly #surroundings: ConnectionSurroundings;
  readonly #connections = new Set<Connection>();
  /** Those that wait for a request, the one that has waited longest first. */
  readonly #idle = new Set<Connection>();
  /** Those whose last answer is sent: they only wait for their peers to close. */
  readonly #lingering = new Set<Connection>();
  readonly #sweep: Sweep;
  #emptied: (() => void) | undefined;
  #fatal = false;
  #warnedMs = Number.NEGATIVE_INFINITY;

  constructor(options: ListenOptions) {
    this.#options = options;
    this.#surroundings = {
      handler: options.handler,
      turnEnd: new TurnEnd(),
      monotonicMs: options.clock.monotonicMs,
      onClosed: (connection) => this.#leave(connection),
      onSpare: (connection, spare) => {
        this.#idle.delete(connection);
        this.#lingering.delete(connection);
        if (spare === 'idle') this.#idle.add(connection);
        else if (spare === 'lingering') this.#lingering.add(connection);
      },
      onFatal: (message) => {
        if (this.#fatal) return;
        this.#fatal = true;
        options.onFatal(message);
      },
    };
    this.#sweep = new Sweep(this.#connections, options.clock.monotonicMs);
  }

  admit(socket: Socket): void {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) {
      socket.destroy(); // gone before it was accepted
      return;
    }
    const roomFor = this.#roomFor();
    // Whoever only lingers takes no place; the files that they hold have an end too.
    const full = this.#connections.size - this.#lingering.size >= roomFor && !this.#spare(this.#idle);
    if (this.#connections.size >= roomFor + REFUSALS_MAX && !this.#spare(this.#lingering)) {
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, { address: remoteAddress, secure: false }, this.#surroundings);
    this.#connections.add(connection);
    if (full) connection.refuse('too-many-connections', `There are ${roomFor} connections already`);
  }

  /** Tells the operator of trouble, once a minute. */
  warn(line: string): void {
    const now = this.#options.clock.monotonicMs();
    if (now - this.#warnedMs < WARNING_EVERY_MS) return;
    this.#warnedMs = now;
    this.#options.warn(line);
  }

  async drain(server: Server, maxMs: number, manner: DrainManner): Promise<void> {
    server.close();
    this.#sweep.hasten();
    const emptied = new Promise<void>((resolve) => {
      this.#emptied = resolve;
    });
    for (const connection of this.#connections) connection.drain(manner);
    const giveUp = setTimeout(() => this.abort(server), maxMs);
    if (this.#connections.size > 0) await emptied;
    clearTimeout(giveUp);
    this.#sweep.stop();
  }

  abort(server: Server): void {
    server.close();
    for (const connection of this.#connections) connection.abort();
  }

  /** Out of file descriptors, the system would drop a connection without a word: better an answer before that. */
  #roomFor(): number {
    const { connectionsMax } = this.#options.handler.program().limits;
    const { openFilesMax } = this.#options;
    const filesMax = Math.max(openFilesMax - FILES_RESERVED, 1);
    if (this.#connections.size >= filesMax && filesMax < connectionsMax) {
      this.warn(`Cannot hold more than ${filesMax} connections: the system allows ${openFilesMax} open files`);
    }
    return Math.min(connectionsMax, filesMax);
  }

  /** Closes the one that has been there longest; tells whether there was one. */
  #spare(connections: ReadonlySet<Connection>): boolean {
    const [oldest] = connections;
    if (oldest === undefined) return false;
    this.#leave(oldest);
    oldest.abort();
    return true;
  }

  #leave(connection: Connection): void {
    this.#connections.delete(connection);
    this.#idle.delete(connection);
    this.#lingering.delete(connection);
    if (this.#connections.size === 0) this.#emptied?.();
  }
}
