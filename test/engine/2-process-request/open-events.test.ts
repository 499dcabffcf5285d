import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentPiece, ContentStream } from '../../../src/contract/content.ts';
import { EventSource, type ServerEvent } from '../../../src/contract/events.ts';
import { openEvents } from '../../../src/engine/2-process-request/open-events.ts';

describe('open events: a source that answers when nobody waits', () => {
  it('has its event kept for the next who asks, behind the comment that came before it', async () => {
    const { stream, source } = open();
    assert.equal(await piece(stream), ':\n\n');
    source.answer({ done: false, value: 'late' });
    await new Promise(setImmediate);
    assert.equal(await piece(stream), 'data: late\n\n');
    assert.equal(source.asked, 1, 'it was not asked again for the event that was due');
    stream.close();
  });
  it('has its failure kept, too', async () => {
    const { stream, source } = open();
    assert.equal(await piece(stream), ':\n\n');
    source.answer(Promise.reject(new Error('gone')));
    await new Promise(setImmediate);
    await assert.rejects(piece(stream), /gone/);
    stream.close();
  });
  it('is let go of once, and what it gives after a stop is not sent', async () => {
    const { stream, source } = open();
    const ended = piece(stream);
    stream.stop?.();
    assert.equal(await ended, undefined);
    source.answer({ done: false, value: 'late' });
    await new Promise(setImmediate);
    assert.equal(await piece(stream), undefined);
    stream.close();
    stream.close();
    assert.equal(source.closed, 1);
  });
});

describe('open events: the timer of their silences', () => {
  it('is one for all that wait as long, and ends with the last of them', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const streams = Array.from({ length: 3 }, () => open().stream);
    assert.deepEqual(await Promise.all(streams.map(piece)), [':\n\n', ':\n\n', ':\n\n']);
    assert.equal(timers(), before + 1);
    const [first, ...others] = streams;
    first?.close();
    assert.deepEqual(await Promise.all(others.map(piece)), [':\n\n', ':\n\n']);
    for (const stream of others) stream.close();
    assert.equal(timers(), before);
  });
});

function piece(stream: ContentStream): Promise<ContentPiece | undefined> {
  return new Promise((take, fail) => stream.readTo?.({ take, fail }));
}

interface Source extends AsyncIterable<ServerEvent> {
  readonly asked: number;
  readonly closed: number;
  /** What it is asked for. */
  answer(result: IteratorResult<ServerEvent> | Promise<never>): void;
}

function open(): { readonly stream: ContentStream; readonly source: Source } {
  const source = {
    asked: 0,
    closed: 0,
    answer: (_: IteratorResult<ServerEvent> | Promise<never>): void => assert.fail('it was not asked'),
    [Symbol.asyncIterator]: () => ({
      next(): Promise<IteratorResult<ServerEvent>> {
        source.asked += 1;
        return new Promise((resolve) => {
          source.answer = resolve;
        });
      },
      async return(): Promise<IteratorResult<ServerEvent>> {
        source.closed += 1;
        return { done: true, value: undefined };
      },
    }),
  };
  return { stream: openEvents(new EventSource(source, 20), undefined), source };
}
