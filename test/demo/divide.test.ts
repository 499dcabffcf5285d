import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HttpError } from '../../src/contract/http-error.ts';
import { divide } from '../../src/demo/divide.ts';
import { makeInput } from './handler-input.ts';

describe('divide: the quotient that people see (S8)', () => {
  const cases = [
    [6, 3, '2'],
    [0.3, 0.1, '3'],
    [1, 3, '0.333333333333333'],
    [2, 3, '0.666666666666667'],
    [-7, 2, '-3.5'],
    [-7, -2, '3.5'],
    [0, 5, '0'],
    [1.1, 1, '1.1'],
    [100, 1, '100'],
    [9007199254740991, 1, '9007199254740990'],
  ] as const;
  for (const [dividend, divisor, quotient] of cases) {
    it(`shows ${dividend}/${divisor} as ${quotient}`, () => checkShown(dividend, divisor, quotient));
  }

  it('shows a negative zero as 0, since nobody counts with a signed zero', () => {
    checkShown(0, -5, '0');
    checkShown(-0, 5, '0');
  });

  it('gives very large and very small quotients an exponent, so that they can be read', () => {
    checkShown(1e20, 1, '100000000000000000000');
    checkShown(1e21, 1, '1e+21');
    checkShown(1, 1e6, '0.000001');
    checkShown(1, 1e7, '1e-7');
    checkShown(5e-324, 1, '5e-324');
  });

  it('shows the largest double, though rounding it to 15 digits is no double any more', () => {
    checkShown(Number.MAX_VALUE, 1, '1.79769313486232e+308');
  });

  it('never shows more than 15 significant digits, whatever the quotient', () => {
    for (let dividend = 1; dividend < 60; dividend += 1) {
      for (let divisor = 1; divisor < 60; divisor += 1) {
        const shown = quotientOf(dividend, divisor);
        const digits = shown.replace(/^0\.0*|\D/g, '');
        assert.ok(digits.length <= 15, `${dividend}/${divisor} is ${shown}`);
        assert.ok(Math.abs(Number(shown) * divisor - dividend) < 1e-12, `${dividend}/${divisor} is ${shown}`);
      }
    }
  });
});

describe('divide: refusals (S8)', () => {
  const cases = [
    [1, 0, 'divided by zero'],
    [0, 0, 'divided by zero'],
    [5, -0, 'divided by zero'],
    [1e308, 1e-308, 'too large'],
    [-1e308, 1e-308, 'too large'],
    [1e-308, 1e308, 'too close to zero'],
    [-1e-308, 1e308, 'too close to zero'],
  ] as const;
  for (const [dividend, divisor, reason] of cases) {
    it(`answers ${dividend}/${Object.is(divisor, -0) ? '-0' : divisor} with 400 and says "${reason}"`, () =>
      checkRefused(dividend, divisor, reason));
  }
});

function checkShown(dividend: number, divisor: number, quotient: string): void {
  assert.deepEqual(divide(makeInput({ params: { dividend, divisor } })), { dividend, divisor, quotient });
}

function quotientOf(dividend: number, divisor: number): string {
  const model = divide(makeInput({ params: { dividend, divisor } }));
  assert.ok('quotient' in model);
  return model.quotient;
}

function checkRefused(dividend: number, divisor: number, reason: string): void {
  assert.throws(
    () => divide(makeInput({ params: { dividend, divisor } })),
    (error) => error instanceof HttpError && error.status === 400 && error.message.includes(reason),
  );
}
