import type { LogSettings } from '../../contract/log-settings.ts';
import type { Request } from '../../contract/request.ts';
import { asBuffer } from '../../http/octets.ts';
import { hideSpans, REDACTED } from '../hide-spans.ts';
import { utf8Text } from '../utf8-text.ts';
import type { Exchange } from './exchange.ts';
import { jsonOfAscii, jsonOfPrintable } from './json-text.ts';
import { searchBody } from './secret-body.ts';

/**
 * Control characters, which text does not contain: each is six characters of JSON, so the line would be many times the body. As one
 * class: with a lookahead, a body of 2 KiB took 5 µs more, of a request's 40.
 */
const CONTROL_CLASS = String.raw`[\p{Cc}--[\t\r\n]]`;
const CONTROL = new RegExp(CONTROL_CLASS, 'v');
/** The only one that ASCII which is JSON can have: those below the blank must be escaped there (RFC 8259 §7). */
const DEL = '\x7f';

/** How many units of a text become JSON at a time: a longer one leaves garbage behind that is many times the line. */
const PIECE_UNITS = 64 * 1024;

/** The members for a body in a full line, without its secrets. Of a body that cannot be searched, only the length is logged. */
export function searchedMembers(
  { access, secrets }: LogSettings,
  request: Request,
  { route, json }: Pick<Exchange, 'route' | 'json'>,
): string {
  const { bodyBytesMax } = access;
  const { body } = request;
  if (bodyBytesMax === undefined) return `,"bodyBytes":${body.length}`;
  const found = secrets === undefined ? OPEN : searchBody(secrets, request, route);
  switch (found.kind) {
    case 'open':
      return bodyMembers(body, bodyBytesMax, { json });
    case 'partly':
      return bodyMembers(Buffer.from(hideSpans(found.text, found.spans, found.mark)), bodyBytesMax, {
        sentBytes: body.length,
      });
    case 'hidden':
      return `,"body":"${REDACTED}","bodyBytes":${body.length}`;
  }
}

const OPEN = { kind: 'open' } as const;

/**
 * The members for a body in a full line: `body` if it is UTF-8 text without control characters except TAB, CR and LF, else
 * `bodyBase64`; and if the body is longer than `bytesMax`, its length as `bodyBytes`.
 */
function bodyMembers(
  body: Uint8Array,
  bytesMax: number,
  { sentBytes = body.length, json }: { readonly sentBytes?: number; readonly json?: string | undefined },
): string {
  if (body.length === 0) return ',"body":""';
  if (body.length <= bytesMax) return contentMember(body, json);
  return `${contentMember(body.subarray(0, wholeCharacters(body, bytesMax)))},"bodyBytes":${sentBytes}`;
}

/**
 * `json`: the text, if it was read as JSON. A handler can have wiped the bytes since then, and what they say now is logged. To search
 * 2 KiB for control characters took 2 µs of 35.
 */
function contentMember(body: Uint8Array, json?: string): string {
  const text = utf8Text(body);
  const isAscii = text?.length === body.length;
  if (text === undefined || (isAscii && text === json ? text.includes(DEL) : CONTROL.test(text))) {
    return `,"bodyBase64":"${asBuffer(body).toString('base64')}"`;
  }
  return `,"body":${jsonOf(text, isAscii ? jsonOfAscii : jsonOfPrintable)}`;
}

/** A character that is split between two pieces is escaped: JSON has a form for each half. */
function jsonOf(text: string, jsonOfPiece: (piece: string) => string): string {
  if (text.length <= PIECE_UNITS) return jsonOfPiece(text);
  let json = '"';
  for (let from = 0; from < text.length; from += PIECE_UNITS) {
    json += jsonOfPiece(text.slice(from, from + PIECE_UNITS)).slice(1, -1);
  }
  return `${json}"`;
}

/** As much of a text as is at most `bytesMax` long in UTF-8. */
export function firstBytes(text: string, bytesMax: number): string {
  // Each unit takes a byte at least.
  const bytes = Buffer.from(text.slice(0, bytesMax + 1));
  return bytes.length <= bytesMax ? text : bytes.toString('utf8', 0, wholeCharacters(bytes, bytesMax));
}

/** How many bytes, at most `bytesMax`, end with a whole character, if they are UTF-8 (RFC 3629 §3: continuation bytes are 10xxxxxx). */
function wholeCharacters(body: Uint8Array, bytesMax: number): number {
  for (let end = bytesMax; end > bytesMax - 4 && end >= 0; end -= 1) {
    if (((body[end] ?? 0) & 0xc0) !== 0x80) return end;
  }
  return bytesMax;
}
