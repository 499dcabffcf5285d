import type { Program } from '../../contract/program.ts';
import type { RequestHead } from '../../contract/request.ts';
import { matchRoute } from './match-route.ts';

/**
 * Whether a request's body is worth sending, or its final answer is known from its head:
 * what a peer that waits for a 100 is told (RFC 9110 §10.1.1).
 */
export function wantsBody(program: Program, head: RequestHead): boolean {
  return program.methods.includes(head.method) && matchRoute(program, head.method, head.path).kind === 'matched';
}
