import type { ReadFault } from '../contract/fault.ts';
import type { Accepted } from '../contract/request.ts';

const STOPPED_MESSAGE = 'The server stopped before the request was answered';
export const STOPPED: ReadFault = { code: 'stopped', status: 503, at: 0, message: STOPPED_MESSAGE };
export const BROKEN_OFF: ReadFault = { code: 'truncated', status: 400, at: 0, message: 'The connection broke off' };

/** What happens to a whole request that its handler can no longer answer; a refused one stays refused. */
export function cutOff(accepted: Accepted, fault: ReadFault): Accepted {
  if (accepted.kind === 'refused') return accepted;
  const { method, target, version, secure, fieldLines, cookies } = accepted.request;
  const partial = { method, target, version, secure, fieldLines, wholeHead: true, cookies, raw: undefined };
  return { kind: 'refused', fault, partial };
}
