import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { dial, get, refusesConnections, type WirePeer } from '../socket/wire-peer.ts';
import { SOURCE, startServer } from '../start-server.ts';
import { createReloadSite, manifestText, saidAnew, textOf } from './reload-site.ts';

const FILE = 'a line of a file\n'.repeat(1_500_000);
const HANDLERS = `
import { existsSync, watch } from 'node:fs';
import { answer, events } from ${JSON.stringify(new URL('../../src/api.ts', import.meta.url).href)};

let release;
const released = new Promise((done) => { release = done; });
const gate = new URL('../gate/', import.meta.url);
const look = () => existsSync(new URL('open', gate)) && release();
watch(gate, look).unref();
look();

async function* pieces() {
  yield 'one,';
  await released;
  yield 'two';
}
async function* news() {
  yield 'hello';
  await new Promise(() => undefined);
}
const none = () => ({});
export const handlers = {
  pid: none, code: none, held: none, begun: none, choose: none, chosen: none,
  stream: () => answer({ body: pieces(), type: 'text/plain' }),
  news: () => events(news()),
};
`;
const ROUTES = [
  'stream: { path: /stream, handler: stream }',
  'news: { path: /news, handler: news }',
  'file: { path: /file, file: ./site/large.txt }',
];
const TOP = ['server: { compression: { codings: [gzip] } }'];

/** What is sent while a server reloads, is replaced and stops: all of it in one life, since each process takes seconds. */
describe('streams and files in the middle of signals', { timeout: 120_000 }, () => {
  it('are sent whole by the process and the manifest that they began with; event streams end with their process', async (t) => {
    const files = { 'handlers/all.mjs': HANDLERS, 'site/large.txt': FILE };
    const site = createReloadSite({ routes: ROUTES, top: TOP }, files);
    const server = await startServer({ main: SOURCE, t, manifest: site.manifest, args: ['--workers', '1'] });
    const open = async (...fields: readonly string[]) => {
      const stream = await dial(server, get('/stream', ...fields));
      // A coded piece is no text to wait for: the head, and some of the first chunk.
      await stream.until(/\r\n\r\n[\da-f]+\r\n./s);
      const file = await dial(server, get('/file', ...fields));
      await file.untilBytes(1);
      file.socket.pause();
      return { stream, file };
    };
    const plain = await open();
    const coded = await open('Accept-Encoding: gzip');
    const news = await dial(server, get('/news'));
    await news.until(/data: hello/);

    site.replace('routes.yaml', manifestText({ home: 'two', routes: ROUTES, top: TOP }));
    site.replace('site/large.txt', 'another file');
    await saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
    assert.equal(await textOf(server, '/'), 'two');
    assert.equal(news.over, false, 'a reload ended a stream');

    server.process.kill('SIGUSR1');
    assert.equal(await news.ended, 'end');
    assert.match(news.received, /\r\n0\r\n\r\n$/);

    const later = await dial(server, get('/news', 'Accept-Encoding: gzip'));
    await later.until(/\r\n\r\n[\da-f]+\r\n./s);
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    assert.equal(await later.ended, 'end');
    assert.equal(gunzipSync(contentOf(later)).toString(), 'data: hello\n\n');

    site.release();
    for (const { file } of [plain, coded]) file.socket.resume();
    assert.equal(await settledText(plain.stream, false), 'one,two');
    assert.equal(await settledText(coded.stream, true), 'one,two');
    assert.equal(hashOf(await settledText(plain.file, false)), hashOf(FILE));
    assert.equal(hashOf(await settledText(coded.file, true)), hashOf(FILE));
    for (const { stream, file } of [plain, coded]) for (const { socket } of [stream, file]) socket.destroy();
    assert.equal((await server.waitExit()).code, 0, server.stderr());
    const lines = await server.records('access.log', 7);
    assert.deepEqual(
      lines.filter(({ aborted }) => aborted === true).map(({ target }) => target),
      [],
    );
    assert.deepEqual(await server.records('error.log', 0), []);
  });
});

async function settledText(peer: WirePeer, isCoded: boolean): Promise<string> {
  await peer.ended;
  const content = contentOf(peer);
  return (isCoded ? gunzipSync(content) : content).toString('latin1');
}

function contentOf({ received }: WirePeer): Buffer {
  const headEnd = received.indexOf('\r\n\r\n') + 4;
  if (!/^Transfer-Encoding: chunked\r$/m.test(received.slice(0, headEnd)))
    return Buffer.from(received.slice(headEnd), 'latin1');
  const pieces: string[] = [];
  for (let at = headEnd; ; ) {
    const lineEnd = received.indexOf('\r\n', at);
    const size = Number.parseInt(received.slice(at, lineEnd), 16);
    assert.ok(lineEnd !== -1 && size >= 0, 'the last chunk is missing');
    if (size === 0) return Buffer.from(pieces.join(''), 'latin1');
    pieces.push(received.slice(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 4 + size;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
