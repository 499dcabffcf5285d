import type { ConnectionHandler } from '../contract/exchange.ts';
import type { Limits } from '../contract/program.ts';
import type { Evictable } from './connection-states.ts';
import type { Guest } from './guest.ts';
import type { OutputSurroundings } from './output.ts';
import type { SharedResources } from './pace.ts';

/** What a connection needs of the listener that accepted it. */
export interface ConnectionSurroundings extends OutputSurroundings, SharedResources {
  readonly handler: ConnectionHandler;
  /** Those of the active program. One function for all connections: closures for each are copied by collections. */
  limitsNow(): Limits;
  /** Both directions are closed. `owed`: its last request is not logged yet; called again without it once it is. */
  onClosed(connection: Guest, owed: boolean): void;
  /** Reports when the connection begins or ceases to be evictable. */
  onEvictable(connection: Guest, evictable: Evictable): void;
  /** Reports when the connection begins or ceases to rest: nothing of it can be late, so it is not looked at. */
  onRest(connection: Guest, rests: boolean): void;
  /** This was the last answer of the whole server. */
  onFatal(message: string): void;
}
