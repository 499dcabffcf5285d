export type ParsedForm =
  /** `texts` has wanted names only; `other` is the first name that is not wanted. */
  | { readonly kind: 'fields'; readonly texts: Map<string, string>; readonly other: string | undefined }
  /** `part` does not decode. */
  | { readonly kind: 'malformed'; readonly part: string };

/**
 * Parses application/x-www-form-urlencoded (WHATWG URL §5.1), in which `blanksForPluses` has been at work. The first of a repeated
 * name counts. By index, and nothing is kept of a field that is not wanted: a body can have half a million.
 */
export function parseForm(text: string, wanted: ReadonlySet<string>): ParsedForm {
  if (decode(text) === undefined) return { kind: 'malformed', part: malformedPart(text) };
  const texts = new Map<string, string>();
  let other: string | undefined;
  for (let from = 0, to = 0, equals = -1; from < text.length; from = to + 1) {
    to = indexOrEnd(text, '&', from);
    if (to === from) continue;
    if (equals < from) equals = indexOrEnd(text, '=', from);
    const nameEnd = Math.min(equals, to);
    // The text decodes, and so does each part of it.
    const name = decode(text.slice(from, nameEnd)) ?? '';
    if (!wanted.has(name)) other ??= name;
    else if (!texts.has(name)) texts.set(name, decode(text.slice(nameEnd + 1, to)) ?? '');
  }
  return { kind: 'fields', texts, other };
}

/** The first pair that does not decode, of a text that holds one: by halves, since to try each pair would take long. */
function malformedPart(text: string): string {
  let part = text;
  while (true) {
    const half = Math.floor(part.length / 2);
    const behind = part.indexOf('&', half);
    const ampersand = behind < 0 ? part.lastIndexOf('&', half) : behind;
    if (ampersand < 0) return part;
    const before = part.slice(0, ampersand);
    part = decode(before) === undefined ? before : part.slice(ampersand + 1);
  }
}

function indexOrEnd(text: string, character: string, from: number): number {
  const index = text.indexOf(character, from);
  return index < 0 ? text.length : index;
}

/** A copy of the bytes of a form in which each `+` is a blank. In a text, a million of them take thirty times as long. */
export function blanksForPluses(body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body);
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === PLUS) bytes[at] = BLANK;
  return bytes;
}

const PLUS = 0x2b;
const BLANK = 0x20;

/** Most texts have nothing to decode, and are not tried. */
function decode(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
