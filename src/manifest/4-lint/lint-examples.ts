import type { KeyPath } from '../1-read/located-manifest.ts';
import type { ExampleShape, RouteShape } from '../2-validate/manifest-shape.ts';
import type { RoutePath, SiteRoute } from '../3-resolve/site.ts';
import type { Finding } from '../findings.ts';
import { type ExampleRequest, lintExampleRequest } from './lint-example-request.ts';
import { lintExpectations } from './lint-expectations.ts';
import type { LintInput } from './lint-input.ts';
import { findPaths, type PathTree } from './path-tree.ts';

/**
 * An example has to be a request, that reaches its route and expects what that can answer. What was damaged before is
 * left alone. Faults: bad-example, example-elsewhere, example-contradiction.
 */
export function lintExamples(input: LintInput, tree: PathTree): void {
  const { manifest, site } = input;
  const { methods: served } = site.server;
  for (const route of site.routes.values()) {
    const { name, at, path, badPaths } = route;
    const isWhole = path !== undefined && badPaths.length === 0 && !at.lost('path', 'aliases', 'methods');
    for (const { name: title, at: place, shape: example } of route.examples) {
      if (at.in('examples').lost(title)) continue;
      const request = lintExampleRequest(input, place, example);
      const shape = manifest.routes?.[name];
      if (request === undefined || served === undefined || !isWhole || shape === undefined) continue;
      const asked = { name, route: shape, at: ['routes', name, 'examples', title], example, request };
      const reached = reach(input, { tree, served, route }, asked);
      if (reached !== undefined) lintExpectations(input, { ...asked, values: reached });
    }
  }
}

interface Known {
  readonly tree: PathTree;
  readonly served: readonly string[];
  readonly route: SiteRoute;
}

/** One example, and what it asks for. */
export interface AskedExample {
  /** Of its route. */
  readonly name: string;
  readonly route: RouteShape;
  /** The path that leads to it. */
  readonly at: KeyPath;
  readonly example: ExampleShape;
  readonly request: ExampleRequest;
}

/** What the parameters of its path are, as text. */
export type PathValues = ReadonlyMap<string, string>;

/** Paths that lead astray so often are left to the engine. */
const STEPS_MAX = 10_000;

/**
 * What the path's parameters are where an example reaches its route; undefined where it does not. An example may also
 * show what is close to its route and is refused: a path that nobody has is 404, its own path with another method 405.
 */
function reach(input: LintInput, { tree, served, route }: Known, asked: AskedExample): PathValues | undefined {
  const { example, request } = asked;
  const status = example.response?.status;
  const segments = decodePath(request.path);
  const implemented = served.includes(request.method);
  if (!implemented && status === 501) return undefined;
  if (segments === undefined) {
    if (status !== 400) elsewhere(input, asked, 'it is malformed', 'a request for it is answered with 400');
    return undefined;
  }
  const budget = { steps: STEPS_MAX };
  const found = request.path === '*' ? undefined : findPaths(tree, segments, budget);
  if (budget.steps < 0) return undefined;
  if (found === undefined) {
    if (status !== 404) elsewhere(input, asked, 'no route has this path', 'a request for it is answered with 404');
    return undefined;
  }
  const own = found.claims.find(({ route: other }) => other === route);
  const taker = found.claims.find(({ route: other }) => takes(other, served, request.method));
  if (own === undefined || (taker !== undefined && !takes(route, served, request.method))) {
    const other = (taker ?? found.claims[0])?.route ?? route;
    const related = [{ ...other.at.in('path').value, message: `the route "${other.name}" is here` }];
    const why = `its path belongs to the route "${other.name}"`;
    elsewhere(input, asked, why, 'move it there, or ask for another path', related);
    return undefined;
  }
  if (!takes(route, served, request.method)) {
    const methods = route.methods.join(', ');
    const answer = implemented ? 405 : 501;
    const hint = `it takes ${methods}; ${request.method} is answered with ${answer}`;
    if (status !== answer) elsewhere(input, asked, `the route does not take ${request.method}`, hint);
    return undefined;
  }
  return valuesIn(own.path, segments);
}

function elsewhere(
  { located, findings }: LintInput,
  { name, at, example }: AskedExample,
  why: string,
  hint: string,
  related: Finding['related'] = [],
): void {
  const message = `Cannot reach the route "${name}" by the request "${example.request ?? ''}": ${why}`;
  findings.add({ code: 'example-elsewhere', at: located.valueAt([...at, 'request']), message, hint, related });
}

/** HEAD follows GET wherever the server has it. */
function takes({ methods }: SiteRoute, served: readonly string[], method: string): boolean {
  if (!served.includes(method)) return false;
  return methods.includes(method) || (method === 'HEAD' && methods.includes('GET'));
}

/** Undefined where an escape is malformed. */
function decodePath(path: string): readonly string[] | undefined {
  try {
    return path.slice(1).split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function valuesIn({ segments: pattern }: RoutePath, segments: readonly string[]): PathValues {
  const values = new Map<string, string>();
  for (const [index, segment] of pattern.entries()) {
    if (segment.kind === 'parameter') values.set(segment.name, segments[index] ?? '');
    if (segment.kind === 'rest') values.set(segment.name, segments.slice(index).join('/'));
  }
  return values;
}
