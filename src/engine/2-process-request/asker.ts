import type { Client } from '../../contract/client.ts';
import type { Readiness } from '../../contract/exchange.ts';
import type { RateLimit, RateVerdict } from '../../contract/rate-limits.ts';
import type { Session } from '../../contract/session.ts';

/** The client, and the state of the server. */
export interface Asker extends Client {
  /** Of the request. */
  readonly session: Session;
  readiness(): Readiness;
  /** Counts the request. */
  count(limit: RateLimit): Promise<RateVerdict>;
}
