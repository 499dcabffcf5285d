/** A host without the brackets that an address of IPv6 has in a URL (RFC 3986 §3.2.2): people copy it from there. */
export function withoutBrackets(host: string): string {
  return IPV6_LITERAL.exec(host)?.[1] ?? host;
}

/** Perhaps with the zone of a link-local address. Whether it is an address is for the system to say. */
const IPV6_LITERAL = /^\[([0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[^\]]+)?)\]$/;
