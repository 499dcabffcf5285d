import type { FaultCode } from './fault.ts';
import type { Accepted, Request } from './request.ts';

/** Turns one connection's bytes into requests. Holds no socket and no clock. */
export interface RequestReader {
  /** Appends bytes in arrival order; where chunks are cut carries no meaning. */
  push(chunk: Uint8Array): void;
  /** The peer will send no more (RFC 9112 §9.6). */
  end(): void;
  /** Call until `need-data`, `rejected` or `closed`; the last two are final. */
  next(): ReadEvent;
  /** Gives up on the request that is being read (a deadline, a full house): the reader is then final. */
  abandon(code: FaultCode, message: string): Rejected;
  /** How much of the next request was read: nothing, a part of its head, or its head. A final reader reads none. */
  readonly phase: ReadPhase;
  readonly body: BodySize;
}

/** How large the body is that is read, in bytes; 0 where there is none. */
export interface BodySize {
  /** As far as it is known: what Content-Length says, or its chunks so far. */
  readonly knownBytes: number;
  /** What it may become: the same, or, of a chunked one, the limit. */
  readonly bytesMax: number;
}

export type ReadPhase = 'idle' | 'head' | 'body';

export type ReadEvent =
  | { readonly kind: 'need-data' }
  /** The head is whole; the request's body is still empty. `complete` or `rejected` follows. */
  | { readonly kind: 'head'; readonly request: Request; readonly hasBody: boolean }
  | { readonly kind: 'complete'; readonly accepted: Accepted & { readonly kind: 'request' } }
  | Rejected
  /** The peer ended where a request may end. */
  | { readonly kind: 'closed' };

/** The bytes are no request: answer, then close. Nothing after the fault is looked at. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly accepted: Accepted & { readonly kind: 'refused' };
}
