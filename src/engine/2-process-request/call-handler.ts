import { type Answer, type AnswerBody, type AnswerHead, answer, type HandlerAnswer } from '../../contract/answer.ts';
import { EventSource } from '../../contract/events.ts';
import type { Responder, Route } from '../../contract/program.ts';
import { UNKNOWN_TYPE } from '../../http/media-types.ts';
import { mergeFields } from '../../http/merge-fields.ts';
import { ourFailure } from '../default-answers.ts';
import { thrownByHandler } from '../thrown-by-handler.ts';
import type { Asker } from './asker.ts';
import { fromResponse } from './from-response.ts';
import type { RouteInput } from './input/route-input.ts';
import { type BodySource, openBody } from './open-body.ts';
import { openEvents } from './open-events.ts';

/** Calls a route's handler and turns whatever comes of it into an answer. Nothing that it throws gets past this. */
export function callHandler(
  route: Route,
  responder: Responder & { kind: 'handler' },
  input: RouteInput,
): Answer | Promise<Answer> {
  try {
    const result = responder.handler(input);
    if (!isThenable(result)) return toAnswer(route, responder, result, input.client);
    return Promise.resolve(result).then(
      (late) => lateAnswer(route, responder, late, input.client),
      (thrown) => thrownByHandler(thrown, route),
    );
  } catch (thrown) {
    return thrownByHandler(thrown, route);
  }
}

function lateAnswer(route: Route, answering: Answering, result: unknown, asker: Asker): Answer {
  try {
    return toAnswer(route, answering, result, asker);
  } catch (thrown) {
    return thrownByHandler(thrown, route);
  }
}

/** A promise, of whatever library. */
export function isThenable(result: unknown): result is PromiseLike<unknown> {
  return typeof result === 'object' && result !== null && 'then' in result && typeof result.then === 'function';
}

/** What answers, and how its model is shown. */
type Answering = Pick<Responder & { kind: 'handler' }, 'name' | 'view' | 'type'>;

/** What a handler, or a guard, returned. */
export function toAnswer(route: Pick<Route, 'response'>, responder: Answering, result: unknown, asker?: Asker): Answer {
  if (result === undefined) {
    const mistake = 'it returned nothing; it must return a model, or answer({ … }) for an answer without a body';
    return ourFailure('handler-failed', new TypeError(`The handler "${responder.name}" made no answer: ${mistake}`));
  }
  if (!answer.is(result)) {
    if (answer.isBody(result)) return withBody(route.response, result, responder.type);
    return answer.isResponse(result)
      ? fromResponse(route.response, result, responder.type)
      : withModel(responder, route.response, result);
  }
  const { model, body, type = responder.type } = result.parts;
  const head = mergeHead(route.response, result.parts);
  if (body === undefined) return withModel(responder, head, model);
  if (model === undefined) return withBody(head, body, type, asker);
  if (isSource(body)) openBody(body).close();
  const mistake = 'it has both a model and a body';
  return ourFailure('handler-failed', new TypeError(`The handler "${responder.name}" made no answer: ${mistake}`));
}

/** The type is among the fields, which are all checked before they are written. */
function withBody(
  { status, headers, cookies }: AnswerHead,
  body: AnswerBody,
  type = UNKNOWN_TYPE,
  asker?: Asker,
): Answer {
  const head = { status, headers: mergeFields([['Content-Type', type]], headers), cookies };
  if (isSource(body)) {
    const stream = EventSource.is(body) ? openEvents(body, asker) : openBody(body);
    return { kind: 'stream', head, type, stream };
  }
  return { kind: 'fixed', head, type, body: bytesOf(body) };
}

function isSource(body: AnswerBody): body is BodySource {
  return typeof body !== 'string' && !(body instanceof Uint8Array) && !(body instanceof ArrayBuffer);
}

function bytesOf(body: string | Uint8Array | ArrayBuffer): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body);
  return body instanceof ArrayBuffer ? new Uint8Array(body) : body;
}

function withModel({ view, type }: Answering, head: AnswerHead, model: unknown): Answer {
  if (model === undefined) return { kind: 'empty', head };
  return view === undefined ? { kind: 'json', head, type, model } : { kind: 'page', head, type, view, model };
}

const NO_HEADERS = {};

/** The handler's word beats the route's. */
function mergeHead(declared: AnswerHead, own: HandlerAnswer<unknown>['parts']): AnswerHead {
  const { status = declared.status, cookies = declared.cookies } = own;
  return { status, headers: mergeFields(declared.headers, Object.entries(own.headers ?? NO_HEADERS)), cookies };
}
