/** A body of a request with these methods has no meaning (RFC 9110 §9.3). */
export const BODILESS_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);
