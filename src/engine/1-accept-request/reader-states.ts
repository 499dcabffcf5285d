/**
 * The states of a reader, and where it can go from each: another transition does not compile.
 * Besides, from any state it can end in `rejected`, and from `request-line` in `closed`.
 *
 * | state        | reads                                              | RFC 9112 |
 * |--------------|----------------------------------------------------|----------|
 * | request-line | empty lines, then `method SP target SP version`    | §2.2, §3 |
 * | field-lines  | field lines up to the empty line                   | §5       |
 * | sized-body   | as many bytes as Content-Length says               | §6.2     |
 * | chunk-line   | `chunk-size [ chunk-ext ] CRLF`                    | §7.1     |
 * | chunk-data   | as many bytes as the chunk size says               | §7.1     |
 * | chunk-end    | the CRLF behind them                               | §7.1     |
 * | trailers     | field lines up to the empty line, which it drops   | §7.1.2   |
 * | whole        | nothing: the request is handed on                  | §9.3     |
 */
export interface Transitions {
  'request-line': 'field-lines';
  'field-lines': 'sized-body' | 'chunk-line' | 'whole';
  'sized-body': 'whole';
  'chunk-line': 'chunk-data' | 'trailers';
  'chunk-data': 'chunk-end';
  'chunk-end': 'chunk-line';
  trailers: 'whole';
  whole: 'request-line';
}
/** A state of a reader. */
export type State = keyof Transitions;

/** Where a reader goes at the end of a head. */
export const BODY_STATES = { none: 'whole', sized: 'sized-body', chunked: 'chunk-line' } as const;
