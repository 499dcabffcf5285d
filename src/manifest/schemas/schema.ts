import type { KeyPath } from '../1-read/located-manifest.ts';
import { NAMED_SCHEMAS, type PARTS, SCHEMA_LISTS, SCHEMA_MAPS, SCHEMAS } from '../1-read/schema-keywords.ts';
import type { QueryParameterShape, SchemaShape } from '../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../2-validate/spot.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { choicesOf, isPlainType, type PlainType, plainType } from './plain-type.ts';

/** The schemas that `$ref` can name. */
export type NamedSchemas = ReadonlyMap<string, Schema>;

/** A schema of the manifest, and where it is. */
export interface PlacedSchema {
  readonly schema: Schema;
  readonly at: Spot;
}

/** A schema in another one. */
export interface SchemaPart {
  readonly keyword: PartKeyword;
  /** From the outer schema to this one. */
  readonly keys: KeyPath;
  readonly schema: Schema;
  /** `true` and `false` are schemas too: of any value, and of none. */
  readonly written: SchemaShape | boolean;
}

export type PartKeyword = (typeof PARTS)[number];

/** Those that judge the value itself, and nothing inside it. */
export const SAME_VALUE: ReadonlySet<PartKeyword> = new Set([
  'dependentSchemas',
  'not',
  'if',
  'then',
  'else',
  'anyOf',
  'oneOf',
  'allOf',
]);

const ANYTHING: SchemaShape = Object.freeze({});
const NOTHING: SchemaShape = Object.freeze({ not: ANYTHING });

/** A schema, and what it refers to. Inner schemas are resolved when they are asked for, so that recursive ones end. */
export class Schema {
  /** As it is written: with its `$ref`. */
  readonly shape: SchemaShape;
  readonly #named: NamedSchemas;
  readonly #inside = new Map<SchemaShape, Schema>();
  #resolved: { readonly shape: SchemaShape | undefined } | undefined;
  #properties: ReadonlyMap<string, Schema> | undefined;
  #tags: ReadonlyMap<string, readonly unknown[]> | undefined;
  #parts: readonly SchemaPart[] | undefined;

  constructor(shape: SchemaShape, named: NamedSchemas = new Map()) {
    this.shape = shape;
    this.#named = named;
  }

  /** The name in its `$ref`, whether or not there is such a schema. */
  get referred(): string | undefined {
    return this.shape.$ref === undefined ? undefined : referredName(this.shape.$ref);
  }

  /** The target of its `$ref`. */
  get target(): Schema | undefined {
    return this.referred === undefined ? undefined : this.#named.get(this.referred);
  }

  /** Whether it says something itself, and does not only refer. */
  get addsWords(): boolean {
    return Object.keys(this.shape).some((key) => key !== '$ref');
  }

  /**
   * The same values, without `$ref`: its target, and the target of that in turn, with the keywords beside them added. Inner
   * schemas keep theirs. undefined: the `$ref` names no schema, or only leads to itself.
   */
  get resolved(): SchemaShape | undefined {
    this.#resolved ??= { shape: this.#resolve() };
    return this.#resolved.shape;
  }

  /** Its own properties, and those of its targets. */
  get properties(): ReadonlyMap<string, Schema> {
    this.#properties ??= new Map([...this.steps()].toReversed().flatMap(({ parts }) => parts.flatMap(ofProperties)));
    return this.#properties;
  }

  /** The only values that it allows. */
  get choices(): readonly unknown[] | undefined {
    return choicesOf(this.resolved ?? ANYTHING);
  }

  /** The properties that can only have certain plain values: they tell alternatives apart. */
  get tags(): ReadonlyMap<string, readonly unknown[]> {
    this.#tags ??= new Map(
      [...this.properties].flatMap(([name, { choices }]) =>
        choices?.every((each) => typeof each !== 'object' || each === null) ? [[name, choices] as const] : [],
      ),
    );
    return this.#tags;
  }

  get items(): Schema | undefined {
    return [...this.allParts()].find(({ keyword }) => keyword === 'items')?.schema;
  }

  /** What it refers to, if it says nothing else; undefined: it only leads to itself. */
  get meant(): Schema | undefined {
    const passed = new Set<Schema>();
    let meant: Schema = this;
    while (!meant.addsWords && meant.target !== undefined) {
      if (passed.has(meant)) return undefined;
      passed.add(meant);
      meant = meant.target;
    }
    return meant;
  }

  /** The schemas that are written in it, each with its keyword and the keys that lead there. */
  get parts(): readonly SchemaPart[] {
    this.#parts ??= this.#findParts();
    return this.#parts;
  }

  /** Those of it and of its targets. */
  *allParts(): Generator<SchemaPart> {
    for (const step of this.steps()) yield* step.parts;
  }

  /** Those of all that judge the same value. */
  *beside(): Generator<SchemaPart> {
    for (const part of this.allParts()) if (SAME_VALUE.has(part.keyword)) yield part;
  }

  /** It, and all that are written inside it, each before those inside that one. `at` is its own place. */
  *all(at: Spot): Generator<PlacedSchema> {
    yield { schema: this, at };
    for (const { keys, schema } of this.parts) yield* schema.all(at.in(...keys));
  }

  /** A schema with other keywords, and the same names to refer to. */
  saying(shape: SchemaShape): Schema {
    return new Schema(shape, this.#named);
  }

  #child(written: SchemaShape | boolean): Schema {
    const shape = typeof written === 'boolean' ? (written ? ANYTHING : NOTHING) : written;
    return getOrMake(this.#inside, shape, () => new Schema(shape, this.#named));
  }

  #findParts(): readonly SchemaPart[] {
    const { shape } = this;
    return [
      ...SCHEMA_MAPS.flatMap((keyword) =>
        Object.entries(shape[keyword] ?? {}).map(([name, inner]) => this.#part(keyword, [keyword, name], inner)),
      ),
      ...SCHEMAS.flatMap((keyword) => {
        const inner = shape[keyword];
        return inner === undefined ? [] : [this.#part(keyword, [keyword], inner)];
      }),
      ...SCHEMA_LISTS.flatMap((keyword) =>
        (shape[keyword] ?? []).map((inner, index) => this.#part(keyword, [keyword, String(index)], inner)),
      ),
    ];
  }

  #part(keyword: PartKeyword, keys: KeyPath, written: SchemaShape | boolean): SchemaPart {
    return { keyword, keys, schema: this.#child(written), written };
  }

  /** It, and its targets by `$ref`, one after another. */
  steps(): ReadonlySet<Schema> {
    const steps = new Set<Schema>();
    for (let step: Schema | undefined = this; step !== undefined && !steps.has(step); step = step.target)
      steps.add(step);
    return steps;
  }

  #resolve(): SchemaShape | undefined {
    let resolved: SchemaShape | undefined;
    for (const { shape } of this.steps()) {
      const { $ref: _, ...beside } = resolved ?? {};
      resolved = Object.keys(beside).length === 0 ? shape : merge(shape, beside);
    }
    return resolved?.$ref === undefined ? resolved : undefined;
  }
}

function ofProperties({ keyword, keys: [, name = ''], schema }: SchemaPart): readonly (readonly [string, Schema])[] {
  return keyword === 'properties' ? [[name, schema]] : [];
}

/** What people are shown of a value that can be written as text, and whose type is known. */
export type PlainShape = Omit<QueryParameterShape, '$ref' | 'required' | 'type'> & { readonly type: PlainType };

/** A list of values that can each be written as text. */
export interface ListShape {
  readonly item: Schema;
  /** Of each item. */
  readonly type: PlainType;
}

/** The list that a schema is of; undefined: it is not one, or its items cannot be written as text. */
export function listShape(schema: Schema): ListShape | undefined {
  const { resolved, items: item } = schema;
  const types = [resolved?.type ?? []].flat().filter((type) => type !== 'null');
  const type = item?.resolved && plainType(item.resolved);
  if (item === undefined || type === undefined || types.length !== 1 || types[0] !== 'array') return undefined;
  return { item, type };
}

/** The schema of a value that can be written as text; undefined: its `$ref` leads nowhere, or it allows other values. */
export function plainShape(schema: Schema): PlainShape | undefined {
  if (schema.resolved === undefined) return undefined;
  const { required: _, ...shape } = schema.resolved;
  return isPlain(shape) ? shape : undefined;
}

function isPlain(shape: object): shape is PlainShape {
  return 'type' in shape && isPlainType(shape.type);
}

/** The NAME of `#/schemas/NAME`; what else a reference says once all have joined is a name itself (1-read/read-references.ts). */
export function referredName(reference: string): string {
  return reference.startsWith(NAMED_SCHEMAS) ? reference.slice(NAMED_SCHEMAS.length) : reference;
}

/** Each `$ref` that is written in a value, at any depth. */
export function* referencesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === '$ref' && typeof child === 'string') yield child;
    else yield* referencesIn(child);
  }
}

/** Of a schema that has joined, `./schemas/ride.json#/$defs/Rider`, the last name: `Rider`, or else `ride`. */
export function lastName(name: string): string {
  return /([^/.#]+)(?:\.\w+)?#?$/.exec(name)?.[1] ?? name;
}

/**
 * Whether a schema has joined those that the manifest names: it is in another file, or inside a schema, `./routes.yaml#/schemas/A/$defs/b`.
 * No name that a manifest gives has this.
 */
export function isJoined(name: string): boolean {
  return name.includes('#');
}

/**
 * Both hold, as far as one map of keywords can say: the tighter of two bounds, all properties, and the nearer of what else both have.
 * That is what people and forms are shown; `JsonSchemas` keeps the two apart.
 */
function merge(target: SchemaShape, beside: SchemaShape): SchemaShape {
  const merged: Record<string, unknown> = Object.assign(Object.create(null), target, beside);
  const tighten = (keys: readonly (keyof SchemaShape)[], tighter: (a: number, b: number) => number) => {
    for (const key of keys) {
      const [far, near] = [target[key], beside[key]];
      if (typeof far === 'number' && typeof near === 'number') merged[key] = tighter(far, near);
    }
  };
  tighten(['minimum', 'exclusiveMinimum', 'minLength', 'minItems'], Math.max);
  tighten(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'], Math.min);
  if (target.uniqueItems === true) merged['uniqueItems'] = true;
  if (target.additionalProperties === false) merged['additionalProperties'] = false;
  if (target.required !== undefined && beside.required !== undefined) {
    merged['required'] = [...new Set([...target.required, ...beside.required])];
  }
  if (target.properties !== undefined && beside.properties !== undefined) {
    merged['properties'] = Object.assign(Object.create(null), target.properties, beside.properties);
  }
  return merged;
}
