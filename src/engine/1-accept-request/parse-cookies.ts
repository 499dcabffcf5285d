import type { FieldLine } from '../../contract/request.ts';
import { isCalled } from '../../http/field-value.ts';
import { asUtf8 } from '../../http/octets.ts';
import { trimOws } from '../../http/white-space.ts';

/**
 * Reads all Cookie fields (RFC 6265 §5.4). The first of a repeated name wins; a pair without "=" is no cookie. Octets beyond ASCII
 * are UTF-8, as browsers send what a script has set; where they are not, U+FFFD shows that.
 */
export function parseCookies(fieldLines: readonly FieldLine[]): ReadonlyMap<string, string> {
  // Even without cookies a map of its own: a guard can add one for its handler, and that must not be one of all clients.
  const cookies = new Map<string, string>();
  for (const [name, value] of fieldLines) {
    if (isCalled(name, 'cookie')) addPairs(cookies, asUtf8(value));
  }
  return cookies;
}

/** By index: a list of the pairs cost 1 µs more. */
function addPairs(cookies: Map<string, string>, text: string): void {
  let from = 0;
  let equals = text.indexOf('=');
  // Without another semicolon there is no other cookie.
  while (equals >= 0) {
    const semicolon = text.indexOf(';', from);
    const end = semicolon < 0 ? text.length : semicolon;
    if (equals < end) {
      const name = trimOws(text.slice(from, equals));
      if (name !== '' && !cookies.has(name)) cookies.set(name, trimOws(text.slice(equals + 1, end)));
      equals = text.indexOf('=', end);
    }
    from = end + 1;
  }
}
