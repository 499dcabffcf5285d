import type { ExchangeContext, GiveUp, Outcome, Peer } from '../contract/exchange.ts';
import type { ReadFault } from '../contract/fault.ts';
import type { Accepted, Request } from '../contract/request.ts';
import type { ReadEvent, RequestReader } from '../contract/request-reader.ts';
import { Awaited } from './awaited.ts';
import { BodySender, type SenderOwner } from './body-sender.ts';
import { HOLDING, type State } from './connection-states.ts';
import type { ConnectionSurroundings } from './connection-surroundings.ts';
import { BROKEN_OFF, cutOff, STOPPED } from './cut-off.ts';
import { Deadlines, type Refusal } from './deadlines.ts';
import { type BodyStep, CONTINUE, Exchanges } from './exchanges.ts';
import { type DrainManner, type Guest, NO_SEATS } from './guest.ts';
import { type Link, probe } from './link.ts';
import { type Closing, Output, type OutputOwner } from './output.ts';
import { ownSocket, type SocketOwner } from './own-socket.ts';
import { Pace, type PaceOwner } from './pace.ts';
import { Watch } from './watch.ts';

/**
 * One socket, from its first byte to its last (RFC 9112 §9). Requests are answered one after another, so that pipelined
 * answers come in order and a request sees what the one before it changed. What arrives meanwhile waits, and the peer is paused.
 */
export class Connection implements ExchangeContext, Guest, SocketOwner, OutputOwner, PaceOwner, SenderOwner {
  readonly peer: Peer;
  startedMs: number; // as an `ExchangeContext`: of the request that is read or answered
  readonly times: Deadlines;
  seats = NO_SEATS;
  readonly #link: Link;
  readonly #surroundings: ConnectionSurroundings;
  readonly #reader: RequestReader;
  readonly #exchanges: Exchanges;
  readonly #output: Output;
  readonly #pace: Pace;
  #state: State = 'waiting';
  /** Set once the next answer is the last. */
  #drain: DrainManner | undefined;
  readonly #watch: Watch;
  #whole: Accepted | undefined; // it waits for its turn
  readonly #awaited = new Awaited();
  #sender: BodySender | undefined;

  constructor(link: Link, peer: Peer, surroundings: ConnectionSurroundings) {
    this.peer = peer;
    this.startedMs = surroundings.monotonicMs();
    this.#link = link;
    this.#surroundings = surroundings;
    this.#reader = surroundings.handler.openReader(surroundings.limitsNow, peer);
    this.#output = new Output(link.socket, surroundings, this);
    this.#pace = new Pace(surroundings, this);
    this.#exchanges = new Exchanges(surroundings.handler, this.#reader, this.#pace);
    this.times = new Deadlines(this.startedMs);
    const watched = { link, reader: this.#reader, output: this.#output, pace: this.#pace, awaited: this.#awaited };
    this.#watch = new Watch(this, watched, surroundings);
    ownSocket(link.socket, this);
  }

  get program(): ExchangeContext['program'] {
    return this.#exchanges.program;
  }

  closing(): boolean {
    return this.#drain !== undefined;
  }

  waits(giveUp: GiveUp): void {
    this.#awaited.offer(giveUp);
    if (this.#state === 'closed') this.#awaited.giveUp('left');
    else this.times.answerAwaited(this.#surroundings.monotonicMs());
  }

  /** Answers what has begun, then closes; one that waits for a request closes when it has for the time of grace. */
  drain(manner: DrainManner): void {
    this.#drain = manner;
    this.times.drain(manner);
    this.#sender?.serverStops();
    if (manner.hurry && this.#whole === undefined) this.#refuseBegun(STOPPED);
  }

  /** Closes at once. A request that has begun gets a 503 if it can still leave, and its log lines. */
  abort(): void {
    this.#refuseBegun(STOPPED);
    const { accepted } = this.#awaited;
    if (!this.#answerInstead(STOPPED) && accepted !== undefined) this.#run(cutOff(accepted, STOPPED));
    this.#sender?.abandon();
    this.#enter('lingering');
    this.#output.flush();
    this.#link.socket.destroy();
  }

  /** Answers what has come so far with a fault, and closes. */
  refuse({ code, message }: Refusal): void {
    this.#run(this.#reader.abandon(code, message).accepted);
  }

  checkDeadline(nowMs: number): boolean {
    const late = this.#watch.look(nowMs, this.#state, this.program.timeouts);
    if (late === undefined) return false;
    if (late === 'give-up') this.#link.socket.destroy();
    else if (late === 'linger') this.#linger();
    else if (late === 'ask') this.#output.add(CONTINUE);
    else if (late !== 'answer') this.refuse(late);
    else if (this.#answerInstead('late')) this.#goOn();
    return true;
  }

  /** Gives up on what the answer waits for, if it can be: whether it could. Of a request that was being admitted, no body is read. */
  #answerInstead(why: 'late' | ReadFault): boolean {
    if (!this.#awaited.isOffered) return false;
    if (this.#state === 'admitting') {
      this.#drain ??= { hurry: false, graceMs: 0 };
      this.#reader.abandon('truncated', 'Its body is not wanted');
    }
    const outcome = this.#awaited.giveUp(why);
    this.#enter('reading');
    if (outcome !== undefined) this.#deliver(outcome);
    return true;
  }

  bytesCame(chunk: Uint8Array): void {
    const nowMs = this.#surroundings.monotonicMs();
    this.times.bytesCame(nowMs);
    if (this.#state === 'lingering' || this.#state === 'closed') return;
    if (this.#state === 'waiting') {
      this.startedMs = nowMs;
      this.#enter('reading', nowMs);
    }
    this.#reader.push(chunk);
    if (HOLDING.has(this.#state) || this.#pace.waiting) this.#watch.hold();
    else this.#goOn();
  }

  /** A half-closed peer still gets its answers (RFC 9112 §9.6). */
  inputEnded(): void {
    this.#reader.end();
    this.#pace.inputEnds();
    probe(this.#link.wire); // after a reset, nobody waits for an answer
    this.#sender?.inputEnds();
    this.#goOn();
  }

  /** Answers all that has been read, as far as the peer takes the answers and other connections do not have to wait. */
  #goOn(): void {
    if (this.#pace.waiting) return;
    while (this.#state === 'waiting' || this.#state === 'reading') {
      if (this.#pace.mustWait(this.#reader)) return;
      if (this.#output.isFull) return void this.#link.socket.pause();
      const whole = this.#whole;
      if (!(whole === undefined ? this.#readEvent() : this.#pace.takesExchange(whole))) break;
      if (whole !== undefined) this.#run(whole);
    }
    if (this.#pace.waiting) return;
    if (this.#state === 'reading') this.#rest();
    if (this.#state === 'waiting' || this.#state === 'reading') this.#link.socket.resume();
  }

  /** Whether there may be more to read without new bytes. */
  #readEvent(): boolean {
    const event = this.#reader.next();
    if (event.kind === 'head') return this.#meetHead(event);
    if (event.kind === 'closed') this.#linger();
    else if (event.kind !== 'need-data') this.#whole = event.accepted;
    else if (this.#exchanges.answeredEarly !== undefined) return this.#take('answer', this.#exchanges.answeredEarly);
    return this.#whole !== undefined;
  }

  /** What is behind a head waits until it is decided whether it is read. */
  #meetHead(head: ReadEvent & { kind: 'head' }): boolean {
    const step = this.#exchanges.begin(head, this);
    this.times.bodyBegins();
    if (!(step instanceof Promise)) return this.#take(step, head.request);
    this.#enter('admitting');
    this.#awaited.begin(step, (late, isAwaited) => {
      if (isAwaited) this.#goOnWith(() => this.#take(late, head.request));
    });
    return false;
  }

  /** An answer without the body comes at once, and does not guess where the next request begins (RFC 9110 §10.1.1). */
  #take(step: BodyStep, request: Request): true {
    if (step === 'continue') this.#output.add(CONTINUE);
    if (step !== 'answer') return true;
    this.#drain ??= { hurry: false, graceMs: 0 };
    this.#whole = this.#exchanges.withoutBody(request);
    return true;
  }

  #run(accepted: Accepted): void {
    this.#whole = undefined;
    this.#awaited.cancel();
    const outcome = this.#exchanges.run(accepted, this);
    if (!(outcome instanceof Promise)) return void this.#deliver(outcome);
    this.#enter('answering');
    this.#awaited.begin(outcome, (late, isAwaited) => this.#answerCame(late, isAwaited), accepted);
  }

  #answerCame(outcome: Outcome, isAwaited: boolean): void {
    if (isAwaited) return void this.#goOnWith(() => this.#deliver(outcome));
    if (outcome.kind === 'flowing') outcome.body.abandon();
    if (this.#state === 'closed') this.#leave(false);
  }

  #goOnWith(step: () => void): void {
    this.#enter('reading');
    step();
    this.#goOn();
  }

  #deliver(outcome: Outcome): void {
    if (outcome.kind === 'whole') {
      this.#output.add(outcome.bytes, outcome.rest);
      this.#finish(outcome.close, 'whole');
      if (outcome.fatal !== undefined) this.#surroundings.onFatal(outcome.fatal);
    } else {
      this.#enter('sending');
      this.#output.add(outcome.head);
      this.#sender = new BodySender(outcome, { link: this.#link, output: this.#output, pace: this.#pace }, this);
      this.#sender.begin(this.#drain !== undefined);
    }
  }

  bodySent(close: boolean): void {
    this.#sender = undefined;
    this.#goOnWith(() => this.#finish(close, 'flowing'));
  }

  #finish(close: boolean, kind: Outcome['kind']): void {
    this.#exchanges.end();
    this.startedMs = this.#surroundings.monotonicMs();
    this.times.exchangeEnds(this.startedMs);
    if (!close) this.#rest();
    // The end of content that flows can be that of the connection, which a reset must not look like.
    else if (kind === 'flowing' || this.#drain !== undefined) this.#linger();
    else this.#linger(this.#exchanges.closes(this.#link, this.#output.sentBytes));
  }

  /** Unless the next request has already begun, the wait for it begins. */
  #rest(): void {
    if (this.#reader.phase !== 'idle') return;
    if (this.#drain !== undefined) this.#linger();
    else this.#enter('waiting', this.times.waitSinceMs);
  }

  turnCame(): void {
    if (this.#sender === undefined) this.#goOn();
    else this.#sender.goOn();
  }

  outputStuck(): void {
    this.#watch.wake();
  }

  /** The system has taken our output: a peer that reads has room for more answers. */
  outputTaken(nowMs: number): void {
    const stopped = this.#link.socket.isPaused();
    // While it had answers to take, or we did not read, a peer did not have to go on.
    if (stopped || this.#state !== 'reading') this.times.restart(nowMs);
    if (stopped) this.#goOn();
    this.#sender?.goOn();
    this.#watch.show(this.#state);
  }

  #enter(state: State, nowMs = this.#surroundings.monotonicMs()): void {
    this.#state = state;
    this.times.restart(nowMs);
    this.#watch.show(this.#state);
  }

  /** A request that has begun without an answer leaves one log line; between two pipelined requests there is none. */
  #refuseBegun(fault: ReadFault): void {
    if (this.#whole !== undefined) this.#run(cutOff(this.#whole, fault));
    else if (this.#reader.phase === 'idle' || this.#state === 'lingering') return;
    else if (this.#state === 'reading' || this.#state === 'admitting') this.refuse(fault);
    // It comes after a request whose answer is awaited or being sent, so nobody is left to answer.
    else void this.#surroundings.handler.runExchange(this.#reader.abandon(fault.code, fault.message).accepted, this);
  }

  /** Closes our direction and reads on: closing with unread input sends a reset, which can overtake the answer (RFC 9112 §9.6). */
  #linger(closes: Closing = 'our side'): void {
    this.#enter('lingering');
    this.#output.end(closes);
    this.#link.socket.resume();
  }

  socketClosed(): void {
    this.#sender?.abandon();
    const [awaited, unread] = [this.#awaited.accepted, this.#state === 'admitting'];
    if (this.#awaited.giveUp('left') !== undefined && unread) this.#reader.abandon('truncated', 'Its peer left');
    this.#refuseBegun(BROKEN_OFF);
    this.#output.close();
    this.#enter('closed');
    this.#leave((awaited ?? this.#awaited.accepted) !== undefined); // a log line may wait for the client's options
    this.#awaited.cancel();
  }

  /** A body is kept until its answer is made, even if the peer is gone. */
  #leave(owed: boolean): void {
    if (!owed) this.#pace.exchangeEnds();
    this.#surroundings.onClosed(this, owed);
  }
}
