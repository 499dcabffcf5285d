import type { FaultCode } from './fault.ts';
import type { Accepted, Request } from './request.ts';
import type { BodyIntake } from './uploads.ts';

/** Turns one connection's bytes into requests. Holds no socket and no clock. */
export interface RequestReader {
  /** Appends bytes in arrival order; where chunks are cut carries no meaning. */
  push(chunk: Uint8Array): void;
  /** The peer will send no more (RFC 9112 §9.6). */
  end(): void;
  /** Call until `need-data`, `rejected` or `closed`; the last two are final. */
  next(): ReadEvent;
  /**
   * How large the body whose head has just come can be; without a word it is as the limits say. Returns whether that is known to be
   * too small: the body is then refused without being read. With an intake its bytes go there, and the request has none.
   */
  limitBody(bytesMax: number, intake?: BodyIntake): 'fits' | 'too-large';
  /** Gives up on the request that is being read (a deadline, a full house): the reader is then final. */
  abandon(code: FaultCode, message: string): Rejected;
  /** How much of the next request has been read: nothing, a part of its head, or its head. For a final reader: nothing. */
  readonly phase: ReadPhase;
  readonly body: BodySize;
}

/** The size of the body that is being read, in bytes; 0 if there is none. */
export interface BodySize {
  /** As far as it is known: its Content-Length, or its chunks so far. */
  readonly knownBytes: number;
  /** What it can become in memory: the same, or, for a chunked one, the limit; of one with an intake what that needs. */
  readonly bytesMax: number;
}

export type ReadPhase = 'idle' | 'head' | 'body';

export type ReadEvent =
  | { readonly kind: 'need-data' }
  /** The head is whole; the request's body is still empty. `complete` or `rejected` follows. */
  | { readonly kind: 'head'; readonly request: Request; readonly hasBody: boolean }
  | { readonly kind: 'complete'; readonly accepted: Accepted & { readonly kind: 'request' } }
  | Rejected
  /** The peer ended where a request can end. */
  | { readonly kind: 'closed' };

/** The bytes are not a request: answer, then close. Nothing after the fault is read. */
export interface Rejected {
  readonly kind: 'rejected';
  readonly accepted: Accepted & { readonly kind: 'refused' };
}
