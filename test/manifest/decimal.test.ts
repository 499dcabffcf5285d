import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { losesDigits, multipleOf, readDecimal } from '../../src/manifest/1-read/decimal.ts';

describe('decimal: multiples', () => {
  const cases: readonly (readonly [value: number, of: number, expected: boolean])[] = [
    [1, 1_000_000_000, false],
    [2_000_000_000, 1_000_000_000, true],
    [0, 7, true],
    [-0, 0.1, true],
    [-6, 3, true],
    [0.3, 0.1, true],
    [0.30000000000000004, 0.1, false],
    [4.35, 0.01, true],
    [1.005, 0.01, false],
    [19.99, 0.01, true],
    [1 + 2 ** -40, 1, false],
    [1e308, 0.5, true],
    [1e308, 3, false],
    [1.7976931348623157e308, 1e292, true],
    [1.7976931348623157e308, 1e293, false],
    [5e-324, 5e-324, true],
    [5e-324, 1, false],
    [1, 5e-324, true],
    [2 ** 53 + 2, 2, true],
    [1e21, 7, false],
    [Number.POSITIVE_INFINITY, 1, false],
    [Number.NaN, 1, false],
    [5, 0, false],
  ];
  for (const [value, of, expected] of cases) {
    it(`${value} is ${expected ? 'one' : 'none'} of ${of}`, () => assert.equal(multipleOf(of)(value), expected));
  }

  it('are those of whole numbers, moved by any power of ten', () => {
    const whole = fc.integer({ min: -99_999, max: 99_999 });
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 999 }), fc.integer({ min: -200, max: 200 }), (value, of, power) => {
        const moved = (number: number) => Number(`${number}e${power}`);
        assert.equal(multipleOf(moved(of))(moved(value)), value % of === 0);
      }),
      { seed: 20_261_130, numRuns: 2000 },
    );
  });
});

describe('decimal: digits that are lost', () => {
  const cases: readonly (readonly [text: string, lost: boolean])[] = [
    ['9007199254740993', true],
    ['9007199254740992', false],
    ['-9007199254740993', true],
    ['100000000000000000000', false],
    ['0.1', false],
    ['0.10', false],
    ['1.50e3', false],
    ['+1', false],
    ['.5', false],
    ['-0', false],
    ['0e99', false],
    ['3.14159265358979323846', true],
    ['1e-400', true],
    ['123456789012345678', true],
    ['0.30000000000000001', true],
    [`1${'0'.repeat(300)}`, false],
    ['word', false],
  ];
  for (const [text, lost] of cases) {
    it(`${text.slice(0, 30)}: ${lost ? 'some' : 'none'}`, () => assert.equal(losesDigits(text, Number(text)), lost));
  }
  it('are found in no time, however many there are', { timeout: 10_000 }, () => {
    assert.equal(readDecimal(`1${'0'.repeat(1_000_000)}1${'0'.repeat(1_000_000)}`)?.exponent, 1_000_000);
  });
  it('are none of any number as it is shown', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => !losesDigits(String(value), value)),
    );
  });
});
