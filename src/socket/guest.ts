import type { DrainManner } from './connection-surroundings.ts';

/** One peer as the listener sees it, whether its connection is ready for requests or still shakes hands. */
export interface Guest {
  /** Closes it if something has taken too long; tells whether it has. */
  checkDeadline(nowMs: number): boolean;
  /** Answers what has begun, then closes. */
  drain(manner: DrainManner): void;
  /** Closes at once. */
  abort(): void;
}
