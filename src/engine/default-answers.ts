import type { Failure } from '../contract/answer.ts';
import { HttpError } from '../contract/http-error.ts';
import type { ErrorModel, FormModel } from '../contract/page-data.ts';
import type { RateLimit } from '../contract/rate-limits.ts';
import { codeOf, describeThrown } from '../http/describe-thrown.ts';
import { asUtf8 } from '../http/octets.ts';
import { wordList } from '../http/word-list.ts';
import type { InputProblem } from './2-process-request/input/input-problem.ts';
import { shortened } from './shortened.ts';

/** 501: the method is not one of the manifest's (RFC 9110 §15.6.2). */
export function methodNotImplemented(method: string, accepted: readonly string[]): Failure {
  return failure({
    code: 'method-not-implemented',
    status: 501,
    message: `This server accepts ${wordList(accepted, 'and')} requests only.`,
    cause: `The method "${shortened(method)}" is not in server.methods`,
    headers: [['Allow', accepted.join(', ')]],
    offers: { methods: accepted },
  });
}

/** 400: the path cannot be decoded to text (RFC 3986 §2.1, RFC 3629 §3). */
export function malformedPath(path: string): Failure {
  return failure({
    code: 'malformed-path',
    ...malformed('path'),
    cause: `The path "${shortened(path)}" does not decode to UTF-8 text`,
  });
}

/** 400: the same of a pair of the query. */
export function malformedQueryPair(pair: string): Failure {
  return failure({
    code: 'malformed-query',
    ...malformed('query'),
    cause: `"${shortened(pair)}" in the query does not decode to UTF-8 text`,
  });
}

function malformed(place: 'path' | 'query'): Pick<Failure, 'status' | 'message' | 'problems'> {
  const message = 'The address contains a percent sign that is not followed by the code of a character.';
  return { status: 400, message, problems: [{ in: place, detail: message }] };
}

/** 421: the request is for another host; its name may have been made to point here (RFC 9110 §15.5.20, DNS rebinding). */
export function wrongHost(authority: string): Failure {
  return failure({
    code: 'wrong-host',
    status: 421,
    message: 'This server does not answer for the name in the address. Please check it.',
    cause: `The host "${shortened(authority)}" is not in server.hosts`,
  });
}

/** 403: a page of another origin made a browser send this (sameOrigin). */
export function crossSite(cause: string): Failure {
  return failure({
    code: 'cross-site',
    status: 403,
    message:
      'Another site asked for this, so nothing was changed. If you meant it, please do it from a page of this site.',
    cause: `The request came from another origin (${shortened(asUtf8(cause))})`,
  });
}

/** Why no route has a path, and what its page offers instead. */
type NearMisses = Pick<ErrorModel, 'links' | 'form'> & { readonly reasons: readonly string[] };

/** 404: no route has this path. error.log gets the closest paths and why they do not fit; the page gets links to near ones. */
export function notFound(path: string, { reasons, links, form }: NearMisses): Failure {
  const near = reasons.map((miss) => `; close to ${miss}`).join('');
  return failure({
    offers: { links, form },
    code: 'route-not-found',
    status: 404,
    message: 'There is no page at this address. Please check its spelling, or begin at the start page.',
    cause: `No route has the path "${shortened(path)}"${near}`,
  });
}

/** 404: the address belongs to a folder, which has no such file for visitors. */
export function fileNotFound(path: string): Failure {
  return failure({
    code: 'file-not-found',
    status: 404,
    message: 'There is no file at this address. Please check its spelling.',
    cause: `No file has the path "${shortened(path)}"`,
  });
}

/** 404: this process has no right to read the file. */
export function unreadableFile(path: string, cause: unknown): Failure {
  return {
    ...fileNotFound(path),
    code: 'unreadable-file',
    cause: `Cannot read the file of "${shortened(path)}": ${codeOf(cause) ?? describeThrown(cause)}`,
  };
}

/** 412: a condition of the request does not hold (RFC 9110 §15.5.13). */
export function preconditionFailed(): Failure {
  return failure({
    code: 'precondition-failed',
    status: 412,
    message: 'What is at this address is not what your program expects there. Please load it again.',
    cause: 'A condition of the request (If-Match, If-Unmodified-Since, If-None-Match) does not hold',
  });
}

/** 416: all ranges are beyond the end (RFC 9110 §15.5.17). */
export function rangeNotSatisfiable(range: string, size: number): Failure {
  return failure({
    code: 'range-not-satisfiable',
    status: 416,
    message: `This file has ${size} bytes, and what was asked for is not among them.`,
    cause: `The range "${shortened(range)}" is not in the ${size} bytes of the file`,
    headers: [['Content-Range', `bytes */${size}`]],
  });
}

/** 405 with Allow: the path is known, but not with this method (RFC 9110 §15.5.6). */
export function methodNotAllowed(method: string, allow: readonly string[]): Failure {
  return failure({
    code: 'method-not-allowed',
    status: 405,
    message: `This address cannot be used with ${method}; it takes ${wordList(allow, 'or')}.`,
    cause: `The route of this path has no method "${method}"`,
    headers: [['Allow', allow.join(', ')]],
    offers: { methods: allow },
  });
}

/** 400: the request breaks the rules of its route. Each problem is a sentence. `form` is that of the route, as it was sent. */
export function badParameters(problems: readonly InputProblem[], form?: FormModel): Failure {
  return failure({
    code: 'bad-parameter',
    status: 400,
    message: problems.map((problem) => problem.message).join(' '),
    cause: problems.map((problem) => problem.cause).join('; '),
    problems: problems.map(({ message, cause: _, beside: __, ...place }) => ({ ...place, detail: message })),
    ...(form === undefined ? {} : { offers: { form } }),
  });
}

/** 429: the client has used up what a group or a route takes of it (RFC 6585 §4). */
export function rateLimited({ name, requests, perMs }: RateLimit, retryMs: number): Failure {
  const seconds = Math.max(1, Math.ceil(retryMs / 1000));
  return failure({
    code: 'rate-limited',
    status: 429,
    message: `This was asked for too often. Please try again in ${seconds === 1 ? 'a second' : `${seconds} seconds`}.`,
    cause: `More than ${requests} requests in ${perMs / 1000} s (${name})`,
    headers: [['Retry-After', String(seconds)]],
  });
}

/** 404: a form was submitted that no route has. */
export function noSuchForm(name: string): Failure {
  return failure({
    code: 'form-not-found',
    status: 404,
    message: `There is no form "${shortened(name)}".`,
    cause: `No route "${shortened(name)}" has a form`,
  });
}

/** A failure whose page shows the form that led to it. */
export function withForm(answer: Failure, form: FormModel): Failure {
  return { ...answer, offers: { ...answer.offers, form } };
}

/** 415: the route reads a body, but not of this type (RFC 9110 §15.5.16). The field of the method says which it takes. */
export function unsupportedBody(type: string | undefined, accepted: readonly string[], method: string): Failure {
  return failure({
    code: 'unsupported-media-type',
    status: 415,
    message: `What is sent to this address must have the type ${wordList(accepted, 'or')}.`,
    cause:
      type === undefined ? 'The request has no Content-Type' : `The body has the type "${shortened(asUtf8(type))}"`,
    headers: [[ACCEPT_FIELDS.get(method) ?? 'Accept', accepted.join(', ')]],
  });
}

/** The field of the method if it has its own (W3C Linked Data Platform §7.1, RFC 5789 §3.1); else that of RFC 9110 §12.5.1. */
const ACCEPT_FIELDS: ReadonlyMap<string, string> = new Map([
  ['POST', 'Accept-Post'],
  ['PATCH', 'Accept-Patch'],
]);

/** 413: a form has more fields or text than can be taken in (RFC 9110 §15.5.14). `reason` follows "The form". */
export function formTooLarge(reason: string): Failure {
  return failure({
    code: 'body-too-large',
    status: 413,
    message: `The form ${reason}, which is too much.`,
    cause: `The form ${reason}`,
  });
}

/** 415: the body is compressed, or coded in another way that is not undone here (RFC 9110 §8.4, §12.5.3). */
export function unsupportedCoding(coding: string): Failure {
  return failure({
    code: 'unsupported-content-coding',
    status: 415,
    message: 'This server does not read compressed bodies. Please send the body as it is.',
    cause: `The body has the content coding "${shortened(asUtf8(coding))}"`,
    headers: [['Accept-Encoding', 'identity']],
  });
}

/** 403: many clients can be behind a proxy that does not name them, and none of them chooses for the others. */
export function nobodyToRemember(proxy: string): HttpError {
  const message = 'Nothing was changed: a proxy between you and this server does not say who you are.';
  const cause = `The trusted proxy ${proxy} does not name a client, or its two fields name different ones`;
  return new HttpError(403, message, { cause });
}

/** 503: guards or a handler did not answer in time (`timeouts.handler`). */
export function handlerTimeout(limitMs: number): Failure {
  const message = 'This takes too long at the moment. Please try again in a minute.';
  return failure({ code: 'handler-timeout', status: 503, message, cause: `There was no answer within ${limitMs} ms` });
}

/** A 500 in general words: error.log has the details. */
export function ourFailure(code: string, cause: unknown): Failure {
  const message = 'Something went wrong on this server. Its operator can find out more in the error log.';
  return { ...failure({ code, status: 500, message, cause }), ours: true };
}

/** An answer that is an error, with what it mostly has. */
export function failure(parts: Partial<Failure> & Pick<Failure, 'code' | 'status' | 'message' | 'cause'>): Failure {
  return { kind: 'failure', headers: [], ours: false, ...parts };
}
