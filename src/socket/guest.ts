import type { Evictable } from './connection-states.ts';

/** One peer as the listener sees it: a connection that is ready for requests, or a handshake. */
export interface Guest {
  readonly times: GuestTimes;
  /** Where it is listed; it belongs to those lists. */
  seats: readonly Seat[];
  /** Closes it if something has taken too long; tells whether it has. */
  checkDeadline(nowMs: number): boolean;
  /** Answers what has begun, then closes. */
  drain(manner: DrainManner): void;
  /** Closes at once. */
  abort(): void;
}

/** The place of one guest in a list. */
export interface Seat {
  /** Updates whether the guest can be closed to make room. */
  mark(evictable: Evictable): void;
  /** Whether nothing of the guest can be late for now. */
  rest(rests: boolean): void;
  leave(): void;
}

export const NO_SEATS: readonly Seat[] = [];

/** How a connection is asked to close. */
export interface DrainManner {
  /** Only what is owed already is answered: a request that is not whole yet is refused. */
  readonly hurry: boolean;
  /** One more request is answered if it comes this soon after the last answer, or after the connection began. */
  readonly graceMs: number;
}

/** In monotonic milliseconds. */
export interface GuestTimes {
  /** Since when it waits, or shakes hands: one that has not for long is not idle, its request may be on its way. */
  readonly sinceMs: number;
  /** So much of the time that has passed until now is not its peer's, who could not go on. */
  excuse(stallMs: number, nowMs: number): void;
}
