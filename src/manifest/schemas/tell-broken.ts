import type { ErrorObject } from 'ajv/dist/2020.js';
import { keysOf } from '../../http/json-pointer.ts';
import { isRecord, recordOf } from '../1-read/is-record.ts';
import {
  either,
  inWords,
  type RuleWords,
  ruleWords,
  shortened,
  titleWords,
  VAGUE_WORDS,
} from '../findings/rule-words.ts';

/** A value that breaks a rule. */
export interface BrokenValue {
  /** The keys that lead to the value that breaks it; a list's items count from "0". */
  readonly keys: readonly string[];
  /** `must be at least 1` */
  readonly rule: string;
  /** What people read instead: the `errorMessage` of the schema whose rule it is. */
  readonly message?: string;
  /** The value itself; undefined where a property is missing, or there is one too many. */
  readonly found: unknown;
  /** The keys of a property that is missing, or one too many; else those above. */
  readonly at?: readonly string[];
}

/** `"a.b" in it must be text` */
export function ruleInside({ keys, rule }: BrokenValue): string {
  return `${keys.length === 0 ? 'it' : `"${keys.join('.')}" in it`} ${rule}`;
}

/** A schema as ajv gets it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What a value breaks, by the errors that ajv has found; undefined: there are none. Where it is none of several alternatives, that is
 * never a rule that it keeps: of each alternative ajv has the rule that made it fail.
 */
export function tellBroken(errors: readonly ErrorObject[]): BrokenValue | undefined {
  const last = errors.at(-1);
  // ajv does not say how many of the errors before it belong to a list's items that failed in an alternative.
  const isClear = errors.length === 1 || errors.every(({ keyword }) => keyword !== 'contains');
  const mistake = last && (isClear ? takeLast([...errors]) : { error: last, tried: [] });
  if (mistake === undefined) return undefined;
  const { keys, words, found, message, at } = told(mistake);
  return {
    ...{ keys, rule: inWords(words), found },
    ...(message === undefined ? {} : { message }),
    ...(at === undefined ? {} : { at }),
  };
}

/** One error, with those that led to it: of a failed `anyOf` the mistake in each alternative, in their order. */
interface Mistake {
  readonly error: ErrorObject;
  readonly tried: readonly Mistake[];
}

/** ajv writes the errors that led to one before it, and of each alternative only the first. */
function takeLast(errors: ErrorObject[]): Mistake | undefined {
  const error = errors.pop();
  if (error === undefined) return undefined;
  const tried: Mistake[] = [];
  for (let count = causesOf(error); count > 0; count--) {
    const mistake = takeLast(errors);
    if (mistake !== undefined) tried.unshift(mistake);
  }
  return { error, tried };
}

/** How many errors led to this one. */
function causesOf({ keyword, schema, params }: ErrorObject): number {
  switch (keyword) {
    case 'anyOf':
      return listOf(schema).length;
    case 'oneOf': {
      // If two match, it goes no further.
      const [, second] = listOf(params['passingSchemas']);
      return typeof second === 'number' ? second - 1 : listOf(schema).length;
    }
    case 'if':
    case 'propertyNames':
      return 1;
    default:
      return 0;
  }
}

interface Told extends Pick<BrokenValue, 'keys' | 'found' | 'message' | 'at'> {
  readonly words: RuleWords;
}

function told(mistake: Mistake): Told {
  const { errorMessage } = recordOf(mistake.error.parentSchema);
  const inside = toldPlainly(mistake);
  // Nearer words are about something inside.
  if (typeof errorMessage !== 'string' || inside.message !== undefined) return inside;
  return { ...inside, keys: keysOf(mistake.error.instancePath), found: mistake.error.data, message: errorMessage };
}

function toldPlainly({ error, tried }: Mistake): Told {
  const { keyword, instancePath, data, schema } = error;
  const keys = keysOf(instancePath);
  const [cause] = tried;
  // The value is one that `then` or `else` is for, so it must keep its rule.
  if (keyword === 'if' && cause !== undefined) return told(cause);
  if (keyword === 'propertyNames' && cause !== undefined) return toldOfName(error, told(cause));
  const isDecided = keyword === 'oneOf' && error.params['passingSchemas'] !== null;
  if (cause === undefined || isDecided) return toldOfValue(error);
  const schemas = listOf(schema);
  const all = tried.map((mistake, index): Alternative => {
    const ofWhole = mistake.error.instancePath === instancePath ? mistake.error.keyword : undefined;
    return { schema: recordOf(schemas[index]), ofWhole, told: told(mistake) };
  });
  return toldOfAlternatives({ keys, value: data, all });
}

function toldOfValue(error: ErrorObject): Told {
  const keys = keysOf(error.instancePath);
  const words = ruleWords(error);
  const named = OF_PROPERTY.get(error.keyword);
  if (named === undefined) return { keys, words, found: error.data };
  return { keys, words, found: undefined, at: [...keys, shortened(String(error.params[named]))] };
}

/** What is said of one property of the value, and not of the value itself: by the parameter that names it. */
const OF_PROPERTY: ReadonlyMap<string, string> = new Map([
  ['required', 'missingProperty'],
  ['dependentRequired', 'missingProperty'],
  ['additionalProperties', 'additionalProperty'],
  ['unevaluatedProperties', 'unevaluatedProperty'],
]);

function toldOfName({ instancePath, params }: ErrorObject, { words }: Told): Told {
  const [keys, name] = [keysOf(instancePath), shortened(String(params['propertyName']))];
  const must = [`must not have the property "${name}": its name ${inWords(words)}`];
  return { keys, words: { be: [], must }, found: undefined, at: [...keys, name] };
}

interface Alternative {
  readonly schema: JsonSchema;
  /** The word of it that the value breaks; undefined where something inside of the value breaks one. */
  readonly ofWhole: string | undefined;
  readonly told: Told;
}

/** A value that is none of the alternatives. */
interface Failed {
  readonly keys: readonly string[];
  readonly value: unknown;
  readonly all: readonly Alternative[];
}

function toldOfAlternatives(failed: Failed): Told {
  const { keys, value, all } = failed;
  const typed = all.filter(({ ofWhole }) => ofWhole !== 'type');
  const tagged = typed.filter(({ schema }) => wrongTags(schema, value).size === 0);
  if (tagged.length === 0 && typed.length > 0) {
    const ofTag = toldOfTag({ keys, value, all: typed });
    if (ofTag !== undefined) return ofTag;
  }
  const meant = tagged.length > 0 ? tagged : typed;
  const place = meant[0]?.told.keys ?? keys;
  const isHolder = typeof value === 'object' && value !== null;
  if (meant.some((one) => !equal(one.told.keys, place))) return toldByTitles(failed);
  const isInside = place.length > keys.length;
  // An object that is nearly one of the alternatives is not meant to be a text.
  const choices = isInside || (isHolder && meant.length > 0) ? meant : all;
  const founds = choices.map((one) => one.told.found);
  const [at] = choices.map((one) => one.told.at);
  const isOne = at !== undefined && choices.every((one) => equal(one.told.at ?? [], at));
  return {
    keys: place,
    words: either(choices.map((one) => (isInside ? one.told.words : wordsOf(one)))),
    found: founds.find((found) => found !== undefined),
    ...(isOne ? { at } : {}),
  };
}

/** Different alternatives break at different places: none of them is more to the point than another. */
function toldByTitles({ keys, value, all }: Failed): Told {
  const words = all.map(
    ({ schema, ofWhole, told: { words: own } }) => titleWords(schema) ?? (ofWhole === 'type' ? own : undefined),
  );
  const known = words.filter((each) => each !== undefined);
  return { keys, words: known.length === all.length ? either(known) : VAGUE_WORDS, found: value };
}

/** By its title, where the value is nothing of the kind; else a title such as "a whole number" could be a rule that the value keeps. */
function wordsOf({ schema, ofWhole, told: { words } }: Alternative): RuleWords {
  return ofWhole !== undefined && OF_KIND.has(ofWhole) ? (titleWords(schema) ?? words) : words;
}

const OF_KIND: ReadonlySet<string> = new Set(['type', 'enum', 'const']);

/** An object whose `kind`, or what else tells alternatives apart, is that of none: undefined where no property does so for all of them. */
function toldOfTag({ keys, value, all }: Failed): Told | undefined {
  const tags = all.map(({ schema }) => wrongTags(schema, value));
  const name = [...(tags[0]?.keys() ?? [])].find((each) => tags.every((wrong) => wrong.has(each)));
  if (name === undefined) return undefined;
  const choices = tags.flatMap((wrong) => wrong.get(name) ?? []);
  return {
    keys: [...keys, name],
    words: ruleWords({ keyword: 'enum', schema: choices }),
    found: recordOf(value)[name],
  };
}

/** Those of the tags of a schema (`Schema.tags`) that an object has with another value: with what they can be. */
function wrongTags({ tags }: JsonSchema, value: unknown): ReadonlyMap<string, readonly unknown[]> {
  const known = isRecord(value) ? Object.entries(recordOf(tags)) : [];
  const given = recordOf(value);
  return new Map(
    known.flatMap(([name, choices]) =>
      Object.hasOwn(given, name) && !listOf(choices).includes(given[name]) ? [[name, listOf(choices)]] : [],
    ),
  );
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index]);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
