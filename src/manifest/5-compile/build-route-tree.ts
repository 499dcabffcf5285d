import type { BoundRoute, PathEnd, PathSegment, Route, RouteNode, Spelling } from '../../contract/program.ts';
import { parameterNames } from '../3-resolve/parse-path.ts';

/** All paths of all routes as one tree. `served` is `server.methods`; where it has HEAD, HEAD follows GET. */
export function buildRouteTree(routes: readonly Route[], served: readonly string[]): RouteNode {
  const root = newNode();
  for (const route of routes) {
    for (const path of route.paths) {
      const bound: BoundRoute = { route, parameterNames: parameterNames(path) };
      const end = endOf(root, path);
      for (const method of route.methods) end.set(method, bound);
    }
  }
  return finish(root, served);
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

function finish(node: GrowingNode, served: readonly string[]): RouteNode {
  return {
    literals: new Map([...node.literals].map(([text, child]) => [text, finish(child, served)])),
    spellings: node.literals.size > SCANNED_MAX ? spellingsOf([...node.literals.keys()]) : undefined,
    parameter: node.parameter && finish(node.parameter, served),
    rest: node.rest && finishEnd(node.rest, served),
    end: node.end && finishEnd(node.end, served),
  };
}

/** So many literals are compared one by one. */
const SCANNED_MAX = 16;

/** Literals as a 404 looks for those that may have been meant. */
export function spellingsOf(texts: readonly string[]): NonNullable<RouteNode['spellings']> {
  const byStart = texts.map((text) => ({ key: text.toLowerCase(), text }));
  const byEnd = byStart.map(({ key, text }) => ({ key: key.split('').reverse().join(''), text }));
  return { byStart: byStart.sort(byKey), byEnd: byEnd.sort(byKey) };
}

function byKey(a: Spelling, b: Spelling): number {
  return a.key < b.key ? -1 : Number(a.key > b.key);
}

function finishEnd(bound: Ends, served: readonly string[]): PathEnd {
  const byMethod = new Map(bound);
  const get = bound.get('GET');
  if (get !== undefined && served.includes('HEAD') && !byMethod.has('HEAD')) byMethod.set('HEAD', get);
  return { byMethod, allow: served.filter((method) => byMethod.has(method)) };
}
