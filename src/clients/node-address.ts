/**
 * The address in the name of a node (RFC 7239 §6), without its port: `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]:80`, and, as
 * in X-Forwarded-For, `2001:db8::1`. Undefined if there is none: `unknown`, `_hidden`, and everything malformed.
 * Whether the rest is an address is not checked.
 */
export function nodeAddress(node: string): string | undefined {
  if (node.length > NODE_LENGTH_MAX) return undefined;
  const [, bracketed, plain, bare] = NODE.exec(node) ?? [];
  return bracketed ?? plain ?? bare;
}

/** No node is longer: 45 characters of an address, brackets, and a port. */
const NODE_LENGTH_MAX = 80;
/** Obfuscated ports are tokens that begin with an underscore (RFC 7239 §6.3). */
const NODE = /^(?:\[([0-9a-f:.]+)\](?::(?:\d{1,5}|_[\w.-]+))?|([0-9.]+)(?::(?:\d{1,5}|_[\w.-]+))?|([0-9a-f:.]+))$/i;
