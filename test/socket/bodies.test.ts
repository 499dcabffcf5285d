import assert from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { ask, talkRaw } from '../talk.ts';
import { dial, get, lastGet, type WirePeer } from './wire-peer.ts';

/**
 * `/{kind}/{what}`: the same pieces as each kind of content. Each source is written by hand, so that it is known what was made,
 * read and closed: `/counts` tells.
 */
const HANDLERS = `
import { answer } from ${JSON.stringify(new URL('../../src/api.ts', import.meta.url).href)};
const counts = { opened: 0, over: 0, read: 0 };
const BLOCK = 'x'.repeat(64 * 1024);
const SHORT = ['one,', 'two'];
const PIECES = {
  short: (at) => SHORT[at],
  large: (at) => (at < 512 ? BLOCK : undefined),
  endless: () => BLOCK,
  'fails-at-once': () => new Error('gone'),
  'fails-later': (at) => (at === 0 ? 'one,' : new Error('gone')),
  'fails-at-its-end': (at) => SHORT[at] ?? new Error('gone'),
};
function open(what) {
  counts.opened++;
  let at = 0;
  const over = (result) => { counts.over++; return result; };
  return {
    next() {
      counts.read++;
      const value = PIECES[what](at++);
      if (value instanceof Error) { over(); throw value; }
      return value === undefined ? over({ done: true, value }) : { done: false, value };
    },
    return: () => over({ done: true, value: undefined }),
  };
}
function web(what) {
  const pieces = open(what);
  return new ReadableStream({
    pull(controller) {
      const { done, value } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(new TextEncoder().encode(value));
    },
    cancel: () => void pieces.return(),
  }, { highWaterMark: 0 });
}
const KINDS = {
  text: () => answer({ body: 'one,two' }),
  bytes: () => Buffer.from('one,two'),
  buffer: () => new Uint8Array(Buffer.from('one,two')).buffer,
  iterable: (what) => answer({ body: { [Symbol.iterator]: () => open(what) } }),
  async: (what) => ({
    [Symbol.asyncIterator]() {
      const pieces = open(what);
      return { next: async () => pieces.next(), return: async () => pieces.return() };
    },
  }),
  web: (what) => web(what),
  response: (what) => new Response(web(what), { headers: { 'Content-Type': 'text/plain' } }),
  sized: (what) => new Response(web(what), { headers: { 'Content-Length': what === 'large' ? 512 * BLOCK.length : 7 } }),
};
export const handlers = {
  kind: ({ params }) => KINDS[params.kind](params.what),
  model: () => 'one,two',
  counts: () => counts,
};
`;

const site = serveSite(
  `version: 1
server: { methods: [GET, HEAD] }
handlers: ./handlers.mjs
routes:
  home: { path: /, text: home }
  counts: { path: /counts, handler: counts }
  model: { path: /model/short, handler: model }
  fixed: { path: /fixed/short, text: "one,two" }
  files: { path: "/file/{file...}", folder: { root: ./files } }
  kind: { path: "/{kind}/{what}", params: { kind: { type: string }, what: { type: string } }, handler: kind }
`,
  { 'handlers.mjs': HANDLERS, 'files/short': 'one,two' },
);

const SIZED = ['text', 'bytes', 'buffer', 'sized', 'fixed', 'file', 'model'];
const STREAMED = ['iterable', 'async', 'web', 'response'];
const SOURCES = [...STREAMED, 'sized'];
const LARGE_BYTES = 32 * 1024 * 1024;

describe('whatever a handler returns: each kind of content', () => {
  for (const kind of [...SIZED, ...STREAMED]) {
    const text = kind === 'model' ? '"one,two"' : 'one,two';
    const isSized = SIZED.includes(kind);
    const target = `/${kind}/short`;
    const framed = isSized ? text : '4\r\none,\r\n3\r\ntwo\r\n0\r\n\r\n';

    it(`${kind}: ${isSized ? 'its length' : 'chunks'} in HTTP/1.1, to HEAD only the head, and the next answer behind both`, async () => {
      const head = get(target).replace('GET', 'HEAD');
      const wire = await talkRaw(site.port, `${get(target)}${head}${get(target)}${lastGet('/')}`);
      const [first = '', toHead = '', third = '', last = ''] = answersIn(wire);
      assert.match(
        first,
        isSized ? new RegExp(`^Content-Length: ${text.length}\\r$`, 'm') : /^Transfer-Encoding: chunked\r$/m,
      );
      assert.deepEqual([first, third].map(bodyOf), [framed, framed]);
      assert.equal(toHead, first.slice(0, first.length - framed.length));
      assert.equal(bodyOf(last), 'home');
      await checkNoneOpen();
    });
    it(`${kind}: ${isSized ? 'keeps' : 'ends'} a connection of HTTP/1.0`, async () => {
      const kept = `GET ${target} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`;
      const wire = await talkRaw(site.port, `${kept}GET / HTTP/1.0\r\n\r\n`);
      assert.doesNotMatch(wire, /Transfer-Encoding/);
      assert.deepEqual(answersIn(wire).map(bodyOf), isSized ? [text, 'home'] : [text]);
    });
    it(`${kind}: goes to a peer that has ended its side`, async () => {
      const peer = await dial(site);
      peer.finish(get(target));
      await peer.ended;
      assert.equal(bodyOf(peer.received), framed);
      await checkNoneOpen();
    });
  }
});

describe('whatever a handler returns: peers that do not read', () => {
  for (const kind of [...SOURCES, 'file']) {
    it(`${kind}: waits for a peer, and goes on with it`, async () => {
      if (kind === 'file') makeFile('large', LARGE_BYTES);
      const before = await counts();
      const peer = await dial(site, lastGet(`/${kind}/large`), { reads: false });
      if (kind !== 'file') assert.ok((await settledReads(before.read)) < 256, 'read ahead of its peer');
      peer.socket.resume();
      await peer.ended;
      const body = bodyOf(peer.received);
      assert.equal(STREAMED.includes(kind) ? contentOf(body).length : body.length, LARGE_BYTES);
      await checkNoneOpen();
    });
    for (const how of ['leaves', 'leaves without having read'] as const) {
      it(`${kind}: is let go of when its peer ${how}`, async () => {
        const what = kind === 'file' ? 'endless' : kind === 'sized' ? 'large' : 'endless';
        if (kind === 'file') makeFile('endless', 1024 * LARGE_BYTES);
        const peer = await dial(site, get(`/${kind}/${what}`), { reads: how === 'leaves' });
        if (how === 'leaves') await peer.untilBytes(1);
        peer.socket.resetAndDestroy();
        // A file is looked for first, and the peer can be gone by then.
        await checkAborted(peer, kind === 'file' ? [200, 499] : [200]);
        await checkNoneOpen();
      });
    }
  }
});

describe('whatever a handler returns: sources that fail', () => {
  const sent: Readonly<Record<string, string>> = {
    'fails-at-once': '',
    'fails-later': 'one,',
    'fails-at-its-end': 'one,two',
  };
  for (const kind of SOURCES) {
    for (const [what, text] of Object.entries(sent)) {
      // A length says where the content ends.
      const isWhole = kind === 'sized' && what === 'fails-at-its-end';
      it(`${kind} ${what}: ${isWhole ? 'is whole by its length' : 'ends without an end, and is logged'}`, async () => {
        const before = site.errors.length;
        const wire = await talkRaw(site.port, `${get(`/${kind}/${what}`)}${lastGet('/')}`);
        const [first = '', ...others] = answersIn(wire);
        assert.equal(kind === 'sized' ? bodyOf(first) : contentOf(bodyOf(first)), text);
        assert.equal(others.length, isWhole ? 1 : 0);
        assert.doesNotMatch(first, /\r\n0\r\n/);
        const errors = site.errors.slice(before).map(({ code, status }) => [code, status]);
        assert.deepEqual(errors, isWhole ? [] : [['stream-failed', 200]]);
        const old = await dial(site, `GET /${kind}/${what} HTTP/1.0\r\n\r\n`);
        assert.equal(await old.ended, kind === 'sized' ? 'end' : 'reset');
        await checkNoneOpen();
      });
    }
  }
});

function makeFile(name: string, bytes: number): void {
  const path = join(site.folder, 'files', name);
  writeFileSync(path, '');
  truncateSync(path, bytes);
}

interface Counts {
  readonly opened: number;
  readonly over: number;
  readonly read: number;
}

async function counts(): Promise<Counts> {
  return JSON.parse((await ask(site.port, 'GET /counts')).body);
}

/** Every source has come to its end, or was told that nobody reads it. */
async function checkNoneOpen(): Promise<void> {
  for (let at = 0; at < 1000; at++) {
    const { opened, over } = await counts();
    if (opened === over) return;
  }
  assert.fail(`open: ${JSON.stringify(await counts())}`);
}

/** How many pieces were read, once two looks find the same. */
async function settledReads(before: number): Promise<number> {
  for (let last = 0; ; ) {
    const { read } = await counts();
    if (read === last && read > before) return read - before;
    last = read;
    // Time for the system to move what it can.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function checkAborted({ from }: WirePeer, statuses: readonly number[]): Promise<void> {
  for (;;) {
    const line = site.access.find(({ client }) => client === from);
    if (line === undefined) {
      await ask(site.port, 'GET /');
      continue;
    }
    assert.ok(statuses.includes(Number(line['status'])), JSON.stringify(line));
    assert.equal(line['aborted'], true);
    return;
  }
}

/** Without the dates, in which they can differ. */
function answersIn(wire: string): readonly string[] {
  return wire.split(/(?=HTTP\/1\.1 )/).map((answer) => answer.replace(/^Date: .*\r\n/m, ''));
}

function bodyOf(answer: string): string {
  return answer.slice(answer.indexOf('\r\n\r\n') + 4);
}

/** Of chunks, as far as they have come. */
function contentOf(chunks: string): string {
  let content = '';
  for (let at = 0; at < chunks.length; ) {
    const lineEnd = chunks.indexOf('\r\n', at);
    const size = Number.parseInt(chunks.slice(at, lineEnd), 16);
    content += chunks.slice(lineEnd + 2, lineEnd + 2 + size);
    at = lineEnd + 2 + size + 2;
  }
  return content;
}
