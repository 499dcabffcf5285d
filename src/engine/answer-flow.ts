import type { ContentStream } from '../contract/content.ts';
import type { BodyFlow, FlowEvent } from '../contract/exchange.ts';
import { LAST_CHUNK, writeChunk } from './3-process-response/write-chunk.ts';
import type { Framing } from './3-process-response/write-head.ts';

/** The outcome of content that was sent as it came. */
export type FlowEnd =
  | { readonly kind: 'sent'; readonly bytes: number }
  /** The peer left, or the server stopped. */
  | { readonly kind: 'abandoned'; readonly bytes: number }
  /** The source threw, or had another length than declared. */
  | { readonly kind: 'failed'; readonly bytes: number; readonly error: unknown };

const NOTHING = new Uint8Array(0);
const ENDED: FlowEvent = { kind: 'end', bytes: NOTHING };

/** Owns a stream from the head of its answer to the end: frames its content, closes it once, and reports its outcome once. */
export class AnswerFlow implements BodyFlow {
  readonly #stream: ContentStream;
  readonly #framing: Framing;
  readonly #onEnd: (end: FlowEnd) => void;
  /** Of content, as it was handed over. */
  #bytes = 0;
  #over = false;

  /** `onEnd` never throws. */
  constructor(stream: ContentStream, framing: Framing, onEnd: (end: FlowEnd) => void) {
    this.#stream = stream;
    this.#framing = framing;
    this.#onEnd = onEnd;
  }

  next(): Promise<FlowEvent> {
    return this.#over ? Promise.resolve(ENDED) : this.#stream.read().then(this.#take, this.#fail);
  }

  get endless(): boolean {
    return this.#stream.stop !== undefined;
  }

  stop(): void {
    if (!this.#over) this.#stream.stop?.();
  }

  abandon(): void {
    if (!this.#over) this.#settle({ kind: 'abandoned', bytes: this.#bytes });
  }

  /** Made once: an event stream waits with what it makes for each event, and collections copy that. */
  readonly #take = (piece: Uint8Array | undefined): FlowEvent => {
    // Abandoned while its source was being read.
    if (this.#over) return ENDED;
    try {
      return piece === undefined ? this.#finish() : this.#hand(piece);
    } catch (error) {
      return this.#fail(error);
    }
  };

  readonly #fail = (error: unknown): FlowEvent => {
    if (!this.#over) this.#settle({ kind: 'failed', bytes: this.#bytes, error });
    return { kind: 'failed', reset: this.#framing.kind === 'until-close' };
  };

  #hand(piece: Uint8Array): FlowEvent {
    const bytes = this.#bytes + piece.length;
    if (this.#framing.kind !== 'sized') {
      this.#bytes = bytes;
      return { kind: 'bytes', bytes: this.#framing.kind === 'chunked' ? writeChunk(piece) : piece };
    }
    if (bytes > this.#framing.bytes)
      throw new RangeError(`The content has over ${this.#framing.bytes} bytes, its length`);
    this.#bytes = bytes;
    if (bytes < this.#framing.bytes) return { kind: 'bytes', bytes: piece };
    this.#settle({ kind: 'sent', bytes });
    return { kind: 'end', bytes: piece };
  }

  #finish(): FlowEvent {
    const { kind } = this.#framing;
    if (this.#framing.kind === 'sized' && this.#bytes < this.#framing.bytes) {
      throw new RangeError(`The content ended after ${this.#bytes} of ${this.#framing.bytes} bytes`);
    }
    this.#settle({ kind: 'sent', bytes: this.#bytes });
    return { kind: 'end', bytes: kind === 'chunked' ? LAST_CHUNK : NOTHING };
  }

  #settle(end: FlowEnd): void {
    this.#over = true;
    this.#stream.close();
    this.#onEnd(end);
  }
}
