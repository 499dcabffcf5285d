import { BOUNDS, SCHEMA_LISTS } from '../1-read/schema-keywords.ts';
import type { SchemaShape } from '../2-validate/manifest-shape.gen.ts';
import { isRegularExpression } from './regular-expression.ts';
import type { PartKeyword, Schema, SchemaPart } from './schema.ts';

/** ajv puts no defaults into what it only tries, so there must be none there. `uniqueItems` must know which of the two applies. */
export type Mode = 'defaults' | 'trial';

/**
 * Schemas of the manifest as those for ajv: without keywords that are for people, except those that an error is told by. What the
 * lint finds wrong (a `$ref` that leads nowhere, an invalid pattern) allows everything here. A schema that several refer to is
 * converted once, and has a `$id`, which is what refers to it.
 */
export class JsonSchemas {
  /** By `$id`. */
  readonly referred = new Map<string, object>();
  /** By the target, so that recursion ends. */
  readonly #names = { defaults: new Map<Schema, string>(), trial: new Map<Schema, string>() };

  convert(schema: Schema): object {
    return this.#convert(schema, 'defaults', 'root');
  }

  /** At the root, a schema that only refers is its target. */
  #convert(schema: Schema, mode: Mode, place: 'root' | 'inside' = 'inside'): object {
    const { target } = schema;
    if (schema.resolved === undefined) return {};
    if (target === undefined) return this.#words(schema, mode);
    if (place === 'root' && !schema.addsWords) return this.#convert(target, mode, place);
    return { $ref: this.#define(target, mode), ...(schema.addsWords ? this.#words(schema, mode) : {}) };
  }

  #define(target: Schema, mode: Mode): string {
    const names = this.#names[mode];
    const known = names.get(target);
    if (known !== undefined) return known;
    const name = `${mode}${names.size}`;
    names.set(target, name);
    this.referred.set(name, { $id: name, ...this.#convert(target, mode) });
    return name;
  }

  /** What a schema says itself. */
  #words({ shape, parts }: Schema, mode: Mode): object {
    const { type, pattern, uniqueItems, errorMessage, description } = shape;
    const words: Record<string, unknown> = {
      ...Object.fromEntries(COPIED.filter((key) => shape[key] !== undefined).map((key) => [key, shape[key]])),
      ...(isWholeOnly(type) ? { safeInteger: true } : {}),
      ...(pattern !== undefined && isRegularExpression(pattern)
        ? { pattern, ...(description === undefined ? {} : { description }) }
        : {}),
      ...(errorMessage === undefined ? {} : { errorMessage }),
      ...(uniqueItems === true ? { uniqueItems: mode } : {}),
      ...(shape.properties === undefined ? {} : { properties: this.#properties(parts, mode) }),
    };
    for (const part of parts) if (part.keyword !== 'properties') this.#add(words, part, mode);
    const fillings = mode === 'defaults' ? this.#fillings(parts) : [];
    return fillings.length === 0 ? words : { ...words, fillings };
  }

  #fillings(parts: readonly SchemaPart[]): readonly (readonly Filling[])[] {
    return ALTERNATIVES.flatMap((word) => {
      const branches = parts.filter(({ keyword }) => keyword === word).map(({ schema }) => schema);
      if (!branches.some((branch) => holdsDefaults(branch))) return [];
      return [
        branches.map((each) => ({ trial: this.#convert(each, 'trial'), whole: this.#convert(each, 'defaults') })),
      ];
    });
  }

  #add(words: Record<string, unknown>, { keyword, keys, schema, written }: SchemaPart, mode: Mode): void {
    const converted = typeof written === 'boolean' ? written : this.#inner(keyword, schema, mode);
    const [, key] = keys;
    if (key === undefined) words[keyword] = converted;
    else if (Array.isArray(words[keyword])) words[keyword].push(converted);
    else if (LISTED.has(keyword)) words[keyword] = [converted];
    else if (keyword !== 'patternProperties' || isRegularExpression(key))
      words[keyword] = Object.assign(Object.create(null), words[keyword], { [key]: converted });
  }

  /** What is only tried is reported by its title. */
  #inner(keyword: PartKeyword, schema: Schema, mode: Mode): object {
    if (!TRIED.has(keyword)) return this.#convert(schema, mode);
    const title = schema.resolved?.title;
    return { ...this.#convert(schema, 'trial'), ...(title === undefined ? {} : { title }) };
  }

  #properties(parts: readonly SchemaPart[], mode: Mode): object {
    const converted: Record<string, object | boolean> = Object.create(null);
    // First what tells alternatives apart: ajv goes no further into one that is not meant.
    const isDistinctive = ({ schema: { resolved } }: SchemaPart) =>
      resolved?.const !== undefined || resolved?.enum !== undefined;
    const all = parts.filter(({ keyword }) => keyword === 'properties');
    for (const part of [...all.filter(isDistinctive), ...all.filter((each) => !isDistinctive(each))]) {
      const { keys, schema, written } = part;
      const value = mode === 'defaults' ? schema.resolved?.default : undefined;
      converted[keys[1] ?? ''] =
        typeof written === 'boolean'
          ? written
          : { ...this.#convert(schema, mode), ...(value === undefined ? {} : { default: value }) };
    }
    return converted;
  }
}

/** One of several alternatives: what decides whether a value is of it, and what puts in the defaults then. */
export interface Filling {
  readonly trial: object;
  readonly whole: object;
}

const ALTERNATIVES: readonly PartKeyword[] = ['anyOf', 'oneOf'];

function holdsDefaults(schema: Schema, seen = new Set<Schema>()): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  return [...schema.allParts()].some(
    ({ keyword, schema: inner }) =>
      (keyword === 'properties' && inner.resolved?.default !== undefined) || holdsDefaults(inner, seen),
  );
}

/** What ajv compiles as a trial, in which a failure need not be one of the whole. */
const TRIED: ReadonlySet<PartKeyword> = new Set(['anyOf', 'oneOf', 'not', 'if', 'contains', 'propertyNames']);

const LISTED: ReadonlySet<PartKeyword> = new Set<PartKeyword>(SCHEMA_LISTS);

const COPIED = [
  ...(['type', 'enum', 'const'] as const),
  ...BOUNDS,
  ...(['format', 'required', 'minProperties', 'maxProperties', 'dependentRequired'] as const),
  ...(['minItems', 'maxItems', 'minContains', 'maxContains'] as const),
] as const satisfies readonly (keyof SchemaShape)[];

function isWholeOnly(type: SchemaShape['type']): boolean {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  return types.includes('integer') && !types.includes('number');
}
