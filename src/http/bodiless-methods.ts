/**
 * The body of a request with one of these methods has no meaning (RFC 9110 §9.3). That of a DELETE has none by itself, but some APIs give
 * it one.
 */
export const BODILESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
