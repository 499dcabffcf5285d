import type { ClientIdentity, ClientStore } from '../contract/client.ts';
import type { ExchangeContext, Readiness } from '../contract/exchange.ts';
import type { FileStore } from '../contract/files.ts';
import type { LogSink } from '../contract/log-sink.ts';
import type { MessageMemory } from '../contract/message-memory.ts';
import type { RateLimits } from '../contract/rate-limits.ts';
import type { Accepted } from '../contract/request.ts';
import type { Uploads } from '../contract/uploads.ts';

/** What the engine is given, since it does no I/O. */
export interface Surroundings {
  readonly clients: ClientStore;
  readonly rates: RateLimits;
  /** Identifies a client: by its connection, or as a trusted proxy names it. */
  identify(accepted: Accepted, context: ExchangeContext): ClientIdentity;
  readonly files: FileStore;
  readonly uploads: Uploads;
  /** For `velosiped:ready`. */
  readiness(): Readiness;
  /** Whether requests are examples of the manifest. Default: they are visitors'. */
  readonly isExample?: boolean;
  readonly memory: MessageMemory;
  readonly logs: LogSink;
  readonly clock: { wallMs(): number; monotonicMs(): number };
}
