import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dial, get } from '../socket/wire-peer.ts';
import { serveSite } from './served-site.ts';

const site = serveSite(
  `
version: 1
server: { methods: [GET, POST, OPTIONS], limits: { body: 20MiB } }
routes:
  home: { path: /, text: home }
  only: { path: /only, text: only }
  same: { path: /same, methods: [POST], sameOrigin: true, text: same }
`,
  {},
);

describe('a body that decides nothing', { timeout: 30_000 }, () => {
  const known: readonly (readonly [line: string, status: number])[] = [
    ['POST /nowhere', 404],
    ['PUT /', 501],
    ['POST /%zz', 400],
    ['POST /only', 405],
    ['OPTIONS /only', 204],
    ['POST /same?%zz', 400],
  ];
  for (const [line, status] of known) {
    it(`${line} needs no body: ${status} before a large one is read, and after a small one the connection goes on`, async () => {
      const head = `${line} HTTP/1.1\r\nHost: a\r\n`;
      for (const framing of ['Content-Length: 10485760', 'Content-Length: 65537', 'Content-Length: 99999999999']) {
        const peer = await dial(site, `${head}${framing}\r\n\r\n`);
        const [answer] = await peer.allAnswers();
        assert.deepEqual([answer?.status, answer?.headers.get('connection')], [status, 'close']);
        peer.finish();
      }
      const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
      const long = await dial(site, `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}`);
      assert.equal((await long.allAnswers())[0]?.status, status);
      long.finish();
      const small = `${head}Content-Length: 2\r\n\r\nxy${head}Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n`;
      const peer = await dial(site, `${small}${get('/')}`);
      assert.deepEqual(
        (await peer.answers(3)).map((answer) => answer.status),
        [status, status, 200],
      );
      peer.socket.destroy();
    });
  }
  it('a page of another origin is refused before its body is read', async () => {
    const peer = await dial(site, 'POST /same HTTP/1.1\r\nHost: a\r\nOrigin: http://b\r\nContent-Length: 100\r\n\r\n');
    assert.equal((await peer.allAnswers())[0]?.status, 403);
    peer.finish();
  });
});
