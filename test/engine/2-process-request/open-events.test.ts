import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ContentPiece, ContentStream } from '../../../src/contract/content.ts';
import { EventSource, type ServerEvent } from '../../../src/contract/events.ts';
import { openEvents } from '../../../src/engine/2-process-request/open-events.ts';

const HEARTBEAT = ':\n\n';

describe('open events: a source that answers when nobody waits', () => {
  it('has its event kept for the next who asks, behind the comment that came before it', async () => {
    const { stream, source } = open();
    assert.equal(await piece(stream), HEARTBEAT);
    source.answer({ done: false, value: 'late' });
    await new Promise(setImmediate);
    assert.equal(await piece(stream), 'data: late\n\n');
    assert.equal(source.asked, 1, 'it was not asked again for the event that was due');
    stream.close();
  });
  it('has its failure kept, too', async () => {
    const { stream, source } = open();
    assert.equal(await piece(stream), HEARTBEAT);
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

describe('open events: their silences', () => {
  it('last as long as they should, also behind an event', async () => {
    const [quiet, busy] = [open(1000), open(1000)];
    const beats = [piece(quiet.stream), piece(busy.stream).then(() => piece(busy.stream))];
    busy.source.answer({ done: false, value: 'once' });
    // Timers end in their order, however late that is.
    const late = new Promise((resolve) => setTimeout(resolve, 1050, 'late'));
    for (const beat of beats) assert.equal(await Promise.race([beat, late]), HEARTBEAT);
    for (const { stream } of [quiet, busy]) stream.close();
  });
  it('last no longer where the process was busy for as long', async () => {
    const { stream } = open(50);
    const beat = piece(stream);
    await new Promise(setImmediate);
    for (const endMs = performance.now() + 60; performance.now() < endMs; );
    const next = new Promise(setImmediate);
    assert.equal(await Promise.race([beat, next]), HEARTBEAT);
    stream.close();
  });
  it('begin again where nobody waited when one was over', async () => {
    const [unread, read] = [open(20), open(20)];
    const event = piece(unread.stream);
    unread.source.answer({ done: false, value: 'once' });
    assert.equal(await event, 'data: once\n\n');
    for (let beats = 0; beats < 2; beats++) assert.equal(await piece(read.stream), HEARTBEAT);
    assert.equal(await piece(unread.stream), HEARTBEAT);
    for (const { stream } of [unread, read]) stream.close();
  });
  it('have no timer when their streams are closed', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const streams = Array.from({ length: 3 }, () => open().stream);
    assert.deepEqual(await Promise.all(streams.map(piece)), [HEARTBEAT, HEARTBEAT, HEARTBEAT]);
    const [first, ...others] = streams;
    first?.close();
    const beats = others.map(piece);
    assert.equal(timers(), before + 2);
    assert.deepEqual(await Promise.all(beats), [HEARTBEAT, HEARTBEAT]);
    for (const stream of others) void piece(stream);
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

function open(heartbeatMs = 20): { readonly stream: ContentStream; readonly source: Source } {
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
  return { stream: openEvents(new EventSource(source, heartbeatMs), undefined), source };
}
