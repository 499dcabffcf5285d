import { trimOws } from './white-space.ts';

/**
 * The elements of a field value that is a list (RFC 9110 §5.6.1), without empty ones. A comma inside a quoted string (§5.6.4) separates
 * nothing; an element that is such a string as a whole is what is in it. In one pass, since a client writes the value.
 */
export function splitList(value: string): readonly string[] {
  const elements: string[] = [];
  let from = 0;
  // Behind a quotation mark that nothing closes, nothing closes any other.
  let someClosed = true;
  for (let at = 0; at <= value.length; ) {
    const unit = value.charAt(at);
    const end: number | undefined = unit === '"' && someClosed ? quotedEnd(value, at) : at + 1;
    someClosed &&= end !== undefined;
    if (unit === ',' || at === value.length) {
      const element = unquoted(trimOws(value.slice(from, at)));
      if (element !== '') elements.push(element);
      from = at + 1;
    }
    at = end ?? at + 1;
  }
  return elements;
}

function unquoted(element: string): string {
  const isQuoted = element.startsWith('"') && quotedEnd(element, 0) === element.length;
  return isQuoted ? element.slice(1, -1).replace(/\\(.)/gs, '$1') : element;
}

/** Where the quoted string is over that begins at `start`; undefined if nothing closes it. */
function quotedEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at += 1) {
    const unit = text.charAt(at);
    if (unit === '"') return at + 1;
    if (unit === '\\') at += 1;
  }
  return undefined;
}
