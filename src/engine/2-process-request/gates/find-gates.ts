import type { Gates, GroupGates, GroupNode, NamedGuard } from '../../../contract/gates.ts';
import type { Program, Route } from '../../../contract/program.ts';
import type { RateLimit } from '../../../contract/rate-limits.ts';
import type { ErrorFormat } from '../../../contract/told-problem.ts';
import { isDotSegment, plainSegments } from '../../../http/percent-coding.ts';

/**
 * What the groups above a path ask for; undefined: there are none. A folder or a handler can take an empty segment, an encoded slash or
 * a dot segment for what it is in a file system, so a path lies under a group if any reading of it does.
 */
export function findGroups({ groups }: Program, segments: readonly string[]): GroupGates | undefined {
  if (groups === undefined) return undefined;
  // Nearly all paths: there is only one way to read them.
  if (!segments.some(isOdd)) return innermost(groups, segments);
  const plain = plainSegments(segments);
  const asWritten = innermost(groups, plain);
  if (!plain.some(isDotSegment)) return asWritten;
  const resolved = innermost(groups, withoutDots(plain));
  if (asWritten === undefined || resolved === undefined || asWritten === resolved) return asWritten ?? resolved;
  return {
    ...asWritten,
    names: [...new Set([...asWritten.names, ...resolved.names])],
    guards: [...new Set([...asWritten.guards, ...resolved.guards])],
    rateLimits: [...new Set([...asWritten.rateLimits, ...resolved.rateLimits])],
  };
}

/** Whether a segment can be taken for none, for several, or for another folder. */
function isOdd(segment: string): boolean {
  return segment === '' || isDotSegment(segment) || segment.includes('/');
}

function innermost(root: GroupNode, segments: readonly string[]): GroupGates | undefined {
  let { gates } = root;
  let node: GroupNode | undefined = root;
  for (const segment of segments) {
    node = node.literals.get(segment);
    if (node === undefined) break;
    gates = node.gates ?? gates;
  }
  return gates;
}

/** As a client would resolve them (RFC 3986 §5.2.4). */
function withoutDots(segments: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const segment of segments) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return kept;
}

/** All guards of a request, from the outside in. */
export function guardsOf(groups: Gates | undefined, route: Route): readonly NamedGuard[] {
  return outsideIn(groups?.guards, route.gates?.guards);
}

/** All rate limits of a request, from the outside in. */
export function rateLimitsOf(groups: Gates | undefined, route: Route): readonly RateLimit[] {
  return outsideIn(groups?.rateLimits, route.gates?.rateLimits);
}

const NONE: readonly never[] = [];

/** Makes no list where one side has nothing: most requests meet neither. */
function outsideIn<One>(outer: readonly One[] = NONE, own: readonly One[] = NONE): readonly One[] {
  return own.length === 0 ? outer : outer.length === 0 ? own : [...outer, ...own];
}

/** How the errors of a request are told. `place`: the route that answers, or that has its path. */
export function errorFormatOf(
  { errors }: Program,
  groups: GroupGates | undefined,
  place: Route | undefined,
): ErrorFormat {
  return place?.errors ?? groups?.errors ?? errors;
}

/** How large the body of a request can be. */
export function bodyBytesMaxOf({ limits }: Program, groups: Gates | undefined, route: Route | undefined): number {
  return route?.gates?.bodyBytesMax ?? groups?.bodyBytesMax ?? limits.bodyBytesMax;
}
