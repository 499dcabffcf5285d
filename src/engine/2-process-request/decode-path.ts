/**
 * Splits a path into its segments and percent-decodes each once (RFC 3986 §2.4): `%2F` stays data.
 * Undefined where an escape is malformed or the octets are not UTF-8.
 */
export function decodePath(path: string): readonly string[] | undefined {
  const segments = path.slice(1).split('/');
  if (!path.includes('%')) return segments;
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
