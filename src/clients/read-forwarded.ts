import { TCHAR_CLASS } from '../http/grammar.ts';
import { trimOws } from '../http/white-space.ts';

/** What a proxy says of the hop before it. */
export interface ForwardedElement {
  /** Who that was: an address, perhaps with a port, or a word; undefined if it is not said. */
  readonly node: string | undefined;
  /** The scheme by which the request came. */
  readonly scheme: string | undefined;
}

/**
 * The elements of all lines of `Forwarded` (RFC 7239 §4), the last one first. They are read from the right, so that a quotation
 * mark that a client left open swallows nothing of what a proxy added. A malformed element says nothing.
 */
export function* forwardedElements(lines: readonly string[]): Iterable<ForwardedElement> {
  for (const element of itemsFromTheRight(lines, lastComma)) yield readElement(element);
}

/** The items of a list in several lines, the last one first. Empty items are ignored (RFC 9110 §5.6.1). */
export function* itemsFromTheRight(
  lines: readonly string[],
  commaBefore: (text: string, end: number) => number,
): Iterable<string> {
  for (let line = lines.length - 1; line >= 0; line--) {
    const text = lines[line] ?? '';
    for (let end = text.length; end >= 0; ) {
      const comma = commaBefore(text, end);
      const item = trimOws(text.slice(comma + 1, end));
      if (item !== '') yield item;
      end = comma;
    }
  }
}

const NOTHING_SAID: ForwardedElement = { node: undefined, scheme: undefined };

/** `name=value`, where the value may be quoted. Many proxies leave out the quotes of `for=[2001:db8::1]:80`. */
const PAIR = new RegExp(
  `([${TCHAR_CLASS}]+)=(?:"((?:[^"\\\\]|\\\\.)*)"|([${TCHAR_CLASS}[\\]:]+))[ \\t]*(?:$|;[; \\t]*)`,
  'y',
);

/** The position of the last comma before `end` that is not inside quotes; -1: there is none. */
function lastComma(text: string, end: number): number {
  let quoted = false;
  for (let at = end - 1; at >= 0; at--) {
    const character = text[at];
    if (character === ',' && !quoted) return at;
    if (character !== '"') continue;
    // An escaped quotation mark is part of the quoted text.
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) quoted = !quoted;
    at -= backslashes;
  }
  return -1;
}

/** An element must not have the same name twice. */
function readElement(element: string): ForwardedElement {
  const said = new Map<string, string>();
  PAIR.lastIndex = 0;
  while (PAIR.lastIndex < element.length) {
    const [, name = '', quoted, plain = ''] = PAIR.exec(element) ?? [];
    const key = name.toLowerCase();
    if (key === '' || said.has(key)) return NOTHING_SAID;
    said.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain);
  }
  return { node: said.get('for'), scheme: said.get('proto') };
}
