import type { ReadFault } from './fault.ts';

/** One header field line as it was received: octets 80-FF are kept as Latin-1 (RFC 9110 §5.5). */
export type FieldLine = readonly [name: string, value: string];

/** The head of a request, as soon as its last CRLF has been read (RFC 9112 §2.1). */
export interface RequestHead {
  readonly method: string;
  /** The request target exactly as received (RFC 9112 §3.2). */
  readonly target: string;
  /** The path of the target, still percent-encoded; `/` where an absolute-form target has none. */
  readonly path: string;
  /** `1.1`, `1.0`, or a higher minor version, which is read as 1.1. */
  readonly version: string;
  /** As received, in order; decoded when first asked for. */
  readonly fieldLines: readonly FieldLine[];
  /** Names in lower case; values of a repeated name joined by `, ` (RFC 9110 §5.2), Cookie by `; `. */
  readonly headers: ReadonlyMap<string, string>;
  /** Whether the peer lets the connection stay open after the answer (RFC 9112 §9.3). */
  readonly persistent: boolean;
  /** Whether the peer waits for a 100 before it sends the body (RFC 9110 §10.1.1). */
  readonly expectsContinue: boolean;
}

/**
 * The one dictionary that everything after block 1 works from.
 * `query` and `cookies` are decoded when first asked for, and keep the first of a repeated name.
 */
export interface Request extends RequestHead {
  /** Whether the client sent it over TLS: to us, or, as a trusted proxy says, to that proxy. */
  readonly secure: boolean;
  /** The query of the target as it was received, without its question mark; empty if there is none. */
  readonly queryString: string;
  readonly query: ReadonlyMap<string, string>;
  /** All values of a name in the query, in order and decoded; empty if there are none. */
  queryAll(name: string): readonly string[];
  readonly cookies: ReadonlyMap<string, string>;
  /** The message body without its transfer coding. */
  readonly body: Uint8Array;
}

/** What is known of a request that was refused before it was whole. */
export interface PartialRequest {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly version: string | undefined;
  /** As in `Request`; of a head that is not whole, whether the connection runs over TLS. */
  readonly secure: boolean;
  readonly fieldLines: readonly FieldLine[];
  /** Whether these are all the fields of its header section. */
  readonly wholeHead: boolean;
  /** From the field lines that were read; the log and the page decide what to make of them. */
  readonly cookies: ReadonlyMap<string, string>;
  /** The first 256 bytes, as Latin-1; undefined if the request itself was whole. */
  readonly raw: string | undefined;
}

/**
 * The name and the value of each field line as they came, in turn, if a log can show all of them as they are. No handler gets this
 * list, so what it still finds in the request is what was sent.
 */
export type PlainTexts = readonly string[];

/** What block 1 hands on: a request, or the reason why there is none. */
export type Accepted =
  | { readonly kind: 'request'; readonly request: Request; readonly plainTexts?: PlainTexts | undefined }
  | { readonly kind: 'refused'; readonly fault: ReadFault; readonly partial: PartialRequest };
