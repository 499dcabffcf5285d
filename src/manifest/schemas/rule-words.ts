import type { ErrorObject } from 'ajv/dist/2020.js';
import { wordList } from '../../http/word-list.ts';

/** What we read of an error of ajv. */
type RuleError = Pick<ErrorObject, 'keyword' | 'params' | 'schema'>;

/** The rule in an error of ajv, in words that follow the name of the value. */
export function ruleInWords({ keyword, params, schema }: RuleError): string {
  switch (keyword) {
    case 'type':
      return `must be ${typeWords(params['type'])}`;
    case 'safeInteger':
      return 'must not be so large: its digits would be lost';
    case 'enum':
      return `must be ${orList(listOf(params['allowedValues']).map(shown))}`;
    case 'const':
      return `must be ${shown(params['allowedValue'])}`;
    case 'minimum':
      return `must be at least ${params['limit']}`;
    case 'maximum':
      return `must be at most ${params['limit']}`;
    case 'exclusiveMinimum':
      return `must be more than ${params['limit']}`;
    case 'exclusiveMaximum':
      return `must be less than ${params['limit']}`;
    case 'multipleOf':
      return `must be a multiple of ${params['multipleOf']}`;
    case 'minLength':
      return `must be at least ${counted(params['limit'], 'character')} long`;
    case 'maxLength':
      return `must be at most ${counted(params['limit'], 'character')} long`;
    case 'pattern':
      return `must match the pattern ${params['pattern']}`;
    case 'required':
      return `must have the property "${params['missingProperty']}"`;
    case 'additionalProperties':
      return `must not have the property "${shortened(String(params['additionalProperty']))}"`;
    case 'minItems':
      return `must have at least ${counted(params['limit'], 'item')}`;
    case 'maxItems':
      return `must have at most ${counted(params['limit'], 'item')}`;
    case 'uniqueItems':
      return 'must not have the same item twice';
    case 'anyOf':
      return `must be ${alternatives(listOf(schema))}`;
    default:
      return `must satisfy ${keyword} ${String(schema)}`;
  }
}

/** `text or a number`: a type of JSON Schema, or several. */
function typeWords(type: unknown): string {
  const types = Array.isArray(type) ? type : [type];
  return orList(types.map((name) => TYPE_WORDS.get(String(name)) ?? String(name)));
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

/** By their titles or types, if each has one. */
function alternatives(branches: readonly unknown[]): string {
  const words = branches.map((branch) => {
    const { title, type } = (branch ?? {}) as Readonly<Record<string, unknown>>;
    return typeof title === 'string' ? title : type === undefined ? undefined : typeWords(type);
  });
  const known = words.filter((word) => word !== undefined);
  return known.length === words.length ? orList([...new Set(known)]) : 'one of the alternatives that its schema lists';
}

/** A choice for people: text without quotes. */
function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function orList(words: readonly string[]): string {
  return wordList(words, 'or');
}

function listOf(values: unknown): readonly unknown[] {
  return Array.isArray(values) ? values : [];
}

function counted(limit: unknown, what: string): string {
  return limit === 1 ? `1 ${what}` : `${limit} ${what}s`;
}

/** The name comes from the request. */
function shortened(name: string): string {
  return name.length > NAME_CHARACTERS_MAX ? `${name.slice(0, NAME_CHARACTERS_MAX)}…` : name;
}

const NAME_CHARACTERS_MAX = 60;
