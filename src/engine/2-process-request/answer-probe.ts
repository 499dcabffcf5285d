import type { Answer } from '../../contract/answer.ts';
import type { Readiness } from '../../contract/exchange.ts';
import type { Responder, Route } from '../../contract/program.ts';
import { mergeHeaders } from './call-handler.ts';

/**
 * Answers those who ask how the server is: `velosiped:health` always says `ok`, since it answers; `velosiped:ready` is a 503 where
 * others should be asked instead. Neither may come out of a cache. No error: it is asked every few seconds.
 */
export function answerProbe(
  declared: Route['response'],
  { asks, view }: Responder & { kind: 'probe' },
  readiness: Readiness,
): Answer {
  const model = { status: asks === 'health' ? 'ok' : readiness };
  const status = asks === 'health' || readiness === 'ready' ? declared.status : 503;
  const head = { ...declared, status, headers: mergeHeaders(declared.headers, { 'Cache-Control': 'no-store' }) };
  return view === undefined ? { kind: 'json', head, model } : { kind: 'page', head, view, model };
}
