import type { Answer } from '../../contract/answer.ts';
import type { Readiness } from '../../contract/exchange.ts';
import type { Responder, Route } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { mergeFields } from '../../http/merge-fields.ts';

const NOT_STORED: readonly FieldLine[] = [['Cache-Control', 'no-store']];

/**
 * Reports the state of the server: `velosiped:health` always answers `ok`; `velosiped:ready` is a 503 where requests
 * should go elsewhere. Neither can be cached. The 503 is not logged as an error: it is asked for every few seconds.
 */
export function answerProbe(
  declared: Route['response'],
  { asks, view }: Responder & { kind: 'probe' },
  readiness: Readiness,
): Answer {
  const model = { status: asks === 'health' ? 'ok' : readiness };
  const status = asks === 'health' || readiness === 'ready' ? declared.status : 503;
  const head = { ...declared, status, headers: mergeFields(declared.headers, NOT_STORED) };
  return view === undefined ? { kind: 'json', head, model } : { kind: 'page', head, view, model };
}
