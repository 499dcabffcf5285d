import type { SchemaShape } from '../../2-validate/manifest-shape.gen.ts';
import { getOrMake } from '../../collections/get-or-make.ts';
import { FORMATS } from '../../findings/formats.ts';
import type { RuleCompiler, ValueRule } from '../../schemas/compile-rule.ts';
import { type NamedSchemas, Schema } from '../../schemas/schema.ts';
import { samplePattern } from './sample-pattern.ts';
import { type SchemaHints, type Shape, typesOfShape } from './translate-schema.ts';

interface SamplerParts {
  readonly named: NamedSchemas;
  readonly rules: RuleCompiler;
  readonly hints: (shape: object) => SchemaHints;
}

interface Manner {
  /** Whether the examples of a schema are taken for its values. */
  readonly shows: boolean;
  /** Whether properties are left out that need not be there. */
  readonly least: boolean;
  /** Which of several alternatives is taken, if there are so many. */
  readonly choice: number;
}

interface How {
  readonly manner: Manner;
  /** The names of the schemas around. */
  readonly open: readonly string[];
  readonly format: string | undefined;
}

/** Makes values that schemas allow: the same ones each time. */
export class Sampler {
  readonly #parts: SamplerParts;
  readonly #rules = new WeakMap<Shape, ValueRule>();
  #values = 0;

  constructor(parts: SamplerParts) {
    this.#parts = parts;
  }

  /** The first of several attempts that is valid; undefined: none is. */
  sample(shape: Shape): { readonly value: unknown } | undefined {
    for (const manner of MANNERS) {
      const value = this.#attempt(shape, manner);
      if (this.isValid(value, shape)) return { value };
    }
    return undefined;
  }

  /** Where no valid value is found: the first attempt. */
  guess(shape: Shape): unknown {
    return this.#attempt(shape, FIRST_MANNER);
  }

  #attempt(shape: Shape, manner: Manner): unknown {
    this.#values = 0;
    const value = this.#make(shape, manner, []);
    return this.#values > VALUES_MAX ? {} : value;
  }

  isValid(value: unknown, shape: Shape): boolean {
    // A copy, since defaults are put into it.
    const copy: unknown = JSON.parse(JSON.stringify(value ?? null));
    const compile = () => this.#parts.rules.compileValue(this.#schema(shape));
    return getOrMake(this.#rules, shape, compile)(copy) === undefined;
  }

  #schema(shape: Shape): Schema {
    // Written by the translator in the words of a manifest.
    return new Schema(shape as SchemaShape, this.#parts.named);
  }

  #make(shape: Shape, manner: Manner, open: readonly string[]): unknown {
    // What is required can double at each level.
    if (++this.#values > VALUES_MAX) return null;
    const { $ref } = shape;
    const name = typeof $ref === 'string' ? $ref.slice('#/schemas/'.length) : undefined;
    if (name !== undefined && open.filter((each) => each === name).length > 1) return null;
    const target = name === undefined ? undefined : this.#parts.named.get(name)?.shape;
    const around = name === undefined ? open : [...open, name];
    const shown = manner.shows ? this.#shown(shape, target) : undefined;
    if (shown !== undefined) return shown.value;
    const resolved = (name === undefined ? shape : (this.#schema(shape).resolved ?? {})) as Shape;
    const hinted = this.#parts.hints(shape).format ?? (target && this.#parts.hints(target).format);
    const said = resolved['format'];
    return this.#plain(resolved, { manner, open: around, format: typeof said === 'string' ? said : hinted });
  }

  #shown(shape: Shape, target: object | undefined): { readonly value: unknown } | undefined {
    const { examples } = this.#parts.hints(shape);
    const all = [...examples, ...(target === undefined ? [] : this.#parts.hints(target).examples)];
    const value = all.find((example) => this.isValid(example, shape));
    return value === undefined ? undefined : { value };
  }

  #plain(shape: Shape, how: How): unknown {
    if (shape['const'] !== undefined) return shape['const'];
    if (Array.isArray(shape['enum'])) return shape['enum'].find((choice) => choice !== null) ?? null;
    if (shape['default'] !== undefined && how.manner.shows) return shape['default'];
    const { manner, open } = how;
    const parts = (['allOf', 'anyOf', 'oneOf'] as const).flatMap((word) => {
      const list = (shape[word] ?? []) as readonly Shape[];
      const chosen =
        word === 'allOf'
          ? fillersFirst(list)
          : [
              chosenOf(
                list.filter((one) => one['type'] !== 'null' && !this.#isOpen(one, open)),
                manner,
              ) ?? list[0],
            ];
      return chosen.flatMap((one) => (one === undefined ? [] : [this.#make(one, manner, open)]));
    });
    const types = typesOfShape(shape);
    const type = types.find((each) => each !== 'null') ?? types[0];
    const own = type === undefined ? undefined : this.#ofType(String(type), shape, how);
    if (parts.length === 0) return own ?? (type === undefined ? {} : null);
    const records = [own, ...parts].filter((part) => typeof part === 'object' && part !== null && !Array.isArray(part));
    return records.length > 0 ? joined(records as readonly Shape[]) : parts.at(-1);
  }

  #isOpen(shape: Shape, open: readonly string[]): boolean {
    return typeof shape['$ref'] === 'string' && open.includes(shape['$ref'].slice('#/schemas/'.length));
  }

  #ofType(type: string, shape: Shape, how: How): unknown {
    switch (type) {
      case 'object':
        return this.#object(shape, how);
      case 'array':
        return this.#array(shape, how);
      case 'string':
        return sampleText(shape, how.format);
      case 'integer':
      case 'number':
        return sampleNumber(shape, type === 'integer');
      case 'boolean':
        return true;
      default:
        return null;
    }
  }

  #object(shape: Shape, { manner, open }: How): object {
    const required = new Set((shape['required'] ?? []) as readonly string[]);
    const made: Record<string, unknown> = {};
    for (const [name, inner] of Object.entries((shape['properties'] ?? {}) as Record<string, Shape>)) {
      const needed = required.has(name);
      if (!needed && (manner.least || open.length > DEPTH_MAX || this.#isOpen(inner, open))) continue;
      made[name] = this.#make(inner, manner, open);
    }
    for (const name of required) if (!Object.hasOwn(made, name)) made[name] = FILLER;
    return made;
  }

  #array(shape: Shape, { manner, open }: How): readonly unknown[] {
    const items = (shape['items'] ?? {}) as Shape;
    const least = Number(shape['minItems'] ?? 0);
    const fixed = (shape['prefixItems'] ?? []) as readonly Shape[];
    if (shape['items'] === undefined && fixed.length === 0 && least === 0) return [];
    const wanted =
      manner.least || this.#isOpen(items, open) || open.length > DEPTH_MAX ? least : Math.max(1, least, fixed.length);
    const length = Math.min(wanted, Number(shape['maxItems'] ?? wanted));
    return Array.from({ length }, (_, index) => {
      const own = fixed[index];
      return own === undefined ? varied(this.#make(items, manner, open), index) : this.#make(own, manner, open);
    });
  }
}

const FIRST_MANNER: Manner = { shows: true, least: false, choice: 0 };

const MANNERS: readonly Manner[] = [0, 1, 2, 3].flatMap((choice) => [
  { shows: true, least: false, choice },
  { shows: false, least: false, choice },
  { shows: true, least: true, choice },
  { shows: false, least: true, choice },
]);

function chosenOf(alternatives: readonly Shape[], { choice }: Manner): Shape | undefined {
  return alternatives[Math.min(choice, alternatives.length - 1)];
}

/** What is required, and not described there: another part of the schema can know better. */
const FILLER = 'text';

function joined(records: readonly Shape[]): Shape {
  const whole: Shape = {};
  for (const record of records)
    for (const [name, value] of Object.entries(record)) if (value !== FILLER || !(name in whole)) whole[name] = value;
  return whole;
}

/** References inside references. */
const DEPTH_MAX = 5;

/** Those of one sample, which is empty if it has more. */
const VALUES_MAX = 10_000;

/** The items of a list differ: it can ask for that. */
function varied(value: unknown, index: number): unknown {
  if (index === 0) return value;
  if (typeof value === 'number') return value + index;
  return typeof value === 'string' ? `${value}${index}` : value;
}

function sampleNumber(shape: Shape, whole: boolean): number {
  const numberOf = (word: string) => (typeof shape[word] === 'number' ? shape[word] : undefined);
  const step = numberOf('multipleOf') ?? (whole ? 1 : 0.5);
  const [min, above] = [numberOf('minimum'), numberOf('exclusiveMinimum')];
  const [max, below] = [numberOf('maximum'), numberOf('exclusiveMaximum')];
  const low = above === undefined ? min : Math.max(above + step, min ?? Number.NEGATIVE_INFINITY);
  const high = below === undefined ? max : Math.min(below - step, max ?? Number.POSITIVE_INFINITY);
  const start = Math.min(Math.max(1, low ?? 1), high ?? Number.POSITIVE_INFINITY);
  if (shape['multipleOf'] === undefined) {
    if (whole) return low !== undefined && start === low ? Math.ceil(start) : Math.floor(start);
    return low !== undefined && above !== undefined && below !== undefined && low >= below
      ? (above + below) / 2
      : start;
  }
  const times = Math.ceil((low ?? start) / step);
  return times === 0 && low === undefined ? step : times * step;
}

/** What only requires properties makes up their values: another part that describes them says better ones. */
function fillersFirst(parts: readonly Shape[]): readonly Shape[] {
  const isFiller = (part: Shape) => Object.keys(part).every((word) => word === 'required' || word === 'type');
  return [...parts.filter(isFiller), ...parts.filter((part) => !isFiller(part))];
}

function sampleText(shape: Shape, format: string | undefined): string {
  const { pattern, minLength, maxLength } = shape;
  const [least, most] = [Number(minLength ?? 0), Number(maxLength ?? Number.POSITIVE_INFINITY)];
  const known = format === undefined ? undefined : FORMATS.get(format)?.sample;
  if (typeof pattern === 'string') return samplePattern(pattern, least) ?? 'text';
  const text = known ?? 'text';
  return text.length < least ? text.padEnd(Math.min(least, LENGTH_MAX), 'x') : text.slice(0, most);
}

const LENGTH_MAX = 100_000;
