import { TCHAR_MARKS } from './grammar.ts';

/**
 * The octet classes of the grammar, each under the name of its production. One table holds
 * them all: a bit for each class.
 */
export const TCHAR = 1; // RFC 9110 §5.6.2
export const DIGIT = 2; // RFC 5234 §B.1
export const HEXDIG = 4; // RFC 5234 §B.1, in both cases (RFC 9112 §7.1)
export const FIELD_TEXT = 8; // field-vchar, SP and HTAB (RFC 9110 §5.5): what a field value is made of
export const OWS = 16; // RFC 9110 §5.6.3
export const VISIBLE = 32; // VCHAR and obs-text: all that a request target could be mistaken for
export const QDTEXT = 64; // RFC 9110 §5.6.4
/** pchar and "/" (RFC 3986 §3.3), and `[ ] | ^`, which browsers leave as they are in a path. */
export const PATH_OCTET = 128;
/** All of those, "?" (RFC 3986 §3.4), and `\ { } backtick`, which browsers leave as they are in a query. */
export const QUERY_OCTET = 256;

/** Field text that a log takes as it is: JSON has nothing to escape in it, and without "@" user information is at most encoded. */
export const PLAIN_TEXT = 512;

export const HTAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SP = 0x20;
export const COLON = 0x3a;
/** The first octet of a TLS handshake (RFC 8446 §5.1). */
export const TLS_HANDSHAKE = 0x16;

/** The first position from `from` on, before `to`, whose octet is not of the class; else `to`. */
export function skip(bytes: Uint8Array, from: number, to: number, octetClass: number): number {
  let position = from;
  while (position < to && ((CLASSES[bytes[position] ?? 0] ?? 0) & octetClass) !== 0) position++;
  return position;
}

/** Where the white space at the end of a run begins. */
export function trimEnd(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && ((CLASSES[bytes[end - 1] ?? 0] ?? 0) & OWS) !== 0) end--;
  return end;
}

/** What a socket has read is one already. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The octets in between, each as the character with its number: this is how the engine reads all head text. */
export function latin1(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('latin1', from, to);
}

/** Head text as the UTF-8 that its octets are, where a field is known to hold that; those that are not become U+FFFD. */
export function asUtf8(headText: string): string {
  return BEYOND_ASCII.test(headText) ? Buffer.from(headText, 'latin1').toString() : headText;
}

const BEYOND_ASCII = /[\x80-\xff]/;

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const UNRESERVED = `${LETTERS}${DIGITS}-._~`;
const SUB_DELIMS = "!$&'()*+,;=";

const CLASSES = makeClasses();

function makeClasses(): Uint16Array {
  const classes = new Uint16Array(256);
  const mark = (octetClass: number, octets: Iterable<number>): void => {
    for (const octet of octets) classes[octet] = (classes[octet] ?? 0) | octetClass;
  };
  const octetsOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');
  const path = `${UNRESERVED}${SUB_DELIMS}%:@/[]|^`;
  mark(TCHAR, octetsOf(`${TCHAR_MARKS}${DIGITS}${LETTERS}`));
  mark(DIGIT, octetsOf(DIGITS));
  mark(HEXDIG, octetsOf(`${DIGITS}ABCDEFabcdef`));
  mark(FIELD_TEXT, [HTAB, ...range(0x20, 0x7e), ...range(0x80, 0xff)]);
  mark(PLAIN_TEXT, [...range(0x20, 0x21), ...range(0x23, 0x3f), ...range(0x41, 0x5b), ...range(0x5d, 0x7e)]);
  mark(OWS, [HTAB, SP]);
  mark(VISIBLE, [...range(0x21, 0x7e), ...range(0x80, 0xff)]);
  mark(QDTEXT, [HTAB, SP, 0x21, ...range(0x23, 0x5b), ...range(0x5d, 0x7e), ...range(0x80, 0xff)]);
  mark(PATH_OCTET, octetsOf(path));
  mark(QUERY_OCTET, octetsOf(`${path}?\\{}\``));
  return classes;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
