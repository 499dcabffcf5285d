import assert from 'node:assert/strict';
import type { ReadEvent, RequestReader } from '../../../src/contract/request-reader.ts';
import { openRequestReader } from '../../../src/engine/1-accept-request/request-reader.ts';
import type { ExpectedEvent, Vector } from './vector-document.ts';
import { showWire } from './wire-notation.ts';

/** An event in the words of the documents, and how many bytes the reader had when it came. */
export interface SeenEvent {
  readonly text: string;
  readonly details: readonly string[];
  readonly seenAfter: number;
}

/** A reader that has given this many events for a short text is in a circle. */
const EVENTS_MAX = 1000;

/** Pushes the pieces one by one and collects every event; `need-data` counts where it is the last one, inside a request. */
export function readPieces(
  pieces: readonly Uint8Array[],
  vector: Pick<Vector, 'limits' | 'ended'>,
): readonly SeenEvent[] {
  const reader = openRequestReader(() => vector.limits, { secure: false });
  const seen: SeenEvent[] = [];
  let pushed = 0;
  let last: ReadEvent = collect(reader, pushed, seen);
  for (const piece of pieces) {
    reader.push(piece);
    pushed += piece.length;
    last = collect(reader, pushed, seen);
  }
  if (vector.ended) {
    reader.end();
    last = collect(reader, pushed, seen);
  }
  if (last.kind !== 'need-data' || reader.phase !== 'idle') seen.push(toSeen(last, pushed));
  return seen;
}

/** Takes events until the reader can give no more; the one that says so is handed back. */
function collect(reader: RequestReader, pushed: number, seen: SeenEvent[]): ReadEvent {
  for (let count = 0; count < EVENTS_MAX; count++) {
    const event = reader.next();
    if (event.kind !== 'head' && event.kind !== 'complete') return event;
    seen.push(toSeen(event, pushed));
  }
  return assert.fail(`the reader gives more than ${EVENTS_MAX} events`);
}

function toSeen(event: ReadEvent, seenAfter: number): SeenEvent {
  switch (event.kind) {
    case 'need-data':
    case 'closed':
      return { text: event.kind, details: [], seenAfter };
    case 'head': {
      const { method, target, version, persistent, path, query, cookies, fieldLines, expectsContinue } = event.request;
      const going = `${event.hasBody ? 'body' : 'no-body'} ${persistent ? 'persistent' : 'close'}`;
      const details = [
        `path ${path}`,
        ...quoted('query', query),
        ...quoted('cookie', cookies),
        ...quoted('field', fieldLines),
        ...(expectsContinue ? ['expects-continue'] : []),
      ];
      return { text: `head ${method} ${target} ${version} ${going}`, details, seenAfter };
    }
    case 'complete': {
      const { body, fieldLines } = event.accepted.request;
      const text = body.length === 0 ? 'complete' : `complete "${Buffer.from(body).toString('latin1')}"`;
      return { text, details: [`fields ${fieldLines.length}`], seenAfter };
    }
    case 'rejected': {
      const { fault, partial } = event.accepted;
      const known = [partial.method, partial.target, partial.version].map((part) => part ?? '-').join(' ');
      const text = `rejected ${fault.status} ${fault.code} at ${fault.at}`;
      return { text, details: [`known ${known}`, ...quoted('field', partial.fieldLines)], seenAfter };
    }
  }
}

function quoted(word: string, pairs: Iterable<readonly [string, string]>): readonly string[] {
  return [...pairs].map(([name, value]) => `${word} ${name} "${value}"`);
}

/** Checks a vector in one way of cutting its bytes: the events, and that none comes later than the bytes that settle it. */
export function checkPieces(vector: Vector, pieces: readonly Uint8Array[]): void {
  const words = new Set(vector.events.flatMap(({ details }) => details.map(firstWord)));
  const seen = readPieces(pieces, vector).map((event) => {
    const details = words.size === 0 ? [] : event.details.filter((detail) => words.has(firstWord(detail)));
    return show(event.text, details, /^(?:head|complete)/.test(event.text) ? event.seenAfter : undefined);
  });
  const ends = pieceEnds(pieces);
  const expected = vector.events.map((event) => show(event.text, event.details, firstEnd(ends, event)));
  assert.deepEqual(seen, expected, vector.place);
}

function firstWord(text: string): string {
  return /^[a-z-]+/.exec(text)?.[0] ?? '';
}

function show(text: string, details: readonly string[], after: number | undefined): string {
  const first = after === undefined ? showWire(text) : `${showWire(text)} after ${after}`;
  return [first, ...details.map((detail) => `  ${showWire(detail)}`)].join('\n');
}

function pieceEnds(pieces: readonly Uint8Array[]): readonly number[] {
  let total = 0;
  return pieces.map((piece) => {
    total += piece.length;
    return total;
  });
}

/** An event can be seen only between pieces: at the first end that is not before its own. */
function firstEnd(ends: readonly number[], { after }: ExpectedEvent): number | undefined {
  return after === undefined ? undefined : (ends.find((end) => end >= after) ?? after);
}
