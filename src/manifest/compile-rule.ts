import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { ParameterShape } from './2-validate/manifest-shape.ts';

/** The rule that a typed value breaks, in words that follow its title, or undefined. */
export type Rule = (value: unknown) => string | undefined;

/**
 * Compiles parameter schemas, each different one once: many routes have parameters of the same kind.
 * The schemas have passed the lint, so they are schemas of JSON Schema too.
 */
export class RuleCompiler {
  readonly #ajv = new Ajv2020({ strict: true, allowUnionTypes: true, multipleOfPrecision: 9 });
  readonly #rules = new Map<string, Rule>();

  compile(shape: ParameterShape): Rule {
    const { title: _title, description: _description, default: _default, required: _required, ...rules } = shape;
    const known = ruleKeysOnly(rules);
    const key = JSON.stringify(known);
    const rule = this.#rules.get(key) ?? this.#compileNew(known);
    this.#rules.set(key, rule);
    return rule;
  }

  #compileNew(schema: object): Rule {
    const validate = this.#ajv.compile(schema);
    return (value) => {
      if (validate(value)) return undefined;
      const [error] = validate.errors ?? [];
      return error === undefined ? 'must be another value' : ruleInWords(error);
    };
  }
}

function ruleKeysOnly(rules: object): object {
  return Object.fromEntries(Object.entries(rules).filter(([key]) => !key.startsWith('x-')));
}

function ruleInWords({ keyword, params, schema }: ErrorObject): string {
  switch (keyword) {
    case 'type':
      return `must be ${TYPE_WORDS.get(String(params['type'])) ?? String(params['type'])}`;
    case 'enum':
      return `must be ${orList(params['allowedValues'])}`;
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
      return `must be at least ${characters(params['limit'])} long`;
    case 'maxLength':
      return `must be at most ${characters(params['limit'])} long`;
    case 'pattern':
      return `must match the pattern ${params['pattern']}`;
    default:
      return `must keep to ${keyword} ${String(schema)}`;
  }
}

const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['integer', 'a whole number'],
  ['boolean', 'true or false'],
]);

function orList(values: unknown): string {
  const words = (Array.isArray(values) ? values : []).map(String);
  return new Intl.ListFormat('en', { type: 'disjunction', style: 'long' }).format(words);
}

function characters(limit: unknown): string {
  return limit === 1 ? '1 character' : `${limit} characters`;
}
