import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { splitList } from '../../src/http/field-list.ts';

describe('splitList (RFC 9110 §5.6.1)', () => {
  const cases: readonly (readonly [value: string, elements: readonly string[]])[] = [
    ['', []],
    ['a', ['a']],
    [' a , b\t,c', ['a', 'b', 'c']],
    [',,a,,', ['a']],
    ['"a, b", c', ['a, b', 'c']],
    ['"a\\"b"', ['a"b']],
    ['""', []],
    ['x="a,b", c', ['x="a,b"', 'c']],
    ['"open, b', ['"open', 'b']],
    ['"open\\", "b', ['"open\\", "b']],
    ['"a\\\\", "b, c"', ['a\\', 'b, c']],
    ['"a"b",c"', ['"a"b",c"']],
    ['"a\\"', ['"a\\"']],
    ['"a, \\"b, "', ['a, "b, ']],
    ['"\\", a, "\\"b', ['"\\", a, "\\"b']],
  ];
  for (const [value, elements] of cases) {
    it(JSON.stringify(value), () => assert.deepEqual(splitList(value), elements));
  }
  it('takes one pass, whatever a client sends', () => {
    const many = 2_000_000;
    assert.deepEqual(splitList(`a${' '.repeat(many)}b`), [`a${' '.repeat(many)}b`]);
    assert.equal(splitList(`"${'\\"'.repeat(many)}`).length, 1);
    assert.equal(splitList('",'.repeat(many)).length, many / 2);
    assert.equal(splitList(`"${'\\",'.repeat(many)}`).length, many);
  });
});
