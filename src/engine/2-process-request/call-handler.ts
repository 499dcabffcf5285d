import { type Answer, type AnswerHead, answer, type HandlerAnswer } from '../../contract/answer.ts';
import type { HandlerInput } from '../../contract/handler.ts';
import type { Responder, Route } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { thrownByHandler } from '../default-answers.ts';

/** Calls a route's handler and turns whatever comes of it into an answer. Nothing that it throws gets past here. */
export function callHandler(
  route: Route,
  responder: Responder & { kind: 'handler' },
  input: HandlerInput,
): Answer | Promise<Answer> {
  const finish = (result: unknown): Answer => toAnswer(route, responder, result);
  try {
    const result = responder.handler(input);
    return result instanceof Promise ? result.then(finish).catch(thrownByHandler) : finish(result);
  } catch (thrown) {
    return thrownByHandler(thrown);
  }
}

function toAnswer(route: Route, responder: Responder & { kind: 'handler' }, result: unknown): Answer {
  const parts: HandlerAnswer<unknown>['parts'] = answer.is(result) ? result.parts : { model: result };
  const head: AnswerHead = {
    status: parts.status ?? route.response.status,
    headers: mergeHeaders(route.response.headers, parts.headers ?? {}),
    cookies: parts.cookies ?? [],
  };
  if (parts.model === undefined) return { kind: 'empty', ...head };
  return responder.view === undefined
    ? { kind: 'json', model: parts.model, ...head }
    : { kind: 'page', view: responder.view, model: parts.model, ...head };
}

/** The handler's word beats the route's. */
function mergeHeaders(declared: readonly FieldLine[], own: Readonly<Record<string, string>>): readonly FieldLine[] {
  const ownLines = Object.entries(own);
  if (ownLines.length === 0) return declared;
  const names = new Set(ownLines.map(([name]) => name.toLowerCase()));
  return [...declared.filter(([name]) => !names.has(name.toLowerCase())), ...ownLines];
}
