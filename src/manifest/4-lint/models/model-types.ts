import type { SchemaShape, SchemaType } from '../../2-validate/manifest-shape.gen.ts';
import { getOrMake } from '../../collections/get-or-make.ts';
import { choicesOf } from '../../schemas/plain-type.ts';
import { type PartKeyword, Schema } from '../../schemas/schema.ts';

/** What can be at one place of a view's data: one of `variants`; nothing at all if there are none. Equal types are one object. */
export interface ModelType {
  readonly id: number;
  readonly variants: readonly Variant[];
}

export type Variant =
  /** Any value: nothing is declared. */
  | { readonly kind: 'any' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'null' }
  | PlainVariant
  | ListVariant
  | ObjectVariant;

export interface PlainVariant {
  readonly kind: 'plain';
  readonly words: 'text' | 'a number' | 'true or false';
  /** Whether a condition takes it for true. */
  readonly truth: 'truthy' | 'falsy' | 'either';
}

export interface ListVariant {
  readonly kind: 'list';
  readonly itemsMin: number;
  readonly itemsMax: number;
  items(): ModelType;
}

export interface ObjectVariant {
  readonly kind: 'object';
  readonly names: readonly string[];
  /** Whether it can have properties that are not declared. */
  readonly open: boolean;
  /** A property in `names`; it can be absent unless it is required. */
  property(name: string): ModelType | undefined;
}

const PLAIN_TYPES = { string: 'text', number: 'a number', integer: 'a number', boolean: 'true or false' } as const;

/** Makes types, each different one once, so that checking views that include themselves ends. */
export class ModelTypes {
  readonly any: ModelType;
  readonly absent: ModelType;
  readonly #refersSafely: boolean;
  readonly #numbers = new Map<Variant, number>();
  readonly #types = new Map<string, ModelType>();
  readonly #variants = new Map<string, Variant>();
  readonly #bySchema = new Map<SchemaShape, ModelType>();

  /** Whether the targets of `$ref` are reliable. */
  constructor({ refersSafely }: { readonly refersSafely: boolean }) {
    this.#refersSafely = refersSafely;
    this.any = this.of([{ kind: 'any' }]);
    this.absent = this.of([{ kind: 'absent' }]);
  }

  of(variants: readonly Variant[]): ModelType {
    const isAny = variants.some(({ kind }) => kind === 'any');
    const kept = isAny ? variants.filter(({ kind }) => MAY_STAND_BESIDE_ANY.has(kind)) : variants;
    const distinct = new Map(kept.map((variant) => [this.#keyOf(variant), variant]));
    const key = [...distinct.keys()].sort().join();
    return getOrMake(this.#types, key, () => ({ id: this.#types.size, variants: [...distinct.values()] }));
  }

  union(types: readonly ModelType[]): ModelType {
    return types.length === 1 && types[0] !== undefined ? types[0] : this.of(types.flatMap(({ variants }) => variants));
  }

  plain(words: PlainVariant['words'], truth: PlainVariant['truth'] = 'either'): ModelType {
    return this.of([{ kind: 'plain', words, truth }]);
  }

  /** What a schema allows. A schema without type and properties allows everything. */
  ofSchema(schema: Schema): ModelType {
    const words = this.#wordsOf(schema);
    if (words === undefined) return this.any;
    return getOrMake(this.#bySchema, words.shape, () => this.of(this.#expand(words, new Set())));
  }

  /** The type of a value that is written in a manifest: no other value is possible. */
  ofData(value: unknown): ModelType {
    if (Array.isArray(value)) return this.of([this.#once(`data ${JSON.stringify(value)}`, () => this.#listOf(value))]);
    if (typeof value !== 'object' || value === null) return this.of([plainVariant(value)]);
    const fixed = () => closedObject(new Map(Object.entries(value).map(([name, child]) => [name, this.ofData(child)])));
    return this.of([this.#once(`data ${JSON.stringify(value)}`, fixed)]);
  }

  /** An object with these properties and no others. */
  ofProperties(properties: ReadonlyMap<string, ModelType>): ObjectVariant {
    const key = [...properties].map(([name, { id }]) => `${JSON.stringify(name)}:${id}`).join();
    return this.#once(`properties ${key}`, () => closedObject(properties));
  }

  /** The same object, but more is known of one property. */
  withProperty(object: ObjectVariant, name: string, type: ModelType): ObjectVariant {
    if (object.property(name) === type) return object;
    const names = object.names.includes(name) ? object.names : [...object.names, name];
    return this.#once(`${this.#keyOf(object)} ${JSON.stringify(name)} ${type.id}`, () => ({
      kind: 'object',
      names,
      open: object.open,
      property: (other) => (other === name ? type : object.property(other)),
    }));
  }

  /** The same list, but with at least one item. */
  nonEmpty(list: ListVariant): ListVariant {
    if (list.itemsMin > 0) return list;
    return this.#once(`${this.#keyOf(list)} nonEmpty`, () => ({ ...list, itemsMin: 1 }));
  }

  #listOf(values: readonly unknown[]): ListVariant {
    const items = values.length === 0 ? this.any : this.union(values.map((value) => this.ofData(value)));
    return { kind: 'list', itemsMin: values.length, itemsMax: values.length, items: () => items };
  }

  /** undefined: unknown. */
  #wordsOf(schema: Schema): Words | undefined {
    const { resolved, properties, items } = schema;
    if (resolved === undefined || (schema.referred !== undefined && !this.#refersSafely)) return undefined;
    return { shape: resolved, properties: resolved.properties && properties, items, choices: alternativesOf(schema) };
  }

  /** `open`: the alternatives that are being looked at. Schemas that lead back to them add nothing. */
  #expand(words: Words, open: ReadonlySet<Schema>): readonly Variant[] {
    const [choice, ...choices] = words.choices;
    if (choice === undefined) return this.#leaf(words);
    return choice.flatMap((branch) => {
      if (open.has(branch)) return [];
      const own = this.#wordsOf(branch);
      return own === undefined
        ? [{ kind: 'any' } as const]
        : this.#expand(together({ ...words, choices }, own), new Set([...open, branch]));
    });
  }

  #leaf(words: Words): readonly Variant[] {
    const { shape } = words;
    const values = choicesOf(shape);
    if (values?.every((value) => typeof value !== 'object' || value === null)) return values.map(plainVariant);
    const types = shape.type === undefined ? impliedTypes(shape) : [shape.type].flat();
    return types.length === 0 ? [{ kind: 'any' }] : types.map((type) => this.#variantOf(type, words));
  }

  #variantOf(type: SchemaType, words: Words): Variant {
    const { shape, items } = words;
    switch (type) {
      case 'object':
        return this.#objectOf(words);
      case 'array':
        return {
          kind: 'list',
          itemsMin: shape.minItems ?? 0,
          itemsMax: shape.maxItems ?? Number.POSITIVE_INFINITY,
          items: () => (items === undefined ? this.any : this.ofSchema(items)),
        };
      case 'null':
        return { kind: 'null' };
      case 'string':
      case 'number':
      case 'integer':
      case 'boolean':
        return { kind: 'plain', words: PLAIN_TYPES[type], truth: 'either' };
    }
  }

  /** Open only if the schema says so, or declares nothing: a misspelt name must be found. */
  #objectOf({ shape, properties: declared = new Map() }: Words): ObjectVariant {
    const { properties, required = [], additionalProperties } = shape;
    return {
      kind: 'object',
      names: [...declared.keys()],
      open: additionalProperties === undefined ? properties === undefined : additionalProperties !== false,
      property: (name) => {
        const schema = declared.get(name);
        if (schema === undefined) return undefined;
        const type = this.ofSchema(schema);
        return required.includes(name) ? type : this.union([type, this.absent]);
      },
    };
  }

  /** Variants without an inside are equal if they say the same. */
  #keyOf(variant: Variant): string {
    switch (variant.kind) {
      case 'list':
      case 'object':
        return String(getOrMake(this.#numbers, variant, () => this.#numbers.size));
      case 'plain':
        return `${variant.words} ${variant.truth}`;
      case 'any':
      case 'absent':
      case 'null':
        return variant.kind;
    }
  }

  /** `key` contains all that `make` depends on, including its kind. */
  #once<Kind extends Variant>(key: string, make: () => Kind): Kind {
    return getOrMake(this.#variants, key, make) as Kind;
  }
}

/** What a schema says, including what it refers to. */
interface Words {
  readonly shape: SchemaShape;
  readonly properties: ReadonlyMap<string, Schema> | undefined;
  readonly items: Schema | undefined;
  /** Of each list, one schema holds too. */
  readonly choices: readonly (readonly Schema[])[];
}

const ANYTHING = new Schema({});

function alternativesOf(schema: Schema): readonly (readonly Schema[])[] {
  const parts = [...schema.beside()];
  const of = (wanted: PartKeyword) =>
    parts.flatMap(({ keyword, schema: inner }) => (keyword === wanted ? [inner] : []));
  const [[then = ANYTHING], [otherwise = ANYTHING]] = [of('then'), of('else')];
  return [
    ...of('allOf').map((inner) => [inner]),
    ...[of('anyOf'), of('oneOf'), of('if').length === 0 ? [] : [then, otherwise]].filter((list) => list.length > 0),
  ];
}

/** The keywords beside alternatives, and those of one of them. */
function together({ shape: around, properties, items, choices }: Words, branch: Words): Words {
  const { shape } = branch;
  const required = [...(around.required ?? []), ...(shape.required ?? [])];
  const both = properties === undefined ? branch.properties : new Map([...properties, ...(branch.properties ?? [])]);
  const declared = { ...around.properties, ...shape.properties };
  return {
    shape: { ...around, ...shape, required, ...(both !== undefined && { properties: declared }) },
    properties: both,
    items: branch.items ?? items,
    choices: [...choices, ...branch.choices],
  };
}

const MAY_STAND_BESIDE_ANY: ReadonlySet<Variant['kind']> = new Set(['any', 'absent', 'null']);

function impliedTypes({ properties, required, items }: SchemaShape): readonly SchemaType[] {
  const isObject = properties !== undefined || (required !== undefined && required.length > 0);
  return [...(isObject ? (['object'] as const) : []), ...(items === undefined ? [] : (['array'] as const))];
}

function closedObject(properties: ReadonlyMap<string, ModelType>): ObjectVariant {
  return { kind: 'object', names: [...properties.keys()], open: false, property: (name) => properties.get(name) };
}

/** For a value that has no inside. */
function plainVariant(value: unknown): Variant {
  const truth = value ? 'truthy' : 'falsy';
  switch (typeof value) {
    case 'string':
      return { kind: 'plain', words: 'text', truth };
    case 'number':
      return { kind: 'plain', words: 'a number', truth };
    case 'boolean':
      return { kind: 'plain', words: 'true or false', truth };
    default:
      return { kind: 'null' };
  }
}
