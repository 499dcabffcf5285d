import assert from 'node:assert/strict';
import { ReadableStream } from 'node:stream/web';
import { describe, it } from 'node:test';
import { type AnswerBody, type AnswerParts, answer } from '../../src/contract/answer.ts';
import type { ContentStream } from '../../src/contract/content.ts';
import type { Outcome } from '../../src/contract/exchange.ts';
import type { Framing } from '../../src/engine/3-process-response/write-head.ts';
import { AnswerFlow, type FlowEnd } from '../../src/engine/answer-flow.ts';
import { nextOf, runWire, type Setup } from './run-wire.ts';

describe('run exchange: content that comes piece by piece', () => {
  it('is framed in chunks, after a head that says so, and logged at its end (RFC 9112 §7.1)', async () => {
    const { outcome, access } = await run('GET', source(['ab', new Uint8Array([0xff]), '', 'é']));
    assert.match(headOf(outcome), /\r\nTransfer-Encoding: chunked\r\nContent-Type: application\/octet-stream\r\n/);
    assert.doesNotMatch(headOf(outcome), /Content-Length|Connection: close/);
    assert.deepEqual(access, []);
    assert.equal(await bodyOf(outcome), '2\r\nab\r\n1\r\n\xff\r\n2\r\n\xc3\xa9\r\n0\r\n\r\n');
    assert.deepEqual([access[0]?.['status'], access[0]?.['bytes'], access[0]?.['aborted']], [200, 5, undefined]);
  });
  it('may have a piece more than once, and the same as another answer', async () => {
    const [first, second] = [await run('GET', source(['é', 'ab', 'ab', 'é'])), await run('GET', source(['ab', 'é']))];
    assert.equal(await bodyOf(second.outcome), '2\r\nab\r\n2\r\n\xc3\xa9\r\n0\r\n\r\n');
    assert.equal(await bodyOf(first.outcome), '2\r\n\xc3\xa9\r\n2\r\nab\r\n2\r\nab\r\n2\r\n\xc3\xa9\r\n0\r\n\r\n');
    assert.deepEqual([first.access[0]?.['bytes'], second.access[0]?.['bytes']], [8, 4]);
  });
  it('ends with the connection for HTTP/1.0, which has no chunks', async () => {
    const { outcome } = await run('GET', source(['ab', 'c']), { version: '1.0' });
    assert.match(headOf(outcome), /\r\nConnection: close\r\n/);
    assert.doesNotMatch(headOf(outcome), /Transfer-Encoding|Content-Length/);
    assert.equal(outcome.close, true);
    assert.equal(await bodyOf(outcome), 'abc');
  });
  for (const [title, body] of [
    ['an array', ['a', 'b']],
    ['a web stream', ReadableStream.from(['a', 'b'])],
    ['a set', new Set(['a', Buffer.from('b')])],
  ] as const) {
    it(`is ${title}, too`, async () => {
      const { outcome } = await run('GET', body);
      assert.equal(await bodyOf(outcome), '1\r\na\r\n1\r\nb\r\n0\r\n\r\n');
    });
  }
  it('has the type that its answer says', async () => {
    const { outcome } = await run('GET', source([]), { parts: { type: 'text/csv' } });
    assert.match(headOf(outcome), /\r\nContent-Type: text\/csv\r\n/);
    assert.equal(await bodyOf(outcome), '0\r\n\r\n');
  });
  for (const [title, method, parts, status] of [
    ['to HEAD', 'HEAD', {}, 200],
    ['under 204', 'GET', { status: 204 }, 204],
    ['under 205', 'GET', { status: 205 }, 205],
    ['where a field is refused', 'GET', { headers: { 'X-A': 'b\r\nc: d' } }, 500],
    ['where its type is refused', 'GET', { type: 'a\r\nb: c' }, 500],
  ] as const) {
    it(`is let go of unread ${title}`, async () => {
      const body = source(['a']);
      const { outcome, access } = await run(method, body, { parts });
      assert.equal(outcome.kind, 'whole');
      assert.deepEqual([body.reads, body.closed], [0, 1]);
      assert.equal(access[0]?.['status'], status);
    });
  }
  it('has the fields of GET to HEAD (RFC 9110 §9.3.2)', async () => {
    const { outcome } = await run('HEAD', source(['a']));
    assert.match(outcome.kind === 'whole' ? Buffer.from(outcome.bytes).toString() : '', /Transfer-Encoding: chunked/);
  });
  it('fails where its source does: aborted in access.log, and told in error.log with the status that was sent', async () => {
    const body = source(['ab'], new Error('gone'));
    const { outcome, access, errors } = await run('GET', body);
    assert.equal(outcome.kind === 'flowing' && (await nextOf(outcome.body)).kind, 'bytes');
    assert.deepEqual(outcome.kind === 'flowing' && (await nextOf(outcome.body)), { kind: 'failed', reset: false });
    assert.deepEqual([access[0]?.['status'], access[0]?.['bytes'], access[0]?.['aborted']], [200, 2, true]);
    assert.deepEqual(
      [errors[0]?.['code'], errors[0]?.['status'], errors[0]?.['cause']],
      ['stream-failed', 200, 'Error: gone'],
    );
    assert.match(String(errors[0]?.['stack']), /answer-flow\.test/);
  });
  it('cannot end an HTTP/1.0 answer like a whole one when it fails', async () => {
    const { outcome } = await run('GET', source([], new Error('gone')), { version: '1.0' });
    assert.deepEqual(outcome.kind === 'flowing' && (await nextOf(outcome.body)), { kind: 'failed', reset: true });
  });
  it('fails at a piece that is neither text nor bytes', async () => {
    const { outcome, errors } = await run('GET', [5] as never);
    assert.equal(outcome.kind === 'flowing' && (await nextOf(outcome.body)).kind, 'failed');
    assert.match(String(errors[0]?.['cause']), /neither text nor bytes: number/);
  });
  it('is abandoned at once, its lines are there and its source is let go of, though that never answers', async () => {
    let closed = 0;
    const body: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => undefined),
        return: async () => ({ done: true, value: closed++ }),
      }),
    };
    const { outcome, access } = await run('GET', body);
    assert.ok(outcome.kind === 'flowing');
    void nextOf(outcome.body);
    outcome.body.abandon();
    outcome.body.abandon();
    assert.deepEqual([closed, access.length, access[0]?.['aborted']], [1, 1, true]);
    assert.deepEqual(await nextOf(outcome.body), { kind: 'end', bytes: new Uint8Array(0) });
  });
  it('is one way to answer, and a model the other', async () => {
    const body = source(['a']);
    const { outcome, errors } = await run('GET', body, { parts: { model: 1 } });
    assert.match(outcome.kind === 'whole' ? Buffer.from(outcome.bytes).toString() : '', /^HTTP\/1\.1 500 /);
    assert.match(String(errors[0]?.['cause']), /a model and a body/);
    assert.deepEqual([body.reads, body.closed], [0, 1]);
  });
  it('does not lose its line where the line meets a bug', async () => {
    const { outcome, access, errors } = await run('GET', source(['ab']), { brokenLog: true });
    await bodyOf(outcome);
    assert.deepEqual([access.length, access[0]?.['bytes'], errors[0]?.['code']], [1, 2, 'internal-error']);
  });
});

describe('answer flow: content whose length is known (RFC 9112 §6.3)', () => {
  const cases: readonly (readonly [title: string, length: number, pieces: readonly string[], end: FlowEnd['kind']])[] =
    [
      ['ends with its last byte, without another look', 3, ['ab', 'c'], 'sent'],
      ['may be empty', 0, [], 'sent'],
      ['fails where bytes are missing', 3, ['ab'], 'failed'],
      ['fails where there are too many', 3, ['ab', 'cd'], 'failed'],
    ];
  for (const [title, length, pieces, expected] of cases) {
    it(title, async () => {
      const ends: FlowEnd[] = [];
      const flow = new AnswerFlow(streamOf(length, pieces), { kind: 'sized', bytes: length }, (end) => ends.push(end));
      let event = await nextOf(flow);
      while (event.kind === 'bytes') event = await nextOf(flow);
      assert.equal(event.kind, expected === 'sent' ? 'end' : 'failed');
      assert.deepEqual(
        ends.map(({ kind }) => kind),
        [expected],
      );
    });
  }
  it('is never padded, and never more than the length', async () => {
    const sized: Framing = { kind: 'sized', bytes: 3 };
    const flow = new AnswerFlow(streamOf(3, ['ab', 'cd']), sized, () => undefined);
    assert.deepEqual(await nextOf(flow), { kind: 'bytes', bytes: Buffer.from('ab') });
    assert.deepEqual(await nextOf(flow), { kind: 'failed', reset: false });
  });
});

interface Options {
  readonly version?: string;
  readonly parts?: AnswerParts<unknown>;
  /** Its usual line of access.log cannot be made. */
  readonly brokenLog?: boolean;
}

interface Ran {
  readonly outcome: Outcome;
  readonly access: Readonly<Record<string, unknown>>[];
  readonly errors: Readonly<Record<string, unknown>>[];
}

async function run(
  method: string,
  body: AnswerBody,
  { version = '1.1', parts = {}, brokenLog = false }: Options = {},
): Promise<Ran> {
  const sink: Pick<Ran, 'access' | 'errors'> = { access: [], errors: [] };
  const setup: Setup = {
    handler: () => answer<unknown>({ ...parts, body }),
    methods: ['GET', 'HEAD'],
    settings: { methods: ['GET', 'HEAD'] },
    ...(brokenLog ? { monotonicMs: brokenClock() } : {}),
  };
  const outcome = await runWire(`${method} /a HTTP/${version}\r\nHost: a\r\n\r\n`, setup, sink);
  return { ...sink, outcome };
}

/** Its second look throws: that of the line. */
function brokenClock(): () => number {
  let looks = 0;
  return () => {
    looks += 1;
    if (looks === 1) throw new Error('broken clock');
    return 100;
  };
}

function headOf(outcome: Outcome): string {
  return outcome.kind === 'flowing' ? Buffer.from(outcome.head).toString('latin1') : '';
}

async function bodyOf(outcome: Outcome): Promise<string> {
  assert.ok(outcome.kind === 'flowing');
  let text = '';
  for (;;) {
    const event = await nextOf(outcome.body);
    if (event.kind === 'failed') assert.fail('it failed');
    text += Buffer.from(event.bytes).toString('latin1');
    if (event.kind === 'end') return text;
  }
}

interface Source extends AsyncIterable<string | Uint8Array> {
  readonly reads: number;
  readonly closed: number;
}

/** Gives the pieces, then ends, or throws. */
function source(pieces: readonly (string | Uint8Array)[], error?: Error): Source {
  const left = [...pieces];
  const iterated = {
    reads: 0,
    closed: 0,
    [Symbol.asyncIterator]: () => ({
      async next(): Promise<IteratorResult<string | Uint8Array>> {
        iterated.reads += 1;
        const value = left.shift();
        if (value !== undefined) return { done: false, value };
        if (error !== undefined) throw error;
        return { done: true, value: undefined };
      },
      async return(): Promise<IteratorResult<string | Uint8Array>> {
        iterated.closed += 1;
        return { done: true, value: undefined };
      },
    }),
  };
  return iterated;
}

function streamOf(length: number, pieces: readonly string[]): ContentStream {
  const left = [...pieces];
  return {
    length,
    async read() {
      const piece = left.shift();
      return piece === undefined ? undefined : Buffer.from(piece);
    },
    close: () => undefined,
  };
}
