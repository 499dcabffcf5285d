import type { Server, Socket } from 'node:net';
import type { ConnectionHandler, Peer } from '../contract/exchange.ts';
import type { Limits } from '../contract/program.ts';
import { acceptAll } from './accept-all.ts';
import { BodyRoom } from './body-room.ts';
import { Connection } from './connection.ts';
import type { Evictable } from './connection-states.ts';
import type { ConnectionSurroundings } from './connection-surroundings.ts';
import { type DrainManner, type Guest, NO_SEATS } from './guest.ts';
import { ClientLists, GuestList } from './guest-list.ts';
import type { HandshakeOutcome } from './handshake.ts';
import { type FailedHandshakes, HandshakeReport } from './handshake-report.ts';
import type { Link } from './link.ts';
import { PlainHttpReader } from './plain-http-reader.ts';
import { Sweep } from './sweep.ts';
import type { TlsEntrance } from './tls-entrance.ts';
import type { TurnEnd } from './turn-end.ts';
import { UnsentBound } from './unsent-bound.ts';

/** What a house needs from its process. */
export interface HouseOptions {
  readonly handler: ConnectionHandler;
  readonly clock: { monotonicMs(): number };
  /** Called once when input that is not HTTP stops the server: its answer is on its way. */
  readonly onFatal: (message: string) => void;
  /** There is no request, so no exchange: these are only for the error log. */
  readonly onHandshakesFailed: (failed: FailedHandshakes) => void;
  /** How many files the system lets this process keep open: connections can use all but a few of them. */
  readonly openFilesMax: number;
  /** How many of them uploads can have: connections leave these, too. */
  readonly uploadFilesMax: number;
  /** The key by which the connections of a client are counted; undefined: a trusted proxy's, behind which many clients can be. */
  clientOf(address: string): string | undefined;
  /** How many processes like this one serve together: each has its share of `limits.connections`. */
  readonly processes: number;
  /** All that leaves this process at the end of a turn waits for it there. */
  readonly turnEnd: TurnEnd;
  readonly warn: (line: string) => void;
}

/** A paused connection holds no more than one read beyond this. */
export const READ_BYTES_MAX = 16 * 1024;
/** How much of all answers is kept for peers that have not taken them. */
const UNSENT_BYTES_MAX = 256 * 1024 * 1024;
/** Files for logs, standard streams, Node itself, and the modules and views that a reload reads. */
const FILES_RESERVED = 64;
/** How many connections over the limit can be refused, or linger, at a time. */
const REFUSALS_MAX = FILES_RESERVED / 2;
/** A connection that was opened, or had its answer, so short a time ago is not idle: its next request may be on its way. */
const BUSY_MS = 1000;
/** A server that stops accepts those that wait in the system's queue; on a busy one new ones never cease to come. */
const ACCEPT_MS_MAX = 3000;
const WARNING_EVERY_MS = 60_000;

/** A connection that was just accepted. */
interface Newcomer {
  readonly socket: Socket;
  readonly address: string;
  /** The key by which it is counted, if it is. */
  readonly client: string | undefined;
  /** Why there is no place for it, if there is none. */
  readonly over: string | undefined;
}

/** How many of these can have a place. */
interface Bounds {
  readonly list: GuestList;
  readonly max: number;
  readonly why: string;
}

type Counted = Pick<Newcomer, 'client' | 'over'>;

/** All connections of one listener. */
export class House {
  readonly #options: HouseOptions;
  readonly #entrance: TlsEntrance | undefined;
  readonly #report: HandshakeReport;
  readonly #surroundings: ConnectionSurroundings;
  readonly #guests = new GuestList();
  readonly #clients = new ClientLists();
  /** Closed connections whose last requests are not logged yet: their handlers, or the store, take longer. */
  readonly #owed = new Set<Guest>();
  /** For what comes in the clear to a TLS port. */
  readonly #plainSurroundings: ConnectionSurroundings;
  readonly #sweep: Sweep;
  #drain: DrainManner | undefined;
  #emptied: (() => void) | undefined;
  #fatal = false;
  #warnedMs = Number.NEGATIVE_INFINITY;

  constructor(options: HouseOptions, entrance: TlsEntrance | undefined) {
    this.#options = options;
    this.#entrance = entrance;
    this.#report = new HandshakeReport(options.onHandshakesFailed);
    this.#surroundings = {
      handler: options.handler,
      limitsNow: () => options.handler.program().limits,
      turnEnd: options.turnEnd,
      memory: options.handler.memory,
      unsent: new UnsentBound(UNSENT_BYTES_MAX),
      bodies: new BodyRoom(() => options.handler.program().limits.bodiesBytesMax / options.processes),
      monotonicMs: options.clock.monotonicMs,
      onClosed: (connection, owed) => {
        if (owed) this.#owed.add(connection);
        else this.#owed.delete(connection);
        this.#leave(connection);
      },
      onEvictable: mark,
      onRest(connection, rests) {
        for (const seat of connection.seats) seat.rest(rests);
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
    this.#surroundings.turnEnd.newcomers++;
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) {
      socket.destroy(); // gone before it was accepted
      return;
    }
    const newcomer = { socket, address: remoteAddress, client: this.#clientOf(remoteAddress), over: undefined };
    if (this.#hasRoom(newcomer.client)) return void this.#welcome(newcomer);
    this.#surroundings.turnEnd.isWanted = true;
    // One that seems to be idle has perhaps asked already: what has come is read first.
    setImmediate(() => this.#seat(newcomer));
  }

  /** Whether nobody has to leave, or is refused: nearly always. */
  #hasRoom(client: string | undefined): boolean {
    if (this.#guests.size >= this.#roomFor()) return false;
    return client === undefined || this.#clients.countOf(client) < this.#limits().connectionsPerClientMax;
  }

  #seat(newcomer: Newcomer): void {
    const bounds = this.#boundsOf(newcomer.client);
    const idleSinceMs = this.#options.clock.monotonicMs() - BUSY_MS;
    // A client over its own limit takes nobody else's place.
    const full = bounds.find((bound) => isFull(bound) && !this.#evict(bound.list.longestIdle(idleSinceMs)));
    // A guest that only lingers takes no place, but it holds a file, and files are limited too.
    if (bounds.some(({ list, max }) => list.size >= max + REFUSALS_MAX && !this.#evict(list.longestLingering())))
      newcomer.socket.destroy();
    else this.#welcome({ ...newcomer, over: full?.why });
  }

  #welcome(newcomer: Newcomer): void {
    const { socket, address } = newcomer;
    if (this.#entrance !== undefined) this.#shakeHands(this.#entrance, newcomer);
    else this.#open({ socket, wire: socket }, { address, secure: false }, newcomer, this.#surroundings);
  }

  #limits(): Limits {
    return this.#options.handler.program().limits;
  }

  /** The key by which the connections of a peer are counted, if they are. */
  #clientOf(address: string): string | undefined {
    if (this.#limits().connectionsPerClientMax === Number.POSITIVE_INFINITY) return undefined;
    return this.#options.clientOf(address);
  }

  #boundsOf(client: string | undefined): readonly Bounds[] {
    const roomFor = this.#roomFor();
    const all = { list: this.#guests, max: roomFor, why: `There are already ${roomFor} connections` };
    const { connectionsPerClientMax: max } = this.#limits();
    if (client === undefined) return [all];
    const why = `This client already has ${max} connections (server.limits.connectionsPerClient)`;
    return [{ list: this.#clients.of(client), max, why }, all];
  }

  #open(link: Link, peer: Peer, { client, over }: Counted, surroundings: ConnectionSurroundings): void {
    const connection = new Connection(link, peer, surroundings);
    this.#add(connection, client);
    if (over !== undefined) connection.refuse({ code: 'too-many-connections', message: over });
    else if (this.#drain !== undefined) connection.drain(this.#drain);
  }

  /** Until it is done, it takes the place of a connection. */
  #shakeHands(entrance: TlsEntrance, { socket, address, client, over }: Newcomer): void {
    const handshake = entrance.receive(socket, {
      highWaterMark: READ_BYTES_MAX,
      turnEnd: this.#surroundings.turnEnd,
      monotonicMs: this.#options.clock.monotonicMs,
      timeoutMs: () => this.#options.handler.program().timeouts.headMs,
      onEvictable: (handshake) => mark(handshake, 'idle'),
      onDone: (done, outcome) => {
        this.#greet(outcome, address, { client, over });
        this.#leave(done);
      },
    });
    this.#add(handshake, client);
  }

  #greet(outcome: HandshakeOutcome, address: string, newcomer: Counted): void {
    switch (outcome.kind) {
      case 'secure':
        this.#open(outcome.link, { address, secure: true }, newcomer, this.#surroundings);
        return;
      case 'plain':
        this.#open(outcome.link, { address, secure: false }, newcomer, this.#plainSurroundings);
        outcome.link.socket.resume();
        return;
      case 'failed':
        this.#report.add(address, outcome.reason);
        return;
      case 'left':
        return;
    }
  }

  /** Warns the operator, at most once a minute. */
  warn(line: string): void {
    const now = this.#options.clock.monotonicMs();
    if (now - this.#warnedMs < WARNING_EVERY_MS) return;
    this.#warnedMs = now;
    this.#options.warn(line);
  }

  async drain(server: Server, maxMs: number, manner: DrainManner): Promise<void> {
    const { monotonicMs } = this.#options.clock;
    const untilMs = monotonicMs() + maxMs;
    // Until then nobody is told to leave: a client that is opens another connection.
    if (!manner.hurry)
      await acceptAll({
        newcomers: () => this.#surroundings.turnEnd.newcomers,
        monotonicMs,
        maxMs: Math.min(maxMs, ACCEPT_MS_MAX),
      });
    server.close();
    this.#drain = manner;
    this.#sweep.hasten();
    for (const guest of [...this.#guests]) guest.drain(manner);
    const emptied = new Promise<void>((resolve) => {
      this.#emptied = resolve;
    });
    // As in a sweep, what has come by then is read first.
    const giveUp = setTimeout(() => setImmediate(() => this.#emptied?.()), untilMs - monotonicMs());
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

  /** Without file descriptors the system would drop a connection silently: an answer before that is better. */
  #roomFor(): number {
    const { openFilesMax, uploadFilesMax, processes } = this.#options;
    const connectionsMax = Math.ceil(this.#limits().connectionsMax / processes);
    const filesMax = Math.max(openFilesMax - FILES_RESERVED - uploadFilesMax, 1);
    if (this.#guests.size >= filesMax && filesMax < connectionsMax) {
      this.warn(`Cannot hold more than ${filesMax} connections: the system allows ${openFilesMax} open files`);
    }
    return Math.min(connectionsMax, filesMax);
  }

  /** Closes the one that has been there longest, if there is one. */
  #evict(oldest: Guest | undefined): boolean {
    if (oldest === undefined) return false;
    this.#leave(oldest);
    oldest.abort();
    return true;
  }

  #add(guest: Guest, client: string | undefined): void {
    const seat = this.#guests.add(guest);
    guest.seats = client === undefined ? [seat] : [seat, this.#clients.add(guest, client)];
  }

  #leave(guest: Guest): void {
    for (const seat of guest.seats) seat.leave();
    guest.seats = NO_SEATS;
    if (this.#guests.size + this.#owed.size === 0) this.#emptied?.();
  }
}

function mark(guest: Guest, evictable: Evictable): void {
  for (const seat of guest.seats) seat.mark(evictable);
}

function isFull({ list, max }: Bounds): boolean {
  return list.places >= max;
}
