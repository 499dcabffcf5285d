import type { PathEnd, PathSegment, Program, Route, RouteNode } from '../../../contract/program.ts';
import { likeness, literalsLike } from './near-literals.ts';

/** A path that a request comes close to, or has, and the route that it belongs to. */
export interface NearRoute {
  readonly route: Route;
  readonly path: readonly PathSegment[];
  /** The methods that lead to the route by this path. */
  readonly methods: readonly string[];
}

/** How hard to look. The work depends only on this, not on the number of routes. */
export interface Effort {
  readonly routesMax: number;
  /** How many nodes and literals are looked at in all. */
  readonly stepsMax: number;
  /** Whether all literals of a node are compared, however many there are. */
  readonly everyLiteral: boolean;
}

/** For each 404: a few microseconds. */
export const REQUEST_EFFORT: Effort = { routesMax: 8, stepsMax: 64, everyLiteral: false };

/** For a person who waits for the answer: everything, except in manifests of absurd size. */
export const EXPLAIN_EFFORT: Effort = { routesMax: 5, stepsMax: 200_000, everyLiteral: true };

/** The costs whose sum is the difference of a path and a request; a letter costs 1. */
const COST = { otherLiteral: 5, emptyValue: 2, missingSegment: 2, extraSegment: 2, slash: 1 };
const COST_MAX = 7;
/** How many literals are tried if the request has no segment left. */
const AHEAD_MAX = 4;

/**
 * The routes whose paths differ least from a path, the closest first: an edit distance, segment by segment. Paths that fit cost
 * nothing, and among them those that the matcher prefers come first.
 */
export function nearRoutes({ routeTree }: Program, segments: readonly string[], effort: Effort): readonly NearRoute[] {
  const search = new Search(segments, effort);
  search.enter(routeTree, { cost: 0, alike: false, other: false });
  return search.found;
}

/** The way to a node so far: whether one of its literals is the request's or nearly so, and whether one is quite different. */
interface Way {
  readonly cost: number;
  readonly alike: boolean;
  readonly other: boolean;
}

/** One walk through the tree. It leaves branches that cost more than what it has found already. */
class Search {
  readonly found: (NearRoute & { readonly cost: number })[] = [];
  readonly #segments: readonly string[];
  readonly #effort: Effort;
  /** The path to the current node; its parameters have no names yet. */
  readonly #path: PathSegment[] = [];
  #steps = 0;

  constructor(segments: readonly string[], effort: Effort) {
    this.#segments = segments;
    this.#effort = effort;
  }

  enter(node: RouteNode, way: Way): void {
    this.#steps++;
    const segment = this.#segments[this.#path.length];
    const left = this.#segments.length - this.#path.length;
    const slashLeft = left === 1 && segment === '';
    this.#arrive(node.end, way, slashLeft ? COST.slash : COST.extraSegment * Math.max(0, left));
    const exact = segment === undefined ? undefined : node.literals.get(segment);
    if (exact !== undefined) this.#step({ kind: 'literal', text: segment ?? '' }, exact, { ...way, alike: true });
    if (node.parameter !== undefined) {
      const price = segment === undefined ? COST.missingSegment : segment === '' ? COST.emptyValue : 0;
      this.#step(PARAMETER, node.parameter, { ...way, cost: way.cost + price });
    }
    if (node.rest !== undefined) {
      this.#path.push(REST);
      this.#arrive(node.rest, way, segment === undefined ? COST.missingSegment : slashLeft ? COST.emptyValue : 0);
      this.#path.pop();
    }
    if (segment === undefined) this.#tryMissing(node, way);
    else this.#tryOthers(node, segment, way);
  }

  /** Literals that are not the request's segment. */
  #tryOthers(node: RouteNode, segment: string, way: Way): void {
    if (!this.#affords(way.cost + 1)) return;
    const { texts, all } = literalsLike(node, segment, this.#effort.everyLiteral);
    // Behind the last segment nothing else can be alike: to go on there took 0.7 µs of each 404's 13.
    const canBecomeAlike = way.alike || this.#path.length + 1 < this.#segments.length;
    for (const text of texts) {
      const next = node.literals.get(text);
      if (next === undefined || text === segment) continue;
      if (this.#steps++ >= this.#effort.stepsMax) return;
      const letters = likeness(segment, text);
      const literal = { kind: 'literal', text } as const;
      // A capital is a mistake too.
      if (letters !== undefined)
        this.#step(literal, next, { ...way, cost: way.cost + Math.max(1, letters), alike: true });
      else if (all && canBecomeAlike)
        this.#step(literal, next, { ...way, cost: way.cost + COST.otherLiteral, other: true });
    }
  }

  /** What can follow if the request has no segment left. */
  #tryMissing({ literals }: RouteNode, way: Way): void {
    let tried = 0;
    for (const [text, next] of literals) {
      if (tried++ === AHEAD_MAX) return;
      this.#step({ kind: 'literal', text }, next, {
        ...way,
        cost: way.cost + (text === '' ? COST.slash : COST.missingSegment),
      });
    }
  }

  #step(segment: PathSegment, node: RouteNode, way: Way): void {
    if (!this.#affords(way.cost) || this.#steps >= this.#effort.stepsMax) return;
    this.#path.push(segment);
    this.enter(node, way);
    this.#path.pop();
  }

  #affords(cost: number): boolean {
    const full = this.found.length === this.#effort.routesMax;
    return cost < (full ? (this.found.at(-1)?.cost ?? 0) : COST_MAX + 1);
  }

  #arrive(end: PathEnd | undefined, way: Way, price: number): void {
    const cost = way.cost + price;
    // Paths that only happen to be as long have nothing in common.
    if (end === undefined || (way.other && !way.alike)) return;
    for (const { route, parameterNames } of new Set(end.byMethod.values())) {
      const known = this.found.findIndex((one) => one.route === route);
      if (!this.#affords(cost) || (this.found[known]?.cost ?? cost + 1) <= cost) continue;
      if (known >= 0) this.found.splice(known, 1);
      const methods = [...end.byMethod].flatMap(([method, bound]) => (bound.route === route ? [method] : []));
      const at = this.found.findIndex((one) => one.cost > cost);
      this.found.splice(at < 0 ? this.found.length : at, 0, {
        route,
        path: named(this.#path, parameterNames),
        methods,
        cost,
      });
      if (this.found.length > this.#effort.routesMax) this.found.pop();
    }
  }
}

const PARAMETER: PathSegment = { kind: 'parameter', name: '' };
const REST: PathSegment = { kind: 'rest', name: '' };

function named(path: readonly PathSegment[], names: readonly string[]): readonly PathSegment[] {
  let parameters = 0;
  return path.map((segment) =>
    segment.kind === 'literal' ? segment : { ...segment, name: names[parameters++] ?? '' },
  );
}
