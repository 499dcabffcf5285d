import type { Answer } from '../../../contract/answer.ts';
import type { Program } from '../../../contract/program.ts';
import type { FieldLine, Request } from '../../../contract/request.ts';
import { indexOrEnd } from '../../../http/index-or-end.ts';
import { matchRoute } from './match-route.ts';

/**
 * The target with a slash more or less at the end of its path, if `server.trailingSlash` leads there and a route has that one.
 * A folder has nearly all paths, so it does not count: two of them could lead to each other.
 */
export function otherSlash(program: Program, { method, path, target }: Request): string | undefined {
  if (program.trailingSlash === 'strict') return undefined;
  const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  // A browser would take what begins so for a host.
  if (!/^\/[^/\\]/.test(other)) return undefined;
  const match = matchRoute(program, method, other);
  if (match.kind === 'not-found' || match.kind === 'malformed') return undefined;
  const taker = match.kind === 'matched' ? match.route : match.end.first;
  return taker.respond.kind === 'folder' ? undefined : other + target.slice(indexOrEnd(target, '?', 0));
}

/** The answer that leads there. Caches keep it, so it has the fields of the error that it replaces: they say what that varies by. */
export function toOtherSlash(
  program: Program,
  request: Request,
  headers: readonly FieldLine[] = [],
): Answer | undefined {
  const location = otherSlash(program, request);
  if (location === undefined) return undefined;
  return { kind: 'empty', head: { status: 308, headers: [['Location', location], ...headers], cookies: [] } };
}
