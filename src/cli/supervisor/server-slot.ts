import { BackOff } from './back-off.ts';
import type { Order } from './supervisor-messages.ts';

/** A process that has served for this long did not die of its start. */
export const STEADY_MS = 10_000;

/** The place of one server process: which one serves there, which one comes next, and when to start another one. */
export class ServerSlot {
  readonly number: number;
  current: Member | undefined;
  /** It is starting, and will take the place. */
  coming: Member | undefined;
  readonly refill = new BackOff();

  constructor(number: number) {
    this.number = number;
  }

  /** The process that served here has died. */
  died(member: Member): void {
    this.current = undefined;
    if (performance.now() - member.sinceMs > STEADY_MS) this.refill.succeeded();
  }
}

/** A server process, as its supervisor sees it. */
export interface Member {
  readonly id: number;
  /** The place that it takes; undefined: it is kept for the first that becomes free. */
  slot: ServerSlot | undefined;
  /** It prints the errors and warnings of its manifest. */
  readonly aloud: boolean;
  /**
   * - starting: it reads its manifest and its code, or has read them and waits for a place;
   * - serving: it accepts connections;
   * - hung: it has not answered, and was killed;
   * - retiring: another one serves in its place, it finishes what it has begun;
   * - discarded: it is no longer wanted, and was not ready yet.
   */
  state: 'starting' | 'serving' | 'hung' | 'retiring' | 'discarded';
  /** It hears orders. */
  welcomed: boolean;
  /** It has read its manifest and its code. */
  loaded: boolean;
  /** How many beats of the supervisor ago it was last heard (heartbeat.ts). */
  silentBeats: number;
  /** When it began to serve, or to wait for a place, in monotonic milliseconds. */
  sinceMs: number;
  /** To one that is gone, nothing is sent. */
  send(order: Order): void;
  /** Ends it for certain in this many milliseconds; 0 is now. */
  killIn(ms: number): void;
}
