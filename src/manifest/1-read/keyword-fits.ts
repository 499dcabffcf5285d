import { multipleOf } from './decimal.ts';
import { isRecord } from './is-record.ts';

/** Whether a value fits. */
export type Fit = (value: unknown) => boolean;

/** The types of JSON Schema; of a number, the wider one is the last. */
export const TYPES: ReadonlyMap<unknown, Fit> = new Map<unknown, Fit>([
  ['object', isRecord],
  ['array', Array.isArray],
  ['string', (value) => typeof value === 'string'],
  ['integer', Number.isInteger],
  ['number', Number.isFinite],
  ['boolean', (value) => typeof value === 'boolean'],
  ['null', (value) => value === null],
]);

/**
 * By a keyword of a schema, and what it wants: whether a value fits, for what can be said of plain values without ajv. Those about one
 * type let values of others pass.
 */
export const KEYWORD_FITS: ReadonlyMap<string, (wanted: unknown) => Fit> = new Map<string, (wanted: unknown) => Fit>([
  ['type', ofTypes],
  ['enum', ofChoices],
  ['const', (wanted) => (value) => value === wanted],
  ['maximum', (wanted) => inRange(Number.NEGATIVE_INFINITY, Number(wanted))],
  ['minimum', (wanted) => inRange(Number(wanted), Number.POSITIVE_INFINITY)],
  ['exclusiveMaximum', (wanted) => ofNumber((value) => value < Number(wanted))],
  ['exclusiveMinimum', (wanted) => ofNumber((value) => value > Number(wanted))],
  ['multipleOf', (wanted) => ofNumber(multipleOf(Number(wanted)))],
  ['safeInteger', () => inRange(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)],
  ['maxLength', (wanted) => ofText((value) => !isLonger(value, Number(wanted)))],
  ['minLength', (wanted) => ofText((value) => isLonger(value, Number(wanted) - 1))],
  ['pattern', ofPattern],
]);

export function isOfType(value: unknown, type: string): boolean {
  return TYPES.get(type)?.(value) === true;
}

/** Whether no digit of a whole number is lost. */
export function isSafe(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
}

/** Characters are code points; there are never more of them than code units. */
export function isLonger(text: string, charactersMax: number): boolean {
  if (charactersMax < 0) return true;
  if (text.length <= charactersMax) return false;
  let characters = 0;
  for (const _ of text) {
    characters += 1;
    if (characters > charactersMax) return true;
  }
  return false;
}

function ofTypes(wanted: unknown): Fit {
  const fits = [wanted].flat().flatMap((type) => TYPES.get(type) ?? []);
  const [only] = fits;
  return fits.length === 1 && only !== undefined ? only : (value) => fits.some((fit) => fit(value));
}

function ofChoices(wanted: unknown): Fit {
  const choices = [wanted].flat();
  return (value) => choices.includes(value);
}

function ofPattern(wanted: unknown): Fit {
  const pattern = new RegExp(String(wanted), 'u');
  return ofText((value) => pattern.test(value));
}

function inRange(min: number, max: number): Fit {
  return (value) => typeof value !== 'number' || (value >= min && value <= max);
}

function ofNumber(fit: (value: number) => boolean): Fit {
  return (value) => typeof value !== 'number' || fit(value);
}

function ofText(fit: (value: string) => boolean): Fit {
  return (value) => typeof value !== 'string' || fit(value);
}
