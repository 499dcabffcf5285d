import { isUtf8 } from 'node:buffer';
import type { Failure } from '../../contract/answer.ts';
import type { LogSink } from '../../contract/log-sink.ts';
import type { Accepted, PartialRequest, Request } from '../../contract/request.ts';
import { toLogLine } from './to-log-line.ts';

/** One exchange, when all is known of it. */
export interface Exchange {
  readonly accepted: Accepted;
  readonly client: string;
  readonly detail: 'full' | 'short';
  readonly route: string | undefined;
  readonly status: number;
  readonly bytes: number;
  readonly wallMs: number;
  readonly durationMs: number;
  readonly failure: Failure | undefined;
}

/** Block 4: every exchange leaves a line in the access log, and an error one in the error log too. */
export function makeLog(exchange: Exchange, sink: LogSink): void {
  const time = new Date(exchange.wallMs).toISOString();
  sink.access(toLogLine(exchange.detail === 'full' ? fullRecord(exchange, time) : shortRecord(exchange, time)));
  if (exchange.failure !== undefined) sink.error(toLogLine(errorRecord(exchange, exchange.failure, time)));
}

function fullRecord(exchange: Exchange, time: string): object {
  const { client, route, status, bytes } = exchange;
  const known = knownOf(exchange.accepted);
  return {
    time,
    client,
    detail: 'full',
    route: route ?? null,
    method: known.method,
    target: known.target,
    version: known.version,
    headers: known.fieldLines,
    cookies: Object.fromEntries(known.cookies),
    ...bodyRecord(exchange.accepted),
    status,
    bytes,
    durationMs: roundMs(exchange.durationMs),
    ...rawRecord(exchange.accepted),
  };
}

function shortRecord(exchange: Exchange, time: string): object {
  const { client, status, bytes } = exchange;
  const { method, target, cookies } = knownOf(exchange.accepted);
  return {
    time,
    client,
    detail: 'short',
    method,
    target,
    cookies: Object.fromEntries(cookies),
    status,
    bytes,
    durationMs: roundMs(exchange.durationMs),
    ...rawRecord(exchange.accepted),
  };
}

function errorRecord(exchange: Exchange, failure: Failure, time: string): object {
  const { client, accepted } = exchange;
  const { code, status, message, cause, ours } = failure;
  const { method, target } = knownOf(accepted);
  const record = { time, client, code, status, message, cause: causeText(cause), method, target };
  return ours && cause instanceof Error ? { ...record, stack: cause.stack } : record;
}

function knownOf(accepted: Accepted): Request | PartialRequest {
  return accepted.kind === 'request' ? accepted.request : accepted.partial;
}

function bodyRecord(accepted: Accepted): object {
  if (accepted.kind === 'refused') return {};
  const { body } = accepted.request;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return isUtf8(bytes) ? { body: bytes.toString('utf8') } : { bodyBase64: bytes.toString('base64') };
}

function rawRecord(accepted: Accepted): object {
  return accepted.kind === 'refused' ? { raw: accepted.partial.raw } : {};
}

/** An error with all that caused it, outermost first. */
function causeText(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const text = `${cause.name}: ${cause.message}`;
  return cause.cause === undefined ? text : `${text}; caused by ${causeText(cause.cause)}`;
}

/** Microseconds are as fine as a duration here can be trusted. */
function roundMs(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
