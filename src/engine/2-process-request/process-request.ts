import type { Answer } from '../../contract/answer.ts';
import type { Client } from '../../contract/client.ts';
import type { Readiness } from '../../contract/exchange.ts';
import type { BuildUrl } from '../../contract/handler.ts';
import type { Program, Route } from '../../contract/program.ts';
import type { Request } from '../../contract/request.ts';
import { malformedQuery } from '../../http/parse-form.ts';
import { andThen } from '../and-then.ts';
import {
  badParameters,
  crossSite,
  malformedPath,
  malformedQueryPair,
  methodNotAllowed,
  methodNotImplemented,
  notFound,
  wrongHost,
} from '../default-answers.ts';
import { answerProbe } from './answer-probe.ts';
import { callHandler } from './call-handler.ts';
import { offerForm, sentForm } from './forms/sent-form.ts';
import { submitForm } from './forms/submit-form.ts';
import { queryTexts } from './input/form-texts.ts';
import type { InputProblem } from './input/input-problem.ts';
import { readBody } from './input/read-body.ts';
import { readCookies, readHeaders, readInput } from './input/read-input.ts';
import { buildUrl } from './match/build-url.ts';
import { findCrossSite } from './match/check-origin.ts';
import { matchRoute } from './match/match-route.ts';
import { authorityOf, hostNameOf } from './match/request-authority.ts';
import { explainMiss } from './near/explain-match.ts';

/** What block 2 makes of a request: the answer, and the route that gave it. */
export interface Processed {
  readonly route: Route | undefined;
  readonly answer: Answer;
}

/** The client, and the state of the server. */
export interface Asker extends Client {
  readiness(): Readiness;
}

/** Block 2: matches the route, reads its input and lets it answer. */
export function processRequest(program: Program, request: Request, asker: Asker): Processed | Promise<Processed> {
  const stranger = program.hosts.size === 0 ? undefined : unknownHost(program, request);
  if (stranger !== undefined) return { route: undefined, answer: wrongHost(stranger) };
  if (!program.methods.includes(request.method)) {
    return { route: undefined, answer: methodNotImplemented(request.method, program.methods) };
  }
  if (request.path === '*') return { route: undefined, answer: optionsAnswer(program.methods) };
  const match = matchRoute(program, request.method, request.path);
  switch (match.kind) {
    case 'malformed':
      return { route: undefined, answer: malformedPath(request.path) };
    case 'not-found':
      return { route: undefined, answer: notFound(request.path, explainMiss(program, request.method, match.segments)) };
    case 'path-options':
      return { route: undefined, answer: optionsAnswer(match.allow) };
    case 'method-not-allowed':
      return { route: undefined, answer: methodNotAllowed(request.method, match.allow) };
    case 'matched': {
      const { route } = match;
      const foreign = route.sameOrigin ? findCrossSite(request) : undefined;
      if (foreign !== undefined) return { route, answer: crossSite(foreign.cause) };
      const malformed = malformedQuery(request.target);
      if (malformed !== undefined) return { route, answer: malformedQueryPair(malformed) };
      const answer = answerRoute(program, match, request, asker);
      return andThen(answer, (ready) => ({ route, answer: ready }));
    }
  }
}

/** The host that a request names, if it is not one of ours: a page of another site may have pointed its name here. */
function unknownHost({ hosts }: Program, request: Request): string | undefined {
  const authority = authorityOf(request);
  return authority === undefined || hosts.has(hostNameOf(authority)) ? undefined : authority;
}

/** What a path takes, or, for OPTIONS *, the server as a whole (RFC 9110 §9.3.7). */
function optionsAnswer(methods: readonly string[]): Answer {
  return { kind: 'empty', head: { status: 204, headers: [['Allow', methods.join(', ')]], cookies: [] } };
}

const NO_VALUES = Object.freeze(Object.create(null));

function answerRoute(
  program: Program,
  match: { readonly route: Route; readonly values: ReadonlyMap<string, string> },
  request: Request,
  asker: Asker,
): Answer | Promise<Answer> {
  const { route, values } = match;
  const problems: InputProblem[] = [];
  const params = readInput(route.params, values, problems);
  const query = route.query.length === 0 ? NO_VALUES : readInput(route.query, queryTexts(route, request), problems);
  const { redact } = program.logs.error;
  const headers = route.headers.length === 0 ? NO_VALUES : readHeaders(route.headers, request, problems, redact);
  const cookies = route.cookies.length === 0 ? NO_VALUES : readCookies(route.cookies, request, problems, redact);
  let body: unknown = NO_VALUES;
  let bodyTexts: ReadonlyMap<string, string> | undefined;
  if (route.body !== undefined) {
    const read = readBody(route.body, request, problems);
    if (read.kind === 'refused') return read.answer;
    body = read.value;
    bodyTexts = read.texts;
  }
  const sent = { values, request, bodyTexts };
  if (problems.length > 0) return badParameters(problems, sentForm(route, sent));
  const { respond, response: head } = route;
  switch (respond.kind) {
    case 'view':
      return { kind: 'page', view: respond.view, model: respond.data, head };
    case 'fixed':
      return { kind: 'fixed', type: respond.type, body: respond.body, head };
    case 'redirect':
      return { kind: 'empty', head: { ...head, headers: [...head.headers, ['Location', respond.location]] } };
    case 'submit':
      return submitForm(program, request, values.get('route') ?? '');
    case 'probe':
      return answerProbe(route.response, respond, asker.readiness());
    case 'handler': {
      const url: BuildUrl = (name, texts) => buildUrl(program, name, texts);
      const input = { params, query, headers, cookies, body, client: asker, request, url };
      const answer = callHandler(route, respond, input);
      return route.form === undefined ? answer : andThen(answer, (ready) => offerForm(ready, route, sent));
    }
  }
}
