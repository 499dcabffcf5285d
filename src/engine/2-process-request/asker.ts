import type { Client } from '../../contract/client.ts';
import type { Readiness } from '../../contract/exchange.ts';
import type { Route } from '../../contract/program.ts';

/** The client, and the state of the server. */
export interface Asker extends Client {
  /** As in `HandlerInput`. */
  readonly signal: AbortSignal;
  /** The route that takes its request, once it is known. */
  route?: Route | undefined;
  readiness(): Readiness;
  /** Aborts the signal: the server stops. */
  abort(): void;
}
