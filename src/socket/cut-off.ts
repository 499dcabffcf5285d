import type { Accepted } from '../contract/request.ts';

/** What becomes of a request whose answer cannot be waited for any longer; one that was refused stays so. */
export function cutOff(accepted: Accepted): Accepted {
  if (accepted.kind === 'refused') return accepted;
  const { method, target, version, fieldLines, cookies } = accepted.request;
  const message = 'The server stopped before the handler was done';
  const partial = { method, target, version, fieldLines, wholeHead: true, cookies, raw: undefined };
  return { kind: 'refused', fault: { code: 'stopped', status: 503, at: 0, message }, partial };
}
