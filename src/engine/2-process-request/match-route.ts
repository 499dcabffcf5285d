import type { PathEnd, Program, Route, RouteNode } from '../../contract/program.ts';
import { decodePath } from './decode-path.ts';

export type Match =
  | { readonly kind: 'matched'; readonly route: Route; readonly values: ReadonlyMap<string, string> }
  /** With the path's segments, percent-decoded. */
  | { readonly kind: 'not-found'; readonly segments: readonly string[] }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] };

/** Finds the route of a path and a method: the path is chosen first, by specificity, then the method. */
export function matchRoute(program: Program, method: string, path: string): Match {
  const segments = decodePath(path);
  if (segments === undefined) return { kind: 'malformed' };
  const captured: string[] = [];
  const end = descend(program.routeTree, { segments, depth: 0 }, captured);
  if (end === undefined) return { kind: 'not-found', segments };
  const bound = end.byMethod.get(method);
  if (bound === undefined) return { kind: 'method-not-allowed', allow: end.allow };
  const values = new Map(bound.parameterNames.map((name, index) => [name, captured[index] ?? '']));
  return { kind: 'matched', route: bound.route, values };
}

interface Walk {
  readonly segments: readonly string[];
  readonly depth: number;
}

/**
 * A literal beats a parameter beats the rest; where the better way ends nowhere, the next is tried.
 * A parameter takes no empty segment, and the rest takes at least one character.
 */
function descend(node: RouteNode, walk: Walk, captured: string[]): PathEnd | undefined {
  const { segments, depth } = walk;
  const segment = segments[depth];
  if (segment === undefined) return node.end;
  const next = { segments, depth: depth + 1 };
  const literal = node.literals.get(segment);
  const byLiteral = literal && descend(literal, next, captured);
  if (byLiteral !== undefined) return byLiteral;
  if (node.parameter !== undefined && segment !== '') {
    captured.push(segment);
    const byParameter = descend(node.parameter, next, captured);
    if (byParameter !== undefined) return byParameter;
    captured.pop();
  }
  const rest = node.rest && segments.slice(depth).join('/');
  if (rest === undefined || rest === '') return undefined;
  captured.push(rest);
  return node.rest;
}
