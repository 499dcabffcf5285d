/** uri-host [ ":" port ] (RFC 9110 §7.2): a bracketed IP literal or a reg-name (RFC 3986 §3.2.2). */
const AUTHORITY = /^(?:\[([^\]]*)\]|(?:[A-Za-z0-9\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)(?::(\d*))?$/;
const PORT_MAX = 65535;

/**
 * Checks what Host and an absolute-form target name. Returns in words what is wrong, or undefined.
 * An empty host and an empty port are valid in this grammar.
 */
export function checkAuthority(text: string): string | undefined {
  const parts = AUTHORITY.exec(text);
  if (parts === null) return 'its host is neither a name nor an address, with at most one port';
  const [, literal, port] = parts;
  if (literal !== undefined && !isIpLiteral(literal)) return 'its IP literal is not an IPv6 address';
  if (Number(port ?? 0) > PORT_MAX) return `its port is over ${PORT_MAX}`;
  return undefined;
}

const IPV_FUTURE = /^[Vv][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+$/;
const H16 = /^[0-9A-Fa-f]{1,4}$/;
const IPV4 = /^(?:(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?!$)|$)){4}$/;

/** IP-literal without its brackets = IPv6address / IPvFuture; a zone (RFC 6874) is not for the wire. */
function isIpLiteral(text: string): boolean {
  return IPV_FUTURE.test(text) || isIpv6(text);
}

/** IPv6address (RFC 3986 §3.2.2): eight 16-bit groups, the last two perhaps as IPv4, one run of zeros left out. */
function isIpv6(text: string): boolean {
  const halves = text.split('::');
  const [before, after] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (before === undefined || halves.length > 2) return false;
  const groups = [...before, ...(after ?? [])];
  const tail = (after ?? before).at(-1);
  const ipv4 = tail !== undefined && IPV4.test(tail);
  if (!(ipv4 ? groups.slice(0, -1) : groups).every((group) => H16.test(group))) return false;
  const groupCount = groups.length + (ipv4 ? 1 : 0);
  return after === undefined ? groupCount === 8 : groupCount <= 7;
}
