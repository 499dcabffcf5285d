/** `8KiB`, `1MiB`, or a plain number, to bytes. The schema has proved the form. */
export function parseSize(size: number | string): number {
  return typeof size === 'number' ? size : multiply(size, SIZE_UNITS);
}

/** `10s`, `500ms`, `2m`, `30d`, to milliseconds. The schema has proved the form. */
export function parseDuration(duration: string): number {
  return multiply(duration, DURATION_UNITS);
}

const SIZE_UNITS: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
  ['GiB', 1024 ** 3],
]);

/** A timer of Node.js holds at most 2^31-1 ms, 24.8 days; longer times that the schema allows are not for timers. */
const DURATION_UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

function multiply(quantity: string, units: ReadonlyMap<string, number>): number {
  const number = Number.parseInt(quantity, 10);
  const factor = units.get(quantity.replace(/^\d+/, ''));
  if (factor === undefined) throw new RangeError(`The schema let "${quantity}" pass`);
  return number * factor;
}
