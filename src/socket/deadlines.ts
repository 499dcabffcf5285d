import type { FaultCode } from '../contract/fault.ts';
import type { Timeouts } from '../contract/program.ts';
import type { ReadPhase } from '../contract/request-reader.ts';
import type { State } from './connection-states.ts';
import type { DrainManner, GuestTimes } from './guest.ts';

/** Why a request is given up. */
export interface Refusal {
  readonly code: FaultCode;
  readonly message: string;
}

/** What to do when a deadline has passed. */
export type Lateness = 'give-up' | 'linger' | 'answer' | Refusal;

/** The state of a connection when its deadlines are checked. */
export interface Standing {
  readonly state: State;
  readonly phase: ReadPhase;
  /** It has output that the peer has not taken. */
  readonly unsent: boolean;
  /** It is not being read: the peer is not to blame for a delay. */
  readonly held: boolean;
}

const BODY_TIMEOUT: Refusal = { code: 'body-timeout', message: 'The body of the request took too long' };

/**
 * For how long a connection is read after its last answer: until its peer is silent for so long, and not longer in all. Who uploads sees
 * perhaps only at the end of it that it was refused. A server that stops bears less.
 */
const LINGER: LingerTimes = { silenceMs: 5000, ms: 30_000 };
const LINGER_DRAINED: LingerTimes = { silenceMs: 2000, ms: 5000 };
const LINGER_HURRIED: LingerTimes = { silenceMs: 1000, ms: 1000 };
/** A peer that takes nothing, or from whom nothing is read, may be gone. */
const PROBE_EVERY_MS = 1000;

interface LingerTimes {
  readonly silenceMs: number;
  readonly ms: number;
}

/** The clocks of one connection, in monotonic milliseconds, and what is over by them. */
export class Deadlines implements GuestTimes {
  /** When the wait for a request, the request, or the lingering began. */
  #sinceMs: number;
  #bodySinceMs: number;
  /** When the last byte came. */
  #progressMs: number;
  /** When the system last took output, or output began to wait. That a peer sends does not show that it reads. */
  #sentMs: number;
  #linger = LINGER;
  /** When the wait for the next request began: an empty line before it does not begin another. */
  #waitSinceMs: number;
  #answered = false;
  /** Set once the server drains: how long a wait can last. */
  #graceMs: number | undefined;
  #probedMs: number;
  /** Since when guards or a handler are awaited. */
  #awaitedMs = 0;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
    this.#bodySinceMs = nowMs;
    this.#progressMs = nowMs;
    this.#sentMs = nowMs;
    this.#waitSinceMs = nowMs;
    this.#probedMs = nowMs;
  }

  /** All clocks start again: something new begins, or the peer could not go on until now. */
  restart(nowMs: number): void {
    this.#sinceMs = nowMs;
    this.#bodySinceMs = nowMs;
    this.#progressMs = nowMs;
  }

  /** So much of the time that has passed until now does not count. */
  excuse(stallMs: number, nowMs: number): void {
    // What began during the stall was seen when it was over.
    const later = (ms: number): number => Math.min(ms + stallMs, nowMs);
    this.#sinceMs = later(this.#sinceMs);
    this.#bodySinceMs = later(this.#bodySinceMs);
    this.#progressMs = later(this.#progressMs);
    this.#sentMs = later(this.#sentMs);
    this.#waitSinceMs = later(this.#waitSinceMs);
    this.#awaitedMs = later(this.#awaitedMs);
  }

  answerAwaited(nowMs: number): void {
    this.#awaitedMs = nowMs;
  }

  /** An answer is made: the wait for the next request begins. */
  exchangeEnds(nowMs: number): void {
    this.#answered = true;
    this.#waitSinceMs = nowMs;
    this.restart(nowMs);
  }

  get sinceMs(): number {
    return this.#sinceMs;
  }

  get waitSinceMs(): number {
    return this.#waitSinceMs;
  }

  /** The server stops: a peer that goes on sending, or waits, gets less time than usual. */
  drain({ hurry, graceMs }: DrainManner): void {
    this.#graceMs = graceMs;
    this.#linger = hurry ? LINGER_HURRIED : LINGER_DRAINED;
  }

  bytesCame(nowMs: number): void {
    this.#progressMs = nowMs;
  }

  bodyBegins(): void {
    this.#bodySinceMs = this.#progressMs;
  }

  outputMoved(nowMs: number): void {
    this.#sentMs = nowMs;
  }

  /**
   * What to do with a connection whose time is over: give it up; end its wait and let it linger (an unused connection of a
   * browser is not a fault, and gets no page and no record); or refuse its request. undefined: nothing.
   */
  judge(nowMs: number, timeouts: Timeouts, { state, phase, unsent, held }: Standing): Lateness | undefined {
    // Unread output must move.
    if (unsent && nowMs >= this.#sentMs + timeouts.writeMs) return 'give-up';
    switch (state) {
      case 'waiting':
        return this.#isWaitOver(nowMs, timeouts, unsent) ? 'linger' : undefined;
      case 'reading':
        return held ? undefined : this.#lateRequest(nowMs, timeouts, phase);
      case 'lingering':
        return !unsent && this.#isLingerOver(nowMs) ? 'give-up' : undefined;
      case 'admitting':
      case 'answering':
        return nowMs >= this.#awaitedMs + timeouts.handlerMs ? 'answer' : undefined;
      case 'sending':
      case 'closed':
        return undefined;
    }
  }

  /** A new connection has as long as a head, later waits longer; a stopping server waits for no request. */
  #isWaitOver(nowMs: number, { idleMs, headMs }: Timeouts, unsent: boolean): boolean {
    if (this.#graceMs !== undefined) return nowMs >= this.#sinceMs + this.#graceMs;
    return !unsent && nowMs >= this.#sinceMs + (this.#answered ? idleMs : headMs);
  }

  /** The time for a head counts from its first byte, however slowly the others come. */
  #lateRequest(nowMs: number, timeouts: Timeouts, phase: ReadPhase): Refusal | undefined {
    if (phase === 'body') return this.#isBodyOver(nowMs, timeouts) ? BODY_TIMEOUT : undefined;
    if (nowMs < this.#sinceMs + timeouts.headMs) return undefined;
    return { code: 'head-timeout', message: `The head of the request took over ${timeouts.headMs} ms` };
  }

  /** A body must keep coming, and must end. */
  #isBodyOver(nowMs: number, { bodyIdleMs, bodyMs }: Timeouts): boolean {
    return nowMs >= Math.min(this.#progressMs + bodyIdleMs, this.#bodySinceMs + bodyMs);
  }

  /** A connection that is closed on our side is read for a while longer, so that its last answer arrives. */
  #isLingerOver(nowMs: number): boolean {
    return nowMs >= Math.min(this.#sinceMs + this.#linger.ms, this.#progressMs + this.#linger.silenceMs);
  }

  /** Whether it is time to check again that a silent peer is still there. */
  isProbeDue(nowMs: number): boolean {
    if (nowMs < this.#probedMs + PROBE_EVERY_MS) return false;
    this.#probedMs = nowMs;
    return true;
  }
}
