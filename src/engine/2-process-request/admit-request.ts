import type { Answer } from '../../contract/answer.ts';
import type { GroupGates, GuardInput } from '../../contract/gates.ts';
import type { PathEnd, Program, Route } from '../../contract/program.ts';
import type { Request, RequestHead } from '../../contract/request.ts';
import { andThen } from '../and-then.ts';
import {
  crossSite,
  malformedPath,
  methodNotAllowed,
  methodNotImplemented,
  notFound,
  wrongHost,
} from '../default-answers.ts';
import { corsOf, isPreflight, placeOf, preflightAnswer } from '../share-answer.ts';
import type { Asker } from './asker.ts';
import { findPlace } from './find-place.ts';
import { askGuards, type GuardContext, NO_CONTEXT } from './gates/ask-guards.ts';
import { countRequest } from './gates/count-request.ts';
import { findGroups, guardsOf, rateLimitsOf } from './gates/find-gates.ts';
import { buildUrl } from './match/build-url.ts';
import { findCrossSite } from './match/check-origin.ts';
import { type Match, matchRoute } from './match/match-route.ts';
import { toOtherSlash } from './match/other-slash.ts';
import { authorityOf, hostNameOf } from './match/request-authority.ts';
import { explainMiss } from './near/explain-match.ts';

/** What the head of a request decides: its body is not read before. */
export type Admitted = {
  /** Undefined if no route takes the request. */
  readonly route: Route | undefined;
  /** The route that answers, or else the first one that has the path: it decides how errors are told. */
  readonly place: Route | undefined;
  /** What the groups above its path ask for, also where no route has it. */
  readonly groups: GroupGates | undefined;
} & (
  | { readonly kind: 'answered'; readonly answer: Answer }
  | {
      readonly kind: 'admitted';
      readonly route: Route;
      readonly values: ReadonlyMap<string, string>;
      /** What the guards have added. */
      readonly context: GuardContext;
    }
);

/**
 * The checks of a request, in their order, up to those for which its body is needed:
 *
 * 1. 501: the server knows the method
 * 2. 421: the host is one of ours
 * 3. 400, 404: the path can be decoded, and a route has it
 * 4. OPTIONS is answered, unless a route takes it itself; a preflight also if the server does not list OPTIONS
 * 5. 405: a route takes the method
 * 6. 403: no page of another origin asks (`sameOrigin`)
 * 7. 429: the rate limits, from the outermost group to that of the route
 * 8. the guards, from the outermost group to those of the route
 *
 * Then the body is read, unless its kind is known not to be taken, and `answerAdmitted` goes on: validation, then the answer.
 */
export function admitRequest(program: Program, request: Request, asker: Asker): Admitted | Promise<Admitted> {
  const { method, path } = request;
  if (!program.methods.includes(method))
    return isPreflight(request) ? preflight(program, request) : notImplemented(program, request);
  const stranger = program.hosts.size === 0 ? undefined : unknownHost(program, request);
  if (stranger !== undefined) return outside(wrongHost(stranger));
  if (path === '*') return outside(optionsAnswer(program.methods));
  const match = matchRoute(program, method, path);
  if (match.kind === 'malformed') return outside(malformedPath(path));
  const groups = findGroups(program, match.segments);
  if (match.kind === 'not-found') {
    const led = toOtherSlash(program, request);
    return answered({ groups }, led ?? notFound(path, explainMiss(program, method, match.segments)));
  }
  if (match.kind === 'path-options') {
    const answer = isPreflight(request) ? ofPreflight(program, request, { groups, end: match.end }) : undefined;
    return answer ?? answered({ groups, place: placeOf(match.end, request) }, optionsAnswer(match.end.allow));
  }
  if (match.kind === 'method-not-allowed') {
    const { first, allow } = match.end;
    const led = first.respond.kind === 'folder' ? toOtherSlash(program, request) : undefined;
    return answered({ groups, place: placeOf(match.end, request) }, led ?? methodNotAllowed(method, allow));
  }
  const { route, values } = match;
  asker.route = route;
  asker.groups = groups;
  const foreign = route.sameOrigin ? findCrossSite(request) : undefined;
  if (foreign !== undefined) return answered({ route, groups }, crossSite(foreign.cause));
  return andThen(countRequest(rateLimitsOf(groups, route), asker), (counted) => {
    if (counted.kind === 'refused') return answered({ route, groups }, counted.answer);
    const guards = guardsOf(groups, route);
    if (guards.length === 0) return { kind: 'admitted', route, place: route, groups, values, context: NO_CONTEXT };
    return andThen(askGuards(guards, guardInput(program, match, request, asker)), (asked) =>
      asked.kind === 'refused'
        ? answered({ route, groups }, asked.answer)
        : { kind: 'admitted', route, place: route, groups, values, context: asked.context },
    );
  });
}

function guardInput(
  program: Program,
  { route, values }: Match & { readonly kind: 'matched' },
  request: Request,
  asker: Asker,
): Omit<GuardInput, 'context'> {
  const params: Readonly<Record<string, string>> = Object.freeze(
    Object.assign(Object.create(null), Object.fromEntries(values)),
  );
  const { signal, session, example } = asker;
  return {
    request,
    params,
    client: asker,
    signal,
    session,
    route: route.name,
    example,
    url(name, texts) {
      return buildUrl(program, name, texts);
    },
  };
}

/** OPTIONS of a server that does not list it: answered where pages of other origins can ask for something. */
function preflight(program: Program, request: Request): Admitted {
  const stranger = program.hosts.size === 0 ? undefined : unknownHost(program, request);
  const match = matchRoute(program, request.method, request.path);
  if (stranger !== undefined || match.kind === 'malformed') return notImplemented(program, request);
  const groups = findGroups(program, match.segments);
  if (match.kind === 'path-options') {
    return ofPreflight(program, request, { groups, end: match.end }) ?? notImplemented(program, request);
  }
  return match.kind === 'not-found' && corsOf(program, groups, undefined) !== undefined
    ? answered({ groups }, notFound(request.path, explainMiss(program, request.method, match.segments)))
    : notImplemented(program, request);
}

/** Undefined: the path is closed to other origins. */
function ofPreflight(
  program: Program,
  head: Request,
  { groups, end }: Pick<Admitted, 'groups'> & { readonly end: PathEnd },
): Admitted | undefined {
  const place = placeOf(end, head);
  const cors = corsOf(program, groups, place);
  const corsOfRoute = (route: Route) => corsOf(program, groups, route);
  return cors && answered({ groups, place }, preflightAnswer(cors, { end, head, corsOfRoute }));
}

/** Told as other errors of its path are. */
function notImplemented(program: Program, request: Request): Admitted {
  return answered(findPlace(program, request), methodNotImplemented(request.method, program.methods));
}

function outside(answer: Answer): Admitted {
  return answered({ groups: undefined }, answer);
}

function answered(
  { route, place = route, groups }: Partial<Pick<Admitted, 'route' | 'place'>> & Pick<Admitted, 'groups'>,
  answer: Answer,
): Admitted {
  return { kind: 'answered', route, place, groups, answer };
}

/** The host that a request names, if it is not one of ours: a page of another site may have pointed its name here. */
function unknownHost({ hosts }: Program, head: RequestHead): string | undefined {
  const authority = authorityOf(head);
  return authority === undefined || hosts.has(hostNameOf(authority)) ? undefined : authority;
}

/** What a path takes, or, for OPTIONS *, the server as a whole (RFC 9110 §9.3.7). */
function optionsAnswer(methods: readonly string[]): Answer {
  return { kind: 'empty', head: { status: 204, headers: [['Allow', methods.join(', ')]], cookies: [] } };
}
