/** How many requests of one client something takes in each window of time. */
export interface RateLimit {
  /** Which group or route it belongs to: limits of the same name count together. */
  readonly name: string;
  readonly requests: number;
  /** Whole seconds. */
  readonly perMs: number;
}

export type RateVerdict =
  | { readonly kind: 'within' }
  /** It has to wait until the window ends. */
  | { readonly kind: 'over'; readonly retryMs: number };

/** Counts the requests of clients. */
export interface RateLimits {
  /** Counts one request. Never rejects: a count that is out of reach is replaced by one of this process. */
  take(client: string, limit: RateLimit): Promise<RateVerdict>;
}
