/** A piece of an answer's content: a text is sent as UTF-8. */
export type ContentPiece = string | Uint8Array;

/** The content of an answer (RFC 9110 §6.4), from the block that decides it to the socket. */
export type Content =
  | { readonly kind: 'bytes'; readonly pieces: readonly ContentPiece[] }
  | { readonly kind: 'stream'; readonly stream: ContentStream };

/** Waits for a piece of content: one of the two is called, once, unless the stream is closed before. `undefined`: the end. */
export interface PieceTaker {
  take(piece: ContentPiece | undefined): void;
  fail(error: unknown): void;
}

/** Content that is not there yet: it is read piece by piece, as fast as the peer takes it. */
export interface ContentStream {
  /** In bytes, if it is known: then this many follow. */
  readonly length: number | undefined;
  /**
   * The next piece, undefined at the end. Rejects if the source fails. Asked for one at a time, not after `close`, and only while at most
   * 64 KiB of what came before are unsent: the memory of what is older can be used again.
   */
  read(): Promise<Uint8Array | undefined>;
  /**
   * As `read`, but later in this turn at the earliest, and without promises: thousands of event streams wait in it at a time. Not while
   * a `read` is pending.
   */
  readTo?(taker: PieceTaker): void;
  /** Of content without an end of its own: ends it, and a pending read finds the end. */
  stop?(): void;
  /**
   * Releases the source, whatever has happened before: the end, an error, a peer that left, a pending read. What waits for a piece is
   * answered late, if at all. Never throws.
   */
  close(): void;
}
