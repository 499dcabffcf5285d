import type { SchemaShape } from '../2-validate/manifest-shape.gen.ts';
import { isRegularExpression } from './regular-expression.ts';
import type { Schema } from './schema.ts';

/**
 * A schema of the manifest as one for ajv: with its references in `$defs`, without keywords that are for people. What
 * the lint finds wrong (a `$ref` that leads nowhere, an invalid pattern) allows everything here.
 */
export function toJsonSchema(schema: Schema): object {
  const converter = new Converter();
  const root = converter.convertWords(schema, 'defaults');
  return { ...root, $defs: converter.defs };
}

/** ajv puts no defaults into what it only tries, so there must be none there. `uniqueItems` must know which of the two applies. */
export type Mode = 'defaults' | 'trial';

class Converter {
  readonly defs: Record<string, object> = {};
  /** By the referring schema or, if it says nothing else, by its target, so that recursion ends. */
  readonly #names = { defaults: new Map<Schema, string>(), trial: new Map<Schema, string>() };

  convert(schema: Schema, mode: Mode): object {
    return schema.referred === undefined ? this.convertWords(schema, mode) : this.#reference(schema, mode);
  }

  /** All that a schema says, including its targets. */
  convertWords({ resolved, properties, items, anyOf }: Schema, mode: Mode): object {
    if (resolved === undefined) return {};
    const { type, pattern, uniqueItems } = resolved;
    return {
      ...Object.fromEntries(COPIED.filter((key) => resolved[key] !== undefined).map((key) => [key, resolved[key]])),
      ...(isWholeOnly(type) ? { safeInteger: true } : {}),
      ...(pattern !== undefined && isRegularExpression(pattern) ? { pattern } : {}),
      ...(uniqueItems === true ? { uniqueItems: mode } : {}),
      ...(resolved.properties === undefined ? {} : { properties: this.#properties(properties, mode) }),
      ...(items === undefined ? {} : { items: this.convert(items, mode) }),
      ...(anyOf === undefined ? {} : { anyOf: anyOf.map((branch) => this.#branch(branch)) }),
    };
  }

  #properties(properties: Schema['properties'], mode: Mode): object {
    const converted: Record<string, object> = Object.create(null);
    // First what tells alternatives apart: ajv goes no further into one that is not meant.
    const distinctive = ([, { resolved }]: readonly [string, Schema]) =>
      resolved?.const !== undefined || resolved?.enum !== undefined;
    const all = [...properties];
    for (const [name, schema] of [...all.filter(distinctive), ...all.filter((each) => !distinctive(each))]) {
      const value = mode === 'defaults' ? schema.resolved?.default : undefined;
      converted[name] = { ...this.convert(schema, mode), ...(value === undefined ? {} : { default: value }) };
    }
    return converted;
  }

  /** The rule is reported by its title. */
  #branch(branch: Schema): object {
    const title = branch.resolved?.title;
    return { ...this.convert(branch, 'trial'), ...(title === undefined ? {} : { title }) };
  }

  #reference(schema: Schema, mode: Mode): object {
    const { target } = schema;
    if (schema.resolved === undefined || target === undefined) return {};
    const named = schema.addsWords ? schema : target;
    const names = this.#names[mode];
    const known = names.get(named);
    if (known !== undefined) return { $ref: `#/$defs/${known}` };
    const name = `${mode}${names.size}`;
    names.set(named, name);
    this.defs[name] = schema.addsWords ? this.convertWords(schema, mode) : this.convert(target, mode);
    return { $ref: `#/$defs/${name}` };
  }
}

const COPIED = [
  'type',
  'enum',
  'const',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'required',
  'additionalProperties',
  'minItems',
  'maxItems',
] as const satisfies readonly (keyof SchemaShape)[];

function isWholeOnly(type: SchemaShape['type']): boolean {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  return types.includes('integer') && !types.includes('number');
}
