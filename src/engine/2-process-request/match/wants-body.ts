import type { Program } from '../../../contract/program.ts';
import type { RequestHead } from '../../../contract/request.ts';
import { guarded } from '../../../http/describe-thrown.ts';
import { malformedQuery } from '../../../http/parse-form.ts';
import { matchRoute } from './match-route.ts';

/**
 * Whether a request's body is worth sending, or its final answer is known from its head:
 * what a peer that waits for a 100 is told (RFC 9110 §10.1.1). No exchange has begun yet: a bug in here shows when one has.
 */
export function wantsBody(program: Program, head: RequestHead): boolean {
  if (!program.methods.includes(head.method)) return false;
  if (malformedQuery(head.target) !== undefined) return false;
  return guarded(() => matchRoute(program, head.method, head.path).kind === 'matched') ?? true;
}
