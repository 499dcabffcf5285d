import type { AnswerBody } from '../../contract/answer.ts';
import type { ContentPiece, ContentStream } from '../../contract/content.ts';

/** A source of content that comes piece by piece. */
export type BodySource = Exclude<AnswerBody, ContentPiece>;

/** The content of an answer that a handler gave as a stream or an iterable. Nothing is read yet. */
export function openBody(source: BodySource): ContentStream {
  return new IteratedContent(iteratorOf(source));
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
  readonly length = undefined;
  readonly #pieces: Pieces;
  #done = false;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  async read(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#pieces.next();
    if (done === true) {
      this.#done = true;
      return undefined;
    }
    if (typeof value === 'string') return Buffer.from(value);
    if (value instanceof Uint8Array) return value;
    throw new TypeError(`The body of the answer has a piece that is neither text nor bytes: ${typeof value}`);
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
