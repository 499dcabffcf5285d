import { answer, type HandlerAnswer } from './answer.ts';

/** One event of a stream (HTML §9.2.6). A text is its data. */
export type ServerEvent =
  | string
  | {
      /** Each line of it is sent as one. Default: none, so nothing is dispatched. */
      readonly data?: string;
      /** Its type; browsers call it `message` if there is none. */
      readonly event?: string;
      /** What a browser that connects again sends as `Last-Event-ID`. */
      readonly id?: string;
      /** How long a browser waits before it connects again, in milliseconds. */
      readonly retry?: number;
    };

export interface EventOptions {
  /** A comment is sent after such a silence, so that a peer that is gone is noticed. Default: 15000. */
  readonly heartbeatMs?: number;
}

/** As for answers: a copy of this file makes the same streams. */
const EVENTS = Symbol.for('velosiped.events');

/** Events that are still to come: the engine frames them. */
export class EventSource implements AsyncIterable<string> {
  readonly [EVENTS] = true;
  readonly source: AsyncIterable<ServerEvent> | Iterable<ServerEvent>;
  readonly heartbeatMs: number;

  constructor(source: AsyncIterable<ServerEvent> | Iterable<ServerEvent>, heartbeatMs: number) {
    this.source = source;
    this.heartbeatMs = heartbeatMs;
  }

  static is(value: unknown): value is EventSource {
    return typeof value === 'object' && value !== null && EVENTS in value;
  }

  /** For whoever reads it without the engine: the events, each framed. */
  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for await (const event of this.source) yield writeEvent(event);
  }
}

/** An answer of events (`text/event-stream`), sent as they come, until they end, the peer leaves or the server stops. */
export function events(
  source: AsyncIterable<ServerEvent> | Iterable<ServerEvent>,
  { heartbeatMs = 15_000 }: EventOptions = {},
): HandlerAnswer<never> {
  if (!Number.isInteger(heartbeatMs) || heartbeatMs < 1 || heartbeatMs > 2 ** 31 - 1)
    throw new RangeError(`heartbeatMs must be a whole number of milliseconds from 1 on, not ${heartbeatMs}`);
  const body = new EventSource(source, heartbeatMs);
  return answer({ body, type: 'text/event-stream', headers: { 'Cache-Control': 'no-store' } });
}

/** An event as it is sent. A value that could begin another field is refused. */
export function writeEvent(event: ServerEvent): string {
  const { data, event: type, id, retry } = typeof event === 'string' ? { data: event } : event;
  let text = '';
  if (type !== undefined) text += `event: ${oneLine('event', type)}\n`;
  if (id !== undefined) text += `id: ${oneLine('id', id)}\n`;
  if (retry !== undefined) text += `retry: ${wholeNumber(retry)}\n`;
  if (data !== undefined) text += dataLines(String(data));
  return `${text}\n`;
}

/** HTML §9.2.5: CR alone ends a line, too. */
const LINE_END = /\r\n|\r|\n/;

function dataLines(data: string): string {
  if (!LINE_END.test(data)) return `data: ${data}\n`; // nearly always, and splitting takes ten times as long
  return data
    .split(LINE_END)
    .map((line) => `data: ${line}\n`)
    .join('');
}

function oneLine(field: string, value: string): string {
  if (/[\r\n\0]/.test(value))
    throw new TypeError(`The ${field} of an event cannot have a line end: ${JSON.stringify(value)}`);
  return value;
}

function wholeNumber(retry: number): number {
  if (!Number.isInteger(retry) || retry < 0)
    throw new TypeError(`The retry of an event is not a whole number: ${retry}`);
  return retry;
}
