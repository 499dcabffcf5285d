import type { ContentPiece, ContentStream, PieceTaker } from '../contract/content.ts';
import type { BodyFlow, FlowEvent, FlowTaker } from '../contract/exchange.ts';
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
export class AnswerFlow implements BodyFlow, PieceTaker {
  readonly #stream: ContentStream;
  readonly #framing: Framing;
  readonly #onEnd: (end: FlowEnd) => void;
  /** Of content, as it was handed over. */
  #bytes = 0;
  #over = false;
  #taker: FlowTaker | undefined;
  /** Made once, not for each piece, and as in `Output`, so that short collections find them; a stream with `readTo` needs neither. */
  #came: ((piece: ContentPiece | undefined) => void) | undefined;
  #refused: ((error: unknown) => void) | undefined;

  /** `onEnd` never throws. */
  constructor(stream: ContentStream, framing: Framing, onEnd: (end: FlowEnd) => void) {
    this.#stream = stream;
    this.#framing = framing;
    this.#onEnd = onEnd;
  }

  next(taker: FlowTaker): void {
    this.#taker = taker;
    if (this.#over) queueMicrotask(() => this.#give(ENDED));
    else if (this.#stream.readTo !== undefined) this.#stream.readTo(this);
    else this.#readPromise();
  }

  #readPromise(): void {
    this.#came ??= AnswerFlow.#taking(this);
    this.#refused ??= AnswerFlow.#failing(this);
    void this.#stream.read().then(this.#came, this.#refused);
  }

  static #taking(flow: AnswerFlow): (piece: ContentPiece | undefined) => void {
    return (piece) => flow.take(piece);
  }

  static #failing(flow: AnswerFlow): (error: unknown) => void {
    return (error) => flow.fail(error);
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

  take(piece: ContentPiece | undefined): void {
    this.#give(this.#over ? ENDED : this.#frame(piece)); // perhaps abandoned while its source was being read
  }

  fail(error: unknown): void {
    this.#give(this.#failed(error));
  }

  #give(event: FlowEvent): void {
    this.#taker?.take(event);
  }

  #frame(piece: ContentPiece | undefined): FlowEvent {
    try {
      return piece === undefined ? this.#finish() : this.#hand(piece);
    } catch (error) {
      return this.#failed(error);
    }
  }

  #failed(error: unknown): FlowEvent {
    if (!this.#over) this.#settle({ kind: 'failed', bytes: this.#bytes, error });
    return { kind: 'failed', reset: this.#framing.kind === 'until-close' };
  }

  #hand(content: ContentPiece): FlowEvent {
    if (this.#framing.kind === 'chunked') {
      const bytes = Buffer.byteLength(content);
      this.#bytes += bytes;
      return { kind: 'bytes', bytes: writeChunk(content, bytes) };
    }
    const piece = typeof content === 'string' ? Buffer.from(content) : content;
    const bytes = this.#bytes + piece.length;
    if (this.#framing.kind !== 'sized') {
      this.#bytes = bytes;
      return { kind: 'bytes', bytes: piece };
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
