import type { Failure } from '../contract/answer.ts';
import type { FaultCode, ReadFault } from '../contract/fault.ts';
import { failure } from './default-answers.ts';

/** The answer to bytes that are not an acceptable request. */
export function refusal(fault: ReadFault): Failure {
  return failure({
    code: fault.code,
    status: fault.status,
    message: fault.protocol === 'TLS' ? TLS_MESSAGE : FAULT_MESSAGES[fault.code],
    cause: describe(fault),
  });
}

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
