import type { GroupGates } from '../../../contract/gates.ts';
import type { ErrorModel } from '../../../contract/page-data.ts';
import type { PathEnd, PathSegment, Program, Route } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';
import { malformedQuery } from '../../../http/parse-form.ts';
import { decodePath } from '../../../http/percent-coding.ts';
import { wordList } from '../../../http/word-list.ts';
import { corsOf } from '../../share-answer.ts';
import { findGroups } from '../gates/find-gates.ts';
import { allInQuery, queryTexts } from '../input/form-texts.ts';
import type { InputProblem } from '../input/input-problem.ts';
import { type InputValues, readInput } from '../input/read-input.ts';
import { literalUrl } from '../match/build-url.ts';
import { type Match, matchRoute } from '../match/match-route.ts';
import { otherSlash } from '../match/other-slash.ts';
import { EXPLAIN_EFFORT, type NearRoute, nearRoutes, REQUEST_EFFORT } from './near-routes.ts';
import { type Difference, describeDifferences, pathDifferences, pathText } from './path-differences.ts';

/** What block 2 does with a request before any handler is called, and why no other route answers. */
export interface Explanation extends Outcome {
  /** The path's segments, percent-decoded; none if it is malformed or not a path. */
  readonly segments: readonly string[];
  /** The names of the groups above the path, from the outside in. */
  readonly groups: readonly string[];
  /** What pages of other origins hear before they send something; undefined: nothing, or the request asks for something else. */
  readonly preflight: Preflight | undefined;
  readonly nearMisses: readonly NearMiss[];
}

/** What is not there is undefined. */
interface Outcome {
  /** Of the answer; of a route that answers, the status that it declares. */
  readonly status: number;
  /** Of the record in error.log. */
  readonly code?: string;
  /** In words. */
  readonly message: string;
  /** The methods that would be accepted. */
  readonly allow?: readonly string[];
  /** The route that takes the request, and the one of its paths that fits. */
  readonly taker?: { readonly route: Route; readonly path: readonly PathSegment[] };
  /** What that route reads, if it answers. */
  readonly input?: { readonly params: InputValues; readonly query: InputValues };
  /** Each value that keeps it from answering. */
  readonly problems?: readonly string[];
}

/** Who can send what to a path. No guard is asked for that. */
export interface Preflight {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
}

/** A route that does not answer although its path comes close, and each reason. */
export interface NearMiss extends NearRoute {
  readonly differences: readonly Difference[];
}

/**
 * Explains what happens to a request, and why. The steps are those of `processRequest`, but no handler is called, and
 * neither the host's name nor the origin is checked.
 */
export function explainMatch(program: Program, request: Request): Explanation {
  const { method, path } = request;
  const match = matchRoute(program, method, path);
  const segments = match.kind === 'malformed' || !path.startsWith('/') ? [] : match.segments;
  const groups = findGroups(program, segments);
  const outcome = outcomeOf(program, request, match);
  // An answer without a route, to OPTIONS for example, has no near misses.
  const misses = outcome.code !== undefined || outcome.taker !== undefined;
  return {
    ...outcome,
    segments,
    groups: groups?.names ?? [],
    preflight: match.kind === 'path-options' && path !== '*' ? preflightOf(program, match.end, groups) : undefined,
    nearMisses: misses ? nearMisses(program, method, segments, outcome.taker?.route) : [],
  };
}

function preflightOf(program: Program, { byMethod }: PathEnd, groups: GroupGates | undefined): Preflight | undefined {
  const open = [...byMethod].flatMap(([taken, { route }]) => {
    const cors = corsOf(program, groups, route);
    return cors === undefined ? [] : [{ taken, origins: [...cors.origins] }];
  });
  if (open.length === 0) return undefined;
  return { origins: [...new Set(open.flatMap(({ origins }) => origins))], methods: open.map(({ taken }) => taken) };
}

function outcomeOf(program: Program, request: Request, match: Match): Outcome {
  const { method, path } = request;
  const { methods } = program;
  if (!methods.includes(method)) {
    const capitals = methods.includes(method.toUpperCase()) ? ' (capitals count)' : '';
    const message = `this server takes ${wordList(methods, 'and')} only${capitals}`;
    return { status: 501, code: 'method-not-implemented', message, allow: methods };
  }
  if (path === '*') return { status: 204, message: 'this asks about the server as a whole', allow: methods };
  switch (match.kind) {
    case 'malformed':
      return {
        status: 400,
        code: 'malformed-path',
        message: `${malformedSegment(path)} does not decode to UTF-8 text`,
      };
    case 'path-options': {
      const { allow } = match.end;
      return { status: 204, message: `this path takes ${wordList(allow, 'and')}`, allow };
    }
    case 'not-found': {
      const location = otherSlash(program, request);
      if (location !== undefined) return ledTo(location);
      return { status: 404, code: 'route-not-found', message: 'no route has this path' };
    }
    case 'method-not-allowed': {
      const { allow, first } = match.end;
      const location = first.respond.kind === 'folder' ? otherSlash(program, request) : undefined;
      if (location !== undefined) return ledTo(location);
      const message = `this path takes ${wordList(allow, 'and')} only`;
      return { status: 405, code: 'method-not-allowed', message, allow };
    }
    case 'matched':
      return readOutcome(match, request);
  }
}

function ledTo(location: string): Outcome {
  return { status: 308, message: `a route has the path ${location}` };
}

/** `segment 2 of the path, "%zz",` */
function malformedSegment(path: string): string {
  const texts = path.slice(1).split('/');
  const index = texts.findIndex((text) => decodePath(`/${text}`) === undefined);
  return `segment ${index + 1} of the path, "${texts[index] ?? ''}",`;
}

function readOutcome({ route, values, segments }: Match & { kind: 'matched' }, request: Request): Outcome {
  const path = route.paths.find((one) => pathDifferences(one, segments).length === 0) ?? [];
  const taker = { route, path };
  const pair = malformedQuery(request.target);
  if (pair !== undefined) {
    const message = `"${pair}" in the query does not decode to UTF-8 text`;
    return { status: 400, code: 'malformed-query', message, taker };
  }
  const found: InputProblem[] = [];
  const params = readInput(route.params, values, found, 'path');
  const query = readInput(route.query, queryTexts(route, request), found, 'query', allInQuery(route, request));
  const problems = found.map(({ cause }) => cause);
  return problems.length > 0
    ? {
        status: 400,
        code: 'bad-parameter',
        message: `the route "${route.name}" does not take this input`,
        taker,
        problems,
      }
    : { status: route.response.status, message: `the route "${route.name}" answers`, taker, input: { params, query } };
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

function nearMisses(
  program: Program,
  method: string,
  segments: readonly string[],
  answering: Route | undefined,
): readonly NearMiss[] {
  const near = segments.length === 0 ? [] : nearRoutes(program, segments, EXPLAIN_EFFORT);
  // The first path that fits is the one that the matcher takes.
  const best = near.find(({ path }) => pathDifferences(path, segments).length === 0)?.path;
  return near.flatMap((one): NearMiss[] => {
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
