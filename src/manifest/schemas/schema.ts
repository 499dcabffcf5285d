import type { QueryParameterShape, SchemaShape } from '../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../2-validate/spot.ts';

/** The schemas that `$ref` can name. */
export type NamedSchemas = ReadonlyMap<string, Schema>;

/** A schema of the manifest, and where it is. */
export interface PlacedSchema {
  readonly schema: Schema;
  readonly at: Spot;
}

/** A schema, and what it refers to. Inner schemas are resolved when they are asked for, so that recursive ones end. */
export class Schema {
  /** As it is written: with its `$ref`. */
  readonly shape: SchemaShape;
  readonly #named: NamedSchemas;
  readonly #inside = new Map<SchemaShape, Schema>();
  #resolved: { readonly shape: SchemaShape | undefined } | undefined;
  #properties: ReadonlyMap<string, Schema> | undefined;

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
    this.#properties ??= new Map([...this.#steps()].toReversed().flatMap((step) => step.#ownProperties()));
    return this.#properties;
  }

  get items(): Schema | undefined {
    const step = [...this.#steps()].find(({ shape }) => shape.items !== undefined);
    return step?.shape.items && step.#child(step.shape.items);
  }

  /** undefined: it has no alternatives. */
  get anyOf(): readonly Schema[] | undefined {
    const step = [...this.#steps()].find(({ shape }) => shape.anyOf !== undefined);
    return step?.shape.anyOf?.map((branch) => step.#child(branch));
  }

  /** It, and all that are written inside it, each before those inside that one. `at` is its own place. */
  *all(at: Spot): Generator<PlacedSchema> {
    yield { schema: this, at };
    const { items, anyOf = [] } = this.shape;
    for (const [name, schema] of this.#ownProperties()) yield* schema.all(at.in('properties', name));
    if (items !== undefined) yield* this.#child(items).all(at.in('items'));
    for (const [index, branch] of anyOf.entries()) yield* this.#child(branch).all(at.in('anyOf', String(index)));
  }

  /** A schema with other keywords, and the same names to refer to. */
  saying(shape: SchemaShape): Schema {
    return new Schema(shape, this.#named);
  }

  #child(shape: SchemaShape): Schema {
    const child = this.#inside.get(shape) ?? new Schema(shape, this.#named);
    this.#inside.set(shape, child);
    return child;
  }

  #ownProperties(): readonly (readonly [string, Schema])[] {
    return Object.entries(this.shape.properties ?? {}).map(([name, shape]) => [name, this.#child(shape)]);
  }

  /** It, and its targets by `$ref`, one after another. */
  #steps(): ReadonlySet<Schema> {
    const steps = new Set<Schema>();
    for (let step: Schema | undefined = this; step !== undefined && !steps.has(step); step = step.target)
      steps.add(step);
    return steps;
  }

  #resolve(): SchemaShape | undefined {
    let resolved: SchemaShape | undefined;
    for (const { shape } of this.#steps()) {
      const { $ref: _, ...beside } = resolved ?? {};
      resolved = Object.keys(beside).length === 0 ? shape : merge(shape, beside);
    }
    return resolved?.$ref === undefined ? resolved : undefined;
  }
}

/** A parameter whose type is known. */
export type PlainShape = Omit<QueryParameterShape, '$ref' | 'required'> & Required<Pick<QueryParameterShape, 'type'>>;

/** The schema of a value that can be written as text; undefined: its `$ref` leads nowhere, or it allows other values. */
export function plainShape({ resolved }: Schema): PlainShape | undefined {
  if (resolved === undefined) return undefined;
  const { required: _, ...shape } = resolved;
  return isPlain(shape) ? shape : undefined;
}

function isPlain(shape: object): shape is PlainShape {
  return 'type' in shape && PLAIN_TYPES.has(shape.type);
}

const PLAIN_TYPES: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean']);

/** The NAME of `#/schemas/NAME`. */
export function referredName(reference: string): string {
  return reference.slice('#/schemas/'.length);
}

/** Both apply: the tighter of two bounds counts, and properties are merged. Of anything else the nearer counts. */
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
