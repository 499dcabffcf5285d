import type { LogSink } from '../../contract/log-sink.ts';
import { commonParts } from './common-parts.ts';
import type { Exchange, Progress } from './exchange.ts';
import { fullLine, progressLine, shortLine } from './write-access-line.ts';
import { errorLine } from './write-error-line.ts';

/** Block 4: every exchange leaves a line in the access log, and an error one in the error log too. */
export function makeLog(exchange: Exchange, sink: LogSink): void {
  const parts = commonParts(exchange);
  // Both lines are made before one is written: if the second meets a bug, neither is there, and `logBug` writes both.
  const access = exchange.detail === 'full' ? fullLine(exchange, parts) : shortLine(exchange, parts);
  const error = exchange.failure === undefined ? undefined : errorLine(exchange, exchange.failure, parts);
  sink.access(access);
  if (error !== undefined) sink.error(error);
}

/** One line more in the access log, before those of the exchange. It has no status, so requests can still be counted. */
export function makeProgressLog(progress: Progress, sink: LogSink): void {
  sink.access(progressLine(progress, commonParts(progress)));
}
