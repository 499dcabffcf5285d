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
 * Asks the system whether the peer has reset the connection: then the socket is destroyed. Where nothing is read, and no write is under
 * way, nobody else would notice. And over TLS Node.js forgets what is being written when the peer is gone at the end of the
 * handshake: the session tickets could not be sent, and no later write is ever called back.
 */
export function probe(wire: Socket): void {
  if (wire.writable) wire.write(NOTHING);
}

/** Closes so that the peer cannot take what it got for the whole: over TLS the closing alert is missing, else the connection is reset. */
export function breakOff({ socket, wire }: Link): void {
  if (socket === wire) socket.resetAndDestroy();
  else socket.destroy();
}
