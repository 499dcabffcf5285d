import type { ClientIdentity, KnownPeer } from '../contract/client.ts';
import type { ExchangeContext, Peer } from '../contract/exchange.ts';
import type { ReadHop } from '../contract/hop.ts';
import type { Accepted, FieldLine } from '../contract/request.ts';
import { clientAddress, clientKey } from './client-address.ts';
import { findOrigin, type Origin } from './find-origin.ts';

/**
 * The client of a request: the peer of its connection, or the client that this peer names if it is a trusted proxy
 * (`server.trustProxy`). The fields of a half-read head do not count: what the proxy adds may come after what its client made up.
 */
export function identifyClient(accepted: Accepted, { peer, program }: ExchangeContext): ClientIdentity {
  const known = knownPeer(peer);
  const { readHop } = program;
  if (readHop === undefined || !isTrusted(known, readHop)) return known.identity;
  if (accepted.kind === 'refused' && !accepted.partial.wholeHead) return known.nobody;
  const { fieldLines } = accepted.kind === 'request' ? accepted.request : accepted.partial;
  const { address, named } = known.asked?.fieldLines === fieldLines ? known.asked : cameFrom(fieldLines, peer, readHop);
  known.asked = undefined; // a connection that waits for its next request keeps nothing of the last one
  if (named) return { address, key: clientKey(address) };
  return address === known.nobody.address ? known.nobody : { address, key: undefined };
}

/** Whether a request with these fields came over TLS to this server, or to the trusted proxy that its client reached. */
export function isSecure(fieldLines: readonly FieldLine[], peer: Peer, readHop: ReadHop | undefined): boolean {
  if (readHop === undefined) return peer.secure;
  const known = knownPeer(peer);
  if (!isTrusted(known, readHop)) return peer.secure;
  const { address, secure, named } = cameFrom(fieldLines, peer, readHop);
  known.asked = { fieldLines, address, named };
  return secure;
}

/** The key by which the connections of a peer are counted; undefined if it is a trusted proxy: those are many clients'. */
export function countedAs(peerAddress: string, readHop: ReadHop | undefined): string | undefined {
  const known = knownPeer({ address: peerAddress, secure: false });
  return readHop !== undefined && isTrusted(known, readHop) ? undefined : known.identity.key;
}

function knownPeer(peer: Peer): KnownPeer {
  if (peer.known !== undefined) return peer.known;
  const address = clientAddress(peer.address);
  const identity = { address, key: clientKey(address) };
  peer.known = { identity, nobody: { address, key: undefined }, trusted: false, readHop: undefined, asked: undefined };
  return peer.known;
}

function isTrusted(known: KnownPeer, readHop: ReadHop): boolean {
  if (known.readHop !== readHop) {
    known.readHop = readHop;
    // The zone of a link-local address is ours, not a part of the address.
    known.trusted = readHop(known.identity.address.replace(/%.*/, ''))?.trusted === true;
  }
  return known.trusted;
}

function cameFrom(fieldLines: readonly FieldLine[], peer: Peer, readHop: ReadHop): Origin {
  const { address } = knownPeer(peer).identity;
  return findOrigin(fieldLines, { address, secure: peer.secure }, readHop);
}
