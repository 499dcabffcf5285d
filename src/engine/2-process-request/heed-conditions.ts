import type { Answer } from '../../contract/answer.ts';
import type { Request } from '../../contract/request.ts';
import { canBeCoded } from '../../http/can-be-coded.ts';
import { evaluateConditions } from '../../http/evaluate-conditions.ts';
import { fieldValue, hasConditions } from '../../http/field-value.ts';
import { parseHttpDate } from '../../http/http-date.ts';
import { HTML, JSON_TYPE } from '../../http/media-types.ts';
import { preconditionFailed } from '../default-answers.ts';
import type { Asker } from './asker.ts';
import { withoutContent } from './files/answer-representation.ts';

/** Whether a request only reads, and has conditions. Those of other methods are for their handler, which must not act first. */
export function isConditional({ method, fieldLines }: Request): boolean {
  return (method === 'GET' || method === 'HEAD') && hasConditions(fieldLines);
}

/**
 * What becomes of a handler's answer under the conditions of a request that reads: if it has an ETag or Last-Modified, the server
 * evaluates them, as it does those of files (RFC 9110 §13.2). Closes what is not sent.
 */
export function heedConditions(answer: Answer, { method, headers }: Request, asker: Asker): Answer {
  if (answer.kind === 'failure' || answer.kind === 'empty' || answer.head.status !== 200) return answer;
  const { head } = answer;
  const tag = fieldValue(head.headers, 'etag');
  const modified = fieldValue(head.headers, 'last-modified');
  if (tag === undefined && modified === undefined) return answer;
  // A handler without types can put anything here: it is refused where it is written.
  if (!isText(tag) || !isText(modified)) return answer;
  const nowMs = asker.nowMs();
  const modifiedMs = modified === undefined ? undefined : parseHttpDate(modified, nowMs);
  const verdict = evaluateConditions({ method, headers, nowMs }, { tag: tag ?? '', modifiedMs });
  if (verdict === 'go-on') return answer;
  if (answer.kind === 'stream') answer.stream.close();
  if (verdict === 'failed') return preconditionFailed();
  const { type = HTML } = answer.kind === 'json' ? { type: JSON_TYPE } : answer;
  const answered = { status: 304, headers: withoutContent(head.headers), cookies: head.cookies };
  // What forbids to compress the 200 can be among the fields that its 304 does not have.
  return { kind: 'empty', type, head: answered, isChosen: !canBeCoded(head.headers) };
}

function isText(value: string | undefined): boolean {
  return value === undefined || typeof value === 'string';
}
