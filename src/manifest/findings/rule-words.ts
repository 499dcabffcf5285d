import type { ErrorObject } from 'ajv/dist/2020.js';
import { counted, wordList } from '../../http/word-list.ts';
import { FORMATS } from './formats.ts';

/** What an error of ajv tells of the rule, and of the value that breaks it. `schema` is what its keyword says. */
type RuleError = Pick<ErrorObject, 'keyword'> &
  Partial<Pick<ErrorObject, 'params' | 'schema'>> & {
    readonly data?: unknown;
    /** The schema that the rule is part of. */
    readonly parentSchema?: Readonly<Record<string, unknown>>;
  };

/** A rule, or several of which one must be kept. */
export interface RuleWords {
  /** What the value can be: each follows "must be". */
  readonly be: readonly string[];
  /** Rules in other words. */
  readonly must: readonly string[];
}

/** The rule that an error of ajv is about, in words that follow the name of the value. */
export function ruleInWords(error: RuleError): string {
  return inWords(ruleWords(error));
}

/** `must be null, or must match the pattern ^a` */
export function inWords({ be, must }: RuleWords): string {
  return orList(be.length === 0 ? must : [`must be ${orList(be)}`, ...must]);
}

/** One of these rules must be kept. */
export function either(rules: readonly RuleWords[]): RuleWords {
  return {
    be: [...new Set(rules.flatMap(({ be }) => be))],
    must: [...new Set(rules.flatMap(({ must }) => must))],
  };
}

/** What people call the values of a schema. */
export function titleWords({ title }: Readonly<Record<string, unknown>>): RuleWords | undefined {
  return typeof title === 'string' ? { be: [title], must: [] } : undefined;
}

/** The rule of alternatives that have no names, and that the value is near to in different ways. */
export const VAGUE_WORDS: RuleWords = { be: ['one of the alternatives that its schema lists'], must: [] };

/** The same, taken apart. */
export function ruleWords({ keyword, params = {}, schema, data, parentSchema }: RuleError): RuleWords {
  const ofKeyword = OF_KEYWORD.get(keyword);
  if (ofKeyword !== undefined) return ofKeyword(schema, data);
  const { missingProperty, property } = params;
  switch (keyword) {
    case 'type':
      // Of a text such as 1e400 JSON.parse makes a number that is none of JSON's.
      if (typeof data === 'number' && !Number.isFinite(data)) return having(TOO_LARGE);
      return { be: typeWords(schema), must: [] };
    case 'pattern':
      return having(patternWords(schema, parentSchema?.['description']));
    case 'required':
      return having(`must have the property "${missingProperty}"`);
    case 'dependentRequired':
      return having(`must have the property "${missingProperty}" beside "${property}"`);
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = params['additionalProperty'] ?? params['unevaluatedProperty'];
      return having(`must not have the property "${shortened(String(name))}"`);
    }
    case 'items':
    case 'unevaluatedItems':
      return having(`must have at most ${counted(params['limit'] ?? params['len'], 'item')}`);
    case 'contains':
      return having(containsWords(params));
    case 'oneOf':
      if (params['passingSchemas'] !== null) return having('must match only one of the alternatives of its schema');
      return VAGUE_WORDS;
    case 'anyOf':
      return VAGUE_WORDS;
    default:
      return having(`must keep to ${keyword} ${String(schema)}`);
  }
}

const TOO_LARGE = 'must not be so large: its digits would be lost';

type WordsOf = (wanted: unknown, data: unknown) => RuleWords;

/** Of those of which all is said by what they say in the schema. */
const OF_KEYWORD: ReadonlyMap<string, WordsOf> = new Map<string, WordsOf>([
  ['enum', (choices, data) => ({ be: choiceWords(listOf(choices), data), must: [] })],
  ['const', (value, data) => ({ be: choiceWords([value], data), must: [] })],
  ['minimum', (limit) => being(`at least ${limit}`)],
  ['maximum', (limit) => being(`at most ${limit}`)],
  ['exclusiveMinimum', (limit) => being(`more than ${limit}`)],
  ['exclusiveMaximum', (limit) => being(`less than ${limit}`)],
  ['multipleOf', (factor) => being(`a multiple of ${factor}`)],
  ['safeInteger', () => having(TOO_LARGE)],
  ['minLength', (limit) => being(`at least ${counted(limit, 'character')} long`)],
  ['maxLength', (limit) => being(`at most ${counted(limit, 'character')} long`)],
  ['format', formatWords],
  ['minItems', (limit) => having(`must have at least ${counted(limit, 'item')}`)],
  ['maxItems', (limit) => having(`must have at most ${counted(limit, 'item')}`)],
  ['uniqueItems', () => having('must not have the same item twice')],
  ['minProperties', (limit) => having(`must have at least ${counted(limit, 'property')}`)],
  ['maxProperties', (limit) => having(`must have at most ${counted(limit, 'property')}`)],
  ['not', () => having('must not be what its schema excludes')],
  ['false schema', () => having('must not be there')],
]);

function containsWords({ minContains: min, maxContains: max }: ErrorObject['params']): string {
  if (min === 0) return `must have at most ${counted(max, 'item')} that its schema asks for`;
  const most = max === undefined ? '' : ` and at most ${max}`;
  return `must have at least ${counted(min, 'item')}${most} that its schema asks for`;
}

function formatWords(format: unknown): RuleWords {
  const { words } = FORMATS.get(String(format)) ?? {};
  return words === undefined ? having(`must have the format ${format}`) : being(words);
}

/** Who visits a page reads no regular expressions. */
function patternWords(pattern: unknown, description: unknown): string {
  if (typeof description !== 'string') return `must match the pattern ${pattern}`;
  return `must be as described: ${description.replace(/\.$/, '')}`;
}

function being(words: string): RuleWords {
  return { be: [words], must: [] };
}

function having(words: string): RuleWords {
  return { be: [], must: [words] };
}

/** Of a type of JSON Schema, or of several. */
function typeWords(type: unknown): readonly string[] {
  const types = Array.isArray(type) ? type : [type];
  return types.map((name) => TYPE_WORDS.get(String(name)) ?? String(name));
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['boolean', 'true or false'],
  ['object', 'an object'],
  ['array', 'a list'],
  ['null', 'null'],
]);

/** As people write them: text without quotes, unless that could be another value: `"5"`, beside values that are not text. */
function choiceWords(choices: readonly unknown[], found: unknown): readonly string[] {
  const areTexts = [found, ...choices].every((value) => typeof value === 'string');
  return choices.map((value) => {
    const isPlain =
      typeof value === 'string' && value !== '' && (areTexts || !/^(?:[-\d.].*|true|false|null)$/.test(value));
    return isPlain ? value : JSON.stringify(value);
  });
}

function orList(words: readonly string[]): string {
  return wordList(words, 'or');
}

function listOf(values: unknown): readonly unknown[] {
  return Array.isArray(values) ? values : [];
}

/** The name comes from the request. */
export function shortened(name: string): string {
  return name.length > NAME_CHARACTERS_MAX ? `${name.slice(0, NAME_CHARACTERS_MAX)}…` : name;
}

const NAME_CHARACTERS_MAX = 60;
