import type { BoundRoute, PathEnd, PathSegment, Route, RouteNode } from '../../contract/program.ts';
import type { Steps } from '../1-read/run-steps.ts';
import { parameterNames } from '../3-resolve/parse-path.ts';

/** All paths of all routes as one tree. `served` is `server.methods`; where it has HEAD, HEAD follows GET. */
export function* buildRouteTree(routes: readonly Route[], served: readonly string[]): Steps<RouteNode> {
  const root = newNode();
  for (const route of routes) {
    yield;
    for (const path of route.paths) {
      const bound: BoundRoute = { route, parameterNames: parameterNames(path) };
      const end = endOf(root, path);
      for (const method of route.methods) end.set(method, bound);
    }
  }
  return yield* finish(root, served);
}

type Ends = Map<string, BoundRoute>;

interface GrowingNode {
  readonly literals: Map<string, GrowingNode>;
  parameter: GrowingNode | undefined;
  rest: Ends | undefined;
  end: Ends | undefined;
}

function newNode(): GrowingNode {
  return { literals: new Map(), parameter: undefined, rest: undefined, end: undefined };
}

function endOf(root: GrowingNode, path: readonly PathSegment[]): Ends {
  let node = root;
  for (const segment of path) {
    if (segment.kind === 'rest') {
      node.rest ??= new Map();
      return node.rest;
    }
    node = segment.kind === 'literal' ? literalOf(node, segment.text) : parameterOf(node);
  }
  node.end ??= new Map();
  return node.end;
}

function literalOf(node: GrowingNode, text: string): GrowingNode {
  const child = node.literals.get(text) ?? newNode();
  node.literals.set(text, child);
  return child;
}

function parameterOf(node: GrowingNode): GrowingNode {
  node.parameter ??= newNode();
  return node.parameter;
}

function* finish(node: GrowingNode, served: readonly string[]): Steps<RouteNode> {
  yield;
  const literals = new Map<string, RouteNode>();
  for (const [text, child] of node.literals) literals.set(text, yield* finish(child, served));
  return {
    literals,
    parameter: node.parameter && (yield* finish(node.parameter, served)),
    rest: node.rest && finishEnd(node.rest, served),
    end: node.end && finishEnd(node.end, served),
  };
}

function finishEnd(bound: Ends, served: readonly string[]): PathEnd {
  const byMethod = new Map(bound);
  const get = bound.get('GET');
  if (get !== undefined && served.includes('HEAD') && !byMethod.has('HEAD')) byMethod.set('HEAD', get);
  return { byMethod, allow: served.filter((method) => byMethod.has(method)) };
}
