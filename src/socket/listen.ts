import { createServer, type Server, type Socket } from 'node:net';
import type { ConnectionHandler, Peer } from '../contract/exchange.ts';
import type { TlsSettings } from '../contract/program.ts';
import { Connection } from './connection.ts';
import type { ConnectionSurroundings, DrainManner } from './connection-surroundings.ts';
import type { Guest } from './guest.ts';
import type { HandshakeOutcome } from './handshake.ts';
import { type FailedHandshakes, HandshakeReport } from './handshake-report.ts';
import type { Link } from './link.ts';
import { OutputBlocks } from './output-blocks.ts';
import { PlainHttpReader } from './plain-http-reader.ts';
import { Sweep } from './sweep.ts';
import type { TlsEntrance } from './tls-entrance.ts';
import { TurnEnd } from './turn-end.ts';

export interface ListenOptions {
  /** A name or an address. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** undefined: plain HTTP. */
  readonly tls: TlsSettings | undefined;
  readonly handler: ConnectionHandler;
  readonly clock: { monotonicMs(): number };
  /** Called once when input that is not HTTP stops the server (S2): the answer to it is on its way. */
  readonly onFatal: (message: string) => void;
  /** No requests, so no exchanges: for the error log alone. */
  readonly onHandshakesFailed: (failed: FailedHandshakes) => void;
  /** How many files the system lets this process hold open: connections take all but a few of them. */
  readonly openFilesMax: number;
  /** How many processes like this one serve together: each has its share of `limits.connections`. */
  readonly processes: number;
  /** One line for the operator. */
  readonly warn: (line: string) => void;
}

export interface Listener {
  /** The address that is listened on. */
  readonly host: string;
  readonly port: number;
  /**
   * Other certificates, for the connections that come from now on; to a listener of plain HTTP they mean nothing. Throws what
   * OpenSSL says of one that it refuses; then all stays as it is.
   */
  renewTls(settings: TlsSettings): void;
  /**
   * Stops accepting, closes idle connections and answers what has begun. Resolves when all of it has left its lines in the
   * logs, or after `maxMs`: what is left then is for `abort`.
   */
  drain(maxMs: number, manner: DrainManner): Promise<void>;
  /**
   * Stops accepting and closes every connection now; requests without an answer get a 503, as far as it can still leave. Their lines are in
   * the logs when this returns, if exchanges that are refused wait for nothing by now.
   */
  abort(): void;
}

/** Listens for connections. Rejects with the system's error (a busy port, an unknown host) or OpenSSL's (a weak key). */
export async function listen(options: ListenOptions): Promise<Listener> {
  // What speaks plain HTTP does not even load the other.
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
/** A connection that is paused holds no more than one read beyond this. */
const READ_BYTES_MAX = 16 * 1024;
/** Logs, standard streams, Node's own, and the modules and views that a reload reads. */
const FILES_RESERVED = 64;
/** Connections over the limit that may be told so, or linger, at a time. */
const REFUSALS_MAX = FILES_RESERVED / 2;
const WARNING_EVERY_MS = 60_000;

/** A connection that was just accepted. */
interface Newcomer {
  readonly socket: Socket;
  readonly address: string;
  /** How many there are already, where that is too many. */
  readonly over: number | undefined;
}

interface Opening extends Pick<Newcomer, 'over'> {
  readonly surroundings: ConnectionSurroundings;
}

/** All connections of one listener. */
class House {
  readonly #options: ListenOptions;
  readonly #entrance: TlsEntrance | undefined;
  readonly #report: HandshakeReport;
  readonly #surroundings: ConnectionSurroundings;
  readonly #guests = new Set<Guest>();
  /** Those that wait for a request or shake hands, the one that has waited longest first. */
  readonly #idle = new Set<Guest>();
  /** Those whose last answer is sent: they only wait for their peers to close. */
  readonly #lingering = new Set<Guest>();
  /** Those that are gone, and whose last requests have no lines in the logs yet: their handlers, or the store, take longer. */
  readonly #owed = new Set<Guest>();
  /** Of what is said in the clear where TLS is spoken. */
  readonly #plainSurroundings: ConnectionSurroundings;
  readonly #sweep: Sweep;
  #drain: DrainManner | undefined;
  #emptied: (() => void) | undefined;
  #fatal = false;
  #warnedMs = Number.NEGATIVE_INFINITY;

  constructor(options: ListenOptions, entrance: TlsEntrance | undefined) {
    this.#options = options;
    this.#entrance = entrance;
    this.#report = new HandshakeReport(options.onHandshakesFailed);
    this.#surroundings = {
      handler: options.handler,
      turnEnd: new TurnEnd(),
      blocks: new OutputBlocks(),
      monotonicMs: options.clock.monotonicMs,
      onClosed: (connection, owed) => {
        if (owed) this.#owed.add(connection);
        else this.#owed.delete(connection);
        this.#leave(connection);
      },
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
    const { handler } = options;
    const openReader: typeof handler.openReader = (limitsNow, peer) =>
      new PlainHttpReader(handler.openReader(limitsNow, peer));
    this.#plainSurroundings = { ...this.#surroundings, handler: { ...handler, openReader } };
    this.#sweep = new Sweep(this.#guests, options.clock.monotonicMs);
  }

  admit(socket: Socket): void {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) {
      socket.destroy(); // gone before it was accepted
      return;
    }
    const roomFor = this.#roomFor();
    // Whoever only lingers takes no place; the files that they hold have an end too.
    const full = this.#guests.size - this.#lingering.size >= roomFor && !this.#spare(this.#idle);
    if (this.#guests.size >= roomFor + REFUSALS_MAX && !this.#spare(this.#lingering)) {
      socket.destroy();
      return;
    }
    const over = full ? roomFor : undefined;
    if (this.#entrance !== undefined) this.#shakeHands(this.#entrance, { socket, address: remoteAddress, over });
    else
      this.#open(
        { socket, wire: socket },
        { address: remoteAddress, secure: false },
        { over, surroundings: this.#surroundings },
      );
  }

  #open(link: Link, peer: Peer, { over, surroundings }: Opening): void {
    const connection = new Connection(link, peer, surroundings);
    this.#guests.add(connection);
    if (over !== undefined) connection.refuse('too-many-connections', `There are ${over} connections already`);
    else if (this.#drain !== undefined) connection.drain(this.#drain);
  }

  /** Until it is done, it takes the place of a connection. */
  #shakeHands(entrance: TlsEntrance, { socket, address, over }: Newcomer): void {
    const handshake = entrance.receive(socket, {
      highWaterMark: READ_BYTES_MAX,
      monotonicMs: this.#options.clock.monotonicMs,
      timeoutMs: () => this.#options.handler.program().timeouts.headMs,
      onSpare: (spare) => this.#idle.add(spare),
      onDone: (done, outcome) => {
        this.#greet(outcome, address, over);
        this.#leave(done);
      },
    });
    this.#guests.add(handshake);
  }

  #greet(outcome: HandshakeOutcome, address: string, over: number | undefined): void {
    switch (outcome.kind) {
      case 'secure':
        this.#open(outcome.link, { address, secure: true }, { over, surroundings: this.#surroundings });
        return;
      case 'plain':
        this.#open(outcome.link, { address, secure: false }, { over, surroundings: this.#plainSurroundings });
        outcome.link.socket.resume();
        return;
      case 'failed':
        this.#report.add(address, outcome.reason);
        return;
      case 'left':
        return;
    }
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
    this.#drain = manner;
    this.#sweep.hasten();
    const emptied = new Promise<void>((resolve) => {
      this.#emptied = resolve;
    });
    for (const guest of this.#guests) guest.drain(manner);
    const giveUp = setTimeout(() => this.#emptied?.(), maxMs);
    if (this.#guests.size + this.#owed.size > 0) await emptied;
    clearTimeout(giveUp);
    this.#sweep.stop();
    this.#report.close();
  }

  abort(server: Server): void {
    server.close();
    for (const guest of [...this.#guests, ...this.#owed]) guest.abort();
    this.#owed.clear();
    this.#emptied?.();
    this.#report.close();
  }

  /** Out of file descriptors, the system would drop a connection without a word: better an answer before that. */
  #roomFor(): number {
    const { openFilesMax, processes, handler } = this.#options;
    const connectionsMax = Math.ceil(handler.program().limits.connectionsMax / processes);
    const filesMax = Math.max(openFilesMax - FILES_RESERVED, 1);
    if (this.#guests.size >= filesMax && filesMax < connectionsMax) {
      this.warn(`Cannot hold more than ${filesMax} connections: the system allows ${openFilesMax} open files`);
    }
    return Math.min(connectionsMax, filesMax);
  }

  /** Closes the one that has been there longest; tells whether there was one. */
  #spare(guests: ReadonlySet<Guest>): boolean {
    const [oldest] = guests;
    if (oldest === undefined) return false;
    this.#leave(oldest);
    oldest.abort();
    return true;
  }

  #leave(guest: Guest): void {
    this.#guests.delete(guest);
    this.#idle.delete(guest);
    this.#lingering.delete(guest);
    if (this.#guests.size + this.#owed.size === 0) this.#emptied?.();
  }
}
