/** One thing that is wrong with a request: an item of `errors` (RFC 9457 §3.2), and of a list on its page. */
export interface ToldProblem {
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'body';
  /** Of what is not in a body. */
  readonly name?: string;
  /** Where it is in a body: a JSON Pointer (RFC 6901), empty for the whole of it. */
  readonly pointer?: string;
  /** A sentence. */
  readonly detail: string;
}

/**
 * How errors are told: as a page, as application/problem+json, or as Accept prefers it; without a preference, `auto` is a page
 * for a route with a view and for a path without a route.
 */
export type ErrorFormat = 'auto' | 'page' | 'problem';
