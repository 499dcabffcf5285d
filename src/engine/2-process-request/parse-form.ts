export type ParsedForm =
  | { readonly kind: 'fields'; readonly texts: Map<string, string> }
  /** `part` does not decode. */
  | { readonly kind: 'malformed'; readonly part: string };

/** Parses application/x-www-form-urlencoded (WHATWG URL §5.1). The first of a repeated name counts. */
export function parseForm(text: string): ParsedForm {
  const texts = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    if (name === undefined || value === undefined) return { kind: 'malformed', part: pair };
    if (!texts.has(name)) texts.set(name, value);
  }
  return { kind: 'fields', texts };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
