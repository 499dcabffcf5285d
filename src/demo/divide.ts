import { HttpError } from '../contract/http-error.ts';
import type { Handlers, Quotient } from './routes.gen.ts';

/**
 * `GET /div/6/to/3`: divides one number by another.
 * 400 if a double cannot hold the quotient: a zero divisor (-0 too), an overflow, an underflow to zero.
 */
export const divide: Handlers['divide'] = ({ params: { dividend, divisor } }): Quotient => {
  if (divisor === 0) {
    throw refusal(
      'A number cannot be divided by zero. Choose another divisor.',
      `Division by zero: ${dividend} divided by ${divisor}`,
    );
  }
  const quotient = dividend / divisor;
  if (!Number.isFinite(quotient)) {
    throw refusal(
      'The result is too large to be shown. Choose a smaller dividend or a larger divisor.',
      `Overflow: ${dividend} divided by ${divisor}`,
    );
  }
  if (quotient === 0 && dividend !== 0) {
    throw refusal(
      'The result is too close to zero to be shown. Choose a larger dividend or a smaller divisor.',
      `Underflow: ${dividend} divided by ${divisor}`,
    );
  }
  return { dividend, divisor, quotient: toShownNumber(quotient) };
};

/**
 * At most 15 significant digits: as many as every double keeps, so that the error of binary fractions
 * (0.3/0.1 is 2.9999999999999996) does not show. From 1e21 up and below 1e-6 it has an exponent; -0 is `0`.
 */
function toShownNumber(value: number): string {
  // A short whole number is its own 15 digits; the long way took 2 µs.
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  const rounded = value.toPrecision(15);
  const shortest = Number(rounded);
  // The last few doubles below the largest are rounded up to something that is not a double any more.
  return Number.isFinite(shortest) ? String(shortest) : rounded;
}

function refusal(messageForPeople: string, original: string): HttpError {
  return new HttpError(400, messageForPeople, { cause: new RangeError(original) });
}
