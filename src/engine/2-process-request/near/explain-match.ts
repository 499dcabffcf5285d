import type { GroupGates } from '../../../contract/gates.ts';
import type { ErrorModel } from '../../../contract/page-data.ts';
import type { PathSegment, Program, Route } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';
import { malformedQuery } from '../../../http/parse-form.ts';
import { decodePath } from '../../../http/percent-coding.ts';
import { corsOf } from '../../share-answer.ts';
import { findGroups } from '../gates/find-gates.ts';
import { allInQuery, queryTexts } from '../input/form-texts.ts';
import type { InputProblem } from '../input/input-problem.ts';
import { type InputValues, readInput } from '../input/read-input.ts';
import { literalUrl } from '../match/build-url.ts';
import { matchRoute } from '../match/match-route.ts';
import { otherSlash } from '../match/other-slash.ts';
import { EXPLAIN_EFFORT, type NearRoute, nearRoutes, REQUEST_EFFORT } from './near-routes.ts';
import { type Difference, describeDifferences, pathDifferences, pathText } from './path-differences.ts';

/** What block 2 does with a request before any handler is called, and why no other route answers. */
export interface Explanation {
  readonly verdict: Verdict;
  /** The path's segments, percent-decoded; none if it is malformed or not a path. */
  readonly segments: readonly string[];
  /** The names of the groups above the path, from the outside in. */
  readonly groups: readonly string[];
  /** What pages of other origins hear before they send something; undefined: nothing, or the request asks for something else. */
  readonly preflight: Preflight | undefined;
  readonly nearMisses: readonly NearMiss[];
}

/** Who can send what to a path. No guard is asked for that. */
export interface Preflight {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
}

export type Verdict =
  | {
      readonly kind: 'answers';
      readonly route: Route;
      readonly path: readonly PathSegment[];
      readonly params: InputValues;
      readonly query: InputValues;
    }
  | {
      readonly kind: 'bad-input';
      readonly route: Route;
      readonly path: readonly PathSegment[];
      readonly problems: readonly InputProblem[];
    }
  | { readonly kind: 'not-found' }
  /** A route has the path with a slash more or less at its end, and the answer leads there. */
  | { readonly kind: 'other-slash'; readonly location: string }
  | { readonly kind: 'method-not-allowed'; readonly allow: readonly string[] }
  | { readonly kind: 'method-not-implemented'; readonly methods: readonly string[] }
  /** A segment, counted from 1, does not decode to UTF-8 text. */
  | { readonly kind: 'malformed'; readonly segment: number; readonly text: string }
  /** A pair of the query does not. */
  | {
      readonly kind: 'malformed-query';
      readonly route: Route;
      readonly path: readonly PathSegment[];
      readonly pair: string;
    }
  /** OPTIONS without a route that takes it: an answer all the same. */
  | { readonly kind: 'path-options'; readonly allow: readonly string[] }
  /** OPTIONS *: the same of the server as a whole. */
  | { readonly kind: 'server-options'; readonly methods: readonly string[] };

/** A route that does not answer although its path comes close, and each reason. */
export interface NearMiss extends NearRoute {
  readonly differences: readonly Difference[];
}

/**
 * Explains what happens to a request, and why. The steps are those of `processRequest`, but no handler is called, and
 * neither the host's name nor the origin is checked.
 */
export function explainMatch(program: Program, request: Request): Explanation {
  const explained = explainVerdict(program, request);
  const groups = findGroups(program, explained.segments);
  return { ...explained, groups: groups?.names ?? [], preflight: preflightOf(program, request, groups) };
}

function preflightOf(
  program: Program,
  { method, path }: Request,
  groups: GroupGates | undefined,
): Preflight | undefined {
  if (method !== 'OPTIONS' || path === '*') return undefined;
  const match = matchRoute(program, method, path);
  if (match.kind !== 'path-options') return undefined;
  const open = [...match.end.byMethod].flatMap(([taken, { route }]) => {
    const cors = corsOf(program, groups, route);
    return cors === undefined ? [] : [{ taken, origins: [...cors.origins] }];
  });
  if (open.length === 0) return undefined;
  return { origins: [...new Set(open.flatMap(({ origins }) => origins))], methods: open.map(({ taken }) => taken) };
}

type Explained = Pick<Explanation, 'verdict' | 'segments' | 'nearMisses'>;

function explainVerdict(program: Program, request: Request): Explained {
  const { method, path } = request;
  const served = program.methods.includes(method);
  if (served && path === '*') return bare({ kind: 'server-options', methods: program.methods });
  const segments = path.startsWith('/') ? decodePath(path) : [];
  if (!served) return withNearMisses(program, method, segments ?? [], notImplemented(program));
  const match = matchRoute(program, method, path);
  switch (match.kind) {
    case 'malformed':
      return bare(malformed(path));
    case 'path-options':
      return bare({ kind: match.kind, allow: match.end.allow }, match.segments);
    case 'not-found': {
      const location = program.trailingSlash === 'redirect' ? otherSlash(program, request) : undefined;
      if (location !== undefined) return bare({ kind: 'other-slash', location }, match.segments);
      return withNearMisses(program, method, match.segments, { kind: match.kind });
    }
    case 'method-not-allowed':
      return withNearMisses(program, method, match.segments, { kind: match.kind, allow: match.end.allow });
    case 'matched':
      return withNearMisses(program, method, segments ?? [], verdictOf(match, segments ?? [], request));
  }
}

/** What can be said of a path that no route has. */
export interface Miss {
  /** Why the closest routes do not answer it: a line for each, at most three. */
  readonly reasons: readonly string[];
  /** Near routes to link to: their paths need no values, and they are pages. At most three. */
  readonly links: ErrorModel['links'];
  /** The form of the nearest route that has one, since its path may need values. */
  readonly form: ErrorModel['form'];
}

/** Why no route answers a path, and where its visitor probably wanted to go. */
export function explainMiss(program: Program, method: string, segments: readonly string[]): Miss {
  const near = nearRoutes(program, segments, REQUEST_EFFORT);
  const reasons = near.slice(0, REASONS_MAX).map((one) => {
    const differences = [...pathDifferences(one.path, segments), ...methodDifference(one, method)];
    return `${pathText(one.path)}: ${describeDifferences(differences).join('; ')}`;
  });
  const form = near.find(({ route }) => route.form !== undefined)?.route.form ?? false;
  return { reasons, links: near.flatMap(linkTo).slice(0, LINKS_MAX), form };
}

const REASONS_MAX = 3;
const LINKS_MAX = 3;

function linkTo({ route, path, methods }: NearRoute): ErrorModel['links'] {
  const href = methods.includes('GET') ? literalUrl(path) : undefined;
  return href === undefined ? [] : [{ href, label: route.summary ?? pathText(path) }];
}

function bare(verdict: Verdict, segments: readonly string[] = []): Explained {
  return { verdict, segments, nearMisses: [] };
}

function malformed(path: string): Verdict {
  const texts = path.slice(1).split('/');
  const index = texts.findIndex((text) => decodePath(`/${text}`) === undefined);
  return { kind: 'malformed', segment: index + 1, text: texts[index] ?? '' };
}

function notImplemented({ methods }: Program): Verdict {
  return { kind: 'method-not-implemented', methods };
}

function verdictOf(
  { route, values }: { readonly route: Route; readonly values: ReadonlyMap<string, string> },
  segments: readonly string[],
  request: Request,
): Verdict {
  const path = route.paths.find((one) => pathDifferences(one, segments).length === 0) ?? [];
  const pair = malformedQuery(request.target);
  if (pair !== undefined) return { kind: 'malformed-query', route, path, pair };
  const problems: InputProblem[] = [];
  const params = readInput(route.params, values, problems, 'path');
  const query = readInput(route.query, queryTexts(route, request), problems, 'query', allInQuery(route, request));
  return problems.length > 0
    ? { kind: 'bad-input', route, path, problems }
    : { kind: 'answers', route, path, params, query };
}

function withNearMisses(program: Program, method: string, segments: readonly string[], verdict: Verdict): Explained {
  const answering = 'route' in verdict ? verdict.route : undefined;
  const near = segments.length === 0 ? [] : nearRoutes(program, segments, EXPLAIN_EFFORT);
  // The first path that fits is the one that the matcher takes.
  const best = near.find(({ path }) => pathDifferences(path, segments).length === 0)?.path;
  const nearMisses = near.flatMap((one): NearMiss[] => {
    if (one.route === answering) return [];
    const differences = pathDifferences(one.path, segments);
    // If a path of a route fits, its other paths are of no interest.
    if (best !== undefined && differences.length > 0) return [];
    const reasons = [
      ...differences,
      ...rankDifference(one.path, best),
      ...methodDifference(one, method),
      ...valueDifferences(one, segments),
    ];
    return [{ ...one, differences: reasons }];
  });
  return { verdict, segments, nearMisses };
}

/** From which segment on the path that is taken is more specific (match-route.ts decides from the left). */
function rankDifference(path: readonly PathSegment[], best: readonly PathSegment[] | undefined): readonly Difference[] {
  const index = best?.findIndex(({ kind }, at) => kind !== path[at]?.kind) ?? -1;
  return best === undefined || index < 0 ? [] : [{ kind: 'outranked', segment: index + 1, by: pathText(best) }];
}

function methodDifference({ methods }: NearRoute, method: string): readonly Difference[] {
  return methods.includes(method) ? [] : [{ kind: 'method', takes: methods }];
}

/** Checks the values at the places of the path's parameters against their rules. */
function valueDifferences({ route, path }: NearRoute, segments: readonly string[]): readonly Difference[] {
  const values = new Map<string, string>();
  for (const [index, segment] of path.entries()) {
    const text = segment.kind === 'rest' ? segments.slice(index).join('/') : (segments[index] ?? '');
    // An empty value is reported already.
    if (segment.kind !== 'literal' && text !== '') values.set(segment.name, text);
  }
  const problems: InputProblem[] = [];
  readInput(
    route.params.filter(({ name }) => values.has(name)),
    values,
    problems,
    'path',
  );
  return problems.map(({ cause }) => ({ kind: 'value', message: cause }));
}
