import type { Answer, AnswerHead } from '../../contract/answer.ts';
import { CONNECTION_FIELDS } from '../../http/connection-fields.ts';
import { UNKNOWN_TYPE } from '../../http/media-types.ts';
import { mergeFields } from '../../http/merge-fields.ts';
import { openBody } from './open-body.ts';

/** Of one connection, not of the content (RFC 9110 §7.6.1), and the length, which is the server's to say. */
const NOT_PASSED_ON: ReadonlySet<string> = new Set([...CONNECTION_FIELDS, 'proxy-connection', 'te']);

/** A WHATWG `Response` as an answer: its status, its fields over those of the route, its cookies, and its body. */
export function fromResponse(declared: AnswerHead, response: Response, type = UNKNOWN_TYPE): Answer {
  const { status, body, headers } = response;
  // What `fetch` got is decoded, whatever its fields say.
  const isFetched = response.url !== '';
  const own = [...headers].filter(([name]) => {
    return !NOT_PASSED_ON.has(name) && name !== 'set-cookie' && !(isFetched && name === 'content-encoding');
  });
  const cookies = headers.getSetCookie().map((value) => ['Set-Cookie', value] as const);
  const fields = [...mergeFields(declared.headers, own), ...cookies];
  if (body === null) return { kind: 'empty', head: { status, headers: fields, cookies: [] } };
  const sentType = headers.get('content-type') ?? type;
  const head = { status, headers: mergeFields([['Content-Type', sentType]], fields), cookies: [] };
  const length = isFetched ? undefined : lengthOf(headers.get('content-length'));
  return { kind: 'stream', head, type: sentType, stream: openBody(body, length) };
}

function lengthOf(field: string | null): number | undefined {
  return field !== null && /^\d{1,15}$/.test(field) ? Number(field) : undefined;
}
