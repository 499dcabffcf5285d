import type { ClientIdentity } from '../contract/client.ts';
import type { ExchangeContext, Peer } from '../contract/exchange.ts';
import type { TrustProxy } from '../contract/program.ts';
import type { Accepted, FieldLine } from '../contract/request.ts';
import { clientAddress, clientKey } from './client-address.ts';
import { findOrigin, type Origin } from './find-origin.ts';

/**
 * Who sent a request: the peer of its connection, or whom that peer names where it is a trusted proxy (`server.trustProxy`).
 * Of a head that was refused half-way nothing counts: what the proxy adds may stand behind what its client made up.
 */
export function identifyClient(accepted: Accepted, { peer, program }: ExchangeContext): ClientIdentity {
  const known = knownPeer(peer);
  const { trustProxy } = program;
  if (trustProxy === undefined || !isTrusted(known, trustProxy)) return known.identity;
  if (accepted.kind === 'refused' && !accepted.partial.wholeHead) return known.identity;
  const { fieldLines } = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const { address } = originOf(fieldLines, known, trustProxy);
  return address === known.identity.address ? known.identity : identity(address);
}

/** Whether a request with these fields came over TLS to this server, or to the trusted proxy that its client reached. */
export function isSecure(fieldLines: readonly FieldLine[], peer: Peer, trustProxy: TrustProxy | undefined): boolean {
  if (trustProxy === undefined) return peer.secure;
  const known = knownPeer(peer);
  return isTrusted(known, trustProxy) ? originOf(fieldLines, known, trustProxy).secure : peer.secure;
}

/** What is found out once for each connection. */
interface KnownPeer {
  readonly identity: ClientIdentity;
  readonly secure: boolean;
  trusted: boolean;
  /** Who says whether it is trusted: a reload may bring another. */
  judge: TrustProxy | undefined;
}

function knownPeer(peer: Peer): KnownPeer {
  const known = PEERS.get(peer);
  if (known !== undefined) return known;
  const { secure } = peer;
  const made = { identity: identity(clientAddress(peer.address)), secure, trusted: false, judge: undefined };
  PEERS.set(peer, made);
  return made;
}

const PEERS = new WeakMap<Peer, KnownPeer>();

function identity(address: string): ClientIdentity {
  return { address, key: clientKey(address) };
}

function isTrusted(known: KnownPeer, trustProxy: TrustProxy): boolean {
  if (known.judge !== trustProxy) {
    known.judge = trustProxy;
    // The zone of a link-local address is ours, not a part of the address.
    known.trusted = trustProxy(known.identity.address.replace(/%.*/, ''))?.trusted === true;
  }
  return known.trusted;
}

/** It is asked for twice for each request, when its head is whole and when it is answered, and takes some 2 µs. */
function originOf(fieldLines: readonly FieldLine[], known: KnownPeer, trustProxy: TrustProxy): Origin {
  const found = ORIGINS.get(fieldLines);
  if (found !== undefined) return found;
  const { secure } = known;
  const made = findOrigin(fieldLines, { address: known.identity.address, secure }, trustProxy);
  ORIGINS.set(fieldLines, made);
  return made;
}

const ORIGINS = new WeakMap<readonly FieldLine[], Origin>();
