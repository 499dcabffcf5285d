import type { Program } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';
import { indexOrEnd } from '../../../http/index-or-end.ts';
import { matchRoute } from './match-route.ts';

/** The target with a slash more or less at the end of its path, if a route has that one (`server.trailingSlash`). */
export function otherSlash(program: Program, { method, path, target }: Request): string | undefined {
  const other = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  // A browser would take what begins so for a host.
  if (!/^\/[^/\\]/.test(other)) return undefined;
  const { kind } = matchRoute(program, method, other);
  if (kind === 'not-found' || kind === 'malformed') return undefined;
  return other + target.slice(indexOrEnd(target, '?', 0));
}
