import type { PathEnd, PathSegment, Program, Route, RouteNode } from '../../contract/program.ts';
import { likeness, literalsLike } from './near-literals.ts';

/** A path that a request comes close to, or has, and the route that it belongs to. */
export interface NearRoute {
  readonly route: Route;
  /** One of the route's paths. */
  readonly path: readonly PathSegment[];
  /** The methods that lead to the route by this path. */
  readonly methods: readonly string[];
}

/** How hard to look. The work depends on these alone, not on how many routes there are. */
export interface Effort {
  readonly routesMax: number;
  /** Ways through the tree that are followed side by side. */
  readonly waysMax: number;
  /** Nodes with more literals than that are looked up by spelling. */
  readonly scannedMax: number;
  /** Comparisons of a segment with a literal, in all. */
  readonly comparisonsMax: number;
}

/** For each 404, whoever asks for it: a few microseconds. */
export const REQUEST_EFFORT: Effort = { routesMax: 3, waysMax: 4, scannedMax: 16, comparisonsMax: 32 };

/** For a person who waits for the answer: every literal is compared, up to manifests that nobody has. */
export const EXPLAIN_EFFORT: Effort = {
  routesMax: 5,
  waysMax: 64,
  scannedMax: Number.POSITIVE_INFINITY,
  comparisonsMax: 200_000,
};

/** What keeps a way from fitting. A letter costs 1. */
const COST = { otherLiteral: 5, emptyValue: 2, missingSegment: 2, extraSegment: 2, slash: 1 };
const COST_MAX = 7;
/** How many literals are tried where the request has no segment left. */
const AHEAD_MAX = 4;

/**
 * The routes whose paths come closest to a path, closest first; paths that fit cost nothing, and those of them that the
 * matcher prefers stand first. Walks the tree level by level and keeps the best ways (a beam search).
 */
export function nearRoutes(program: Program, segments: readonly string[], effort: Effort): readonly NearRoute[] {
  const search: Search = { segments, effort, arrivals: [], comparisons: 0 };
  let ways: Way[] = [{ node: program.routeTree, depth: 0, cost: 0, alike: 0, other: 0, rank: '', trail: undefined }];
  while (ways.length > 0) {
    const onward: Way[] = [];
    for (const way of ways) {
      const next = way.depth < segments.length ? follow(way, search) : goBeyond(way, search);
      for (const one of next) onward.push(one);
    }
    ways = onward.sort(byCost).slice(0, effort.waysMax);
  }
  const arrivals = search.arrivals.sort((a, b) => a.cost - b.cost || byRank(a.way, b.way));
  return distinctRoutes(arrivals, effort.routesMax);
}

interface Search {
  readonly segments: readonly string[];
  readonly effort: Effort;
  readonly arrivals: Arrival[];
  comparisons: number;
}

/** A way down the tree, and how far it is from fitting. */
interface Way {
  readonly node: RouteNode;
  readonly depth: number;
  readonly cost: number;
  /** How many literals fit, or nearly. */
  readonly alike: number;
  /** How many do not at all. */
  readonly other: number;
  /** A digit for each segment: 0 literal, 1 parameter, 2 rest. The matcher prefers what is first in the alphabet. */
  readonly rank: string;
  readonly trail: Trail | undefined;
}

/** The segments of a way, last first. */
interface Trail {
  readonly kind: PathSegment['kind'];
  readonly text: string;
  readonly before: Trail | undefined;
}

interface Arrival {
  readonly end: PathEnd;
  readonly way: Way;
  /** That of the way, and of what is too much or missing at its end. */
  readonly cost: number;
}

function byCost(a: Way, b: Way): number {
  return a.cost - b.cost || byRank(a, b);
}

function byRank(a: Way, b: Way): number {
  return a.rank < b.rank ? -1 : Number(a.rank > b.rank);
}

/** One level down, along a segment of the request. */
function follow(way: Way, search: Search): readonly Way[] {
  const { segments } = search;
  const { node, depth } = way;
  const segment = segments[depth] ?? '';
  const left = segments.length - depth;
  const onlySlashLeft = left === 1 && segment === '';
  arrive(search, node.end, way, onlySlashLeft ? COST.slash : COST.extraSegment * left);
  const onward = followLiterals(way, segment, search);
  if (node.parameter !== undefined) {
    onward.push(stepDown(way, node.parameter, { kind: 'parameter', price: segment === '' ? COST.emptyValue : 0 }));
  }
  arriveByRest(search, way, onlySlashLeft ? COST.emptyValue : 0);
  return onward;
}

function followLiterals(way: Way, segment: string, search: Search): Way[] {
  const { literals } = way.node;
  const exact = literals.get(segment);
  const onward =
    exact === undefined ? [] : [stepDown(way, exact, { kind: 'literal', text: segment, price: 0, fit: 'alike' })];
  const { comparisonsMax, scannedMax } = search.effort;
  if (literals.size === 0 || search.comparisons >= comparisonsMax) return onward;
  const choice = literalsLike(way.node, segment, scannedMax);
  for (const text of choice.texts) {
    const next = literals.get(text);
    if (next === undefined || next === exact || search.comparisons >= comparisonsMax) continue;
    search.comparisons++;
    const letters = likeness(segment, text);
    // A capital is a mistake too.
    const price = letters === undefined ? COST.otherLiteral : Math.max(1, letters);
    const fit = letters === undefined ? 'other' : 'alike';
    const affordable = way.cost + price <= COST_MAX;
    if (affordable && (choice.all || fit === 'alike')) {
      onward.push(stepDown(way, next, { kind: 'literal', text, price, fit }));
    }
  }
  return onward;
}

/** One level down, where the request has no segment left: what is missing. */
function goBeyond(way: Way, search: Search): readonly Way[] {
  const { node } = way;
  arrive(search, node.end, way, 0);
  arriveByRest(search, way, COST.missingSegment);
  const onward: Way[] = [];
  for (const [text, next] of node.literals) {
    if (onward.length === AHEAD_MAX) break;
    onward.push(stepDown(way, next, { kind: 'literal', text, price: text === '' ? COST.slash : COST.missingSegment }));
  }
  if (node.parameter !== undefined) {
    onward.push(stepDown(way, node.parameter, { kind: 'parameter', price: COST.missingSegment }));
  }
  return onward.filter(({ cost }) => cost <= COST_MAX);
}

interface StepDown {
  readonly kind: PathSegment['kind'];
  /** Of a literal. */
  readonly text?: string;
  readonly price: number;
  /** Whether a literal is that of the request, nearly, or not at all; undefined where the request has none to compare. */
  readonly fit?: 'alike' | 'other';
}

const RANKS = { literal: '0', parameter: '1', rest: '2' };

/** Member by member: a spread would cost more than all the rest of a search. */
function stepDown(way: Way, node: RouteNode, { kind, text = '', price, fit }: StepDown): Way {
  return {
    node,
    depth: way.depth + 1,
    cost: way.cost + price,
    alike: way.alike + (fit === 'alike' ? 1 : 0),
    other: way.other + (fit === 'other' ? 1 : 0),
    rank: way.rank + RANKS[kind],
    trail: { kind, text, before: way.trail },
  };
}

function arrive(search: Search, end: PathEnd | undefined, way: Way, price: number): void {
  const cost = way.cost + price;
  // Paths that are as long by chance have nothing in common.
  const akin = way.alike > 0 || way.other === 0;
  if (end !== undefined && akin && cost <= COST_MAX) search.arrivals.push({ end, way, cost });
}

function arriveByRest(search: Search, way: Way, price: number): void {
  const { rest } = way.node;
  if (rest !== undefined) arrive(search, rest, stepDown(way, way.node, { kind: 'rest', price }), 0);
}

/** Of each route the path that comes closest. */
function distinctRoutes(arrivals: readonly Arrival[], routesMax: number): readonly NearRoute[] {
  const near = new Map<Route, NearRoute>();
  for (const { end, way } of arrivals) {
    for (const { route, parameterNames } of end.byMethod.values()) {
      if (near.size === routesMax) return [...near.values()];
      if (near.has(route)) continue;
      const methods = [...end.byMethod].flatMap(([method, bound]) => (bound.route === route ? [method] : []));
      near.set(route, { route, path: pathOf(way.trail, parameterNames), methods });
    }
  }
  return [...near.values()];
}

function pathOf(last: Trail | undefined, names: readonly string[]): readonly PathSegment[] {
  const trail: Trail[] = [];
  for (let at = last; at !== undefined; at = at.before) trail.unshift(at);
  let parameters = 0;
  return trail.map(({ kind, text }): PathSegment => {
    return kind === 'literal' ? { kind, text } : { kind, name: names[parameters++] ?? '' };
  });
}
