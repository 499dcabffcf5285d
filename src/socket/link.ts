import type { Socket } from 'node:net';

/** The way to a peer. */
export interface Link {
  /** Where requests come and answers go. */
  readonly socket: Socket;
  /** The TCP connection: below TLS another socket, else the same. */
  readonly wire: Socket;
}

const NOTHING = new Uint8Array(0);

/**
 * Asks the system whether the peer has reset the connection, and destroys the socket then. Where nothing is read and no write is
 * pending, nothing else would notice. Over TLS, Node.js also loses a pending write when the peer is gone at the end of the
 * handshake: the session tickets could not be sent, and no later write ever calls back.
 */
export function probe(wire: Socket): void {
  if (wire.writable) wire.write(NOTHING);
}

/** Closes so that the peer cannot take what it got for the whole: over TLS without the closing alert, else by a reset. */
export function breakOff({ socket, wire }: Link): void {
  if (socket === wire) socket.resetAndDestroy();
  else socket.destroy();
}
