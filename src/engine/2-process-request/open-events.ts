import type { ContentPiece, ContentStream, PieceTaker } from '../../contract/content.ts';
import { type EventSource, type ServerEvent, writeEvent } from '../../contract/events.ts';
import type { Asker } from './asker.ts';

/** A comment (HTML §9.2.5). */
const HEARTBEAT = ':\n\n';

/** A stop aborts the signal of the exchange, so that a source that listens to it ends. */
export function openEvents(events: EventSource, asker: Pick<Asker, 'abort'> | undefined): ContentStream {
  return new EventContent(events, asker);
}

/** Events, and a comment after each silence. It goes on until the source ends, or it is stopped. */
class EventContent implements ContentStream {
  readonly length = undefined;
  readonly #events: AsyncIterator<ServerEvent> | Iterator<ServerEvent>;
  readonly #heartbeatMs: number;
  readonly #asker: Pick<Asker, 'abort'> | undefined;
  /** Made once: an event stream waits with what is made for each event, and collections copy that. */
  readonly #came: (result: IteratorResult<ServerEvent>) => void;
  readonly #failed: (error: unknown) => void;
  /** The source's next event is asked for: a heartbeat does not drop it. */
  #isAsked = false;
  #state: 'open' | 'stopped' | 'closed' = 'open';
  #taker: PieceTaker | undefined;
  /** When there is a taker, by `performance.now()`. */
  #beatAtMs = 0;
  /** Ends at that time or before. With a taker there always is one. */
  #timer: NodeJS.Timeout | undefined;
  /** What has come before it was wanted: a heartbeat had answered its taker. */
  #early: Early | undefined;

  constructor({ source, heartbeatMs }: EventSource, asker: Pick<Asker, 'abort'> | undefined) {
    this.#events = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    this.#heartbeatMs = heartbeatMs;
    this.#asker = asker;
    this.#came = EventContent.#coming(this);
    this.#failed = EventContent.#failing(this);
  }

  static #coming(content: EventContent): (result: IteratorResult<ServerEvent>) => void {
    return (result) => {
      const taker = content.#answered();
      if (taker === undefined) content.#keep({ kind: 'came', result });
      else hand(taker, result);
    };
  }

  static #failing(content: EventContent): (error: unknown) => void {
    return (error) => {
      const taker = content.#answered();
      if (taker === undefined) content.#keep({ kind: 'failed', error });
      else taker.fail(error);
    };
  }

  read(): Promise<Uint8Array | undefined> {
    return new Promise((resolve, fail) => this.readTo({ take: (piece) => resolve(bytesOf(piece)), fail }));
  }

  readTo(taker: PieceTaker): void {
    const early = this.#early;
    this.#early = undefined;
    if (this.#state !== 'open') endLater(taker);
    else if (early === undefined) this.#wait(taker);
    else giveLater(taker, early);
  }

  stop(): void {
    if (this.#state !== 'open') return;
    this.#state = 'stopped';
    this.#asker?.abort();
    clearTimeout(this.#timer);
    const taker = this.#takeTaker();
    if (taker !== undefined) endLater(taker);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#timer);
    this.#takeTaker();
    void this.#letGo().catch(() => undefined);
  }

  #wait(taker: PieceTaker): void {
    this.#taker = taker;
    this.#beatAtMs = performance.now() + this.#heartbeatMs;
    this.#timer ??= setTimeout(EventContent.#look, this.#heartbeatMs, this);
    if (!this.#isAsked) this.#ask();
  }

  /** Events leave the timer as it is, since thousands can come a second: what is left of a silence shows when it ends. */
  static #look(content: EventContent): void {
    content.#timer = undefined;
    if (content.#taker === undefined) return;
    const leftMs = content.#beatAtMs - performance.now();
    // Timers count whole milliseconds.
    if (leftMs < 1) content.#takeTaker()?.take(HEARTBEAT);
    else content.#timer = setTimeout(EventContent.#look, leftMs, content);
  }

  #ask(): void {
    this.#isAsked = true;
    try {
      void Promise.resolve(this.#events.next()).then(this.#came, this.#failed);
    } catch (error) {
      queueMicrotask(() => this.#failed(error));
    }
  }

  #answered(): PieceTaker | undefined {
    this.#isAsked = false;
    return this.#takeTaker();
  }

  #keep(early: Early): void {
    if (this.#state === 'open') this.#early = early;
  }

  #takeTaker(): PieceTaker | undefined {
    const taker = this.#taker;
    this.#taker = undefined;
    return taker;
  }

  async #letGo(): Promise<void> {
    await this.#events.return?.();
  }
}

/** What the source has answered. */
type Early =
  | { readonly kind: 'came'; readonly result: IteratorResult<ServerEvent> }
  | { readonly kind: 'failed'; readonly error: unknown };

function giveLater(taker: PieceTaker, early: Early): void {
  queueMicrotask(() => (early.kind === 'came' ? hand(taker, early.result) : taker.fail(early.error)));
}

function endLater(taker: PieceTaker): void {
  queueMicrotask(() => taker.take(undefined));
}

function bytesOf(piece: ContentPiece | undefined): Uint8Array | undefined {
  return typeof piece === 'string' ? Buffer.from(piece) : piece;
}

function hand(taker: PieceTaker, result: IteratorResult<ServerEvent>): void {
  let text: string | undefined;
  try {
    // Here, because a source without types can give something that is no result.
    const { done, value } = result;
    text = done === true ? undefined : writeEvent(value);
  } catch (error) {
    taker.fail(error);
    return;
  }
  taker.take(text);
}
