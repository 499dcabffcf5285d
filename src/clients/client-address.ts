/** `::ffff:192.0.2.1`: how a socket for both families names an IPv4 peer (RFC 4291 §2.5.5.2). */
const MAPPED_IPV4 = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** The IP address of a peer, the same for both ways to write an IPv4 one. */
export function clientAddress(peerAddress: string): string {
  return MAPPED_IPV4.exec(peerAddress)?.[1] ?? peerAddress;
}

/**
 * What identifies a client: an IPv4 address, or the network of an IPv6 one, `2001:db8:0:0::/64`. A client with one address of a
 * /64 mostly has all of them, and changes them at will (RFC 4291 §2.5.4, RFC 8981). `address` is written as RFC 5952 says.
 */
export function clientKey(address: string): string {
  // All links share one network of link-local addresses (RFC 4291 §2.5.6): there only the whole address identifies a client.
  if (!address.includes(':') || LINK_LOCAL.test(address)) return address;
  const [before = '', after] = address.split('::');
  const groups = groupsOf(before);
  if (after !== undefined) {
    for (let missing = GROUPS - groups.length - groupsOf(after).length; missing > 0; missing--) groups.push('0');
    groups.push(...groupsOf(after));
  }
  return `${groups.slice(0, NETWORK_GROUPS).join(':')}::/64`;
}

const LINK_LOCAL = /^fe[89ab][0-9a-f]:/i;
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** An IPv4 address at the end stands for two groups. */
function groupsOf(text: string): string[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
}
