import type { ErrorObject } from 'ajv/dist/2020.js';
import { counted, wordList } from '../../http/word-list.ts';

/** What an error of ajv tells of the rule, and of the value that breaks it. `schema` is what its keyword says. */
type RuleError = Pick<ErrorObject, 'keyword' | 'schema'> & {
  readonly params?: ErrorObject['params'];
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
  switch (keyword) {
    case 'type':
      // Of a text such as 1e400 JSON.parse makes a number that is none of JSON's.
      if (typeof data === 'number' && !Number.isFinite(data)) return having(TOO_LARGE);
      return { be: typeWords(schema), must: [] };
    case 'safeInteger':
      return having(TOO_LARGE);
    case 'enum':
      return { be: choiceWords(listOf(schema), data), must: [] };
    case 'const':
      return { be: choiceWords([schema], data), must: [] };
    case 'minimum':
      return being(`at least ${schema}`);
    case 'maximum':
      return being(`at most ${schema}`);
    case 'exclusiveMinimum':
      return being(`more than ${schema}`);
    case 'exclusiveMaximum':
      return being(`less than ${schema}`);
    case 'multipleOf':
      return being(`a multiple of ${String(schema)}`);
    case 'minLength':
      return being(`at least ${counted(schema, 'character')} long`);
    case 'maxLength':
      return being(`at most ${counted(schema, 'character')} long`);
    case 'pattern':
      return having(patternWords(schema, parentSchema?.['description']));
    case 'required':
      return having(`must have the property "${params['missingProperty']}"`);
    case 'additionalProperties':
      return having(`must not have the property "${shortened(String(params['additionalProperty']))}"`);
    case 'minItems':
      return having(`must have at least ${counted(schema, 'item')}`);
    case 'maxItems':
      return having(`must have at most ${counted(schema, 'item')}`);
    case 'uniqueItems':
      return having('must not have the same item twice');
    case 'unevaluatedProperties':
      return having(`must not have the property "${shortened(String(params['unevaluatedProperty']))}"`);
    case 'dependentRequired': {
      const { property, missingProperty } = params;
      return having(`must have the property "${missingProperty}" beside "${property}"`);
    }
    case 'minProperties':
      return having(`must have at least ${counted(schema, 'property')}`);
    case 'maxProperties':
      return having(`must have at most ${counted(schema, 'property')}`);
    case 'items':
    case 'unevaluatedItems':
      return having(`must have at most ${counted(params['limit'] ?? params['len'], 'item')}`);
    case 'contains':
      return having(containsWords(params));
    case 'format':
      return FORMAT_WORDS.get(String(params['format'])) ?? having(`must have the format ${params['format']}`);
    case 'not':
      return having('must not be what its schema excludes');
    case 'false schema':
      return having('must not be there');
    case 'oneOf':
      if (params['passingSchemas'] !== null) return having('must match only one of the alternatives of its schema');
      return VAGUE_WORDS;
    case 'anyOf':
      return VAGUE_WORDS;
    default:
      return having(`must keep to ${keyword} ${String(schema)}`);
  }
}

function containsWords({ minContains: min, maxContains: max }: ErrorObject['params']): string {
  if (min === 0) return `must have at most ${counted(max, 'item')} that its schema asks for`;
  const most = max === undefined ? '' : ` and at most ${max}`;
  return `must have at least ${counted(min, 'item')}${most} that its schema asks for`;
}

/** Who visits a page reads no regular expressions. */
function patternWords(pattern: unknown, description: unknown): string {
  if (typeof description !== 'string') return `must match the pattern ${pattern}`;
  return `must be as described: ${description.replace(/\.$/, '')}`;
}

const TOO_LARGE = 'must not be so large: its digits would be lost';

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

const FORMAT_WORDS: ReadonlyMap<string, RuleWords> = new Map(
  [
    ['date', 'a date such as 2026-01-31'],
    ['time', 'a time with its zone, such as 17:45:00Z'],
    ['date-time', 'a date and time with its zone, such as 2026-01-31T17:45:00Z'],
    ['duration', 'a duration such as P3D or PT15M'],
    ['email', 'an e-mail address'],
    ['hostname', 'a host name'],
    ['ipv4', 'an IPv4 address'],
    ['ipv6', 'an IPv6 address'],
    ['uri', 'a URL such as https://example.org/'],
    ['uuid', 'a UUID'],
  ].map(([format = '', words = '']) => [format, being(words)]),
);

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
