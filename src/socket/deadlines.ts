import type { Timeouts } from '../contract/program.ts';

/** How often the listener looks for connections that are over their time. */
export const SWEEP_MS = 1000;

/** After the last answer a peer has this long to close, counted from the last byte it still sent … */
const LINGER_SILENCE_MS = 1000;
/** … and this long in all. */
const LINGER_MS = 5000;

/** All deadlines are monotonic milliseconds. A new connection has as long as a head; later waits have longer. */
export function idleDeadline(
  timeouts: Timeouts,
  wait: { readonly sinceMs: number; readonly answered: boolean },
): number {
  return wait.sinceMs + (wait.answered ? timeouts.idleMs : timeouts.headMs);
}

/** A head has its time from its first byte, however busily its bytes drip. */
export function headDeadline(timeouts: Timeouts, startedMs: number): number {
  return startedMs + timeouts.headMs;
}

/** A body has to go on, and to end. */
export function bodyDeadline(
  timeouts: Timeouts,
  body: { readonly startedMs: number; readonly progressMs: number },
): number {
  return Math.min(body.progressMs + timeouts.bodyIdleMs, body.startedMs + timeouts.bodyMs);
}

/** Unread output has to move. */
export function writeDeadline(timeouts: Timeouts, progressMs: number): number {
  return progressMs + timeouts.writeMs;
}

/** How long a closed connection is still read, so that its last answer arrives. */
export function lingerDeadline(closedMs: number, progressMs: number): number {
  return Math.min(closedMs + LINGER_MS, progressMs + LINGER_SILENCE_MS);
}
