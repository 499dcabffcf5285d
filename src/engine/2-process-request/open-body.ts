import type { AnswerBody } from '../../contract/answer.ts';
import type { ContentPiece, ContentStream } from '../../contract/content.ts';

/** A source of content that comes piece by piece. */
export type BodySource = Exclude<AnswerBody, ContentPiece | ArrayBuffer>;

/** The content of an answer that a handler gave as a stream or an iterable. Nothing is read yet. */
export function openBody(source: BodySource, length?: number): ContentStream {
  return new IteratedContent(isWebStream(source) ? readerOf(source) : iteratorOf(source), length);
}

function isWebStream(source: BodySource): source is ReadableStream<ContentPiece> {
  return typeof source === 'object' && source !== null && 'getReader' in source;
}

/** A web stream's own iterator cancels it only when a pending read is over, which may be never. */
function readerOf(source: ReadableStream<ContentPiece>): Pieces {
  const reader = source.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

type Pieces = AsyncIterator<ContentPiece> | Iterator<ContentPiece>;

function iteratorOf(source: BodySource): Pieces {
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    if (Symbol.iterator in source) return source[Symbol.iterator]();
  }
  throw new TypeError('The body of the answer is neither text, bytes nor an iterable of these');
}

/** What an iterator gives, piece by piece. */
class IteratedContent implements ContentStream {
  readonly length: number | undefined;
  readonly #pieces: Pieces;
  #done = false;

  constructor(pieces: Pieces, length: number | undefined) {
    this.#pieces = pieces;
    this.length = length;
  }

  async read(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#next();
    if (done === true) {
      this.#done = true;
      return undefined;
    }
    if (typeof value === 'string') return Buffer.from(value);
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`The body of the answer has a piece that is neither text nor bytes: ${typeof value}`);
  }

  async #next(): Promise<IteratorResult<ContentPiece>> {
    try {
      return await this.#pieces.next();
    } catch (error) {
      // What has thrown is over: no loop of the language would ask it to end.
      this.#done = true;
      throw error;
    }
  }

  /** Calls `return`, which lets a generator run its `finally` once what it waits for has come. */
  close(): void {
    if (this.#done) return;
    this.#done = true;
    void this.#letGo().catch(() => undefined);
  }

  async #letGo(): Promise<void> {
    await this.#pieces.return?.();
  }
}
