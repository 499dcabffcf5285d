import type { Failure } from '../contract/answer.ts';
import { HttpError } from '../contract/http-error.ts';
import type { Parameter, Route } from '../contract/program.ts';
import { StoreFailure } from '../contract/store-failure.ts';
import type { ToldProblem } from '../contract/told-problem.ts';
import { guarded } from '../http/guarded.ts';
import { pointerTo } from '../http/json-pointer.ts';
import { failure, ourFailure } from './default-answers.ts';

/** What a handler threw: its refusal, a change that could not be stored, or our own bug, about which the visitor learns nothing more. */
export function thrownByHandler(thrown: unknown, route?: Route): Failure {
  return guarded(() => refusalOf(thrown, route)) ?? ourFailure('handler-failed', thrown);
}

function refusalOf(thrown: unknown, route: Route | undefined): Failure | undefined {
  if (StoreFailure.is(thrown)) return notStored(thrown);
  if (!HttpError.is(thrown)) return undefined;
  const { status, message, cause = message, headers = {}, fields, problem } = thrown;
  const isError = Number.isInteger(status) && status >= 400 && status <= 599;
  if (!isError) return undefined;
  return failure({
    code: 'refused-by-handler',
    status,
    message: String(message),
    cause,
    headers: Object.entries(headers),
    ...(fields === undefined ? {} : toldFields(fields, route)),
    ...(problem === undefined ? {} : { members: problem }),
  });
}

function toldFields(fields: Readonly<Record<string, string>>, route: Route | undefined): Partial<Failure> {
  const words = new Map(Object.entries(fields).map(([name, text]) => [name, String(text)]));
  return { fields: words, problems: [...words].map(([name, detail]) => ({ ...placeOf(name, route), detail })) };
}

/** By its name, where the route reads a field; what it does not declare is part of a body. */
function placeOf(name: string, route: Route | undefined): Omit<ToldProblem, 'detail'> {
  const declares = (parameters: readonly Parameter[] = []) => parameters.some((parameter) => parameter.name === name);
  if (name === '' || name.startsWith('/')) return { in: 'body', pointer: name };
  if (declares(route?.params)) return { in: 'path', name };
  if (declares(route?.body?.fields)) return { in: 'body', pointer: pointerTo([name]) };
  if (declares(route?.query)) return { in: 'query', name };
  if (declares(route?.headers)) return { in: 'header', name };
  if (declares(route?.cookies)) return { in: 'cookie', name };
  return { in: 'body', pointer: pointerTo([name]) };
}

/** 503: the client's choice was not stored safely, so it is not confirmed (RFC 9110 §15.6.4). */
function notStored(cause: StoreFailure): Failure {
  const message = 'Your choice could not be saved. Please try again in a minute.';
  return failure({ code: 'not-stored', status: 503, message, cause });
}
