import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answer } from '../../src/contract/answer.ts';
import type { Outcome } from '../../src/contract/exchange.ts';
import type { Handler } from '../../src/contract/handler.ts';
import { nextOf, runWire } from './run-wire.ts';

describe('run exchange: what a handler returns plainly', () => {
  const cases: readonly (readonly [title: string, result: () => unknown, head: RegExp, body: string])[] = [
    ['bytes are content', () => Buffer.from('ab'), /Content-Type: application\/octet-stream/, 'ab'],
    ['bytes have a length', () => new Uint8Array([97]), /Content-Length: 1\r\n/, 'a'],
    ['an ArrayBuffer is content', () => new Uint8Array([97]).buffer, /Content-Length: 1\r\n/, 'a'],
    ['a ReadableStream is content', () => stream('ab', 'c'), /octet-stream\r\n/, chunks('ab', 'c')],
    ['an async generator is content', () => pieces('ab', 'c'), /Transfer-Encoding: chunked/, chunks('ab', 'c')],
    ['a promised one is content', async () => pieces('a'), /Transfer-Encoding: chunked/, chunks('a')],
    ['an array is a model', () => ['a'], /Content-Type: application\/json/, '["a"]'],
    ['a set is a model', () => new Set(['a']), /Content-Type: application\/json/, '{}'],
    ['a text is a model', () => 'a', /Content-Type: application\/json/, '"a"'],
    ['a Response is an answer', () => new Response('ab', { status: 201 }), /^HTTP\/1\.1 201 /, chunks('ab')],
    ['a Response has its type', () => new Response('a'), /content-type: text\/plain;charset=UTF-8/, chunks('a')],
    ['one of bytes has none', () => new Response(stream('a')), /Content-Type: application\/octet-stream/, chunks('a')],
    ['a Response of JSON', () => Response.json([1], {}), /content-type: application\/json/, chunks('[1]')],
    ['a Response without a body', () => new Response(null, { status: 204 }), /^HTTP\/1\.1 204 /, ''],
    [
      'a redirect',
      () => Response.redirect('http://a/b', 302),
      /^HTTP\/1\.1 302 .*\r\nlocation: http:\/\/a\/b\r\n/s,
      '',
    ],
    ['its length', () => new Response('ab', { headers: { 'Content-Length': '2' } }), /Content-Length: 2\r\n/, 'ab'],
    [
      'no field of framing',
      () => new Response('a', { headers: { Connection: 'x' } }),
      /Connection: keep-alive/,
      chunks('a'),
    ],
    ['all its cookies', withCookies, /\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2; Path=\/x\r\n/, chunks('a')],
  ];
  for (const [title, result, head, body] of cases) {
    it(title, async () => {
      const seen = await ask(result);
      assert.match(seen.head, head);
      assert.equal(seen.body, body);
    });
  }

  it('has the type that the route says (response.type), unless an answer says another', async () => {
    assert.match((await ask(() => Buffer.from('a'), 'text/csv')).head, /Content-Type: text\/csv/);
    assert.match((await ask(() => new Response(stream('a')), 'text/csv')).head, /Content-Type: text\/csv/);
    assert.match((await ask(() => answer<unknown>({ body: 'a', type: 'text/x' }), 'text/csv')).head, /Type: text\/x/);
    assert.match((await ask(() => ({}), 'application/hal+json')).head, /Content-Type: application\/hal\+json/);
    assert.match((await ask(() => ({}), 'text/csv')).head, /Content-Type: application\/json/);
  });
  it('is a page with the fields of pages if it is HTML', async () => {
    const html = await ask(() => new Response('a', { headers: { 'Content-Type': 'text/html' } }));
    assert.match(html.head, /X-Page: yes/);
    assert.doesNotMatch((await ask(() => new Response('a'))).head, /X-Page/);
  });
  it('shows a view as another type, without the fields of pages (RSS)', async () => {
    const view = () => ['<rss/>'];
    const seen = await ask(() => ({}), 'application/rss+xml', view);
    assert.match(seen.head, /Content-Type: application\/rss\+xml\r\n/);
    assert.doesNotMatch(seen.head, /X-Page/);
    assert.equal(seen.body, '<rss/>');
  });
  it('is a 500 if its stream is read already', async () => {
    const used = stream('a');
    used.getReader();
    assert.match((await ask(() => used)).head, /^HTTP\/1\.1 500 /);
    assert.match((await ask(() => Response.error())).head, /^HTTP\/1\.1 500 /);
  });
  it('cancels a web stream at once, even one from which a piece is awaited', async () => {
    let cancelled = false;
    const silent = new ReadableStream<string>({
      cancel() {
        cancelled = true;
      },
    });
    const outcome = await runWire(WIRE, { handler: () => silent });
    assert.ok(outcome.kind === 'flowing');
    void nextOf(outcome.body);
    outcome.body.abandon();
    assert.equal(cancelled, true);
  });
});

const WIRE = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';

async function ask(
  result: () => unknown,
  type?: string,
  view?: () => readonly string[],
): Promise<{ readonly head: string; readonly body: string }> {
  const handler = result as Handler;
  const setup = { handler, settings: { pageHeaders: [['X-Page', 'yes']] as const } };
  const outcome = await runWire(WIRE, {
    ...setup,
    ...(type === undefined ? {} : { type }),
    ...(view === undefined ? {} : { view }),
  });
  const text = await textOf(outcome);
  const end = text.indexOf('\r\n\r\n') + 4;
  return { head: text.slice(0, end), body: text.slice(end) };
}

async function textOf(outcome: Outcome): Promise<string> {
  if (outcome.kind === 'whole') return Buffer.from(outcome.bytes).toString('latin1');
  let text = Buffer.from(outcome.head).toString('latin1');
  for (;;) {
    const event = await nextOf(outcome.body);
    if (event.kind === 'failed') assert.fail('it failed');
    text += Buffer.from(event.bytes).toString('latin1');
    if (event.kind === 'end') return text;
  }
}

function withCookies(): Response {
  const headers = new Headers();
  headers.append('Set-Cookie', 'a=1');
  headers.append('Set-Cookie', 'b=2; Path=/x');
  return new Response('a', { headers });
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

function stream(...texts: readonly string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const text of texts) controller.enqueue(Buffer.from(text));
      controller.close();
    },
  });
}

function chunks(...texts: readonly string[]): string {
  return `${texts.map((text) => `${text.length}\r\n${text}\r\n`).join('')}0\r\n\r\n`;
}
