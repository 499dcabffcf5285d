import type { Socket } from 'node:net';
import type { ExchangeContext, Outcome, Peer } from '../contract/exchange.ts';
import type { FaultCode } from '../contract/fault.ts';
import type { Program } from '../contract/program.ts';
import type { Accepted, Request } from '../contract/request.ts';
import type { RequestReader } from '../contract/request-reader.ts';
import { SPARE, type Spare, type State } from './connection-states.ts';
import type { ConnectionSurroundings, DrainManner } from './connection-surroundings.ts';
import { cutOff } from './cut-off.ts';
import { Deadlines } from './deadlines.ts';
import type { Guest } from './guest.ts';
import { type Link, probe } from './link.ts';
import { Output } from './output.ts';
import { TurnShare } from './turn-end.ts';

const CONTINUE = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');

/**
 * One socket, from its first byte to its last (RFC 9112 §9). Requests are answered one after another, so that pipelined
 * answers come in order and a request sees what the one before it changed; what arrives meanwhile waits, and so does the peer.
 */
export class Connection implements ExchangeContext, Guest {
  readonly peer: Peer;
  /** As an `ExchangeContext`: of the request that is read or answered, of which there is one at a time. */
  startedMs: number;
  readonly #socket: Socket;
  readonly #wire: Socket;
  readonly #surroundings: ConnectionSurroundings;
  readonly #reader: RequestReader;
  readonly #output: Output;
  readonly #deadlines: Deadlines;
  readonly #share: TurnShare;
  #state: State = 'waiting';
  /** Of a request whose head is whole, until it is answered: a reload changes nothing for it. */
  #program: Program | undefined;
  /** Set once the next answer is the last. */
  #drain: DrainManner | undefined;
  #answered = false;
  /** When the wait for the request began: an empty line before it does not begin another. */
  #waitSinceMs: number;
  #toldSpare: Spare = 'no';
  /** The request whose answer is awaited. */
  #pending: Accepted | undefined;

  constructor({ socket, wire }: Link, peer: Peer, surroundings: ConnectionSurroundings) {
    this.peer = peer;
    this.startedMs = surroundings.monotonicMs();
    this.#socket = socket;
    this.#wire = wire;
    this.#surroundings = surroundings;
    this.#reader = surroundings.handler.openReader(() => surroundings.handler.program().limits, peer);
    this.#output = new Output(socket, surroundings, () => this.#sent());
    this.#share = new TurnShare(surroundings.turnEnd, () => this.#takeTurn());
    this.#waitSinceMs = this.startedMs;
    this.#deadlines = new Deadlines(this.startedMs);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('end', () => this.#receiveEnd());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#closed());
  }

  /** As an `ExchangeContext`; between two requests it is the one in force. */
  get program(): Program {
    return this.#program ?? this.#surroundings.handler.program();
  }

  closing(): boolean {
    return this.#drain !== undefined;
  }

  /** Answers what has begun, then closes; one that waits for a request closes now, or when it has for the time of grace. */
  drain(manner: DrainManner): void {
    this.#drain = manner;
    if (manner.hurry) this.#deadlines.hurry();
    if (this.#state === 'waiting') this.checkDeadline(this.#surroundings.monotonicMs());
    else if (manner.hurry) this.#refuseUnfinished();
  }

  /** Closes at once. A request that has begun gets a 503, as far as it can still leave, and so its lines in the logs. */
  abort(): void {
    this.#refuseUnfinished();
    if (this.#pending !== undefined) this.#run(cutOff(this.#pending));
    this.#output.flush();
    this.#socket.destroy();
  }

  /** Answers what has come so far with a fault, and closes. */
  refuse(code: FaultCode, message: string): void {
    this.#run(this.#reader.abandon(code, message).accepted);
  }

  /** Closes the connection if something has taken too long; tells whether it has. */
  checkDeadline(nowMs: number): boolean {
    const unsent = this.#output.unsentBytes > 0;
    if (unsent && this.#deadlines.isWriteOver(nowMs, this.program.timeouts)) return this.#giveUp();
    if ((unsent || this.#socket.isPaused()) && this.#deadlines.isProbeDue(nowMs)) probe(this.#wire);
    switch (this.#state) {
      case 'waiting':
        // A new connection is spared from the next round on: its first request may be on its way.
        this.#tellSpare();
        if (!this.#isWaitOver(nowMs)) return false;
        // A spare connection of a browser is no fault: it leaves no page and no record.
        this.#linger();
        return true;
      case 'reading':
        return !this.#share.waiting && !this.#socket.isPaused() && this.#checkRequestDeadline(nowMs);
      case 'lingering':
        return !unsent && this.#deadlines.isLingerOver(nowMs) && this.#giveUp();
      case 'answering':
      case 'closed':
        return false;
    }
  }

  #isWaitOver(nowMs: number): boolean {
    if (this.#drain !== undefined) return this.#deadlines.hasWaited(nowMs, this.#drain.graceMs);
    return this.#output.unsentBytes === 0 && this.#deadlines.isWaitOver(nowMs, this.program.timeouts, this.#answered);
  }

  #giveUp(): boolean {
    this.#socket.destroy();
    return true;
  }

  #checkRequestDeadline(nowMs: number): boolean {
    const late = this.#deadlines.lateRequest(nowMs, this.program.timeouts, this.#reader.phase);
    if (late !== undefined) this.refuse(late.code, late.message);
    return late !== undefined;
  }

  #receive(chunk: Uint8Array): void {
    const nowMs = this.#surroundings.monotonicMs();
    this.#deadlines.bytesCame(nowMs);
    if (this.#state === 'lingering' || this.#state === 'closed') return;
    if (this.#state === 'waiting') {
      this.startedMs = nowMs;
      this.#enter('reading', nowMs);
    }
    this.#reader.push(chunk);
    if (this.#state === 'answering' || this.#share.waiting) this.#socket.pause();
    else this.#goOn();
  }

  /** A half-closed peer still gets its answers (RFC 9112 §9.6). */
  #receiveEnd(): void {
    this.#reader.end();
    this.#goOn();
  }

  /** Answers all that has been read, as far as the peer takes the answers, and others can wait. */
  #goOn(): void {
    if (this.#share.waiting) return;
    while (this.#state === 'waiting' || this.#state === 'reading') {
      if (this.#reader.phase !== 'idle' && this.#share.isUsedUp()) {
        this.#share.wait();
        return;
      }
      if (this.#output.isFull) {
        this.#socket.pause();
        return;
      }
      if (!this.#readEvent()) break;
    }
    if (this.#state === 'reading') this.#rest();
    if (this.#state === 'waiting' || this.#state === 'reading') this.#socket.resume();
  }

  /** The peer had no way to go on until now. */
  #takeTurn(): void {
    this.#deadlines.restart(this.#surroundings.monotonicMs());
    this.#goOn();
  }

  /** Whether there may be more to read without new bytes. */
  #readEvent(): boolean {
    const event = this.#reader.next();
    switch (event.kind) {
      case 'need-data':
        return false;
      case 'head':
        this.#program = this.#surroundings.handler.program();
        this.#deadlines.bodyBegins();
        if (event.request.expectsContinue) this.#meetExpectation(event.request);
        return true;
      case 'complete':
      case 'rejected':
        this.#run(event.accepted);
        return true;
      case 'closed':
        this.#linger();
        return false;
    }
  }

  /** 100 where the body is wanted; else its final answer at once, and no guess where the next request begins (RFC 9110 §10.1.1). */
  #meetExpectation(request: Request): void {
    if (this.#surroundings.handler.wantsBody(this.program, request)) {
      this.#send(CONTINUE, this.#surroundings.monotonicMs());
      return;
    }
    this.#drain ??= { hurry: false, graceMs: 0 };
    this.#run({ kind: 'request', request });
  }

  #run(accepted: Accepted): void {
    this.#program ??= this.#surroundings.handler.program(); // a head that was refused has none yet
    this.#share.count();
    const outcome = this.#surroundings.handler.runExchange(accepted, this);
    if (!(outcome instanceof Promise)) {
      this.#deliver(outcome);
      return;
    }
    this.#pending = accepted;
    this.#enter('answering');
    void outcome.then((ready) => {
      if (this.#state === 'closed') this.#surroundings.onClosed(this, false);
      if (this.#state !== 'answering') return; // the peer is gone, or was told already
      this.#enter('reading');
      this.#deliver(ready);
      this.#goOn();
    });
  }

  #deliver(outcome: Outcome): void {
    this.#pending = undefined;
    this.#program = undefined;
    this.#answered = true;
    this.startedMs = this.#surroundings.monotonicMs();
    this.#waitSinceMs = this.startedMs;
    this.#deadlines.restart(this.startedMs);
    this.#send(outcome.bytes, this.startedMs);
    if (outcome.close) this.#linger();
    else this.#rest();
    if (outcome.fatal !== undefined) this.#surroundings.onFatal(outcome.fatal);
  }

  /** Where nothing of a next request is here yet, the wait for it begins. */
  #rest(): void {
    if (this.#reader.phase !== 'idle') return;
    if (this.#drain !== undefined) this.#linger();
    else this.#enter('waiting', this.#waitSinceMs);
  }

  #send(bytes: Uint8Array, nowMs: number): void {
    if (this.#output.unsentBytes === 0) this.#deadlines.outputMoved(nowMs);
    this.#output.add(bytes);
  }

  /** The system has taken what we had: a peer that reads has room for more answers. */
  #sent(): void {
    const nowMs = this.#surroundings.monotonicMs();
    this.#deadlines.outputMoved(nowMs);
    const stopped = this.#socket.isPaused();
    // While it had answers to take, or we did not read, a peer did not have to go on.
    if (stopped || this.#state !== 'reading') this.#deadlines.restart(nowMs);
    if (stopped) this.#goOn();
    this.#tellSpare();
  }

  #enter(state: State, nowMs = this.#surroundings.monotonicMs()): void {
    this.#state = state;
    this.#deadlines.restart(nowMs);
    this.#tellSpare();
  }

  #refuseUnfinished(): void {
    if (this.#isInRequest()) this.refuse('stopped', 'The server stopped before the whole request was read');
  }

  /** Some bytes of a request are here, and not all: between two requests of a pipeline there are none. */
  #isInRequest(): boolean {
    return this.#state === 'reading' && this.#reader.phase !== 'idle';
  }

  /** One that waits for a request and is owed nothing may have to make room. */
  #tellSpare(): void {
    const spare = this.#output.unsentBytes > 0 ? 'no' : SPARE[this.#state];
    if (spare === this.#toldSpare) return;
    this.#toldSpare = spare;
    this.#surroundings.onSpare(this, spare);
  }

  /**
   * Closes our direction, and reads on for a while: a socket that is closed with unread input
   * resets its connection, and the reset may overtake the answer (RFC 9112 §9.6).
   */
  #linger(): void {
    this.#enter('lingering');
    this.#output.end();
    this.#socket.resume();
  }

  #closed(): void {
    // A request that its peer tore off still leaves its lines.
    if (this.#isInRequest()) this.#run(this.#reader.abandon('truncated', 'The connection broke off').accepted);
    this.#enter('closed');
    this.#surroundings.onClosed(this, this.#pending !== undefined);
  }
}
