import type { BoundRoute, PathEnd, PathSegment, Route, RouteNode, Spelling } from '../../contract/program.ts';
import type { Steps } from '../1-read/run-steps.ts';
import { parameterNames } from '../3-resolve/parse-path.ts';
import { emptyNode, folderPaths, growPath, type PathNode } from '../3-resolve/path-tree.ts';
import { byText } from '../collections/by-text.ts';
import type { AlikeSharer } from './share-alike.ts';

/**
 * All paths of all routes as one tree. `served` is `server.methods`; HEAD follows GET if it has HEAD, and every path answers OPTIONS if
 * it has that.
 */
export function* buildRouteTree(
  routes: readonly Route[],
  served: readonly string[],
  alike: AlikeSharer,
): Steps<RouteNode> {
  const root = emptyNode<Ends>();
  const bind = (route: Route, path: readonly PathSegment[]): BoundRoute => ({
    route,
    parameterNames: alike.share(parameterNames(path)),
  });
  for (const route of routes) {
    yield;
    for (const path of route.paths) {
      const bound = bind(route, path);
      const { byMethod } = growPath<Ends>(root, path, () => ({ first: route, byMethod: new Map() }));
      for (const method of route.methods) byMethod.set(method, bound);
    }
  }
  for (const route of routes) if (route.respond.kind === 'folder') growFolder(root, route, bind);
  return yield* finish(root, served);
}

/** The folder itself, unless a route has its path. */
function growFolder(
  root: PathNode<Ends>,
  route: Route,
  bind: (route: Route, path: readonly PathSegment[]) => BoundRoute,
): void {
  for (const path of route.paths) {
    const bound = bind(route, path);
    for (const own of folderPaths(path)) {
      const { byMethod } = growPath<Ends>(root, own, () => ({ first: route, byMethod: new Map() }));
      if (byMethod.size === 0) for (const method of route.methods) byMethod.set(method, bound);
    }
  }
}

interface Ends extends Pick<PathEnd, 'first'> {
  readonly byMethod: Map<string, BoundRoute>;
}

function* finish(node: PathNode<Ends>, served: readonly string[]): Steps<RouteNode> {
  yield;
  const literals = new Map<string, RouteNode>();
  for (const [text, child] of node.literals) literals.set(text, yield* finish(child, served));
  return {
    literals: literals.size === 0 ? NO_LITERALS : literals,
    spellings: node.literals.size > SCANNED_MAX ? spellingsOf([...node.literals.keys()]) : undefined,
    parameter: node.parameter && (yield* finish(node.parameter, served)),
    rest: node.rest && finishEnd(node.rest, served),
    end: node.end && finishEnd(node.end, served),
  };
}

const NO_LITERALS: RouteNode['literals'] = new Map();

/** How many literals are compared one by one. */
const SCANNED_MAX = 16;

/** Literals for a 404 to find those that may have been meant. */
export function spellingsOf(texts: readonly string[]): NonNullable<RouteNode['spellings']> {
  const byStart = texts.map((text) => ({ key: text.toLowerCase(), text }));
  const byEnd = byStart.map(({ key, text }) => ({ key: key.split('').reverse().join(''), text }));
  const byKey = (a: Spelling, b: Spelling) => byText(a.key, b.key);
  return { byStart: byStart.sort(byKey), byEnd: byEnd.sort(byKey) };
}

function finishEnd({ first, byMethod: bound }: Ends, served: readonly string[]): PathEnd {
  const byMethod = new Map(bound);
  const get = bound.get('GET');
  if (get !== undefined && served.includes('HEAD') && !byMethod.has('HEAD')) byMethod.set('HEAD', get);
  return { first, byMethod, get, allow: served.filter((method) => byMethod.has(method) || method === 'OPTIONS') };
}
