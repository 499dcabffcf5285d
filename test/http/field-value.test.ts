import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldValue, hasConditions } from '../../src/http/field-value.ts';

const LINES = [
  ['Host', 'a'],
  ['ACCEPT', 'text/html'],
  ['If', 'no condition'],
  ['accept', '*/*'],
] as const;

describe('field value (RFC 9110 §5.2)', () => {
  const cases: readonly (readonly [name: string, value: string | undefined])[] = [
    ['host', 'a'],
    ['accept', 'text/html, */*'],
    ['accepts', undefined],
    ['hosts', undefined],
    ['hose', undefined],
  ];
  for (const [name, value] of cases) {
    it(`of "${name}" is ${value}, whatever the case of its name and however many its lines`, () =>
      assert.equal(fieldValue(LINES, name), value));
  }
});

describe('conditions (RFC 9110 §13.1)', () => {
  it('are those fields whose name begins with If-, in any case', () => {
    assert.equal(hasConditions(LINES), false);
    for (const name of ['If-None-Match', 'if-match', 'IF-UNMODIFIED-SINCE', 'If-Modified-Since'])
      assert.equal(hasConditions([...LINES, [name, '*']]), true, name);
  });
});
