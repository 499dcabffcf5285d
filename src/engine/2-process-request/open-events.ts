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
  /** The source's next event: a heartbeat does not drop it. */
  #next: Promise<IteratorResult<ServerEvent>> | undefined;
  #state: 'open' | 'stopped' | 'closed' = 'open';
  #timer: NodeJS.Timeout | undefined;
  #reader: Reader | undefined;

  constructor({ source, heartbeatMs }: EventSource, abort: () => void) {
    this.#events = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
    this.#heartbeatMs = heartbeatMs;
    this.#abort = abort;
  }

  read(): Promise<Uint8Array | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#state !== 'open') return resolve(undefined);
      this.#reader = { resolve, reject };
      this.#timer = setTimeout(() => this.#takeReader()?.resolve(HEARTBEAT), this.#heartbeatMs);
      this.#next ??= Promise.resolve().then(() => this.#events.next());
      const next = this.#next;
      const settle = (hand: (reader: Reader) => void): void => {
        // After a heartbeat a later read waits for it, or none yet.
        if (this.#next !== next || this.#reader === undefined) return;
        this.#next = undefined;
        const reader = this.#takeReader();
        if (reader !== undefined) hand(reader);
      };
      next.then(
        (result) => settle((reader) => hand(reader, result)),
        (error) => settle((reader) => reader.reject(error)),
      );
    });
  }

  stop(): void {
    if (this.#state !== 'open') return;
    this.#state = 'stopped';
    this.#abort();
    this.#takeReader()?.resolve(undefined);
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#takeReader();
    void this.#letGo().catch(() => undefined);
  }

  #takeReader(): Reader | undefined {
    clearTimeout(this.#timer);
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

function hand(reader: Reader, { done, value }: IteratorResult<ServerEvent>): void {
  try {
    reader.resolve(done === true ? undefined : Buffer.from(writeEvent(value)));
  } catch (error) {
    reader.reject(error);
  }
}
