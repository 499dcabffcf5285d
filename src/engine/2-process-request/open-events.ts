import type { ContentStream } from '../../contract/content.ts';
import { type EventSource, type ServerEvent, writeEvent } from '../../contract/events.ts';

/** A comment (HTML §9.2.5). */
const HEARTBEAT = Buffer.from(':\n\n');

/** `abort` aborts the signal of the exchange, so that a source that listens to it ends. */
export function openEvents(events: EventSource, abort: () => void): ContentStream {
  return new EventContent(events, abort);
}

/** Events, and a comment after each silence. It goes on until the source ends, or it is stopped. */
class EventContent implements ContentStream {
  readonly length = undefined;
  readonly #events: AsyncIterator<ServerEvent> | Iterator<ServerEvent>;
  readonly #heartbeatMs: number;
  readonly #abort: () => void;
  /** The source's next event is asked for: a heartbeat does not drop it. */
  #isAsked = false;
  #state: 'open' | 'stopped' | 'closed' = 'open';
  /** Made once and set again: one for each event lived until it came, and collections copied it. */
  #silence: NodeJS.Timeout | undefined;
  #reader: Reader | undefined;
  /** What has come before it was wanted: a heartbeat had answered its reader. */
  #early: ((reader: Reader) => void) | undefined;

  constructor({ source, heartbeatMs }: EventSource, abort: () => void) {
    this.#events = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    this.#heartbeatMs = heartbeatMs;
    this.#abort = abort;
  }

  read(): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#state !== 'open') return resolve(undefined);
      const early = this.#early;
      this.#early = undefined;
      if (early !== undefined) return early({ resolve, reject });
      this.#reader = { resolve, reject };
      if (this.#silence === undefined) this.#silence = setTimeout(this.#beat, this.#heartbeatMs);
      else this.#silence.refresh();
      if (!this.#isAsked) this.#ask();
    });
  }

  stop(): void {
    if (this.#state !== 'open') return;
    this.#state = 'stopped';
    this.#abort();
    clearTimeout(this.#silence);
    this.#takeReader()?.resolve(undefined);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#silence);
    this.#takeReader();
    void this.#letGo().catch(() => undefined);
  }

  #ask(): void {
    this.#isAsked = true;
    try {
      void Promise.resolve(this.#events.next()).then(this.#come, this.#fail);
    } catch (error) {
      this.#fail(error);
    }
  }

  readonly #beat = (): void => this.#takeReader()?.resolve(HEARTBEAT);

  readonly #come = (result: IteratorResult<ServerEvent>): void => this.#settle((reader) => hand(reader, result));

  readonly #fail = (error: unknown): void => this.#settle((reader) => reader.reject(error));

  #settle(answer: (reader: Reader) => void): void {
    this.#isAsked = false;
    const reader = this.#takeReader();
    if (reader !== undefined) answer(reader);
    else if (this.#state === 'open') this.#early = answer;
  }

  #takeReader(): Reader | undefined {
    const reader = this.#reader;
    this.#reader = undefined;
    return reader;
  }

  async #letGo(): Promise<void> {
    await this.#events.return?.();
  }
}

/** Who waits for the next bytes. */
interface Reader {
  resolve(bytes: Uint8Array | undefined): void;
  reject(error: unknown): void;
}

function hand(reader: Reader, result: IteratorResult<ServerEvent>): void {
  try {
    // Here, because a source without types can give something that is no result.
    const { done, value } = result;
    reader.resolve(done === true ? undefined : Buffer.from(writeEvent(value)));
  } catch (error) {
    reader.reject(error);
  }
}
