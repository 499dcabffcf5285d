import { multipleOf } from '../1-read/decimal.ts';

/** The error that ajv would give for a value that breaks a rule. */
export interface PlainError {
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The first rule that a value breaks. */
export type PlainRule = (value: unknown) => PlainError | undefined;

/**
 * A schema of one plain value (a text, a number, a boolean) without ajv, but with ajv's own result in each case, so that the rules
 * of parameters cost a start nothing. undefined: the schema says more than that.
 */
export function plainRule(schema: Readonly<Record<string, unknown>>): PlainRule | undefined {
  const { type, errorMessage: _, description: __, ...words } = schema;
  const typed = type === undefined ? NO_TYPE : TYPES.get(type);
  if (typed === undefined) return undefined;
  const known = [...CHOICES, ...typed.words];
  if (!Object.keys(words).every((word) => known.includes(word)) || !hasPlainChoices(words)) return undefined;
  const tests = (ordered: readonly string[]) =>
    ordered.flatMap((word) => (word in words ? test(word, words[word]) : []));
  const [choices, bounds] = [tests(CHOICES), tests(typed.words)];
  const ofType = type === undefined ? [] : [{ keyword: 'type', params: { type }, fits: typed.fits }];
  // The order is ajv's, which checks the type where a rule first needs it.
  const sorted = typed.asksLate && bounds.length > 0 ? [choices, ofType, bounds] : [ofType, choices, bounds];
  return firstBroken(sorted.flat());
}

interface Test extends PlainError {
  readonly fits: (value: unknown) => boolean;
}

function firstBroken(tests: readonly Test[]): PlainRule {
  return (value) => {
    for (const test of tests) if (!test.fits(value)) return test;
    return undefined;
  };
}

const CHOICES = ['const', 'enum'];

interface TypeRules {
  readonly fits: (value: unknown) => boolean;
  /** Those of its own, in ajv's order. */
  readonly words: readonly string[];
  readonly asksLate: boolean;
}

const NUMBER_WORDS = ['maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum', 'multipleOf', 'safeInteger'];

const NO_TYPE: TypeRules = { fits: () => true, words: [], asksLate: false };

const TYPES: ReadonlyMap<unknown, TypeRules> = new Map<unknown, TypeRules>([
  [
    'string',
    { fits: (value) => typeof value === 'string', words: ['maxLength', 'minLength', 'pattern'], asksLate: true },
  ],
  ['number', { fits: Number.isFinite, words: NUMBER_WORDS, asksLate: true }],
  ['integer', { fits: Number.isInteger, words: NUMBER_WORDS, asksLate: false }],
  ['boolean', { fits: (value) => typeof value === 'boolean', words: [], asksLate: false }],
]);

function hasPlainChoices({ const: constant, enum: choices }: Readonly<Record<string, unknown>>): boolean {
  const all = [constant, ...(Array.isArray(choices) ? choices : [])];
  return all.every((choice) => typeof choice !== 'object' || choice === null);
}

/** The values have the right type by now, and the manifest's schema has checked the keywords. */
function test(keyword: string, wanted: unknown): Test {
  const limit = Number(wanted);
  const params = { limit };
  switch (keyword) {
    case 'const':
      return { keyword, params: { allowedValue: wanted }, fits: (value) => value === wanted };
    case 'enum': {
      const choices = Array.isArray(wanted) ? wanted : [];
      return { keyword, params: { allowedValues: choices }, fits: (value) => choices.includes(value) };
    }
    case 'maximum':
      return { keyword, params, fits: (value) => Number(value) <= limit };
    case 'minimum':
      return { keyword, params, fits: (value) => Number(value) >= limit };
    case 'exclusiveMaximum':
      return { keyword, params, fits: (value) => Number(value) < limit };
    case 'exclusiveMinimum':
      return { keyword, params, fits: (value) => Number(value) > limit };
    case 'multipleOf': {
      const isMultiple = multipleOf(limit);
      return { keyword, params: {}, fits: (value) => isMultiple(Number(value)) };
    }
    case 'safeInteger':
      return { keyword, params: {}, fits: (value) => Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER };
    case 'maxLength':
      return { keyword, params, fits: (value) => !isLonger(String(value), limit) };
    case 'minLength':
      return { keyword, params, fits: (value) => isLonger(String(value), limit - 1) };
    case 'pattern': {
      const expression = new RegExp(String(wanted), 'u');
      return { keyword, params: { pattern: wanted }, fits: (value) => expression.test(String(value)) };
    }
    default:
      throw new Error(`The word ${keyword} is no plain rule`);
  }
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
