import type { Failure } from '../../contract/answer.ts';
import { reasonPhrase } from '../../http/reason-phrases.ts';

/** application/problem+json (RFC 9457 §3). `original`: the message for a client with show_errors on. */
export function writeProblem(failure: Failure, original: string | false): string {
  const { status, message, code, problems, members } = failure;
  const own = {
    type: 'about:blank',
    title: reasonPhrase(status),
    status,
    detail: message,
    code,
    ...(problems === undefined ? {} : { errors: problems }),
    ...(original === false ? {} : { cause: original }),
  };
  return JSON.stringify({ ...own, ...members, status });
}
