import type { Answer } from '../../contract/answer.ts';
import type { Client } from '../../contract/client.ts';
import type { BuildUrl } from '../../contract/handler.ts';
import type { Program, Route } from '../../contract/program.ts';
import type { Request } from '../../contract/request.ts';
import { andThen } from '../and-then.ts';
import { badParameters, malformedPath, methodNotAllowed, methodNotImplemented, notFound } from '../default-answers.ts';
import { urlBuilder } from './build-url.ts';
import { callHandler } from './call-handler.ts';
import { explainMiss } from './explain-match.ts';
import { matchRoute } from './match-route.ts';
import { readBody } from './read-body.ts';
import { type InputProblem, readCookies, readHeaders, readInput } from './read-input.ts';

/** What block 2 makes of a request: the answer, and the route that gave it. */
export interface Processed {
  readonly route: Route | undefined;
  readonly answer: Answer;
}

/** Block 2: matches the route, reads its input and lets it answer. */
export function processRequest(program: Program, request: Request, client: Client): Processed | Promise<Processed> {
  if (!program.methods.includes(request.method)) {
    return { route: undefined, answer: methodNotImplemented(request.method, program.methods) };
  }
  if (request.path === '*') return { route: undefined, answer: serverOptions(program) };
  const match = matchRoute(program, request.method, request.path);
  switch (match.kind) {
    case 'malformed':
      return { route: undefined, answer: malformedPath(request.path) };
    case 'not-found':
      return { route: undefined, answer: notFound(request.path, explainMiss(program, request.method, match.segments)) };
    case 'method-not-allowed':
      return { route: undefined, answer: methodNotAllowed(request.method, match.allow) };
    case 'matched': {
      const { route } = match;
      const answer = answerRoute(program, match, request, client);
      return andThen(answer, (ready) => ({ route, answer: ready }));
    }
  }
}

/** OPTIONS * asks about the server as a whole (RFC 9110 §9.3.7). */
function serverOptions(program: Program): Answer {
  return { kind: 'empty', head: { status: 204, headers: [['Allow', program.methods.join(', ')]], cookies: [] } };
}

const NO_VALUES = Object.freeze(Object.create(null));

function answerRoute(
  program: Program,
  match: { readonly route: Route; readonly values: ReadonlyMap<string, string> },
  request: Request,
  client: Client,
): Answer | Promise<Answer> {
  const { route, values } = match;
  const problems: InputProblem[] = [];
  const params = readInput(route.params, values, problems);
  const query = route.query.length === 0 ? NO_VALUES : readInput(route.query, request.query, problems);
  const { redact } = program.logs.error;
  const headers = route.headers.length === 0 ? NO_VALUES : readHeaders(route.headers, request, problems, redact);
  const cookies = route.cookies.length === 0 ? NO_VALUES : readCookies(route.cookies, request, problems, redact);
  let body: unknown = NO_VALUES;
  if (route.body !== undefined) {
    const read = readBody(route.body, request, problems);
    if (read.kind === 'refused') return read.answer;
    body = read.value;
  }
  if (problems.length > 0) return badParameters(problems);
  const { respond, response: head } = route;
  switch (respond.kind) {
    case 'view':
      return { kind: 'page', view: respond.view, model: respond.data, head };
    case 'fixed':
      return { kind: 'fixed', type: respond.type, body: respond.body, head };
    case 'redirect':
      return { kind: 'empty', head: { ...head, headers: [...head.headers, ['Location', respond.location]] } };
    case 'handler':
      return callHandler(route, respond, {
        params,
        query,
        headers,
        cookies,
        body,
        client,
        request,
        url: urlsOf(program),
      });
  }
}

const builders = new WeakMap<Program, BuildUrl>();

function urlsOf(program: Program): BuildUrl {
  const known = builders.get(program);
  if (known !== undefined) return known;
  const builder = urlBuilder(program.routes);
  builders.set(program, builder);
  return builder;
}
