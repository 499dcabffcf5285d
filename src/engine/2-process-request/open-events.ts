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
  /** As above: it is made once, and set again. */
  #silence: NodeJS.Timeout | undefined;
  #taker: PieceTaker | undefined;
  /** What has come before it was wanted: a heartbeat had answered its taker. */
  #early: ((taker: PieceTaker) => void) | undefined;

  constructor({ source, heartbeatMs }: EventSource, asker: Pick<Asker, 'abort'> | undefined) {
    this.#events = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    this.#heartbeatMs = heartbeatMs;
    this.#asker = asker;
    this.#came = (result) => this.#settle((taker) => hand(taker, result));
    this.#failed = (error) => this.#settle((taker) => taker.fail(error));
  }

  read(): Promise<Uint8Array | undefined> {
    return new Promise((resolve, fail) => this.readTo({ take: (piece) => resolve(bytesOf(piece)), fail }));
  }

  readTo(taker: PieceTaker): void {
    const early = this.#early;
    this.#early = undefined;
    if (this.#state !== 'open') queueMicrotask(() => taker.take(undefined));
    else if (early !== undefined) queueMicrotask(() => early(taker));
    else this.#wait(taker);
  }

  stop(): void {
    if (this.#state !== 'open') return;
    this.#state = 'stopped';
    this.#asker?.abort();
    clearTimeout(this.#silence);
    const taker = this.#takeTaker();
    if (taker !== undefined) queueMicrotask(() => taker.take(undefined));
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#silence);
    this.#takeTaker();
    void this.#letGo().catch(() => undefined);
  }

  #wait(taker: PieceTaker): void {
    this.#taker = taker;
    if (this.#silence === undefined) this.#silence = setTimeout(() => this.#beat(), this.#heartbeatMs);
    else this.#silence.refresh();
    if (!this.#isAsked) this.#ask();
  }

  #ask(): void {
    this.#isAsked = true;
    try {
      void Promise.resolve(this.#events.next()).then(this.#came, this.#failed);
    } catch (error) {
      queueMicrotask(() => this.#failed(error));
    }
  }

  #beat(): void {
    this.#takeTaker()?.take(HEARTBEAT);
  }

  #settle(answer: (taker: PieceTaker) => void): void {
    this.#isAsked = false;
    const taker = this.#takeTaker();
    if (taker !== undefined) answer(taker);
    else if (this.#state === 'open') this.#early = answer;
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
