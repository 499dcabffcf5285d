import type { KeyPath } from '../1-read/located-manifest.ts';
import type { ExampleShape, RouteShape } from '../2-validate/manifest-shape.ts';
import { DEFAULT_METHODS, DEFAULT_ROUTE_METHODS } from '../default-methods.ts';
import type { Finding } from '../findings.ts';
import { type ExampleRequest, lintExampleRequest } from './lint-example-request.ts';
import { lintExpectations } from './lint-expectations.ts';
import { type LintInput, namedExamples, routesOf } from './lint-input.ts';
import type { LintedPath, LintedPaths } from './lint-paths.ts';
import { findPaths, type PathTree } from './path-tree.ts';

/**
 * An example has to be a request, that reaches its route and expects what that can answer. What was damaged before is
 * left alone. Faults: bad-example, example-elsewhere, example-contradiction.
 */
export function lintExamples(input: LintInput, paths: LintedPaths, tree: PathTree): void {
  const { damage, manifest } = input;
  const withExamples = routesOf(input).filter(([, { examples }]) => examples !== undefined);
  if (withExamples.length === 0) return;
  const unclear = damage.touches([], ['server']) || damage.touches(['server'], ['methods']);
  const served = manifest.server?.methods ?? (unclear ? undefined : DEFAULT_METHODS);
  for (const [name, route] of withExamples) {
    const pathsWanted = 1 + (route.aliases ?? []).length;
    const isWhole = paths.get(name)?.length === pathsWanted && !damage.touches(['routes', name], PLACE_WORDS);
    for (const [title, example] of namedExamples(route.examples ?? {})) {
      if (damage.touches(['routes', name, 'examples'], [title])) continue;
      const at = ['routes', name, 'examples', title];
      const request = lintExampleRequest(input, at, example);
      if (request === undefined || served === undefined || !isWhole) continue;
      const reached = reach(input, { tree, served }, { name, route, at, example, request });
      if (reached !== undefined) lintExpectations(input, { name, route, at, example, request, values: reached });
    }
  }
}

/** What of a route says where it is. */
const PLACE_WORDS = ['path', 'aliases', 'methods'];

interface Known {
  readonly tree: PathTree;
  readonly served: readonly string[];
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
function reach(input: LintInput, { tree, served }: Known, asked: AskedExample): PathValues | undefined {
  const { name, route, example, request } = asked;
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
  const own = found.claims.find(({ route: other }) => other === name);
  const taker = found.claims.find(({ route: other }) => takes(input, served, other, request.method));
  if (own === undefined || (taker !== undefined && !takes(input, served, name, request.method))) {
    const other = (taker ?? found.claims[0])?.route ?? '';
    const at = input.located.valueAt(['routes', other, 'path']);
    const related = [{ ...at, message: `the route "${other}" is here` }];
    elsewhere(
      input,
      asked,
      `its path belongs to the route "${other}"`,
      'move it there, or ask for another path',
      related,
    );
    return undefined;
  }
  if (!takes(input, served, name, request.method)) {
    const methods = (route.methods ?? DEFAULT_ROUTE_METHODS).join(', ');
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
function takes({ manifest }: LintInput, served: readonly string[], name: string, method: string): boolean {
  const methods = manifest.routes?.[name]?.methods ?? DEFAULT_ROUTE_METHODS;
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

function valuesIn({ segments: pattern }: LintedPath, segments: readonly string[]): PathValues {
  const values = new Map<string, string>();
  for (const [index, segment] of pattern.entries()) {
    if (segment.kind === 'parameter') values.set(segment.name, segments[index] ?? '');
    if (segment.kind === 'rest') values.set(segment.name, segments.slice(index).join('/'));
  }
  return values;
}
