import type { SchemaShape } from '../../src/manifest/2-validate/manifest-shape.gen.ts';
import { WORDS_OF_TYPES } from '../../src/manifest/schemas/words-of-types.ts';

/** Numbers from 0 to below 1 that are the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES = ['a', 'b', 'c', 'n1', '/~'];
const TEXTS = ['', 'a', 'b', 'ab', 'abc', 'ä', '😀', '2026-01-31', '2026-02-30', 'a@b.example', '127.0.0.1', 'n1'];
const NUMBERS = [-2, -1, 0, 1, 1.5, 2, 3, 10, 1e3, -0.5];
const PATTERNS = ['^a', 'b$', '^[a-c]*$', '^.{1,2}$', '^n'];
const FORMATS = ['date', 'email', 'ipv4', 'uri', 'uuid'];
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const;

/** The schemas that others refer to. The last one holds itself. */
export const NAMED: Readonly<Record<string, SchemaShape>> = {
  Small: { type: ['string', 'number'], maxLength: 2, maximum: 2 },
  Tree: { type: 'object', properties: { a: { $ref: '#/schemas/Tree' }, b: { type: 'integer' } }, required: ['b'] },
};

/** Makes schemas in the words of a manifest but for `default` and `multipleOf`, and values that are near to being valid. */
export class RandomSchemas {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  schema(depth = 3): SchemaShape {
    const shape: Record<string, unknown> = {};
    if (this.#chance(0.85)) shape['type'] = this.#chance(0.8) ? this.#one(TYPES) : this.#several(TYPES, 1);
    if (this.#chance(0.12)) shape['enum'] = this.#different(() => this.value(undefined, 1));
    if (this.#chance(0.06)) shape['const'] = this.value(undefined, 1);
    if (this.#chance(0.08)) shape['$ref'] = `#/schemas/${this.#one(Object.keys(NAMED))}`;
    for (const word of this.#several(Object.keys(this.#plain), 2)) shape[word] = this.#plain[word]?.();
    if (depth > 0) for (const [word, make] of this.#several([...this.#nested], 1)) shape[word] = make(depth - 1);
    if (!('if' in shape)) {
      delete shape['then'];
      delete shape['else'];
    }
    if (!('contains' in shape)) {
      delete shape['minContains'];
      delete shape['maxContains'];
    }
    const types = [shape['type'] ?? TYPES].flat();
    for (const [others, words] of WORDS_OF_TYPES)
      if (!others.some((type) => types.includes(type))) for (const word of words) delete shape[word];
    return shape as SchemaShape;
  }

  /** One that the schema may allow. */
  value(schema: SchemaShape | boolean | undefined, depth = 3): unknown {
    const { type, enum: choices, const: constant, anyOf, oneOf, allOf } = typeof schema === 'object' ? schema : {};
    if (constant !== undefined && this.#chance(0.7)) return constant;
    if (choices !== undefined && this.#chance(0.7)) return this.#one(choices);
    const inner = anyOf ?? oneOf ?? allOf;
    if (inner !== undefined && this.#chance(0.5)) return this.value(this.#one(inner), depth);
    const wanted = type === undefined || this.#chance(0.2) ? this.#one(TYPES) : this.#one([type].flat());
    switch (wanted) {
      case 'string':
        return this.#one(TEXTS);
      case 'number':
        return this.#one(NUMBERS);
      case 'integer':
        return Math.trunc(this.#one(NUMBERS));
      case 'boolean':
        return this.#chance(0.5);
      case 'null':
        return null;
      case 'array':
        return this.#list(typeof schema === 'object' ? schema : {}, depth);
      default:
        return this.#object(typeof schema === 'object' ? schema : {}, depth);
    }
  }

  #list({ items, prefixItems = [], contains }: SchemaShape, depth: number): unknown {
    if (depth <= 0) return [];
    return Array.from({ length: this.#below(4) }, (_, index) => {
      const schema = prefixItems[index] ?? (this.#chance(0.3) ? contains : items);
      return this.value(schema, depth - 1);
    });
  }

  #object({ properties = {}, required = [], additionalProperties }: SchemaShape, depth: number): unknown {
    const names = new Set([...required.filter(() => this.#chance(0.8)), ...this.#several(NAMES, 0)]);
    const entries = [...names].map((name) => {
      const schema = properties[name] ?? additionalProperties;
      return [name, this.value(depth > 0 ? schema : undefined, depth - 1)];
    });
    return Object.fromEntries(depth > 0 ? entries : []);
  }

  readonly #plain: Readonly<Record<string, () => unknown>> = {
    minimum: () => this.#one(NUMBERS),
    maximum: () => this.#one(NUMBERS),
    exclusiveMinimum: () => this.#one(NUMBERS),
    exclusiveMaximum: () => this.#one(NUMBERS),
    minLength: () => this.#below(3),
    maxLength: () => this.#below(4),
    pattern: () => this.#one(PATTERNS),
    format: () => this.#one(FORMATS),
    required: () => this.#several(NAMES, 0),
    minProperties: () => this.#below(3),
    maxProperties: () => this.#below(4),
    dependentRequired: () => ({ [this.#one(NAMES)]: this.#several(NAMES, 1) }),
    minItems: () => this.#below(3),
    maxItems: () => this.#below(4),
    uniqueItems: () => this.#chance(0.8),
    minContains: () => this.#below(3),
    maxContains: () => this.#below(3),
  };

  readonly #nested = new Map<string, (depth: number) => unknown>([
    ['properties', (depth) => Object.fromEntries(this.#several(NAMES, 1).map((name) => [name, this.#part(depth)]))],
    ['patternProperties', (depth) => ({ [this.#one(PATTERNS)]: this.#part(depth) })],
    ['additionalProperties', (depth) => this.#part(depth)],
    ['propertyNames', () => ({ maxLength: this.#below(3) })],
    ['dependentSchemas', (depth) => ({ [this.#one(NAMES)]: this.#part(depth) })],
    ['unevaluatedProperties', (depth) => this.#part(depth)],
    ['items', (depth) => this.#part(depth)],
    ['prefixItems', (depth) => this.#parts(depth)],
    ['contains', (depth) => this.#part(depth)],
    ['unevaluatedItems', (depth) => this.#part(depth)],
    ['anyOf', (depth) => this.#parts(depth)],
    ['oneOf', (depth) => this.#parts(depth)],
    ['allOf', (depth) => this.#parts(depth)],
    ['not', (depth) => this.#part(depth)],
    ['if', (depth) => this.#part(depth)],
    ['then', (depth) => this.#part(depth)],
    ['else', (depth) => this.#part(depth)],
  ]);

  #part(depth: number): SchemaShape | boolean {
    return this.#chance(0.12) ? this.#chance(0.5) : this.schema(depth);
  }

  #parts(depth: number): readonly (SchemaShape | boolean)[] {
    return Array.from({ length: 1 + this.#below(3) }, () => this.#part(depth));
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)] as Item;
  }

  /** Few of them, each once. */
  #several<Item>(items: readonly Item[], least: number): Item[] {
    return [...new Set(Array.from({ length: least + this.#below(3) }, () => this.#one(items)))];
  }

  #different(make: () => unknown): unknown[] {
    const made = new Map(
      Array.from({ length: 1 + this.#below(3) }, make).map((value) => [JSON.stringify(value), value]),
    );
    return [...made.values()];
  }
}
