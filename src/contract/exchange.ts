import type { KnownPeer } from './client.ts';
import type { ReadFault } from './fault.ts';
import type { MessageMemory } from './message-memory.ts';
import type { Limits, Program } from './program.ts';
import type { Accepted, Request } from './request.ts';
import type { RequestReader } from './request-reader.ts';
import type { BodyIntake } from './uploads.ts';

/** Who is at the other end of a connection. */
export interface Peer {
  /** The IP address as the socket names it. */
  readonly address: string;
  /** Whether the connection runs over TLS. */
  readonly secure: boolean;
  /** Set by `identifyClient`. In a `WeakMap`, short collections would keep it for each closed connection. */
  known?: KnownPeer;
}

/** Whether the server can take requests, and if not, why. */
export type Readiness = 'ready' | 'draining' | 'store-down';

/** What a connection knows of one exchange when it asks for the answer. */
export interface ExchangeContext {
  /** The program that was current when the request's head was complete. */
  readonly program: Program;
  readonly peer: Peer;
  /** Monotonic milliseconds at the request's first byte. */
  readonly startedMs: number;
  /** Whether the connection will close after this answer, whatever the request asked for. */
  closing(): boolean;
  /** Called if guards or a handler take longer than this turn. Without it, nobody gives up on them. */
  waits?(giveUp: GiveUp): void;
}

/**
 * Ends an exchange whose answer is not ready: its `signal` is aborted, it is logged, and what comes later is closed and forgotten.
 * The outcome answers instead; if the peer has left, there is nobody to send it to.
 */
export type GiveUp = (why: 'late' | 'left' | ReadFault) => Outcome;

/** The result of an exchange. */
export type Outcome =
  /** It is finished: logged, and ready to be written. */
  | {
      readonly kind: 'whole';
      /** Head and body. Overwritten once they are given back to `ConnectionHandler.memory`, which the output does as soon as they are sent. */
      readonly bytes: Uint8Array;
      /** More of a body that is too large to be copied behind its head: it is shared, and sent as it is. */
      readonly rest?: Uint8Array | undefined;
      /** The answer said `Connection: close`. */
      readonly close: boolean;
      /** The policy of the manifest: after this answer the whole server stops, with this error. */
      readonly fatal: string | undefined;
    }
  /** Its content is still to be read. */
  | {
      readonly kind: 'flowing';
      /** Overwritten like those of a whole answer. */
      readonly head: Uint8Array;
      readonly body: BodyFlow;
      readonly close: boolean;
    };

/** The framed body of a message (RFC 9112 §6): the connection reads it when it has room for more. */
export interface BodyFlow {
  /** Asks for the next bytes, one at a time. They come later in this turn at the earliest; after the end there are none. */
  next(taker: FlowTaker): void;
  /** Whether it goes on until it is told to stop, as events do. */
  readonly endless: boolean;
  /** The server stops: endless content ends now; other content is not in the way. */
  stop(): void;
  /** Nobody takes the rest: the peer is gone, or the server stops. Logs the exchange before it returns; does nothing after its end. */
  abandon(): void;
}

/** Waits for the next bytes of a body. */
export interface FlowTaker {
  take(event: FlowEvent): void;
}

export type FlowEvent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** These are the last bytes, and the exchange is logged. */
  | { readonly kind: 'end'; readonly bytes: Uint8Array }
  /**
   * The source has failed, and the exchange is logged. The peer must learn that this is not the end: by the framing, which lacks
   * one, or, if the end of the connection is that of the body (`reset`), by a reset.
   */
  | { readonly kind: 'failed'; readonly reset: boolean };

/** What is decided of a request when its head is whole, and how it is answered: what has admitted it is not asked again. */
export type BodyVerdict = Pick<ConnectionHandler, 'runExchange'> &
  /** `intake`: takes its bytes, instead of the request. */
  (
    | { readonly kind: 'wanted'; readonly bytesMax: number; readonly intake?: BodyIntake | undefined }
    /** Its final answer is known: it comes at once, and nothing more is read (RFC 9110 §10.1.1). */
    | { readonly kind: 'unwanted' }
  );

/** The engine as a connection sees it; `cli/` hands it to `socket/`. */
export interface ConnectionHandler {
  /** Where answers are written. */
  readonly memory: MessageMemory;
  /** The active program. */
  program(): Program;
  /** `limitsNow` returns the limits for the request that is being read; a reload changes them. */
  openReader(limitsNow: () => Limits, peer: Peer): RequestReader;
  /** Decides what becomes of a body before it is read. A promise never rejects. */
  meetHead(request: Request, context: ExchangeContext): BodyVerdict | Promise<BodyVerdict>;
  runExchange(accepted: Accepted, context: ExchangeContext): Outcome | Promise<Outcome>;
}
