import type { Program } from '../../../contract/program.ts';
import type { RequestHead } from '../../../contract/request.ts';
import { guarded } from '../../../http/describe-thrown.ts';
import { malformedQuery } from '../../../http/parse-form.ts';
import { matchRoute } from './match-route.ts';

/**
 * Whether the answer depends on the body, or the final answer is known from the head: decides what a peer that waits
 * for a 100 gets (RFC 9110 §10.1.1). No exchange has begun yet: a bug here shows up once one has.
 */
export function wantsBody(program: Program, head: RequestHead): boolean {
  if (!program.methods.includes(head.method)) return false;
  if (malformedQuery(head.target) !== undefined) return false;
  return guarded(() => matchRoute(program, head.method, head.path).kind === 'matched') ?? true;
}
