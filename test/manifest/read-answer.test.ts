import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldValues, readAnswer } from '../../src/manifest/6-examples/read-answer.ts';

describe('read answer', () => {
  it('takes status, fields and body apart, and finds fields by any case', () => {
    const answer = readAnswer(
      Buffer.from('HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\nContent-Length: 2\r\n\r\nü'),
      {
        method: 'GET',
      },
    );
    assert.equal(answer.status, 200);
    assert.deepEqual(fieldValues(answer, 'SET-COOKIE'), ['a=b', 'c=d']);
    assert.equal(Buffer.from(answer.body).toString(), 'ü');
  });
  it('expects no body after HEAD, 204 and 304, whatever the length says', () => {
    for (const [status, method] of [
      ['200 OK', 'HEAD'],
      ['204 No Content', 'GET'],
      ['304 Not Modified', 'GET'],
    ] as const) {
      const bytes = Buffer.from(`HTTP/1.1 ${status}\r\nContent-Length: 5\r\n\r\n`);
      assert.equal(readAnswer(bytes, { method }).body.length, 0);
    }
  });
  const wrong: readonly (readonly [title: string, answer: string])[] = [
    ['a head without an end', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n'],
    ['another version', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n'],
    ['an interim status', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['a line that is no field', 'HTTP/1.1 200 OK\r\nContent-Length : 0\r\n\r\n'],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n'],
    ['a byte too many', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab'],
    ['a byte too few', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab'],
  ];
  for (const [title, answer] of wrong) {
    it(`refuses ${title}`, () => {
      assert.throws(() => readAnswer(Buffer.from(answer), { method: 'GET' }), /an answer that is not HTTP/);
    });
  }
});
