import { type Fit, KEYWORD_FITS } from '../1-read/keyword-fits.ts';

/** The keyword of the first rule that a value breaks. */
export type PlainRule = (value: unknown) => string | undefined;

/**
 * A schema of one plain value (a text, a number, a boolean) without ajv, but with ajv's own result in each case, so that the rules
 * of parameters cost a start nothing. undefined: the schema says more than that.
 */
export function plainRule(schema: Readonly<Record<string, unknown>>): PlainRule | undefined {
  const { type, errorMessage: _, description: __, ...words } = schema;
  const ofType = WORDS.get(type);
  const known = [...CHOICES, ...(ofType ?? [])];
  if (ofType === undefined || !Object.keys(words).every((word) => known.includes(word))) return undefined;
  if (!hasPlainChoices(words)) return undefined;
  const [typed, choices, bounds] = [fitsOf(['type'], schema), fitsOf(CHOICES, schema), fitsOf(ofType, schema)];
  // The order is ajv's, which checks a type where a rule first needs it.
  const asksLate = type !== 'integer' && bounds.length > 0;
  return firstBroken(asksLate ? [...choices, ...typed, ...bounds] : [...typed, ...choices, ...bounds]);
}

const CHOICES = ['const', 'enum'];

const OF_NUMBERS = ['maximum', 'minimum', 'exclusiveMaximum', 'exclusiveMinimum', 'multipleOf', 'safeInteger'];

/** By type, the keywords of its own, in ajv's order. */
const WORDS: ReadonlyMap<unknown, readonly string[]> = new Map<unknown, readonly string[]>([
  [undefined, []],
  ['string', ['maxLength', 'minLength', 'pattern']],
  ['number', OF_NUMBERS],
  ['integer', OF_NUMBERS],
  ['boolean', []],
]);

function hasPlainChoices({ const: constant, enum: choices }: Readonly<Record<string, unknown>>): boolean {
  return [[constant], choices].flat().every((choice) => typeof choice !== 'object' || choice === null);
}

interface NamedFit {
  readonly keyword: string;
  readonly fits: Fit;
}

/** Of those of these keywords that a schema has. */
function fitsOf(keywords: readonly string[], schema: Readonly<Record<string, unknown>>): readonly NamedFit[] {
  return keywords.flatMap((keyword): readonly NamedFit[] => {
    const fitFor = schema[keyword] === undefined ? undefined : KEYWORD_FITS.get(keyword);
    return fitFor === undefined ? [] : [{ keyword, fits: fitFor(schema[keyword]) }];
  });
}

function firstBroken(all: readonly NamedFit[]): PlainRule {
  return (value) => {
    for (const { keyword, fits } of all) if (!fits(value)) return keyword;
    return undefined;
  };
}
