import type { PathEnd, Program, Route, RouteNode } from '../../../contract/program.ts';
import { decodePath } from '../../../http/percent-coding.ts';

/** With the path's segments, percent-decoded. */
export type Match =
  | {
      readonly kind: 'matched';
      readonly segments: readonly string[];
      readonly route: Route;
      readonly values: ReadonlyMap<string, string>;
    }
  | { readonly kind: 'not-found'; readonly segments: readonly string[] }
  | { readonly kind: 'method-not-allowed'; readonly segments: readonly string[]; readonly end: PathEnd }
  /** OPTIONS asks what the path takes, and no route answers that (RFC 9110 §9.3.7). */
  | { readonly kind: 'path-options'; readonly segments: readonly string[]; readonly end: PathEnd }
  | { readonly kind: 'malformed' };

/** Finds the route of a path and a method: the path is chosen first, by specificity, then the method. */
export function matchRoute(program: Program, method: string, path: string): Match {
  const segments = decodePath(path);
  if (segments === undefined) return { kind: 'malformed' };
  const captured: string[] = [];
  const end = descend(program.routeTree, segments, 0, captured);
  if (end === undefined) return { kind: 'not-found', segments };
  const bound = method === 'GET' ? end.get : end.byMethod.get(method);
  if (bound === undefined) return { kind: method === 'OPTIONS' ? 'path-options' : 'method-not-allowed', segments, end };
  return { kind: 'matched', segments, route: bound.route, values: bind(bound.parameterNames, captured) };
}

const NO_VALUES: ReadonlyMap<string, string> = new Map();

function bind(names: readonly string[], captured: readonly string[]): ReadonlyMap<string, string> {
  if (names.length === 0) return NO_VALUES;
  const values = new Map<string, string>();
  for (let index = 0; index < names.length; index++) values.set(names[index] ?? '', captured[index] ?? '');
  return values;
}

/**
 * A literal beats a parameter beats the rest; if the better way leads nowhere, the next is tried.
 * A parameter takes no empty segment, and the rest takes at least one character.
 */
function descend(node: RouteNode, segments: readonly string[], depth: number, captured: string[]): PathEnd | undefined {
  const segment = segments[depth];
  if (segment === undefined) return node.end;
  const literal = node.literals.get(segment);
  const byLiteral = literal && descend(literal, segments, depth + 1, captured);
  if (byLiteral !== undefined) return byLiteral;
  if (node.parameter !== undefined && segment !== '') {
    captured.push(segment);
    const byParameter = descend(node.parameter, segments, depth + 1, captured);
    if (byParameter !== undefined) return byParameter;
    captured.pop();
  }
  const rest = node.rest && segments.slice(depth).join('/');
  if (rest === undefined || rest === '') return undefined;
  captured.push(rest);
  return node.rest;
}
