import { HTAB, SP } from './octets.ts';

/**
 * A text without the OWS around it: SP and HTAB, and nothing else (RFC 9110 §5.6.3). `String.trim` also takes A0 and FEFF, which
 * are parts of a value. By index: a regular expression for the blanks at an end tries again at each blank in the middle.
 */
export function trimOws(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isOws(text.charCodeAt(from))) from++;
  while (to > from && isOws(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isOws(unit: number): boolean {
  return unit === SP || unit === HTAB;
}
