import type { Answer } from '../../contract/answer.ts';
import type { GroupGates } from '../../contract/gates.ts';
import type { BuildUrl } from '../../contract/handler.ts';
import type { Program, Route } from '../../contract/program.ts';
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
import type { Asker } from './asker.ts';
import { askGuards, type GuardContext, NO_CONTEXT } from './gates/ask-guards.ts';
import { findGroups, guardsOf } from './gates/find-gates.ts';
import { buildUrl } from './match/build-url.ts';
import { findCrossSite } from './match/check-origin.ts';
import { matchRoute } from './match/match-route.ts';
import { authorityOf, hostNameOf } from './match/request-authority.ts';
import { explainMiss } from './near/explain-match.ts';

/** What the head of a request decides: its body is not read before. */
export type Admitted = {
  /** Undefined if no route takes the request. */
  readonly route: Route | undefined;
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
 * 4. OPTIONS is answered, unless a route takes it itself
 * 5. 405: a route takes the method
 * 6. 403: no page of another origin asks (`sameOrigin`)
 * 7. the guards, from the outermost group to those of the route
 *
 * Then the body is read, and `answerAdmitted` goes on: validation, then the answer.
 */
export function admitRequest(program: Program, request: Request, asker: Asker): Admitted | Promise<Admitted> {
  const { method, path } = request;
  if (!program.methods.includes(method)) return outside(methodNotImplemented(method, program.methods));
  const stranger = program.hosts.size === 0 ? undefined : unknownHost(program, request);
  if (stranger !== undefined) return outside(wrongHost(stranger));
  if (path === '*') return outside(optionsAnswer(program.methods));
  const match = matchRoute(program, method, path);
  if (match.kind === 'malformed') return outside(malformedPath(path));
  const groups = findGroups(program, match.segments);
  if (match.kind === 'not-found') {
    return answered({ groups }, notFound(path, explainMiss(program, method, match.segments)));
  }
  if (match.kind === 'path-options') return answered({ groups }, optionsAnswer(match.allow));
  if (match.kind === 'method-not-allowed') return answered({ groups }, methodNotAllowed(method, match.allow));
  const { route, values } = match;
  asker.route = route;
  const foreign = route.sameOrigin ? findCrossSite(request) : undefined;
  if (foreign !== undefined) return answered({ route, groups }, crossSite(foreign.cause));
  const guards = guardsOf(groups, route);
  if (guards.length === 0) return { kind: 'admitted', route, groups, values, context: NO_CONTEXT };
  const params: Readonly<Record<string, string>> = Object.freeze(
    Object.assign(Object.create(null), Object.fromEntries(values)),
  );
  const url: BuildUrl = (name, texts) => buildUrl(program, name, texts);
  return andThen(
    askGuards(guards, { request, params, client: asker, signal: asker.signal, route: route.name, url }),
    (asked) =>
      asked.kind === 'refused'
        ? answered({ route, groups }, asked.answer)
        : { kind: 'admitted', route, groups, values, context: asked.context },
  );
}

function outside(answer: Answer): Admitted {
  return answered({ groups: undefined }, answer);
}

function answered(
  { route, groups }: { readonly route?: Route; readonly groups: GroupGates | undefined },
  answer: Answer,
): Admitted {
  return { kind: 'answered', route, groups, answer };
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
