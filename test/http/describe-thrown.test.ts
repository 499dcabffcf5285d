import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runInNewContext } from 'node:vm';
import { describeThrown, messageOf, stackOf } from '../../src/http/describe-thrown.ts';

const TRAPS = { get: fail, ownKeys: fail, getPrototypeOf: fail, has: fail };
const revoked = Proxy.revocable({}, {});
revoked.revoke();

describe('what was thrown, in words', () => {
  const cases: readonly (readonly [title: string, thrown: unknown, words: string])[] = [
    ['an error', new TypeError('no'), 'TypeError: no'],
    ['an error without a message', new RangeError(), 'RangeError'],
    ['one of another realm', runInNewContext('new TypeError("no")'), 'TypeError: no'],
    ['an error with its cause', new Error('a', { cause: new Error('b') }), 'Error: a; caused by Error: b'],
    ['a cause that is no error', new Error('a', { cause: { code: 5 } }), 'Error: a; caused by {"code":5}'],
    [
      'an error of several',
      new AggregateError([new Error('b'), new TypeError('c', { cause: 'd' }), { e: 1 }], 'a'),
      'AggregateError: a (Error: b; TypeError: c; caused by d; {"e":1})',
    ],
    ['one without words of its own', new AggregateError([new Error('b')]), 'AggregateError: Error: b'],
    [
      'one inside of another',
      new AggregateError([new AggregateError([new Error('c')], 'b')], 'a'),
      'AggregateError: a (AggregateError: b (Error: c))',
    ],
    ['an empty one', new AggregateError([], 'a'), 'AggregateError: a'],
    [
      'one that hides another',
      Object.assign(new Error('a'), { error: new Error('b'), suppressed: new TypeError('c') }),
      'Error: a (Error: b; TypeError: c)',
    ],
    ['a text', 'no', 'no'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a number', 5n, '5'],
    ['a symbol', Symbol('no'), 'Symbol(no)'],
    [
      'an object',
      { status: 500, message: 'no', inner: { list: [1, 'a', null, undefined] } },
      '{"status":500,"message":"no","inner":{"list":[1,"a",null,"undefined"]}}',
    ],
    ['a list', ['a', { b: 1 }], '["a",{"b":1}]'],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
    ['an error in an object', { error: new Error('no') }, '{"error":"Error: no"}'],
    ['an object with words of its own', new URL('http://a/'), 'http://a/'],
    ['a map', new Map([[1, 2]]), '[object Map]'],
    ['a function', fail, 'the function "fail"'],
    ['a class, where an instance was meant', class Refusal extends Error {}, 'the function "Refusal"'],
    [
      'a getter that throws',
      {
        a: 1,
        get b() {
          return fail();
        },
      },
      '{"a":1,"b":…}',
    ],
    ['an object that cannot be looked at', new Proxy({}, TRAPS), 'an object that cannot be told as text'],
    ['one that is revoked', revoked.proxy, 'an object that cannot be told as text'],
    ['an error whose message is no text', Object.assign(new Error(), { message: { a: 1 } }), 'Error: {"a":1}'],
    [
      'an error whose message cannot be read',
      Object.defineProperty(new Error(), 'message', { get: fail }),
      'Error: undefined',
    ],
  ];
  for (const [title, thrown, words] of cases) {
    it(title, () => {
      assert.equal(describeThrown(thrown), words);
      assert.ok(stackOf(thrown) === undefined || typeof stackOf(thrown) === 'string');
    });
  }
  it('a visitor reads the message alone, or the words that there are', () => {
    const cases: readonly (readonly [thrown: unknown, words: string])[] = [
      [new TypeError('no', { cause: new Error('b') }), 'no'],
      [new TypeError(), 'TypeError'],
      [new AggregateError([new Error('b')], 'a'), 'a (Error: b)'],
      [{ code: 5 }, '{"code":5}'],
    ];
    for (const [thrown, words] of cases) assert.equal(messageOf(thrown), words);
  });
  it('errors that are in each other, and objects that hold themselves, come to an end', () => {
    const [one, other] = [new Error('one'), new Error('other')];
    Object.assign(one, { cause: other });
    Object.assign(other, { cause: one });
    assert.match(describeThrown(one), /^(?:Error: (?:one|other); caused by ){15}Error: other$/);
    const all = new AggregateError([], 'all');
    Object.assign(all, { errors: [all, all, one] });
    assert.ok(describeThrown(all).length < 2000);
    const held: Record<string, unknown> = { a: 1 };
    Object.assign(held, { held });
    assert.equal(describeThrown(held), '{"a":1,"held":{"a":1,"held":{"a":1,"held":{…}}}}');
    const many = Array.from({ length: 1000 }, () => new Error('x'));
    assert.match(
      describeThrown(new AggregateError(many, 'all')),
      /^AggregateError: all \((?:Error: x; ){15}985 more\)$/,
    );
  });
  it('are bounded, whatever was thrown', () => {
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, 'x'.repeat(10_000)]));
    assert.ok(describeThrown({ wide, again: wide }).length <= 1001);
    assert.ok(describeThrown('x'.repeat(1_000_000)).length <= 1001);
  });
});

function fail(): never {
  throw new Error('a trap');
}
