import type { ContentStream } from './content.ts';

/** A content coding that the server makes, or finds beside a file (RFC 9110 §8.4.1). */
export type Coding = 'br' | 'gzip';

/** What is compressed on the way out (`server.compression`). */
export interface Compression {
  /** The first one wins where a client likes several equally. */
  readonly codings: readonly Coding[];
  readonly minBytes: number;
}

/** Compresses: in threads, unless it is said otherwise. */
export interface Compressor {
  /** In this one, and now: for what is so short that a thread would cost more. */
  atOnce(bytes: Uint8Array, coding: Coding): Uint8Array;
  /** Content that does not change: the result is kept as long as the content itself. */
  once(bytes: Uint8Array, coding: Coding): Uint8Array | Promise<Uint8Array>;
  /** Each piece leaves as soon as it is compressed: less well if there are many. Takes no memory before it is read. */
  stream(plain: ContentStream, coding: Coding): ContentStream;
}
