import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask } from '../talk.ts';
import { errorsOf, recordsOf, shareGated } from './gated-server.ts';
import { dial, get, lastGet } from './wire-peer.ts';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const server = shareGated({
  limits: 'body: 10',
  routes: [
    'json: { path: "/json", methods: [POST], query: { n: { type: integer } }, body: { type: array }, text: "" }',
  ],
});

const FIVE = ['Content-Length: 5'];
const JSON_TYPE = ['Content-Type: application/json'];

interface Head {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  readonly fields?: readonly string[];
  readonly expect?: string;
}

function headOf({
  method = 'POST',
  target = '/post',
  version = '1.1',
  fields = ['Content-Length: 5'],
  expect = '100-continue',
}: Head): string {
  return [`${method} ${target} HTTP/${version}`, 'Host: a', `Expect: ${expect}`, ...fields, '', ''].join('\r\n');
}

/** The final answer comes without the body, closes, and no 100 comes before it. */
async function checkRefusedAtOnce(head: Head, status: number): Promise<void> {
  const peer = await dial(server(), headOf(head));
  assert.equal(await peer.ended, 'end');
  assert.doesNotMatch(peer.received, /^HTTP\/1\.1 100/);
  const [answer, ...more] = await peer.allAnswers();
  assert.equal(answer?.status, status);
  assert.equal(answer?.headers.get('connection'), 'close', 'whether a body follows is not known');
  assert.match(answer?.body ?? '', /<html/);
  assert.deepEqual(more, []);
  peer.finish('hello'); // a client that sends it all the same
  assert.deepEqual(
    (await recordsOf(server(), peer.from)).map((record) => record['status']),
    [status],
  );
  assert.equal((await errorsOf(server(), peer.from)).length, 1);
}

describe('connection: Expect: 100-continue (RFC 9110 §10.1.1)', { timeout: 60_000 }, () => {
  it('is met with 100 where the body is wanted, and the answer follows the body', async () => {
    const peer = await dial(server(), headOf({}));
    await peer.until(/\r\n\r\n/);
    assert.equal(peer.received, CONTINUE);
    await peer.send('hello');
    const [answer] = await peer.answers(1);
    assert.equal(answer?.body, 'posted\n');
    await peer.send(lastGet('/'));
    assert.equal((await peer.allAnswers()).length, 2, 'the connection goes on');
  });

  it('is met with 100 for a chunked body too, whatever the case of the word', async () => {
    const peer = await dial(server(), headOf({ fields: ['Transfer-Encoding: chunked'], expect: '100-Continue' }));
    await peer.until(/\r\n\r\n/);
    assert.equal(peer.received, CONTINUE);
    await peer.send('5\r\nhello\r\n0\r\n\r\n');
    assert.equal((await peer.answers(1))[0]?.body, 'posted\n');
    peer.finish();
  });

  it('keeps its 100 behind the answers to the requests before it', async () => {
    const peer = await dial(server(), get('/wait/order') + headOf({}));
    await ask(server().port, 'GET /begun/order');
    assert.equal(peer.received, '');
    await ask(server().port, 'GET /open/order');
    const received = await peer.until(/100 Continue\r\n\r\n$/);
    assert.match(received, /^HTTP\/1\.1 200 [\s\S]*"waited"HTTP\/1\.1 100 Continue\r\n\r\n$/);
    peer.finish('hello');
    assert.equal((await peer.allAnswers()).length, 2);
  });

  const refusals: readonly (readonly [what: string, head: Head, status: number])[] = [
    ['an unknown path', { target: '/nope' }, 404],
    ['a method that the route does not take', { target: '/' }, 405],
    ['a method that the server does not take', { method: 'PUT' }, 501],
    ['a body over the limit', { fields: ['Content-Length: 11'] }, 413],
    [
      'a type that the route does not take',
      { target: '/json?n=x', fields: [...FIVE, 'Content-Type: text/plain'] },
      415,
    ],
    ['no type', { target: '/json', fields: FIVE }, 415],
    [
      'a coding',
      { target: '/json', fields: [...JSON_TYPE, 'Transfer-Encoding: chunked', 'Content-Encoding: gzip'] },
      415,
    ],
    ['a query that does not decode, of a type not taken', { target: '/json?%', fields: FIVE }, 400],
    ['an expectation that cannot be met', { expect: 'a-cookie' }, 417],
    ['an unknown expectation beside the known one', { expect: '100-continue, a-cookie' }, 417],
    ['two body lengths', { fields: ['Content-Length: 5', 'Content-Length: 5'] }, 400],
  ];
  for (const [what, head, status] of refusals) {
    it(`gets ${status} at once for ${what}`, () => checkRefusedAtOnce(head, status));
  }

  it('is ignored in HTTP/1.0, which knows no 100', async () => {
    const peer = await dial(server(), headOf({ version: '1.0' }));
    await peer.send('hello');
    assert.match(await peer.until(/posted/), /^HTTP\/1\.1 200 /);
    peer.finish();
  });

  it('is ignored in HTTP/1.0 even where it could not be met', async () => {
    const peer = await dial(server(), `${headOf({ version: '1.0', expect: 'a-cookie' })}hello`);
    assert.match(await peer.until(/posted/), /^HTTP\/1\.1 200 /);
    peer.finish();
  });

  for (const fields of [[], ['Content-Length: 0']]) {
    it(`gets no 100 where no body is to come: ${fields[0] ?? 'no length'}`, async () => {
      const peer = await dial(server(), headOf({ fields }));
      assert.match(await peer.until(/posted/), /^HTTP\/1\.1 200 /);
      peer.finish();
    });
  }

  it('is met with 100 for a chunked body of a type that is not taken, since it can be empty', async () => {
    const fields = ['Content-Type: text/plain', 'Transfer-Encoding: chunked'];
    const peer = await dial(server(), headOf({ target: '/json', fields }));
    await peer.until(/\r\n\r\n/);
    assert.equal(peer.received, CONTINUE);
    await peer.send('0\r\n\r\n');
    assert.equal((await peer.answers(1))[0]?.status, 400);
    peer.finish();
  });

  it('leaves one record, for the answer and not for the 100', async () => {
    const peer = await dial(server(), headOf({}));
    await peer.until(/100 Continue/);
    await peer.send('hello');
    await peer.answers(1);
    const records = await recordsOf(server(), peer.from);
    assert.deepEqual(
      records.map(({ status, body }) => [status, body]),
      [[200, 'hello']],
    );
    peer.finish();
  });
});
