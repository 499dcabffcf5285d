import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorsOf, recordsOf, shareGated } from './gated-server.ts';
import { dial, get, lastGet } from './wire-peer.ts';

const server = shareGated({
  methods: '[GET, HEAD, POST]',
  routes: [
    'umlauts: { path: /umlauts, text: "zwölf Boxkämpfer 🥊\\n" }',
    'nothing: { path: /nothing, text: "" }',
    'noContent: { path: /no-content, text: "not to be seen", response: { status: 204 } }',
    'notModified: { path: /not-modified, text: "not to be seen", response: { status: 304 } }',
    'resetContent: { path: /reset-content, text: "", response: { status: 205 } }',
  ],
});

/** IMF-fixdate (RFC 9110 §5.6.7). */
const DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** The octets of one answer behind its head, up to the close; a wrong length would show, and so would a byte too much. */
async function bodyOf(request: string): Promise<{ readonly head: string; readonly body: string }> {
  const peer = await dial(server(), request);
  await peer.ended;
  peer.finish();
  const [head = '', ...rest] = peer.received.split('\r\n\r\n');
  return { head, body: rest.join('\r\n\r\n') };
}

function lengthIn(head: string): number | undefined {
  const text = /^content-length: (\d+)$/im.exec(head)?.[1];
  return text === undefined ? undefined : Number(text);
}

describe('answer: Content-Length (RFC 9110 §8.6)', { timeout: 60_000 }, () => {
  const texts = { '/': 'home\n', '/umlauts': 'zwölf Boxkämpfer 🥊\n', '/nothing': '', '/large/3000000': undefined };
  for (const [target, text] of Object.entries(texts)) {
    it(`is right to the byte for ${target}`, async () => {
      const { head, body } = await bodyOf(lastGet(target));
      assert.equal(lengthIn(head), body.length);
      if (text !== undefined) assert.equal(Buffer.from(body, 'latin1').toString('utf8'), text);
    });
  }

  const pages = [
    lastGet('/nope'),
    'GET / HTTP/1.1\r\n\r\n',
    'PATCH / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  ];
  for (const request of pages) {
    it(`is right to the byte on the page for ${JSON.stringify(request)}`, async () => {
      const { head, body } = await bodyOf(request);
      assert.equal(lengthIn(head), body.length);
      assert.match(body, /<\/html>\s*$/);
    });
  }
});

describe('answer: what has no body (RFC 9110 §6.4.1)', { timeout: 60_000 }, () => {
  for (const target of ['/', '/umlauts', '/nope']) {
    it(`HEAD of ${target} has the head of GET, and nothing behind it`, async () => {
      const get = await bodyOf(lastGet(target));
      const head = await bodyOf(lastGet(target).replace('GET', 'HEAD'));
      const dateless = ({ head: lines }: { readonly head: string }): string => lines.replace(/^Date: .*$/m, '');
      assert.equal(dateless(head), dateless(get));
      assert.equal(head.body, '');
    });
  }

  for (const target of ['/no-content', '/not-modified']) {
    it(`${target} has neither a body nor its length`, async () => {
      const { head, body } = await bodyOf(lastGet(target));
      assert.equal(body, '');
      assert.equal(lengthIn(head), undefined);
      assert.doesNotMatch(head, /^(?:content-type|transfer-encoding):/im);
    });
  }

  it('205 says that it has none (RFC 9110 §15.3.6)', async () => {
    const { head, body } = await bodyOf(lastGet('/reset-content'));
    assert.equal(body, '');
    assert.equal(lengthIn(head), 0);
  });

  it('leaves the connection where the next answer begins', async () => {
    const requests = [get('/').replace('GET', 'HEAD'), get('/no-content'), get('/not-modified'), lastGet('/')];
    const peer = await dial(server(), requests.join(''), { methods: ['HEAD'] });
    const answers = await peer.allAnswers();
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body]),
      [
        [200, ''],
        [204, ''],
        [304, ''],
        [200, 'home\n'],
      ],
    );
    const records = await recordsOf(server(), peer.from);
    assert.deepEqual(
      records.map(({ bytes }) => bytes),
      [0, 0, 0, 5],
      'the log counts what was sent',
    );
    peer.finish();
  });
});

describe('answer: Date (RFC 9110 §6.6.1)', { timeout: 60_000 }, () => {
  const requests: readonly (readonly [status: number, request: string])[] = [
    [200, lastGet('/')],
    [204, lastGet('/no-content')],
    [304, lastGet('/not-modified')],
    [400, 'hello\r\n\r\n'],
    [400, 'GET / HTTP/1.1\r\nHost : a\r\n\r\n'],
    [404, lastGet('/nope')],
    [413, 'POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n'],
    [414, `GET /${'a'.repeat(9000)} HTTP/1.1\r\n`],
    [417, 'GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n'],
    [431, `GET / HTTP/1.1\r\nX: ${'a'.repeat(17_000)}\r\n`],
    [501, lastGet('/').replace('GET', 'PUT')],
    [505, 'GET / HTTP/2.0\r\n\r\n'],
  ];
  for (const [status, request] of requests) {
    it(`is on a ${status}: ${JSON.stringify(request.slice(0, 40))}`, async () => {
      const peer = await dial(server(), request);
      const [answer, ...more] = await peer.allAnswers();
      assert.equal(answer?.status, status);
      assert.match(answer?.headers.get('date') ?? '', DATE);
      assert.deepEqual(more, []);
      peer.finish();
      assert.equal((await recordsOf(server(), peer.from)).length, 1);
      assert.equal((await errorsOf(server(), peer.from)).length, status < 400 ? 0 : 1);
    });
  }
});
