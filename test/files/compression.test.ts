import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { brotliCompressSync, gunzipSync } from 'node:zlib';
import { serveSite } from '../guards/served-site.ts';
import { ask, talkRaw } from '../talk.ts';

const TEXT = 'a line of text that is repeated\n'.repeat(100);
const LARGE = TEXT.repeat(200);
/** It is repeated further back than a coder with little memory reaches. */
const FAR = randomBytes(8 * 1024)
  .toString('hex')
  .repeat(2);
const site = serveSite(
  `version: 1
server: { compression: { codings: [gzip] } }
views: ./views
page: { headers: { Cache-Control: "no-transform, max-age=5" } }
routes:
  text: { path: /text, text: "${'words '.repeat(300)}" }
  short: { path: /short, text: short }
  page: { path: /page, text: "${'<p>words '.repeat(300)}", response: { type: text/html } }
  shown: { path: /shown, view: a, data: {} }
  open: { path: /open, text: "${'<p>words '.repeat(300)}", response: { type: text/html, headers: { Cache-Control: public } } }
  long: { path: /long, view: b, data: {}, response: { headers: { Cache-Control: public } } }
  kept: { path: "/kept/{file...}", folder: { root: ./site }, response: { headers: { Cache-Control: no-transform } } }
  all: { path: "/{file...}", folder: { root: ./site } }
`,
  {
    'views/a.hbs': TEXT,
    'views/b.hbs': FAR,
    'site/a.txt': TEXT,
    'site/large.txt': LARGE,
    'site/pic.png': TEXT,
    'site/packed.txt': TEXT,
  },
);
before(() => {
  writeFileSync(join(site.folder, 'site/packed.txt.br'), brotliCompressSync(TEXT));
  // More than the system keeps for a reader, and quickly compressed.
  writeFileSync(join(site.folder, 'site/slow.txt'), randomBytes(8 * 1024 * 1024));
});
const GZIP = ['Accept-Encoding: gzip'];

describe('server.compression', () => {
  it('compresses texts for those who accept it, with a tag of its own', async () => {
    for (const path of ['/text', '/a.txt']) {
      const plain = await ask(site.port, `GET ${path}`);
      const coded = await ask(site.port, `GET ${path}`, GZIP);
      const wire = await talkRaw(site.port, `GET ${path} HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n`);
      assert.equal(unpacked(wire), plain.body);
      assert.deepEqual(
        [plain, coded].map(({ headers }) => [headers.get('content-encoding'), headers.get('vary')]),
        [
          [undefined, 'Accept-Encoding'],
          ['gzip', 'Accept-Encoding'],
        ],
      );
      const tag = coded.headers.get('etag') ?? '';
      assert.notEqual(tag, plain.headers.get('etag'));
      const same = await ask(site.port, `GET ${path}`, [...GZIP, `If-None-Match: ${tag}`]);
      assert.deepEqual([same.status, same.headers.get('vary')], [304, 'Accept-Encoding']);
    }
  });

  it('compresses a large file while it is read', async () => {
    const wire = await talkRaw(site.port, 'GET /large.txt HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n');
    assert.equal(unpacked(wire), LARGE);
  });

  it('compresses a file for those who do not accept the form in which it is packed', async () => {
    const coded = await talkRaw(site.port, 'GET /packed.txt HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n');
    assert.equal(unpacked(coded), TEXT);
    const { headers } = await ask(site.port, 'HEAD /packed.txt', ['Accept-Encoding: gzip, br']);
    assert.deepEqual([headers.get('content-encoding'), headers.get('vary')], ['br', 'Accept-Encoding']);
    const plain = await ask(site.port, 'GET /packed.txt');
    assert.deepEqual([plain.body, plain.headers.get('vary')], [TEXT, 'Accept-Encoding']);
  });

  it('compresses what is large less well beside 64 that are not finished, and changes no tag', async () => {
    const size = async () => {
      const wire = await talkRaw(site.port, `GET /long HTTP/1.0\r\n${GZIP[0]}\r\n\r\n`);
      assert.ok(unpacked(wire).includes(FAR));
      return wire.length;
    };
    const tag = (await ask(site.port, 'HEAD /large.txt', GZIP)).headers.get('etag');
    const alone = await size();
    const readers = await Promise.all(Array.from({ length: 64 }, () => slowReader('/slow.txt')));
    const busy = await size();
    assert.ok(busy > alone, `${busy} bytes beside others, ${alone} alone`);
    const answers = await Promise.all(
      [`If-None-Match: ${tag}`, `If-Match: ${tag}`].map((field) => ask(site.port, 'HEAD /large.txt', [...GZIP, field])),
    );
    assert.deepEqual(
      answers.map(({ status, headers }) => [status, headers.get('etag')]),
      [304, 200].map((status) => [status, tag]),
    );
    for (const reader of readers) reader.destroy();
    while ((await size()) !== alone);
  });

  it('leaves alone what is short, packed, a range, or not to be transformed', async () => {
    for (const path of ['/short', '/pic.png', '/kept/a.txt']) {
      const { headers } = await ask(site.port, `GET ${path}`, GZIP);
      assert.deepEqual([headers.get('content-encoding'), headers.get('vary')], [undefined, undefined], path);
    }
    const part = await ask(site.port, 'GET /a.txt', [...GZIP, 'Range: bytes=0-5']);
    assert.deepEqual([part.status, part.body, part.headers.get('vary')], [206, 'a line', 'Accept-Encoding']);
  });
  it('leaves pages as they are where page.headers forbids it, and a route does not say otherwise', async () => {
    const codings = await Promise.all(
      ['/page', '/shown', '/open'].map(async (path) => {
        const { headers } = await ask(site.port, `GET ${path}`, GZIP);
        return [headers.get('content-encoding'), headers.get('vary')];
      }),
    );
    assert.deepEqual(codings, [
      [undefined, undefined],
      [undefined, undefined],
      ['gzip', 'Accept-Encoding'],
    ]);
  });
  it('says of a fixed page in a 304 what its 200 says for caches, and the fields of pages (RFC 9110 §15.4.5)', async () => {
    for (const path of ['/page', '/open']) {
      const whole = await ask(site.port, `GET ${path}`);
      const same = await ask(site.port, `GET ${path}`, [`If-None-Match: ${whole.headers.get('etag')}`]);
      assert.equal(same.status, 304);
      const ofContent = ['content-length', 'content-type', 'date'];
      const expected = [...whole.headers].filter(([name]) => !ofContent.includes(name));
      assert.deepEqual(new Map([...same.headers].filter(([name]) => name !== 'date')), new Map(expected));
    }
  });
});

function unpacked(wire: string): string {
  return gunzipSync(Buffer.from(wire.slice(wire.indexOf('\r\n\r\n') + 4), 'latin1')).toString();
}

/** Reads the beginning of the content of an answer, and no more. */
async function slowReader(path: string): Promise<Socket> {
  const socket = connect(site.port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n${GZIP[0]}\r\n\r\n`);
  let begun = '';
  while (!/\r\n\r\n./su.test(begun)) begun += String((await once(socket, 'data'))[0]);
  return socket.pause();
}
