/**
 * What can be wrong with the bytes of a request, before it is matched to a route.
 * A fault is a value: the peer caused it, so nothing is thrown (docs/reference/HTTP.md lists them all).
 */
export interface ReadFault {
  readonly code: FaultCode;
  /** The status of the answer that the peer gets. */
  readonly status: number;
  /** Byte offset, from the first byte of this request, of the first byte that is wrong. */
  readonly at: number;
  /** What was found, in words for error.log and for a client with show_errors on. */
  readonly message: string;
  /** What the peer speaks instead of HTTP, where its first byte shows it. */
  readonly protocol?: 'TLS';
}

export type FaultCode =
  | 'not-http' // no valid request line, or a head line without a colon
  | 'bad-line-end' // LF without CR, a line of a lone CR, too many empty lines
  | 'bad-target'
  | 'bad-field-line'
  | 'bad-host'
  | 'bad-content-length'
  | 'bad-transfer-encoding'
  | 'unknown-transfer-coding'
  | 'bad-chunk'
  | 'unknown-expectation'
  | 'truncated' // the peer closed in the middle of a request
  | 'request-line-too-long'
  | 'headers-too-large'
  | 'body-too-large'
  | 'version-not-supported'
  | 'head-timeout'
  | 'body-timeout'
  | 'too-many-connections'
  | 'plain-http' // sent to a port that speaks TLS
  | 'stopped'; // the server ended before the answer was ready
