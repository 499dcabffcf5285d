/** Reads an IP address and finds out whether it is a trusted proxy's; undefined: the text is not an IP address. */
export type ReadHop = (text: string) => Hop | undefined;

/** A hop through which a request came. */
export interface Hop {
  /** In the usual form (RFC 5952); an IPv4-mapped address is IPv4. */
  readonly address: string;
  readonly trusted: boolean;
}
