/** How JSON writes numbers (RFC 8259 §6). */
export const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A decimal number of any length: `digits` times ten to the power of `exponent`. */
export interface Decimal {
  readonly negative: boolean;
  /** Without zeros at either end. Empty: zero, which is not negative and has the exponent 0. */
  readonly digits: string;
  readonly exponent: number;
}

/** The number that a text spells, as JSON and YAML do; undefined: it spells none. */
export function readDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const all = whole + fraction;
  const [from, to] = [firstDigit(all), lastDigit(all)];
  if (from > to) return ZERO;
  const digits = all.slice(from, to + 1);
  return { negative: sign === '-', digits, exponent: Number(exponent) - fraction.length + (all.length - 1 - to) };
}

const DECIMAL = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/;
const ZERO: Decimal = { negative: false, digits: '', exponent: 0 };

/** The number that people read where a double is shown: the shortest of those that are read as this one. */
function decimalOf(value: number): Decimal {
  return readDecimal(String(value)) ?? ZERO;
}

/** Whether a double, once it is read, is shown as another number than the text that it was read from. */
export function losesDigits(text: string, value: number): boolean {
  const [written, shown] = [readDecimal(text), decimalOf(value)];
  if (written === undefined) return false;
  return written.digits !== shown.digits || written.exponent !== shown.exponent || written.negative !== shown.negative;
}

/** Whether a number is a multiple of `of`: exactly, by the digits of both. */
export function multipleOf(of: number): (value: number) => boolean {
  const divisor = decimalOf(of);
  if (divisor.digits === '') return () => false;
  const [whole, digits] = [Number.isSafeInteger(of), BigInt(divisor.digits)];
  return (value) => {
    if (whole && Number.isSafeInteger(value)) return value % of === 0;
    if (!Number.isFinite(value)) return false;
    const number = decimalOf(value);
    if (number.digits === '') return true;
    // Its digits do not end in a zero, so nothing that does is a divisor.
    const shift = number.exponent - divisor.exponent;
    return shift >= 0 && (BigInt(number.digits) * 10n ** BigInt(Math.min(shift, SHIFT_MAX))) % digits === 0n;
  };
}

/** A double has 17 digits at most, and 2 or 5 are factors of such a number less often than that. */
const SHIFT_MAX = 60;

/** By index: an expression for zeros at the end would try each run of zeros anew. */
function firstDigit(digits: string): number {
  let at = 0;
  while (digits[at] === '0') at += 1;
  return at;
}

function lastDigit(digits: string): number {
  let at = digits.length - 1;
  while (digits[at] === '0') at -= 1;
  return at;
}
