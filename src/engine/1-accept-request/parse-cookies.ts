import type { FieldLine } from '../../contract/request.ts';

/** Reads all Cookie fields (RFC 6265 §5.4). The first of a repeated name wins; a pair without "=" is no cookie. */
export function parseCookies(fieldLines: readonly FieldLine[]): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const [name, value] of fieldLines) {
    if (name.length !== 6 || name.toLowerCase() !== 'cookie') continue;
    for (const pair of value.split(';')) {
      const equals = pair.indexOf('=');
      if (equals < 0) continue;
      const cookie = pair.slice(0, equals).trim();
      if (cookie !== '' && !cookies.has(cookie)) cookies.set(cookie, pair.slice(equals + 1).trim());
    }
  }
  return cookies;
}
