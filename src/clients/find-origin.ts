import type { ReadHop } from '../contract/hop.ts';
import type { FieldLine } from '../contract/request.ts';
import { isCalled } from '../http/field-value.ts';
import { nodeAddress } from './node-address.ts';
import { type ForwardedElement, forwardedElements, itemsFromTheRight } from './read-forwarded.ts';

/** Where a request came from: the address, and whether it came over TLS. */
export interface Origin {
  readonly address: string;
  readonly secure: boolean;
  /** False: the address is that of a trusted proxy, which does not say for whom it asks. */
  readonly named: boolean;
}

/**
 * Follows a request back from the peer of its connection, a trusted proxy: what it says is believed, up to the first
 * hop that is not a trusted proxy, or that is not named. Each proxy adds to the right, so the walk goes from there to the
 * left, and does not reach what a client wrote itself.
 *
 * A proxy that writes `Forwarded` may hand on an `X-Forwarded-For` that its client made up, and the other way round.
 * We cannot know which of the two it writes: if both are there and disagree, neither counts.
 */
export function findOrigin(fieldLines: readonly FieldLine[], peer: TrustedPeer, readHop: ReadHop): Origin {
  const lines = linesOf(fieldLines);
  const standard = lines.forwarded.length === 0 ? undefined : walk(forwardedElements(lines.forwarded), peer, readHop);
  const usual = lines.for.length === 0 ? undefined : walk(listedNodes(lines.for), peer, readHop);
  const walked = agreedWalk(standard, usual);
  const secure = agreedScheme(standard?.secure, usualScheme(lines.proto, (usual ?? standard)?.hops ?? 0));
  return {
    address: walked?.address ?? peer.address,
    secure: secure ?? peer.secure,
    named: walked?.named ?? false,
  };
}

/** The proxy at the other end of the connection. */
export type TrustedPeer = Pick<Origin, 'address' | 'secure'>;

/** The values of the fields that proxies write, one for each line. */
interface ProxyLines {
  readonly forwarded: string[];
  readonly for: string[];
  readonly proto: string[];
}

function linesOf(fieldLines: readonly FieldLine[]): ProxyLines {
  const lines: ProxyLines = { forwarded: [], for: [], proto: [] };
  for (const [name, value] of fieldLines) {
    if (isCalled(name, 'forwarded')) lines.forwarded.push(value);
    else if (isCalled(name, 'x-forwarded-for')) lines.for.push(value);
    else if (isCalled(name, 'x-forwarded-proto')) lines.proto.push(value);
  }
  return lines;
}

/** Where a walk ended. */
interface Walked {
  readonly address: string;
  /** Undefined: no proxy on the way said so. */
  readonly secure: boolean | undefined;
  /** How many of the hops were named. */
  readonly hops: number;
  /** Whether it ended at a name, and not because a trusted proxy did not give one. */
  readonly named: boolean;
}

function walk(elements: Iterable<ForwardedElement>, peer: TrustedPeer, readHop: ReadHop): Walked {
  let { address } = peer;
  let secure: boolean | undefined;
  let hops = 0;
  for (const { node, scheme } of elements) {
    secure = secureBy(scheme) ?? secure;
    const before = node === undefined ? undefined : readHop(nodeAddress(node) ?? '');
    if (before === undefined) return { address, secure, hops, named: false };
    address = before.address;
    hops++;
    if (!before.trusted) break;
  }
  return { address, secure, hops, named: hops > 0 };
}

/** X-Forwarded-For: only addresses, which some proxies quote as in `Forwarded`. */
function* listedNodes(lines: readonly string[]): Iterable<ForwardedElement> {
  for (const item of itemsFromTheRight(lines, anyComma))
    yield { node: item.replace(/^"(.*)"$/, '$1'), scheme: undefined };
}

/** The value that is as far from the right as the client is; of a shorter list, the first. */
function usualScheme(lines: readonly string[], hops: number): boolean | undefined {
  let scheme: string | undefined;
  let index = 0;
  for (const item of itemsFromTheRight(lines, anyComma)) {
    scheme = item;
    index++;
    if (index >= hops) break;
  }
  return secureBy(scheme);
}

function anyComma(text: string, end: number): number {
  return end === 0 ? -1 : text.lastIndexOf(',', end - 1);
}

function secureBy(scheme: string | undefined): boolean | undefined {
  switch (scheme?.toLowerCase()) {
    case 'https':
      return true;
    case 'http':
      return false;
    default:
      return undefined;
  }
}

/** If both are there and one does not name the same client as the other, neither counts. */
function agreedWalk(one: Walked | undefined, other: Walked | undefined): Walked | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.address === other.address && one.named === other.named ? one : undefined;
}

/** If they say different things, neither counts. */
function agreedScheme(one: boolean | undefined, other: boolean | undefined): boolean | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one === other ? one : undefined;
}
