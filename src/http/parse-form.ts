import { indexOrEnd } from './index-or-end.ts';
import { percentDecode } from './percent-coding.ts';

export type ParsedForm =
  | ({ readonly kind: 'fields' } & Pairs)
  /** `part` does not decode. */
  | { readonly kind: 'malformed'; readonly part: string };

interface Pairs {
  /** Only wanted names: the first of each. */
  readonly texts: Map<string, string>;
  /** The others of those that came again. */
  readonly more: ReadonlyMap<string, readonly string[]>;
  /** The first name that is not wanted. */
  readonly other: string | undefined;
}

/**
 * Parses application/x-www-form-urlencoded (WHATWG URL §5.1), after `blanksForPluses`. The first of a repeated
 * name counts, but for `lists`. A field that is not wanted is not kept: a body can have half a million.
 */
export function parseForm(text: string, wanted: ReadonlySet<string>, lists: ReadonlySet<string> = NONE): ParsedForm {
  if (percentDecode(text) === undefined) return { kind: 'malformed', part: malformedPart(text) };
  return { kind: 'fields', ...readPairs(text, wanted, lists) };
}

/** The same of a query, as forms and links send it. A broken escape is kept as it is: no handler reads such a query (`malformedQuery`). */
export function parseQuery(query: string): ReadonlyMap<string, string> {
  return readPairs(query.includes('+') ? query.replaceAll('+', ' ') : query, undefined).texts;
}

/** All values of a name in a query. */
export function valuesInQuery(query: string, name: string): readonly string[] {
  const values: string[] = [];
  for (const pair of query.replaceAll('+', ' ').split('&')) {
    const equals = indexOrEnd(pair, '=', 0);
    if (pair !== '' && decodeOrKeep(pair.slice(0, equals)) === name) values.push(decodeOrKeep(pair.slice(equals + 1)));
  }
  return values;
}

/**
 * The first pair of a request target's query that does not decode to UTF-8 text; undefined where all do. It is 400 like a path and a
 * form of that kind, whatever its route reads of it: what two programs decode in two ways passes the first of them.
 */
export function malformedQuery(target: string): string | undefined {
  const from = target.indexOf('?') + 1;
  const query = from === 0 ? '' : target.slice(from);
  return percentDecode(query) === undefined ? malformedPart(query) : undefined;
}

/** By index, since they may be many. `wanted`: undefined where all are. */
function readPairs(text: string, wanted: ReadonlySet<string> | undefined, lists: ReadonlySet<string> = NONE): Pairs {
  const texts = new Map<string, string>();
  const more = new Map<string, string[]>();
  let other: string | undefined;
  for (let from = 0, to = 0, equals = -1; from < text.length; from = to + 1) {
    to = indexOrEnd(text, '&', from);
    if (to === from) continue;
    if (equals < from) equals = indexOrEnd(text, '=', from);
    const nameEnd = Math.min(equals, to);
    const name = decodeOrKeep(text.slice(from, nameEnd));
    if (wanted !== undefined && !wanted.has(name)) other ??= name;
    else if (!texts.has(name)) texts.set(name, decodeOrKeep(text.slice(nameEnd + 1, to)));
    else if (lists.has(name)) {
      const others = more.get(name) ?? [];
      if (others.length === 0) more.set(name, others);
      others.push(decodeOrKeep(text.slice(nameEnd + 1, to)));
    }
  }
  return { texts, more, other };
}

const NONE: ReadonlySet<string> = new Set();

function decodeOrKeep(text: string): string {
  return percentDecode(text) ?? text;
}

/** The first pair that does not decode, in a text that holds one: by bisection, since trying each pair would take long. */
function malformedPart(text: string): string {
  let part = text;
  while (true) {
    const half = Math.floor(part.length / 2);
    const behind = part.indexOf('&', half);
    const ampersand = behind < 0 ? part.lastIndexOf('&', half) : behind;
    if (ampersand < 0) return part;
    const before = part.slice(0, ampersand);
    part = percentDecode(before) === undefined ? before : part.slice(ampersand + 1);
  }
}

/** A copy of the bytes of a form in which each `+` is a blank. Replacing a million of them in a text takes thirty times as long. */
export function blanksForPluses(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body);
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === PLUS) bytes[at] = BLANK;
  return bytes;
}

const PLUS = 0x2b;
const BLANK = 0x20;
