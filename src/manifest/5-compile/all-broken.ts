import { isRecord } from '../1-read/is-record.ts';
import type { RuleCompiler, ValueRule } from '../schemas/compile-rule.ts';
import type { Schema } from '../schemas/schema.ts';
import type { BrokenValue } from '../schemas/tell-broken.ts';

/** A body can break a rule at each of its items: more than these are of no help to anybody. */
const PROBLEMS_MAX = 100;
/** Each level judges all that is below it again, so a chain of recursive schemas must end. Deeper, the first problem is told. */
const DEPTH_MAX = 32;

/**
 * Finds all rules that a value breaks, at every depth, as far as they are independent. A validator stops at the first, since there can
 * be very many; so each part of a value that was refused is judged by its own schema.
 */
export class AllBroken {
  readonly #rules: RuleCompiler;
  readonly #parts = new Map<Schema, Part>();
  readonly #ownRules = new Map<Schema, ValueRule>();

  constructor(rules: RuleCompiler) {
    this.#rules = rules;
  }

  /** Of a value that its schema refuses with `first`. */
  find(schema: Schema, value: unknown, first: BrokenValue): readonly BrokenValue[] {
    const found: BrokenValue[] = [];
    this.#findInside(schema, value, [], found);
    if (found.length === 0) return [first];
    const seen = new Set<string>();
    return found.filter(({ keys, rule }) => {
      const id = JSON.stringify([keys, rule]);
      return !seen.has(id) && seen.add(id);
    });
  }

  /** Adds what the value breaks, unless that concerns only all of it. */
  #findInside(schema: Schema, value: unknown, keys: readonly string[], found: BrokenValue[]): void {
    if (typeof value !== 'object' || value === null || keys.length >= DEPTH_MAX) return;
    const { required, closed, properties, items, said } = this.#partOf(schema);
    const before = found.length;
    if (isRecord(value)) {
      for (const name of required) {
        if (found.length < PROBLEMS_MAX && !Object.hasOwn(value, name)) found.push({ ...missing(keys, name), ...said });
      }
      for (const [name, property] of properties) {
        if (Object.hasOwn(value, name)) this.#judge(property, value[name], [...keys, name], found);
      }
      const strays = closed ? Object.keys(value).filter((name) => !properties.has(name)) : [];
      for (const name of strays) if (found.length < PROBLEMS_MAX) found.push({ ...stray(keys, name), ...said });
    } else if (Array.isArray(value) && items !== undefined) {
      for (const [index, item] of value.entries()) this.#judge(items, item, [...keys, String(index)], found);
    }
    const own = found.length > before ? this.#ownRule(schema)(value) : undefined;
    if (own !== undefined && found.length < PROBLEMS_MAX) found.push(below(keys, own));
  }

  #judge(schema: Schema, value: unknown, keys: readonly string[], found: BrokenValue[]): void {
    if (found.length >= PROBLEMS_MAX) return;
    const broken = this.#partOf(schema).rule(value);
    if (broken === undefined) return;
    const before = found.length;
    this.#findInside(schema, value, keys, found);
    if (found.length === before) found.push(below(keys, broken));
  }

  #partOf(schema: Schema): Part {
    const known = this.#parts.get(schema);
    if (known !== undefined) return known;
    const { required = [], additionalProperties, errorMessage: message } = schema.resolved ?? {};
    const rule = this.#rules.compileValue(schema);
    const { properties, items } = schema;
    const said = message === undefined ? {} : { message };
    const part = { rule, required, closed: additionalProperties === false, properties, items, said };
    this.#parts.set(schema, part);
    return part;
  }

  /** What it says of a value besides what is inside. */
  #ownRule(schema: Schema): ValueRule {
    const known = this.#ownRules.get(schema);
    if (known !== undefined) return known;
    const { resolved = {} } = schema;
    const own = Object.entries(resolved).filter(([word]) => !INSIDE.has(word));
    const rule = this.#rules.compileValue(schema.saying(Object.fromEntries(own)));
    this.#ownRules.set(schema, rule);
    return rule;
  }
}

interface Part {
  readonly rule: ValueRule;
  readonly required: readonly string[];
  readonly closed: boolean;
  readonly properties: ReadonlyMap<string, Schema>;
  readonly items: Schema | undefined;
  /** Its `errorMessage`. */
  readonly said: Pick<BrokenValue, 'message'>;
}

const INSIDE: ReadonlySet<string> = new Set(['$ref', 'required', 'properties', 'additionalProperties', 'items']);

function missing(keys: readonly string[], name: string): BrokenValue {
  return { keys, rule: `must have the property "${name}"`, found: undefined, at: [...keys, name] };
}

/** The name comes from the request. */
const NAME_CHARACTERS_MAX = 60;

function stray(keys: readonly string[], name: string): BrokenValue {
  const shown = name.slice(0, NAME_CHARACTERS_MAX);
  return { keys, rule: `must not have the property "${shown}"`, found: undefined, at: [...keys, shown] };
}

function below(keys: readonly string[], broken: BrokenValue): BrokenValue {
  const { at } = broken;
  return { ...broken, keys: [...keys, ...broken.keys], ...(at === undefined ? {} : { at: [...keys, ...at] }) };
}
