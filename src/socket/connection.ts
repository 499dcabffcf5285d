import type { Socket } from 'node:net';
import type { ConnectionHandler, ExchangeContext, Outcome, Peer } from '../contract/exchange.ts';
import type { FaultCode } from '../contract/fault.ts';
import type { Program } from '../contract/program.ts';
import type { Accepted, Request } from '../contract/request.ts';
import type { RequestReader } from '../contract/request-reader.ts';
import { bodyDeadline, headDeadline, idleDeadline, lingerDeadline, writeDeadline } from './deadlines.ts';
import { Output } from './output.ts';

/** What a connection needs of the listener that accepted it. */
export interface ConnectionSurroundings {
  readonly handler: ConnectionHandler;
  monotonicMs(): number;
  /** Everything is over: both directions are closed. */
  onClosed(connection: Connection): void;
  /** Tells when the connection begins and ends to wait for a request: an idle one may have to make room. */
  onIdle(connection: Connection, idle: boolean): void;
  /** An answer was the last of the whole server (S2). */
  onFatal(message: string): void;
}

/** Unread output beyond this pauses the input. */
export const OUTPUT_BYTES_MAX = 64 * 1024;

const CONTINUE = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');

/**
 * One socket, from its first byte to its last (RFC 9112 §9). Requests are answered one after another, so that pipelined
 * answers come in order and a request sees what the one before it changed; what arrives meanwhile waits, and so does the peer.
 */
export class Connection implements ExchangeContext {
  readonly #socket: Socket;
  readonly peer: Peer;
  readonly #surroundings: ConnectionSurroundings;
  readonly #output: Output;
  /** As an `ExchangeContext`: what holds for the request that is being read or answered, of which there is one at a time. */
  program: Program;
  /** When the first byte of that request came; before that, when the wait for it began. */
  startedMs: number;
  #reader: RequestReader;
  /** An exchange is waiting for its handler or its store. */
  #answering = false;
  /** The next answer is the last. */
  #draining = false;
  /** The last answer is written: what still comes in is read, so that no reset takes the answer away, and dropped. */
  #lingering = false;
  #bodyStartedMs = 0;
  #progressMs: number;
  /** When the system last took output, or output began to wait: what a peer sends is no sign that it reads. */
  #sentMs = 0;
  #answered = false;

  constructor(socket: Socket, peer: Peer, surroundings: ConnectionSurroundings) {
    this.#socket = socket;
    this.peer = peer;
    this.#surroundings = surroundings;
    this.#output = new Output(socket, () => this.#sent());
    this.program = surroundings.handler.program();
    this.#reader = surroundings.handler.openReader(this.program, peer);
    this.startedMs = surroundings.monotonicMs();
    this.#progressMs = this.startedMs;
    this.#tellIdle();
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('end', () => this.#receiveEnd());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#closed());
  }

  /** Refuses the peer before it has said a word. */
  refuse(code: FaultCode, message: string): void {
    this.#surroundings.onIdle(this, false);
    this.#run(this.#reader.abandon(code, message).accepted);
    this.#output.flush();
  }

  /** Answers what has begun, then closes; an idle connection closes at once. */
  drain(): void {
    this.#draining = true;
    if (!this.#answering && !this.#lingering && this.#reader.phase === 'idle') this.#end();
  }

  closing(): boolean {
    return this.#draining;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Called by the listener's sweep: closes what has taken too long. */
  checkDeadline(nowMs: number): void {
    const { timeouts } = this.program;
    const unsent = this.#output.unsentBytes > 0;
    if (unsent && nowMs >= writeDeadline(timeouts, this.#sentMs)) {
      this.#socket.destroy();
    } else if (this.#lingering) {
      if (!unsent && nowMs >= lingerDeadline(this.startedMs, this.#progressMs)) this.#socket.destroy();
    } else if (!this.#answering && !this.#socket.isPaused()) {
      this.#checkReading(nowMs);
    }
  }

  #checkReading(nowMs: number): void {
    const { timeouts } = this.program;
    switch (this.#reader.phase) {
      case 'idle':
        // A spare connection of a browser is no fault: it leaves no page and no record.
        if (this.#output.unsentBytes > 0) return;
        if (nowMs >= idleDeadline(timeouts, { sinceMs: this.startedMs, answered: this.#answered })) this.#end();
        return;
      case 'head':
        if (nowMs >= headDeadline(timeouts, this.startedMs)) {
          this.refuse('head-timeout', `The head of the request took over ${timeouts.headMs} ms`);
        }
        return;
      case 'body':
        if (nowMs >= bodyDeadline(timeouts, { startedMs: this.#bodyStartedMs, progressMs: this.#progressMs })) {
          this.refuse('body-timeout', 'The body of the request took too long');
        }
        return;
    }
  }

  #receive(chunk: Uint8Array): void {
    this.#progressMs = this.#surroundings.monotonicMs();
    if (this.#lingering) return;
    if (!this.#answering && this.#reader.phase === 'idle') this.#begin();
    this.#reader.push(chunk);
    if (this.#answering) this.#socket.pause();
    else this.#goOn();
  }

  #receiveEnd(): void {
    if (this.#lingering) return;
    this.#reader.end();
    if (!this.#answering) this.#goOn();
  }

  #begin(): void {
    this.startedMs = this.#progressMs;
    this.#surroundings.onIdle(this, false);
  }

  /** Answers all that has been read, as far as the peer takes the answers. */
  #goOn(): void {
    while (!this.#answering && !this.#lingering && !this.#socket.destroyed) {
      if (this.#output.unsentBytes > OUTPUT_BYTES_MAX) {
        this.#output.flush();
        this.#socket.pause();
        return;
      }
      if (!this.#readEvent()) break;
    }
    this.#output.flush();
    if (!this.#answering) this.#socket.resume();
    this.#tellIdle();
  }

  /** The system has taken what we had: a peer that reads has room for more answers. */
  #sent(): void {
    this.#sentMs = this.#surroundings.monotonicMs();
    const paused = this.#socket.isPaused();
    // While it still had answers to take, or we did not read, a peer did not have to go on.
    if (paused || this.#lingering || this.#reader.phase === 'idle') this.#restartClocks(this.#sentMs);
    if (paused && !this.#answering && !this.#lingering) this.#goOn();
    else this.#tellIdle();
  }

  #restartClocks(nowMs: number): void {
    this.startedMs = nowMs;
    this.#bodyStartedMs = nowMs;
    this.#progressMs = nowMs;
  }

  /** One that waits for a request and is owed nothing may have to make room. */
  #tellIdle(): void {
    const busy = this.#answering || this.#lingering || this.#socket.destroyed;
    const idle = !busy && this.#reader.phase === 'idle' && this.#output.unsentBytes === 0;
    this.#surroundings.onIdle(this, idle);
  }

  #send(bytes: Uint8Array): void {
    if (this.#output.unsentBytes === 0) this.#sentMs = this.#surroundings.monotonicMs();
    this.#output.add(bytes);
  }

  /** Whether there may be more to read without new bytes. */
  #readEvent(): boolean {
    const event = this.#reader.next();
    switch (event.kind) {
      case 'need-data':
        return false;
      case 'head':
        this.program = this.#surroundings.handler.program();
        this.#bodyStartedMs = this.#progressMs;
        if (event.request.expectsContinue) this.#meetExpectation(event.request);
        return true;
      case 'complete':
      case 'rejected':
        this.#run(event.accepted);
        return true;
      case 'closed':
        this.#end();
        return false;
    }
  }

  /** 100 where the body is wanted; else its final answer at once, and no guess where the next request begins (RFC 9110 §10.1.1). */
  #meetExpectation(request: Request): void {
    if (this.#surroundings.handler.wantsBody(this.program, request)) {
      this.#send(CONTINUE);
      return;
    }
    this.#draining = true;
    this.#run({ kind: 'request', request });
  }

  #run(accepted: Accepted): void {
    const outcome = this.#surroundings.handler.runExchange(accepted, this);
    if (!(outcome instanceof Promise)) {
      this.#deliver(outcome);
      return;
    }
    this.#answering = true;
    // A rejection is a bug of ours: it is left to be an unhandled one, which ends the process with its stack.
    void outcome.then((ready) => {
      this.#answering = false;
      this.#deliver(ready);
      this.#goOn();
    });
  }

  #deliver(outcome: Outcome): void {
    this.#send(outcome.bytes);
    this.#answered = true;
    this.#restartClocks(this.#surroundings.monotonicMs());
    if (outcome.close) this.#end();
    if (outcome.fatal !== undefined) this.#surroundings.onFatal(outcome.fatal);
  }

  /**
   * Closes our direction, and reads on for a while: a socket that is closed with unread input
   * resets its connection, and the reset may overtake the answer (RFC 9112 §9.6).
   */
  #end(): void {
    this.#lingering = true;
    this.#tellIdle();
    this.#restartClocks(this.#surroundings.monotonicMs());
    this.#output.end();
    this.#socket.resume();
  }

  #closed(): void {
    // A request that its peer tore off still leaves its lines.
    const torn = !this.#lingering && !this.#answering && this.#reader.phase !== 'idle';
    if (torn) this.#run(this.#reader.abandon('truncated', 'The connection broke off').accepted);
    this.#tellIdle();
    this.#surroundings.onClosed(this);
  }
}
