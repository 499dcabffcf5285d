import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type LogRecord, type RunningServer, startServer } from '../start-server.ts';
import { talk, type WireAnswer } from '../talk.ts';

/** What HTML forbids (WHATWG HTML §13.2.3.5): checkers find it in a page. */
const FORBIDDEN = /(?![\t\n\f\r])[\p{Cc}\p{Noncharacter_Code_Point}]/u;

describe('octets beyond ASCII: what came with a request is shown as people wrote it', () => {
  let server: RunningServer;
  let answered = 0;
  before(async () => {
    server = await startServer();
    await send('POST /show_errors/1');
  });
  after(() => server.stop());

  const cookies: readonly (readonly [octets: string, shown: string])[] = [
    ['word=voil\xc3\xa0', 'voilà'],
    ['word=na\xc3\xafve; other=1', 'naïve'],
    ['\xc3\xa9t\xc3\xa9=1', 'été'],
    ['word=caf\xe9', 'caf\uFFFD'],
    ['word=\xff\x9b31m', '\uFFFD\uFFFD31m'],
    ['word=a\xc2\x85b', 'a\uFFFDb'],
    ['word=\xef\xbf\xbe', '>\uFFFD<'],
  ];
  for (const [octets, shown] of cookies) {
    it(`the cookie ${JSON.stringify(octets)}, on a page and in the log`, async () => {
      const { body } = await send('GET /', [`Cookie: ${octets}`]);
      assert.ok(body.includes(shown), body);
      assert.doesNotMatch(body, FORBIDDEN);
      const record = await lastLine();
      const [name = '', value = ''] = Buffer.from(octets, 'latin1').toString().split(/[=;]/);
      assert.equal(Object.entries(record['cookies'] ?? {}).find(([key]) => key === name)?.[1], value);
      assert.ok(JSON.stringify(record['headers']).includes(JSON.stringify(['Cookie', octets])));
    });
  }
  it('a cookie of a request that is refused', async () => {
    const { status } = await send('GET /', ['Cookie: word=voil\xc3\xa0', 'X Y: 1']);
    assert.equal(status, 400);
    assert.deepEqual((await lastLine())['cookies'], { word: 'voilà' });
  });
  for (const target of ['/div/%C2%80%01%7F%EF%BF%BE/to/1', '/submit/%C2%9B', '/submit/divide?dividend=%1B&divisor=']) {
    it(`${target}: its page has no character that HTML forbids`, async () => {
      const { status, body } = await send(`GET ${target}`);
      assert.ok(status >= 400, body);
      assert.match(body, /\uFFFD/);
      assert.doesNotMatch(body, FORBIDDEN);
    });
  }

  const fields: readonly (readonly [field: string, status: number, shown: string])[] = [
    ['Referer: http://b\xc3\xa9/', 403, 'Referer: http://bé/'],
    ['Origin: caf\xe9', 403, 'Origin: caf\uFFFD'],
    ['Content-Length: \xc3\xa0', 400, '&quot;à&quot; is not a decimal number'],
  ];
  for (const [field, status, shown] of fields) {
    it(`${JSON.stringify(field)}, where a message quotes it`, async () => {
      const answer = await send('POST /show_errors/1', [field]);
      assert.equal(answer.status, status);
      assert.ok(answer.body.includes(shown), answer.body);
      assert.doesNotMatch(answer.body, FORBIDDEN);
    });
  }

  async function lastLine(): Promise<LogRecord> {
    return (await server.records('access.log', answered)).at(-1) ?? assert.fail('there is no line');
  }

  async function send(requestLine: string, fields: readonly string[] = []): Promise<WireAnswer> {
    const lines = [`${requestLine} HTTP/1.1`, 'Host: a', ...fields, 'Connection: close', '', ''];
    const [answer] = await talk(server.port, lines.join('\r\n'));
    answered += 1;
    return answer ?? assert.fail(`no answer to ${requestLine}`);
  }
});
