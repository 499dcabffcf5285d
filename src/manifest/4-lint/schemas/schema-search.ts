import { getOrMake } from '../../collections/get-or-make.ts';
import { reached } from '../../collections/reached.ts';
import { type PartKeyword, SAME_VALUE, type Schema } from '../../schemas/schema.ts';
import type { Search, Steps } from '../patterns/count-ways.ts';

/** How values are checked against a schema. Places are schemas of inner values; a symbol is a way from a value into it. */
export interface SchemaSearch extends Search {
  schemaOf(place: number): Schema | undefined;
  /** The property that a symbol leads to; undefined: to the items of a list. */
  propertyOf(symbol: number): string | undefined;
}

/** Follows ajv, which tries each alternative until one fits: here none does. One attempt checks one value against one schema. */
export function schemaSearchOf(root: Schema): SchemaSearch {
  return new Builder(root).search(root);
}

/** What is inside a schema, and the conditions under which a value gets there. */
interface Inside {
  readonly schema: Schema;
  readonly property: string | undefined;
  readonly condition: Condition;
}

/**
 * The values that some properties of an object must have, each as JSON or ABSENT. ajv checks those first, because JsonSchemas
 * puts them first.
 */
type Condition = ReadonlyMap<string, ReadonlySet<string>>;

const ABSENT = '';
/** Any value that no condition names. */
const OTHER = 'other';

interface Entry {
  readonly keyword: PartKeyword;
  readonly name: string | undefined;
  readonly inner: Schema;
  readonly condition: Condition;
}

/** A property that no schema names. */
const OTHERS = '*';

class Builder {
  /** All that some schema names. */
  readonly #names: ReadonlySet<string>;
  readonly #places: Inside[] = [];
  readonly #steps = new Map<Schema, Steps>();
  readonly #known = new Map<Schema, Map<string, number>>();

  constructor(root: Schema) {
    this.#names = namesIn(root);
  }

  search(root: Schema): SchemaSearch {
    const start = this.#stepsFrom(root);
    const steps: Steps[] = [];
    // It grows while the loop runs.
    for (let place = 0; place < this.#places.length; place++) {
      const schema = this.#places[place]?.schema;
      if (schema !== undefined) steps.push(this.#stepsFrom(schema));
    }
    const places = this.#places;
    const { symbolsTo, properties } = symbolsOf(places);
    return {
      start,
      stepsFrom: (place) => steps[place] ?? NO_STEPS,
      symbolsTo: (place) => symbolsTo[place] ?? [],
      readsMax: Number.POSITIVE_INFINITY,
      schemaOf: (place) => places[place]?.schema,
      propertyOf: (symbol) => properties[symbol],
    };
  }

  /** The same for all schemas that only refer to the same schema. */
  #stepsFrom(schema: Schema): Steps {
    const meant = schema.meant ?? schema;
    return getOrMake(this.#steps, meant, () => this.#findSteps(meant));
  }

  #findSteps(schema: Schema): Steps {
    const targets: number[] = [];
    let attempts = 0;
    const visit = (one: Schema, within: readonly Schema[]) => {
      // A schema that refers to itself is reported already.
      if (one.resolved === undefined || within.includes(one)) return;
      attempts += 1;
      if (attempts > ATTEMPTS_MAX) return;
      const condition = conditionOf(one);
      for (const { keyword, keys, schema: inner } of one.allParts()) {
        if (SAME_VALUE.has(keyword)) visit(inner, [...within, one]);
        else targets.push(...this.#placesOf({ keyword, name: keys[1], inner, condition }));
      }
    };
    visit(schema, []);
    return { targets, ends: false, attempts };
  }

  /** The schema of all other properties, or of those whose names match a pattern, can judge any property that is named elsewhere. */
  #placesOf({ keyword, name, inner, condition }: Entry): readonly number[] {
    switch (keyword) {
      case 'properties':
        // Names that are numbers come first in any object.
        return [
          this.#placeOf({
            schema: inner,
            property: name,
            condition: NUMBER.test(name ?? '') ? NO_CONDITION : condition,
          }),
        ];
      case 'propertyNames':
        return [];
      case 'patternProperties':
      case 'additionalProperties':
      case 'unevaluatedProperties':
        return [...this.#names, OTHERS].map((property) =>
          this.#placeOf({ schema: inner, property, condition: NO_CONDITION }),
        );
      default:
        return [this.#placeOf({ schema: inner, property: undefined, condition: NO_CONDITION })];
    }
  }

  #placeOf(inside: Inside): number {
    const known = getOrMake(this.#known, inside.schema, () => new Map<string, number>());
    const key = JSON.stringify([inside.property, ...[...inside.condition].map(([name, values]) => [name, ...values])]);
    return getOrMake(known, key, () => this.#places.push(inside) - 1);
  }
}

function namesIn(root: Schema): ReadonlySet<string> {
  const all = reached([root], (schema) => [...schema.allParts()].map((part) => part.schema));
  return new Set([...all].flatMap(({ properties }) => [...properties.keys()]));
}

const NO_STEPS: Steps = { targets: [], ends: false, attempts: 0 };

/** Far more than what is harmless. */
const ATTEMPTS_MAX = 100_000;

const NO_CONDITION: Condition = new Map();
const NUMBER = /^\d+$/;

function conditionOf({ properties, resolved }: Schema): Condition {
  const condition = new Map<string, ReadonlySet<string>>();
  const required = resolved?.required ?? [];
  for (const [name, { choices }] of properties) {
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

/**
 * One for each property and each combination of the conditions under which it is looked into, so that alternatives that exclude each
 * other read no common symbol.
 */
function symbolsOf(places: readonly Inside[]): Symbols {
  const conditions = new Map<string, Condition[]>();
  for (const { property, condition } of places) {
    if (property === undefined) continue;
    getOrMake(conditions, property, () => []).push(condition);
  }
  const cases = new Map([...conditions].map(([property, all]) => [property, casesOf(all)]));
  const numbers = new Map<string, number>();
  const properties: (string | undefined)[] = [];
  const symbolsTo = places.map(({ property, condition }) => {
    if (property === undefined) return [numberOf('[]', undefined)];
    const possible = (cases.get(property) ?? []).filter((found) =>
      [...condition].every(([name, values]) => isIn(values, found.get(name))),
    );
    return possible.map((found) => numberOf(JSON.stringify([property, ...found.values()]), property));
  });
  return { symbolsTo, properties };

  function numberOf(key: string, property: string | undefined): number {
    return getOrMake(numbers, key, () => properties.push(property) - 1);
  }
}

function isIn(values: ReadonlySet<string>, value: string | undefined): boolean {
  return value === undefined || values.has(value);
}

/**
 * All combinations of the properties by which conditions exclude each other; if there are too many, conditions are ignored. A property
 * that has a value for all of them excludes nothing: with that value, all that is possible is.
 */
function casesOf(conditions: readonly Condition[]): readonly ReadonlyMap<string, string>[] {
  const setsOf = new Map<string, ReadonlySet<string>[]>();
  for (const [name, values] of conditions.flatMap((condition) => [...condition])) {
    getOrMake(setsOf, name, () => []).push(values);
  }
  let cases: readonly ReadonlyMap<string, string>[] = [new Map()];
  for (const [name, sets] of setsOf) {
    const [first = NO_VALUES, ...others] = sets;
    if ([...first].some((value) => others.every((values) => values.has(value)))) continue;
    const possible = new Set([ABSENT, OTHER, ...sets.flatMap((values) => [...values])]);
    if (cases.length * possible.size > CASES_MAX) continue;
    cases = cases.flatMap((found) => [...possible].map((value) => new Map([...found, [name, value]])));
  }
  return cases;
}

const NO_VALUES: ReadonlySet<string> = new Set();
const CASES_MAX = 1024;
