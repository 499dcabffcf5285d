import type { RoutePath, SiteRoute } from '../../3-resolve/site.ts';

/** One segment deep in the tree, whatever the methods. */
interface PathNode {
  readonly literals: ReadonlyMap<string, PathNode>;
  readonly parameter: PathNode | undefined;
  readonly rest: PathClaims | undefined;
  readonly end: PathClaims | undefined;
}

/** The paths that are equally specific, and so end at the same place. */
interface PathClaims {
  readonly claims: readonly PathClaim[];
  /** How many segments come before a rest; undefined where the path ends here. */
  readonly restDepth: number | undefined;
}

export interface PathClaim {
  readonly route: SiteRoute;
  readonly path: RoutePath;
}

/** All paths that could be read, and where a request finds each of them. */
export interface PathTree {
  readonly root: PathNode;
  readonly ends: ReadonlyMap<RoutePath, PathClaims>;
}

export function buildPathTree(routes: Iterable<SiteRoute>): PathTree {
  const root = newNode();
  const ends = new Map<RoutePath, PathClaims>();
  for (const route of routes) {
    for (const path of route.paths) {
      const end = claimsAt(root, path);
      end.claims.push({ route, path });
      ends.set(path, end);
    }
  }
  return { root, ends };
}

/** How many segments may still be compared: paths can be made that lead astray very often. */
export interface Budget {
  steps: number;
}

/**
 * The paths that take a request with these segments, decoded: segment by segment from the left a literal beats a
 * parameter beats the rest, and the method is looked at after that. As the engine does it. Undefined where there are none,
 * or the budget is used up.
 */
export function findPaths(
  { root }: PathTree,
  segments: readonly string[],
  budget: Budget = { steps: Number.POSITIVE_INFINITY },
): PathClaims | undefined {
  return descend(root, { segments, depth: 0 }, budget);
}

interface Walk {
  readonly segments: readonly string[];
  readonly depth: number;
}

function descend(node: PathNode, { segments, depth }: Walk, budget: Budget): PathClaims | undefined {
  const segment = segments[depth];
  if (segment === undefined) return node.end;
  budget.steps -= 1;
  if (budget.steps < 0) return undefined;
  const next = { segments, depth: depth + 1 };
  const literal = node.literals.get(segment);
  const byLiteral = literal && descend(literal, next, budget);
  if (byLiteral !== undefined) return byLiteral;
  const byParameter =
    node.parameter !== undefined && segment !== '' ? descend(node.parameter, next, budget) : undefined;
  if (byParameter !== undefined) return byParameter;
  const restIsEmpty = segment === '' && depth === segments.length - 1;
  return restIsEmpty || budget.steps < 0 ? undefined : node.rest;
}

interface GrowingNode {
  readonly literals: Map<string, GrowingNode>;
  parameter: GrowingNode | undefined;
  rest: GrowingClaims | undefined;
  end: GrowingClaims | undefined;
}

interface GrowingClaims {
  readonly claims: PathClaim[];
  readonly restDepth: number | undefined;
}

function newNode(): GrowingNode {
  return { literals: new Map(), parameter: undefined, rest: undefined, end: undefined };
}

function claimsAt(root: GrowingNode, { segments }: RoutePath): GrowingClaims {
  let node = root;
  for (const [depth, segment] of segments.entries()) {
    if (segment.kind === 'rest') {
      node.rest ??= { claims: [], restDepth: depth };
      return node.rest;
    }
    if (segment.kind === 'literal') {
      const child = node.literals.get(segment.text) ?? newNode();
      node.literals.set(segment.text, child);
      node = child;
    } else {
      node.parameter ??= newNode();
      node = node.parameter;
    }
  }
  node.end ??= { claims: [], restDepth: undefined };
  return node.end;
}
