import type { FaultCode } from '../contract/fault.ts';
import type { Timeouts } from '../contract/program.ts';
import type { ReadPhase } from '../contract/request-reader.ts';

/** A request that took too long, as a fault. */
export interface LateRequest {
  readonly code: FaultCode;
  readonly message: string;
}

const BODY_TIMEOUT: LateRequest = { code: 'body-timeout', message: 'The body of the request took too long' };

/** After the last answer a peer has this long to close, counted from the last byte it still sent … */
const LINGER_SILENCE_MS = 2000;
/** … and this long in all. */
const LINGER_MS = 5000;
/** A peer that takes nothing, or from whom nothing is read, may be gone. */
const PROBE_EVERY_MS = 1000;
/** A server that has to stop bears no more than this. */
const LINGER_HURRIED_MS = 1000;

/** The clocks of one connection, in monotonic milliseconds, and what is over by them. */
export class Deadlines {
  /** When the wait for a request, the request, or the lingering began. */
  #sinceMs: number;
  #bodySinceMs: number;
  /** When the last byte came. */
  #progressMs: number;
  /** When the system last took output, or output began to wait: what a peer sends is no sign that it reads. */
  #sentMs: number;
  #lingerMs = LINGER_MS;
  #probedMs: number;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
    this.#bodySinceMs = nowMs;
    this.#progressMs = nowMs;
    this.#sentMs = nowMs;
    this.#probedMs = nowMs;
  }

  /** All start again: something new begins, or the peer had no way to go on until now. */
  restart(nowMs: number): void {
    this.#sinceMs = nowMs;
    this.#bodySinceMs = nowMs;
    this.#progressMs = nowMs;
  }

  /** A peer that goes on sending is not borne as long as usual. */
  hurry(): void {
    this.#lingerMs = LINGER_HURRIED_MS;
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

  /** A new connection has as long as a head; later waits have longer. */
  isWaitOver(nowMs: number, { idleMs, headMs }: Timeouts, answered: boolean): boolean {
    return nowMs >= this.#sinceMs + (answered ? idleMs : headMs);
  }

  hasWaited(nowMs: number, ms: number): boolean {
    return nowMs >= this.#sinceMs + ms;
  }

  /** Why a request that is read has to be given up, if it has to: a head has its time from its first byte, however busily its bytes drip. */
  lateRequest(nowMs: number, timeouts: Timeouts, phase: ReadPhase): LateRequest | undefined {
    if (phase === 'body') return this.#isBodyOver(nowMs, timeouts) ? BODY_TIMEOUT : undefined;
    if (nowMs < this.#sinceMs + timeouts.headMs) return undefined;
    return { code: 'head-timeout', message: `The head of the request took over ${timeouts.headMs} ms` };
  }

  /** A body has to go on, and to end. */
  #isBodyOver(nowMs: number, { bodyIdleMs, bodyMs }: Timeouts): boolean {
    return nowMs >= Math.min(this.#progressMs + bodyIdleMs, this.#bodySinceMs + bodyMs);
  }

  /** Unread output has to move. */
  isWriteOver(nowMs: number, { writeMs }: Timeouts): boolean {
    return nowMs >= this.#sentMs + writeMs;
  }

  /** Whether it is time to ask again if a peer that shows nothing is still there. */
  isProbeDue(nowMs: number): boolean {
    if (nowMs < this.#probedMs + PROBE_EVERY_MS) return false;
    this.#probedMs = nowMs;
    return true;
  }

  /** A connection that is closed on our side is still read for a while, so that its last answer arrives. */
  isLingerOver(nowMs: number): boolean {
    return nowMs >= Math.min(this.#sinceMs + this.#lingerMs, this.#progressMs + LINGER_SILENCE_MS);
  }
}
