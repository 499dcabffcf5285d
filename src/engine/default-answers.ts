import type { Failure } from '../contract/answer.ts';
import type { FaultCode, ReadFault } from '../contract/fault.ts';
import { HttpError } from '../contract/http-error.ts';
import type { ErrorModel, FormModel } from '../contract/page-data.ts';
import { StoreFailure } from '../contract/store-failure.ts';
import { guarded } from '../http/describe-thrown.ts';
import { asUtf8 } from '../http/octets.ts';
import { wordList } from '../http/word-list.ts';
import { shortened } from './shortened.ts';

/** The answer to bytes that are not an acceptable request. */
export function refusal(fault: ReadFault): Failure {
  return failure({
    code: fault.code,
    status: fault.status,
    message: fault.protocol === 'TLS' ? TLS_MESSAGE : FAULT_MESSAGES[fault.code],
    cause: describe(fault),
  });
}

/** What becomes of a whole request when the server stops before its answer is ready. */
export const STOPPED: ReadFault = {
  code: 'stopped',
  status: 503,
  at: 0,
  message: 'The server stopped before the request was answered',
};

function describe(fault: ReadFault): string {
  return `${fault.message} (at byte ${fault.at})`;
}

const SPEAK_HTTP = 'Your program sent something that is not a valid HTTP/1.1 request.';

const TLS_MESSAGE =
  'What was sent is a TLS handshake, and this port speaks plain HTTP. Please use http:// instead of https:// at the beginning of the address.';

const FAULT_MESSAGES: Readonly<Record<FaultCode, string>> = {
  'not-http': 'What was sent is not HTTP. This server speaks HTTP/1.1 only.',
  'bad-line-end': `${SPEAK_HTTP} Its lines must end in CR LF.`,
  'bad-target': `${SPEAK_HTTP} The address in its first line is not a valid URL.`,
  'bad-field-line': `${SPEAK_HTTP} One of its header lines is malformed.`,
  'bad-host': `${SPEAK_HTTP} Its Host header is missing, repeated or malformed.`,
  'bad-content-length': `${SPEAK_HTTP} Its Content-Length header is not one whole number.`,
  'bad-transfer-encoding': `${SPEAK_HTTP} It does not say clearly where its body ends.`,
  'unknown-transfer-coding':
    'The request body is sent in a transfer coding that this server does not know. Send it chunked or plain.',
  'bad-chunk': `${SPEAK_HTTP} Its chunked body is malformed.`,
  'unknown-expectation':
    'The request expects something that this server cannot promise. Send it without the Expect header.',
  truncated: 'The connection ended before the request was complete. Please send it again.',
  'request-line-too-long': 'The address is too long for this server. Please use a shorter one.',
  'headers-too-large': 'The request headers are too large. Deleting the cookies of this site may help.',
  'body-too-large': 'The request body is too large for this server. Please send less.',
  'version-not-supported': 'This server speaks HTTP/1.1 and HTTP/1.0, not the version that was asked for.',
  'head-timeout': 'The request took too long to arrive. Please send it again.',
  'body-timeout': 'The body of the request took too long to arrive. Please send it again.',
  stopped: 'The server is being stopped and could not finish this. Please try again in a minute.',
  'plain-http': 'This port speaks HTTPS. Please use https:// instead of http:// at the beginning of the address.',
  'too-many-connections':
    'There are too many connections at the moment, of all visitors or from your network address. Please try again in a minute.',
};

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
    status: 400,
    message: 'The address contains a percent sign that is not followed by the code of a character.',
    cause: `The path "${shortened(path)}" does not decode to UTF-8 text`,
  });
}

/** 400: the same of a pair of the query. */
export function malformedQueryPair(pair: string): Failure {
  return failure({
    code: 'malformed-query',
    status: 400,
    message: 'The address holds a percent sign that is not followed by the code of a character.',
    cause: `"${shortened(pair)}" in the query does not decode to UTF-8 text`,
  });
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
export function badParameters(problems: readonly Problem[], form?: FormModel): Failure {
  return failure({
    code: 'bad-parameter',
    status: 400,
    message: problems.map((problem) => problem.message).join(' '),
    cause: problems.map((problem) => problem.cause).join('; '),
    ...(form === undefined ? {} : { offers: { form } }),
  });
}

interface Problem {
  readonly message: string;
  readonly cause: string;
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

/** What a handler threw: its refusal, a change that could not be stored, or our own bug, about which the visitor learns nothing more. */
export function thrownByHandler(thrown: unknown): Failure {
  return guarded(() => refusalOf(thrown)) ?? ourFailure('handler-failed', thrown);
}

function refusalOf(thrown: unknown): Failure | undefined {
  if (StoreFailure.is(thrown)) return notStored(thrown);
  if (!HttpError.is(thrown)) return undefined;
  const { status, message, cause = message } = thrown;
  const isError = Number.isInteger(status) && status >= 400 && status <= 599;
  return isError ? failure({ code: 'refused-by-handler', status, message: String(message), cause }) : undefined;
}

/** 403: many clients can be behind a proxy that does not name them, and none of them chooses for the others. */
export function nobodyToRemember(proxy: string): HttpError {
  const message = 'Nothing was changed: a proxy between you and this server does not say who you are.';
  const cause = `The trusted proxy ${proxy} does not name a client, or its two fields name different ones`;
  return new HttpError(403, message, { cause });
}

/** 503: the client's choice was not stored safely, so it is not confirmed (RFC 9110 §15.6.4). */
function notStored(cause: StoreFailure): Failure {
  const message = 'Your choice could not be saved. Please try again in a minute.';
  return failure({ code: 'not-stored', status: 503, message, cause });
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

function failure(parts: Partial<Failure> & Pick<Failure, 'code' | 'status' | 'message' | 'cause'>): Failure {
  return { kind: 'failure', headers: [], ours: false, ...parts };
}
