import { guarded } from './guarded.ts';

/** So many errors are told of in one text, causes and parts of others together: they can be those of each other. */
const ERRORS_MAX = 16;
const UNTELLABLE = 'an object that cannot be told as text';

interface Budget {
  errors: number;
}

/**
 * The words of whatever was thrown: an error's message, with those of the errors that it is made of, or the value as text. Like all
 * readers of thrown values here it never throws.
 */
export function messageOf(thrown: unknown): string {
  return isError(thrown) ? errorMessage(thrown, { errors: ERRORS_MAX }) : valueText(thrown);
}

/** An error with all that it is made of, and all that caused it, outermost first. */
export function describeThrown(thrown: unknown): string {
  return describe(thrown, { errors: ERRORS_MAX });
}

/** Where an error was made, if it is one. */
export function stackOf(thrown: unknown): string | undefined {
  return guarded(() => (thrown instanceof Error && thrown.stack !== undefined ? String(thrown.stack) : undefined));
}

/** The code of an error of the system, or of a library: `ENOENT`. */
export function codeOf(thrown: unknown): string | undefined {
  return guarded(() =>
    typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : undefined,
  );
}

function isError(thrown: unknown): thrown is Error {
  return guarded(() => thrown instanceof Error) ?? false;
}

function describe(thrown: unknown, budget: Budget): string {
  if (!isError(thrown)) return valueText(thrown);
  budget.errors -= 1;
  const name = guarded(() => String(thrown.name)) ?? 'Error';
  const message = errorMessage(thrown, budget);
  const text = message === name || message === '' ? name : `${name}: ${message}`;
  const cause = guarded(() => thrown.cause);
  return cause === undefined || budget.errors <= 0 ? text : `${text}; caused by ${describe(cause, budget)}`;
}

/** An error without a message has its name, or the errors that it is made of (ECMA-262 §20.5.7). */
function errorMessage(error: Error, budget: Budget): string {
  const message = guarded(() => error.message);
  const own = typeof message === 'string' ? message : valueText(message);
  const inner = guarded(() => innerText(partsOfError(error), budget));
  if (inner === undefined || inner === '') return own === '' ? (guarded(() => String(error.name)) ?? 'Error') : own;
  return own === '' ? inner : `${own} (${inner})`;
}

/** Those of an AggregateError; of a SuppressedError the later one and the one that it hides. */
function partsOfError(error: Error): readonly unknown[] {
  if ('errors' in error && Array.isArray(error.errors)) return error.errors;
  return 'error' in error && 'suppressed' in error ? [error.error, error.suppressed] : [];
}

function innerText(errors: readonly unknown[], budget: Budget): string {
  const texts: string[] = [];
  for (const error of errors) {
    if (budget.errors <= 0) break;
    texts.push(isError(error) ? describe(error, budget) : valueText(error));
    if (!isError(error)) budget.errors -= 1;
  }
  const more = errors.length - texts.length;
  return more === 0 ? texts.join('; ') : [...texts, `${more} more`].join('; ');
}

/** What is no error, as a text for people: as it says itself, else as JSON would write it. It may be megabytes, or hold itself. */
function valueText(value: unknown): string {
  return cut(ownWords(value) ?? guarded(() => partsOf(Object(value), DEPTH_MAX)) ?? UNTELLABLE, TEXT_MAX);
}

const TEXT_MAX = 1000;
const PART_TEXT_MAX = 200;
const DEPTH_MAX = 3;
const ITEMS_MAX = 10;

function cut(text: string, lengthMax: number): string {
  return text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text;
}

/** Undefined for an object that has no words of its own, but parts. */
function ownWords(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'function') return guarded(() => `the function "${value.name}"`) ?? 'a function';
  const words = guarded(() => (isError(value) ? `${value.name}: ${value.message}` : String(value)));
  const isList = guarded(() => Array.isArray(value)) ?? false;
  const isBare = words === undefined || isList || words === '[object Object]';
  return isBare && typeof value === 'object' && value !== null ? undefined : words;
}

function partsOf(value: object, depth: number): string {
  if (depth === 0) return Array.isArray(value) ? '[…]' : '{…}';
  const keys = Object.keys(value);
  const rest = keys.length > ITEMS_MAX ? ['…'] : [];
  const texts = keys.slice(0, ITEMS_MAX).map((key) => {
    const part = guarded(() => partText(Reflect.get(value, key), depth - 1)) ?? '…';
    return Array.isArray(value) ? part : `${JSON.stringify(key)}:${part}`;
  });
  const all = [...texts, ...rest].join(',');
  return Array.isArray(value) ? `[${all}]` : `{${all}}`;
}

function partText(part: unknown, depth: number): string {
  const words = ownWords(part);
  const isPlain = typeof part === 'number' || typeof part === 'boolean' || part === null;
  if (words !== undefined) return isPlain ? words : JSON.stringify(cut(words, PART_TEXT_MAX));
  return partsOf(Object(part), depth);
}
