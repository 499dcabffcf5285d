import type { ConnectionHandler } from '../contract/exchange.ts';
import type { Spare } from './connection-states.ts';
import type { Guest } from './guest.ts';
import type { OutputSurroundings } from './output.ts';
import type { SharedResources } from './pace.ts';

/** What a connection needs of the listener that accepted it. */
export interface ConnectionSurroundings extends OutputSurroundings, SharedResources {
  readonly handler: ConnectionHandler;
  monotonicMs(): number;
  /** Both directions are closed. `owed`: its last request has no lines in the logs yet; called again without, when it has. */
  onClosed(connection: Guest, owed: boolean): void;
  /** Tells when the connection begins and ends to be one that may have to make room. */
  onSpare(connection: Guest, spare: Spare): void;
  /** An answer was the last of the whole server (S2). */
  onFatal(message: string): void;
}
