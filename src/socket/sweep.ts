import type { Guest } from './guest.ts';
import type { GuestList } from './guest-list.ts';

/** How often deadlines are checked: a connection is closed at most this much too late, plus the time that closing takes. */
const SWEEP_MS = 250;
/** A drain waits for the last connections, so it checks more often. */
const DRAIN_SWEEP_MS = 50;
/**
 * For how long connections can be closed in one turn of the event loop. Thousands of attackers time out together, and each is
 * owed a page and two log lines: closing all of them at once kept a visitor waiting for 0.7 s. The writes and the peers'
 * reactions that follow take five times as long.
 */
const TURN_MS_MAX = 0.2;
/**
 * The pause between two such turns. The system's scheduler puts a process that works for some milliseconds without one
 * behind the others, for 10 ms and more if the cores are busy.
 */
const REST_MS_MAX = 10;
/** A round that comes so much too late tells that this process was held up: stopped by the system, say, or by a handler that blocks it. */
const STALL_MS = SWEEP_MS;
/** The pauses become shorter, and none is made in a round that has taken so long: so many are late that they must not become later. */
const RESTFUL_MS_MAX = SWEEP_MS;

/**
 * Goes round all connections that do not rest, again and again, and closes those whose time is over. One timer serves all of them. In a turn of the
 * event loop timers come before sockets: so what has come by then is read before anybody is judged.
 */
export class Sweep {
  readonly #guests: GuestList;
  readonly #monotonicMs: () => number;
  #timer: NodeJS.Timeout;
  /** When the next round is due. */
  #dueMs: number;
  /** Where the round stands that is under way: what joins or leaves the set meanwhile does no harm. */
  #round: Iterator<Guest> | undefined;
  #roundBeganMs = 0;

  constructor(guests: GuestList, monotonicMs: () => number) {
    this.#guests = guests;
    this.#monotonicMs = monotonicMs;
    this.#dueMs = monotonicMs() + SWEEP_MS;
    this.#timer = setInterval(() => setImmediate(this.#begin, SWEEP_MS), SWEEP_MS).unref();
  }

  /** The server stops: the rounds come faster, and keep the process alive until `stop`. */
  hasten(): void {
    clearInterval(this.#timer);
    this.#excuse(DRAIN_SWEEP_MS);
    this.#timer = setInterval(() => setImmediate(this.#begin, DRAIN_SWEEP_MS), DRAIN_SWEEP_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  readonly #begin = (everyMs: number): void => {
    this.#excuse(everyMs);
    if (this.#round !== undefined) return;
    this.#round = this.#guests.awake();
    this.#roundBeganMs = this.#monotonicMs();
    this.#goOn();
  };

  readonly #goOn = (): void => {
    const nowMs = this.#monotonicMs();
    let next = this.#round?.next();
    while (next?.done === false) {
      if (next.value.checkDeadline(nowMs) && this.#monotonicMs() > nowMs + TURN_MS_MAX) {
        this.#rest(nowMs - this.#roundBeganMs);
        return;
      }
      next = this.#round?.next();
    }
    this.#round = undefined;
  };

  /** While this process was held up, no peer could go on: that is nobody's time but ours. */
  #excuse(nextInMs: number): void {
    const nowMs = this.#monotonicMs();
    const stallMs = nowMs - this.#dueMs;
    this.#dueMs = nowMs + nextInMs;
    if (stallMs > STALL_MS) for (const guest of this.#guests) guest.times.excuse(stallMs, nowMs);
  }

  #rest(roundMs: number): void {
    const restMs = REST_MS_MAX * (1 - roundMs / RESTFUL_MS_MAX);
    if (restMs < 1) setImmediate(this.#goOn);
    else setTimeout(() => setImmediate(this.#goOn), restMs);
  }
}
