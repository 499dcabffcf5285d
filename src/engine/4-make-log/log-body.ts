import type { LogSettings } from '../../contract/log-settings.ts';
import type { Request } from '../../contract/request.ts';
import { hideSpans, REDACTED } from '../hide-spans.ts';
import { utf8Text } from '../utf8-text.ts';
import { jsonOfPrintable } from './json-text.ts';
import { searchBody } from './secret-body.ts';

/**
 * Control characters, which text does not contain: each is six characters of JSON, so the line would be many times the body. As one
 * class: with a lookahead, a body of 2 KiB took 5 µs more, of a request's 40.
 */
const CONTROL_CLASS = String.raw`[\p{Cc}--[\t\r\n]]`;
const CONTROL = new RegExp(CONTROL_CLASS, 'v');

/** How many units of a text become JSON at a time: a longer one leaves garbage behind that is many times the line. */
const PIECE_UNITS = 64 * 1024;

/** The members for a body in a full line, without its secrets. Of a body that cannot be searched, only the length is logged. */
export function searchedMembers({ access, secrets }: LogSettings, request: Request, route: string | undefined): string {
  const { bodyBytesMax } = access;
  const { body } = request;
  if (bodyBytesMax === undefined) return `,"bodyBytes":${body.length}`;
  const found = secrets === undefined ? OPEN : searchBody(secrets, request, route);
  switch (found.kind) {
    case 'open':
      return bodyMembers(body, bodyBytesMax);
    case 'partly':
      return bodyMembers(Buffer.from(hideSpans(found.text, found.spans, found.mark)), bodyBytesMax, body.length);
    case 'hidden':
      return `,"body":"${REDACTED}","bodyBytes":${body.length}`;
  }
}

const OPEN = { kind: 'open' } as const;

/**
 * The members for a body in a full line: `body` if it is UTF-8 text without control characters except TAB, CR and LF, else
 * `bodyBase64`; and if the body is longer than `bytesMax`, its length as `bodyBytes`.
 */
function bodyMembers(body: Uint8Array, bytesMax: number, sentBytes = body.length): string {
  if (body.length === 0) return ',"body":""';
  if (body.length <= bytesMax) return contentMember(body);
  return `${contentMember(body.subarray(0, wholeCharacters(body, bytesMax)))},"bodyBytes":${sentBytes}`;
}

function contentMember(body: Uint8Array): string {
  const text = utf8Text(body);
  if (text === undefined || CONTROL.test(text)) {
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    return `,"bodyBase64":"${bytes.toString('base64')}"`;
  }
  return `,"body":${jsonOf(text)}`;
}

/** A character that is split between two pieces is escaped: JSON has a form for each half. */
function jsonOf(text: string): string {
  if (text.length <= PIECE_UNITS) return jsonOfPrintable(text);
  let json = '"';
  for (let from = 0; from < text.length; from += PIECE_UNITS) {
    json += jsonOfPrintable(text.slice(from, from + PIECE_UNITS)).slice(1, -1);
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
