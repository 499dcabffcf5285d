/** `::ffff:192.0.2.1`: how a socket that takes both families names an IPv4 peer (RFC 4291 §2.5.5.2). */
const MAPPED_IPV4 = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** What tells clients apart: the peer's IP address, the same by whichever family its packets came. */
export function clientAddress(peerAddress: string): string {
  return MAPPED_IPV4.exec(peerAddress)?.[1] ?? peerAddress;
}
