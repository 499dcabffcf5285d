import type { Accepted, PartialRequest, Request } from '../contract/request.ts';

/** What is known of a request: all of it, or what could be read of one that is refused. */
export function knownOf(accepted: Accepted): Request | PartialRequest {
  return accepted.kind === 'request' ? accepted.request : accepted.partial;
}
