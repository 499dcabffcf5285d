import type { Program } from '../../../contract/program.ts';
import type { RequestHead } from '../../../contract/request.ts';
import type { UploadPlan } from '../../../contract/uploads.ts';
import { malformedQuery } from '../../../http/parse-form.ts';
import { uploadPlan } from '../input/receive-form.ts';
import { matchRoute } from '../match/match-route.ts';
import { bodyBytesMaxOf, findGroups, guardsOf, rateLimitsOf } from './find-gates.ts';

/** What is known of a body before it is read. */
export interface AnnouncedBody {
  readonly bytesMax: number;
  /** Whether the answer depends on it; else the final answer is known from the head (RFC 9110 §10.1.1). */
  readonly counts: boolean;
  /** Whether something on the way to the answer has to admit the request first. */
  readonly gated: boolean;
  /** It is a form that is not gathered in memory. */
  readonly plan?: UploadPlan | undefined;
}

export function announcedBody(program: Program, head: RequestHead): AnnouncedBody {
  const { method, path, target } = head;
  const { bodyBytesMax } = program.limits;
  if (!program.methods.includes(method)) return { bytesMax: bodyBytesMax, counts: false, gated: false };
  const match = matchRoute(program, method, path);
  if (match.kind === 'malformed') return { bytesMax: bodyBytesMax, counts: false, gated: false };
  const groups = findGroups(program, match.segments);
  if (match.kind !== 'matched') {
    return { bytesMax: bodyBytesMaxOf(program, groups, undefined), counts: false, gated: false };
  }
  const { route } = match;
  const plan = uploadPlan(route.body, head);
  return {
    bytesMax: bodyBytesMaxOf(program, groups, route),
    counts: malformedQuery(target) === undefined,
    // Its route has to take it, before anything of it is kept.
    gated: plan !== undefined || guardsOf(groups, route).length > 0 || rateLimitsOf(groups, route).length > 0,
    plan,
  };
}
