import type { SchemaShape, ShapeMap } from '../2-validate/manifest-shape.ts';
import { resolveSchema } from '../resolve-schema.ts';
import type { Search, Steps } from './count-ways.ts';

/** How values are held against a schema. Places are schemas of what is inside others; a symbol is a way from a value into it. */
export interface SchemaSearch extends Search {
  /** The schema of a place, as it is written. */
  shapeOf(place: number): SchemaShape | undefined;
  /** The property that a symbol leads to; undefined: to the items of a list. */
  propertyOf(symbol: number): string | undefined;
}

/** Follows ajv, which tries each alternative until one fits: here none does. One attempt holds one value against one schema. */
export function schemaSearchOf(root: SchemaShape, schemas: ShapeMap<SchemaShape>): SchemaSearch {
  const builder = new Builder(schemas);
  return builder.search(root);
}

/** What is inside a schema, and what has to be for a value to come there. */
interface Inside {
  readonly shape: SchemaShape;
  readonly property: string | undefined;
  readonly condition: Condition;
}

/**
 * The values that some properties of an object must have, each as JSON or ABSENT. ajv asks for those first: toJsonSchema puts
 * them there.
 */
type Condition = ReadonlyMap<string, ReadonlySet<string>>;

const ABSENT = '';
/** Any value that no condition names. */
const OTHER = 'other';

class Builder {
  readonly #schemas: ShapeMap<SchemaShape>;
  readonly #places: Inside[] = [];
  readonly #steps = new Map<SchemaShape, Steps>();
  readonly #known = new Map<SchemaShape, Map<string, number>>();

  constructor(schemas: ShapeMap<SchemaShape>) {
    this.#schemas = schemas;
  }

  search(root: SchemaShape): SchemaSearch {
    const start = this.#stepsFrom(root);
    const steps: Steps[] = [];
    // It grows while it is walked through.
    for (let place = 0; place < this.#places.length; place++) {
      const shape = this.#places[place]?.shape;
      if (shape !== undefined) steps.push(this.#stepsFrom(shape));
    }
    const places = this.#places;
    const { symbolsTo, properties } = symbolsOf(places);
    return {
      start,
      stepsFrom: (place) => steps[place] ?? NO_STEPS,
      symbolsTo: (place) => symbolsTo[place] ?? [],
      readsMax: Number.POSITIVE_INFINITY,
      shapeOf: (place) => places[place]?.shape,
      propertyOf: (symbol) => properties[symbol],
    };
  }

  /** The same for all that stand for the same schema. */
  #stepsFrom(shape: SchemaShape): Steps {
    const meant = Object.keys(shape).length === 1 ? (resolveSchema(shape, this.#schemas) ?? shape) : shape;
    const steps = this.#steps.get(meant) ?? this.#findSteps(meant);
    this.#steps.set(meant, steps);
    return steps;
  }

  #findSteps(shape: SchemaShape): Steps {
    const targets: number[] = [];
    let attempts = 0;
    const visit = (one: SchemaShape, within: readonly SchemaShape[]) => {
      const resolved = resolveSchema(one, this.#schemas);
      // That a schema stands for itself has been said.
      if (resolved === undefined || within.includes(one)) return;
      attempts += 1;
      if (attempts > ATTEMPTS_MAX) return;
      for (const branch of resolved.anyOf ?? []) visit(branch, [...within, one]);
      const condition = conditionOf(resolved, this.#schemas);
      for (const [property, inner] of Object.entries(resolved.properties ?? {})) {
        // Names that are numbers come first in any object.
        const asked = NUMBER.test(property) ? NO_CONDITION : condition;
        targets.push(this.#placeOf({ shape: inner, property, condition: asked }));
      }
      if (resolved.items !== undefined) {
        targets.push(this.#placeOf({ shape: resolved.items, property: undefined, condition: NO_CONDITION }));
      }
    };
    visit(shape, []);
    return { targets, ends: false, attempts };
  }

  #placeOf(inside: Inside): number {
    const known = this.#known.get(inside.shape) ?? new Map<string, number>();
    this.#known.set(inside.shape, known);
    const key = JSON.stringify([inside.property, ...[...inside.condition].map(([name, values]) => [name, ...values])]);
    const place = known.get(key) ?? this.#places.push(inside) - 1;
    known.set(key, place);
    return place;
  }
}

const NO_STEPS: Steps = { targets: [], ends: false, attempts: 0 };

/** Far more than what is harmless. */
const ATTEMPTS_MAX = 100_000;

const NO_CONDITION: Condition = new Map();
const NUMBER = /^\d+$/;

function conditionOf({ properties = {}, required = [] }: SchemaShape, schemas: ShapeMap<SchemaShape>): Condition {
  const condition = new Map<string, ReadonlySet<string>>();
  for (const [name, property] of Object.entries(properties)) {
    const { const: constant, enum: choices = constant === undefined ? undefined : [constant] } =
      resolveSchema(property, schemas) ?? {};
    if (choices === undefined) continue;
    const values = choices.map((choice) => JSON.stringify(choice));
    condition.set(name, new Set(required.includes(name) ? values : [...values, ABSENT]));
  }
  return condition;
}

interface Symbols {
  readonly symbolsTo: readonly (readonly number[])[];
  readonly properties: readonly (string | undefined)[];
}

/** One for each property and all that conditions can find: so alternatives that exclude each other read no common one. */
function symbolsOf(places: readonly Inside[]): Symbols {
  const cases = casesOf(places.map(({ condition }) => condition));
  const numbers = new Map<string, number>();
  const properties: (string | undefined)[] = [];
  const symbolsTo = places.map(({ property, condition }) => {
    if (property === undefined) return [numberOf('[]', undefined)];
    const possible = cases.filter((found) => [...condition].every(([name, values]) => isIn(values, found.get(name))));
    return possible.map((found) => numberOf(JSON.stringify([property, ...found.values()]), property));
  });
  return { symbolsTo, properties };

  function numberOf(key: string, property: string | undefined): number {
    const number = numbers.get(key) ?? properties.push(property) - 1;
    numbers.set(key, number);
    return number;
  }
}

function isIn(values: ReadonlySet<string>, value: string | undefined): boolean {
  return value === undefined || values.has(value);
}

/** All that can be found of the properties that conditions name; where that is too much, what they say is left aside. */
function casesOf(conditions: readonly Condition[]): readonly ReadonlyMap<string, string>[] {
  const valuesOf = new Map<string, Set<string>>();
  for (const [name, values] of conditions.flatMap((condition) => [...condition])) {
    const known = valuesOf.get(name) ?? new Set([ABSENT, OTHER]);
    for (const value of values) known.add(value);
    valuesOf.set(name, known);
  }
  let cases: readonly ReadonlyMap<string, string>[] = [new Map()];
  for (const [name, values] of valuesOf) {
    if (cases.length * values.size > CASES_MAX) continue;
    cases = cases.flatMap((found) => [...values].map((value) => new Map([...found, [name, value]])));
  }
  return cases;
}

const CASES_MAX = 1024;
