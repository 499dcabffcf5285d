/** One peer as the listener sees it: a connection that is ready for requests, or a handshake. */
export interface Guest {
  /** Closes it if something has taken too long; returns whether it did. */
  checkDeadline(nowMs: number): boolean;
  /** Answers what has begun, then closes. */
  drain(manner: DrainManner): void;
  /** Closes at once. */
  abort(): void;
}

/** How a connection is asked to close. */
export interface DrainManner {
  /** Only what is owed already is answered: a request that is not whole yet is refused. */
  readonly hurry: boolean;
  /** One more request is answered if it comes this soon after the last answer, or after the connection began. */
  readonly graceMs: number;
}
