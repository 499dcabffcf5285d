import type { IPv4, IPv6 } from 'ipaddr.js';
import { guarded } from '../../http/guarded.ts';
import { loadIpaddr } from '../1-read/late-packages.ts';

type IpAddress = IPv4 | IPv6;

/** A network, or a single address: the first bits of an address, and its family. */
export interface Network {
  readonly address: IpAddress;
  readonly bits: number;
  /** Whether the address has bits after those of the network. */
  readonly hasMore: boolean;
}

export type ParsedNetwork = { readonly kind: 'network'; readonly network: Network } | NetworkFault;

export interface NetworkFault {
  readonly kind: 'fault';
  /** What would be right. */
  readonly hint: string;
}

/** An IP address, or a network such as `10.0.0.0/8` (RFC 4632 §3.1, RFC 4291 §2.3). An IPv4-mapped one is IPv4. */
export function parseNetwork(text: string): ParsedNetwork {
  const [addressText = '', bitsText, ...more] = text.split('/');
  const address = readIpAddress(addressText);
  if (address === undefined || more.length > 0) return { kind: 'fault', hint: ADDRESS_HINT };
  const bitsMax = address.kind() === 'ipv4' ? 32 : 128;
  const bits = bitsText === undefined ? bitsMax : Number(/^(?:0|[1-9]\d{0,2})$/.exec(bitsText)?.[0] ?? Number.NaN);
  if (!(bits <= bitsMax)) return { kind: 'fault', hint: `the prefix length behind "/" is 0 to ${bitsMax} here` };
  return { kind: 'network', network: toNetwork(address, bits) };
}

/** Reads an address in its usual form; no zone, no octal or hexadecimal IPv4, no network. */
export function readIpAddress(text: string): IpAddress | undefined {
  // None is longer: sending more must not cost more.
  if (text.length > ADDRESS_LENGTH_MAX || text.includes('%')) return undefined;
  const isIpv6 = text.includes(':');
  if (!isIpv6 && !FOUR_DECIMALS.test(text)) return undefined;
  const { IPv4, IPv6 } = loadIpaddr();
  // Checking first whether it is valid would parse it twice.
  return guarded(() => (isIpv6 ? IPv6.parse(text) : IPv4.parse(text)));
}

/** The same address, but as IPv4 if it is IPv4-mapped (RFC 4291 §2.5.5.2). */
export function unmapped(address: IpAddress): IpAddress {
  return address instanceof loadIpaddr().IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

const ADDRESS_HINT = 'write an IP address, or a network such as "10.0.0.0/8"; names are not looked up';
/** Without leading zeros, which some programs take for octal. */
const FOUR_DECIMALS = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;
const ADDRESS_LENGTH_MAX = '0000:0000:0000:0000:0000:ffff:255.255.255.255'.length;
/** What comes before the IPv4 part of a mapped address. */
const MAPPED_BITS = 96;

function toNetwork(written: IpAddress, writtenBits: number): Network {
  const isMapped = writtenBits >= MAPPED_BITS && unmapped(written) !== written;
  const [address, bits] = isMapped ? [unmapped(written), writtenBits - MAPPED_BITS] : [written, writtenBits];
  return { address, bits, hasMore: hasBitsBehind(address.toByteArray(), bits) };
}

function hasBitsBehind(bytes: readonly number[], bits: number): boolean {
  return bytes.some((byte, index) => {
    const own = Math.min(Math.max(bits - index * 8, 0), 8);
    return (byte & (0xff >> own)) !== 0;
  });
}
