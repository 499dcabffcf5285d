import assert from 'node:assert/strict';
import type { Limits } from '../../src/contract/program.ts';
import type { Accepted, Request } from '../../src/contract/request.ts';
import { openRequestReader } from '../../src/engine/1-accept-request/request-reader.ts';
import { buildProgram } from './build-program.ts';

const LIMITS = buildProgram([]).limits;

/** Reads bytes as the engine does, up to the first request or refusal; the peer ends behind them. */
export function acceptWire(
  wire: string | Uint8Array,
  options: { readonly secure?: boolean; readonly limits?: Partial<Limits> } = {},
): Accepted {
  const reader = openRequestReader(() => ({ ...LIMITS, ...options.limits }), { secure: options.secure ?? false });
  reader.push(Buffer.from(wire as string, 'latin1'));
  reader.end();
  for (;;) {
    const event = reader.next();
    if (event.kind === 'complete' || event.kind === 'rejected') return event.accepted;
    if (event.kind !== 'head') return assert.fail(`no request, but ${event.kind}`);
  }
}

/** `GET /path` and, line by line, what else its head holds. */
export function acceptRequest(line: string, fields: readonly string[] = [], body = ''): Request {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  const head = [`${line} HTTP/1.1`, 'Host: a', ...fields, ...length].map((text) => `${text}\r\n`).join('');
  const accepted = acceptWire(Buffer.concat([Buffer.from(`${head}\r\n`, 'latin1'), Buffer.from(body)]));
  return accepted.kind === 'request' ? accepted.request : assert.fail(accepted.fault.message);
}
