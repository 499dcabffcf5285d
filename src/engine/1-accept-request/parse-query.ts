/**
 * Reads `application/x-www-form-urlencoded` pairs (WHATWG URL §5.1), as forms and links send them.
 * The first of a repeated name wins. A broken escape is kept as it stands, since most queries are nobody's business.
 */
export function parseQuery(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  if (query === '') return values;
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (!values.has(name)) values.set(name, equals < 0 ? '' : decode(pair.slice(equals + 1)));
  }
  return values;
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
