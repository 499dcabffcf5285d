import { httpDate } from '../http/http-date.ts';
import { PLAIN_TEXT } from '../http/media-types.ts';

const WORDS = 'Something went wrong on this server. Its operator can find out more in the error log.\n';

/** A 500 that needs no view, manifest or answer: for an exchange that met a bug of ours. Its connection closes. */
export interface PlainFailure {
  /** Head and body. */
  readonly bytes: Uint8Array;
  readonly bodyBytes: number;
}

/** `method` is that of the request, if it is known: HEAD gets no body (RFC 9110 §9.3.2). */
export function plainFailure(method: string | undefined, wallMs: number): PlainFailure {
  const body = method === 'HEAD' ? '' : WORDS;
  const head = [
    'HTTP/1.1 500 Internal Server Error',
    `Date: ${httpDate(wallMs)}`,
    `Content-Type: ${PLAIN_TEXT}`,
    'X-Content-Type-Options: nosniff',
    'Cache-Control: no-store',
    `Content-Length: ${WORDS.length}`,
    'Connection: close',
  ];
  return { bytes: Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1'), bodyBytes: body.length };
}
