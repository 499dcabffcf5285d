import { percentDecode } from './percent-coding.ts';

export type ParsedForm =
  | { readonly kind: 'fields'; readonly texts: Map<string, string> }
  /** `part` does not decode. */
  | { readonly kind: 'malformed'; readonly part: string };

/**
 * Parses application/x-www-form-urlencoded (WHATWG URL §5.1), in which `blanksForPluses` has been at work. The first of a repeated
 * name counts.
 */
export function parseForm(text: string): ParsedForm {
  const texts = new Map<string, string>();
  const part = readPairs(text, texts, percentDecode);
  return part === undefined ? { kind: 'fields', texts } : { kind: 'malformed', part };
}

/** The same of a query, as forms and links send it. A broken escape is kept as it is, since most queries are nobody's business. */
export function parseQuery(query: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  readPairs(query.includes('+') ? query.replaceAll('+', ' ') : query, texts, (text) => percentDecode(text) ?? text);
  return texts;
}

/** The first pair that does not decode ends it, and is returned. By index: a body can have half a million fields. */
function readPairs(
  text: string,
  texts: Map<string, string>,
  decode: (text: string) => string | undefined,
): string | undefined {
  for (let from = 0, to = 0; from < text.length; from = to + 1) {
    const ampersand = text.indexOf('&', from);
    to = ampersand < 0 ? text.length : ampersand;
    if (to === from) continue;
    const pair = text.slice(from, to);
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    if (name === undefined || value === undefined) return pair;
    if (!texts.has(name)) texts.set(name, value);
  }
  return undefined;
}

/** A copy of the bytes of a form in which each `+` is a blank. In a text, a million of them take thirty times as long. */
export function blanksForPluses(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body);
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === PLUS) bytes[at] = BLANK;
  return bytes;
}

const PLUS = 0x2b;
const BLANK = 0x20;
