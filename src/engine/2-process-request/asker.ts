import type { Client } from '../../contract/client.ts';
import type { Readiness } from '../../contract/exchange.ts';

/** The client, and the state of the server. */
export interface Asker extends Client {
  readiness(): Readiness;
}
