import { isUtf8 } from 'node:buffer';
import { jsonText } from './json-text.ts';

/** A text of bytes that nobody wrote as a text: six characters of JSON for each of these would make a line many times its body. */
const CONTROL = /(?![\t\r\n])\p{Cc}/u;

/** So many units of a text become JSON at a time: of a longer one, what the making leaves behind would be many times the line. */
const PIECE_UNITS = 64 * 1024;

/**
 * The members for a body in a full line: `body` where it is text in UTF-8 without control characters but TAB, CR and LF, else
 * `bodyBase64`; and of a body that is longer than `bytesMax`, its length as `bodyBytes`.
 */
export function bodyMembers(body: Uint8Array, bytesMax: number): string {
  if (body.length === 0) return ',"body":""';
  if (body.length <= bytesMax) return contentMember(body);
  return `${contentMember(body.subarray(0, wholeCharacters(body, bytesMax)))},"bodyBytes":${body.length}`;
}

function contentMember(body: Uint8Array): string {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const text = isUtf8(bytes) ? bytes.toString() : undefined;
  if (text === undefined || CONTROL.test(text)) return `,"bodyBase64":"${bytes.toString('base64')}"`;
  return `,"body":${jsonOf(text)}`;
}

/** A character between two pieces is escaped: JSON has a form for each of its halves. */
function jsonOf(text: string): string {
  if (text.length <= PIECE_UNITS) return jsonText(text);
  let json = '"';
  for (let from = 0; from < text.length; from += PIECE_UNITS) {
    json += jsonText(text.slice(from, from + PIECE_UNITS)).slice(1, -1);
  }
  return `${json}"`;
}

/** How many bytes, at most `bytesMax`, end with a whole character, if they are UTF-8 (RFC 3629 §3: others of a character are 10xxxxxx). */
function wholeCharacters(body: Uint8Array, bytesMax: number): number {
  for (let end = bytesMax; end > bytesMax - 4 && end > 0; end -= 1) {
    if (((body[end] ?? 0) & 0xc0) !== 0x80) return end;
  }
  return bytesMax;
}
