import type { Failure } from '../../contract/answer.ts';
import type { LogSettings } from '../../contract/log-settings.ts';
import type { LogSink } from '../../contract/log-sink.ts';
import type { Accepted } from '../../contract/request.ts';
import { isoTime } from './iso-time.ts';
import { fullLine, shortLine } from './write-access-line.ts';
import { errorLine } from './write-error-line.ts';

/** One exchange, when all is known of it. */
export interface Exchange {
  readonly accepted: Accepted;
  readonly client: string;
  readonly detail: 'full' | 'short';
  readonly route: string | undefined;
  readonly status: number;
  /** Of content, as it was handed over. */
  readonly bytes: number;
  /** The content broke off. */
  readonly aborted: boolean;
  readonly wallMs: number;
  readonly durationMs: number;
  readonly failure: Failure | undefined;
  /** Of the program that answered. */
  readonly logs: LogSettings;
}

/** Block 4: every exchange leaves a line in the access log, and an error one in the error log too. */
export function makeLog(exchange: Exchange, sink: LogSink): void {
  const time = isoTime(exchange.wallMs);
  // Both are made before one is written: a bug in the second leaves an exchange without lines, and not with one too many.
  const access = exchange.detail === 'full' ? fullLine(exchange, time) : shortLine(exchange, time);
  const error = exchange.failure === undefined ? undefined : errorLine(exchange, exchange.failure, time);
  sink.access(access);
  if (error !== undefined) sink.error(error);
}
