import type { SetCookie } from '../../contract/answer.ts';
import { httpDate } from '../../http/http-date.ts';
import { reasonPhrase } from '../../http/reason-phrases.ts';
import { writeCookie } from './write-cookie.ts';
import type { AnswerFields } from './write-fields.ts';

/** What the head of an answer says (RFC 9112 §4, §5). */
export interface ResponseHead {
  readonly status: number;
  readonly wallMs: number;
  readonly type: string | undefined;
  readonly framing: Framing;
  /** Of the answer and of all pages. */
  readonly fields: AnswerFields;
  readonly cookies: readonly SetCookie[];
  readonly secure: boolean;
  /** Field lines that say how the connection goes on. */
  readonly connectionLines: string;
}

/** How the peer knows where the content ends (RFC 9112 §6.3). */
export type Framing =
  /** By the status: it allows neither content nor Content-Length (RFC 9110 §8.6). */
  | { readonly kind: 'none' }
  | { readonly kind: 'sized'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  /** By the end of the connection: HTTP/1.0 has no chunks. */
  | { readonly kind: 'until-close' };

export type WrittenHead =
  /** ASCII, with the empty line behind it. */
  | { readonly kind: 'head'; readonly text: string }
  /** A name or a value could break out of its field: the answer must not be sent. */
  | { readonly kind: 'unsafe'; readonly reason: string };

/** Writes status line and field lines. */
export function writeHead(head: ResponseHead): WrittenHead {
  const { status, wallMs, type, framing, fields, cookies, secure, connectionLines } = head;
  if (!Number.isInteger(status) || status < 200 || status > 599)
    return unsafe(`${status} is not the status of a final answer`);
  if (fields.kind === 'unsafe') return fields;
  let text = `HTTP/1.1 ${status} ${reasonPhrase(status)}\r\nDate: ${httpDate(wallMs)}\r\n`;
  if (type !== undefined && !fields.hasType) text += `Content-Type: ${type}\r\n`;
  if (framing.kind === 'sized') text += `Content-Length: ${framing.bytes}\r\n`;
  else if (framing.kind === 'chunked') text += 'Transfer-Encoding: chunked\r\n';
  for (const cookie of cookies) {
    const written = writeCookie(cookie, secure);
    if (written.kind === 'unsafe') return written;
    text += `Set-Cookie: ${written.text}\r\n`;
  }
  return { kind: 'head', text: `${text}${fields.text}${connectionLines}\r\n` };
}

function unsafe(reason: string): WrittenHead {
  return { kind: 'unsafe', reason };
}
