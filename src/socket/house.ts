import type { Server, Socket } from 'node:net';
import type { ConnectionHandler, Peer } from '../contract/exchange.ts';
import { BodyRoom } from './body-room.ts';
import { Connection } from './connection.ts';
import type { Spare } from './connection-states.ts';
import type { ConnectionSurroundings } from './connection-surroundings.ts';
import type { DrainManner, Guest } from './guest.ts';
import { ClientLists, GuestList } from './guest-list.ts';
import type { HandshakeOutcome } from './handshake.ts';
import { type FailedHandshakes, HandshakeReport } from './handshake-report.ts';
import type { Link } from './link.ts';
import { OutputBlocks } from './output-blocks.ts';
import { PlainHttpReader } from './plain-http-reader.ts';
import { Sweep } from './sweep.ts';
import type { TlsEntrance } from './tls-entrance.ts';
import { TurnEnd } from './turn-end.ts';
import { UnsentBound } from './unsent-bound.ts';

/** What a house needs of the process that it is in. */
export interface HouseOptions {
  readonly handler: ConnectionHandler;
  readonly clock: { monotonicMs(): number };
  /** Called once when input that is not HTTP stops the server (S2): the answer to it is on its way. */
  readonly onFatal: (message: string) => void;
  /** No requests, so no exchanges: for the error log alone. */
  readonly onHandshakesFailed: (failed: FailedHandshakes) => void;
  /** How many files the system lets this process hold open: connections take all but a few of them. */
  readonly openFilesMax: number;
  /** What the connections of a client are counted by; undefined: a trusted proxy's, behind which many may be. */
  clientOf(address: string): string | undefined;
  /** How many processes like this one serve together: each has its share of `limits.connections`. */
  readonly processes: number;
  /** One line for the operator. */
  readonly warn: (line: string) => void;
}

/** A connection that is paused holds no more than one read beyond this. */
export const READ_BYTES_MAX = 16 * 1024;
/** So much of all answers may be kept for peers that have not taken them. */
const UNSENT_BYTES_MAX = 256 * 1024 * 1024;
/** Logs, standard streams, Node's own, and the modules and views that a reload reads. */
const FILES_RESERVED = 64;
/** Connections over the limit that may be told so, or linger, at a time. */
const REFUSALS_MAX = FILES_RESERVED / 2;
const WARNING_EVERY_MS = 60_000;

/** A connection that was just accepted. */
interface Newcomer {
  readonly socket: Socket;
  readonly address: string;
  /** What it is counted by, if it is. */
  readonly client: string | undefined;
  /** Why there is no place for it, where there is none. */
  readonly over: string | undefined;
}

/** How many of these may have a place. */
interface Bounds {
  readonly list: GuestList;
  readonly max: number;
  readonly why: string;
}

interface Opening extends Pick<Newcomer, 'client' | 'over'> {
  readonly surroundings: ConnectionSurroundings;
}

/** All connections of one listener. */
export class House {
  readonly #options: HouseOptions;
  readonly #entrance: TlsEntrance | undefined;
  readonly #report: HandshakeReport;
  readonly #surroundings: ConnectionSurroundings;
  readonly #guests = new GuestList();
  readonly #clients = new ClientLists();
  /** Those that are gone, and whose last requests have no lines in the logs yet: their handlers, or the store, take longer. */
  readonly #owed = new Set<Guest>();
  /** Of what is said in the clear where TLS is spoken. */
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
      turnEnd: new TurnEnd(options.clock.monotonicMs),
      blocks: new OutputBlocks(),
      unsent: new UnsentBound(UNSENT_BYTES_MAX),
      bodies: new BodyRoom(() => options.handler.program().limits.bodiesBytesMax / options.processes),
      monotonicMs: options.clock.monotonicMs,
      onClosed: (connection, owed) => {
        if (owed) this.#owed.add(connection);
        else this.#owed.delete(connection);
        this.#leave(connection);
      },
      onSpare: (connection, spare) => this.#mark(connection, spare),
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
    this.#sweep = new Sweep(this.#guests.all, options.clock.monotonicMs);
  }

  admit(socket: Socket): void {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) {
      socket.destroy(); // gone before it was accepted
      return;
    }
    const client = this.#clientOf(remoteAddress);
    const bounds = this.#boundsOf(client);
    // Who is over its own bounds takes nobody else's place.
    const full = bounds.find(({ list, max }) => list.places >= max && !this.#spare(list.longestIdle()));
    // Whoever only lingers takes no place; the files that they hold have an end too.
    if (bounds.some(({ list, max }) => list.size >= max + REFUSALS_MAX && !this.#spare(list.longestLingering()))) {
      socket.destroy();
      return;
    }
    const newcomer = { client, over: full?.why };
    if (this.#entrance !== undefined) this.#shakeHands(this.#entrance, { socket, address: remoteAddress, ...newcomer });
    else
      this.#open(
        { socket, wire: socket },
        { address: remoteAddress, secure: false },
        { ...newcomer, surroundings: this.#surroundings },
      );
  }

  /** What the connections of a peer are counted by, if they are. */
  #clientOf(address: string): string | undefined {
    const { handler, clientOf } = this.#options;
    return handler.program().limits.connectionsPerClientMax === Number.POSITIVE_INFINITY
      ? undefined
      : clientOf(address);
  }

  #boundsOf(client: string | undefined): readonly Bounds[] {
    const roomFor = this.#roomFor();
    const all = { list: this.#guests, max: roomFor, why: `There are already ${roomFor} connections` };
    const { connectionsPerClientMax: max } = this.#options.handler.program().limits;
    if (client === undefined) return [all];
    const why = `This client already has ${max} connections (server.limits.connectionsPerClient)`;
    return [{ list: this.#clients.of(client), max, why }, all];
  }

  #open(link: Link, peer: Peer, { client, over, surroundings }: Opening): void {
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
      onSpare: (spare) => this.#mark(spare, 'idle'),
      onDone: (done, outcome) => {
        this.#greet(outcome, address, { client, over });
        this.#leave(done);
      },
    });
    this.#add(handshake, client);
  }

  #greet(outcome: HandshakeOutcome, address: string, newcomer: Pick<Newcomer, 'client' | 'over'>): void {
    switch (outcome.kind) {
      case 'secure':
        this.#open(outcome.link, { address, secure: true }, { ...newcomer, surroundings: this.#surroundings });
        return;
      case 'plain':
        this.#open(outcome.link, { address, secure: false }, { ...newcomer, surroundings: this.#plainSurroundings });
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
    for (const guest of this.#guests.all) guest.drain(manner);
    const giveUp = setTimeout(() => this.#emptied?.(), maxMs);
    if (this.#guests.size + this.#owed.size > 0) await emptied;
    clearTimeout(giveUp);
    this.#sweep.stop();
    this.#report.close();
  }

  abort(server: Server): void {
    server.close();
    for (const guest of [...this.#guests.all, ...this.#owed]) guest.abort();
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

  /** Closes the one that has been there longest, if there is one. */
  #spare(oldest: Guest | undefined): boolean {
    if (oldest === undefined) return false;
    this.#leave(oldest);
    oldest.abort();
    return true;
  }

  #add(guest: Guest, client: string | undefined): void {
    this.#guests.add(guest);
    if (client !== undefined) this.#clients.add(guest, client);
  }

  #mark(guest: Guest, spare: Spare): void {
    this.#guests.mark(guest, spare);
    this.#clients.mark(guest, spare);
  }

  #leave(guest: Guest): void {
    this.#guests.delete(guest);
    this.#clients.delete(guest);
    if (this.#guests.size + this.#owed.size === 0) this.#emptied?.();
  }
}
