import type { Client } from '../../contract/client.ts';
import type { Readiness } from '../../contract/exchange.ts';
import type { FileStore } from '../../contract/files.ts';
import type { GroupGates } from '../../contract/gates.ts';
import type { Route } from '../../contract/program.ts';
import type { RateLimit, RateVerdict } from '../../contract/rate-limits.ts';
import type { Session } from '../../contract/session.ts';
import type { Upload, Uploads } from '../../contract/uploads.ts';

/** The client, and what is around the server. */
export interface Asker extends Client {
  /** As in `HandlerInput`. */
  readonly signal: AbortSignal;
  /** The route that takes its request, once it is known, and the groups above its path. */
  route?: Route | undefined;
  groups?: GroupGates | undefined;
  /** Aborts the signal: the server stops. */
  abort(): void;
  readonly files: FileStore;
  readonly uploads: Uploads;
  /** Its body, if that is a form which is taken in piece by piece. */
  upload?: Upload | undefined;
  /** Its body, if that was read as JSON and can be logged whole. */
  json?: string | undefined;
  /** Wall clock. */
  nowMs(): number;
  /** Of the request. */
  readonly session: Session;
  /** Whether the request is an example of the manifest. */
  readonly example: boolean;
  readiness(): Readiness;
  /** Counts the request. */
  count(limit: RateLimit): Promise<RateVerdict>;
}
