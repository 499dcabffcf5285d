import type { SchemaShape, ShapeMap } from './2-validate/manifest-shape.ts';
import { isRegularExpression } from './regular-expression.ts';
import { referredName, resolveSchema } from './resolve-schema.ts';

/**
 * A schema of the manifest as one for ajv: its references gathered in `$defs`, keys that are for people left out. What
 * the lint finds wrong (a `$ref` that leads nowhere, a pattern that is none) allows everything here.
 */
export function toJsonSchema(shape: SchemaShape, schemas: ShapeMap<SchemaShape>): object {
  const converter = new Converter(schemas);
  const root = converter.convert(resolveSchema(shape, schemas) ?? {}, 'defaults');
  return { ...root, $defs: converter.defs };
}

/** ajv puts no defaults into what it only tries, so there must be none there. */
type Mode = 'defaults' | 'trial';

class Converter {
  readonly defs: Record<string, object> = {};
  readonly #schemas: ShapeMap<SchemaShape>;
  /** By where the reference stands or, if nothing stands beside it, by what it leads to: so recursion ends. */
  readonly #names = { defaults: new Map<SchemaShape, string>(), trial: new Map<SchemaShape, string>() };

  constructor(schemas: ShapeMap<SchemaShape>) {
    this.#schemas = schemas;
  }

  convert(shape: SchemaShape, mode: Mode): object {
    if (shape.$ref !== undefined) return this.#reference(shape.$ref, shape, mode);
    const { type, pattern, properties, items, anyOf } = shape;
    return {
      ...Object.fromEntries(COPIED.filter((key) => shape[key] !== undefined).map((key) => [key, shape[key]])),
      ...(isWholeOnly(type) ? { safeInteger: true } : {}),
      ...(pattern !== undefined && isRegularExpression(pattern) ? { pattern } : {}),
      ...(properties === undefined ? {} : { properties: this.#properties(properties, mode) }),
      ...(items === undefined ? {} : { items: this.convert(items, mode) }),
      ...(anyOf === undefined ? {} : { anyOf: anyOf.map((branch) => this.#branch(branch)) }),
    };
  }

  #properties(properties: ShapeMap<SchemaShape>, mode: Mode): object {
    const converted: Record<string, object> = Object.create(null);
    // First what tells alternatives apart: ajv goes no further into one that is not meant.
    const telling = ([, shape]: readonly [string, SchemaShape]) => {
      const { const: constant, enum: choices } = resolveSchema(shape, this.#schemas) ?? {};
      return constant !== undefined || choices !== undefined;
    };
    const entries = Object.entries(properties);
    for (const [name, shape] of [...entries.filter(telling), ...entries.filter((entry) => !telling(entry))]) {
      const value = mode === 'defaults' ? resolveSchema(shape, this.#schemas)?.default : undefined;
      converted[name] = { ...this.convert(shape, mode), ...(value === undefined ? {} : { default: value }) };
    }
    return converted;
  }

  /** Its title is how the rule is told. */
  #branch(branch: SchemaShape): object {
    const title = resolveSchema(branch, this.#schemas)?.title;
    return { ...this.convert(branch, 'trial'), ...(title === undefined ? {} : { title }) };
  }

  #reference(reference: string, shape: SchemaShape, mode: Mode): object {
    const resolved = resolveSchema(shape, this.#schemas);
    const target = this.#schemas[referredName(reference)];
    if (resolved === undefined || target === undefined) return {};
    const alone = Object.keys(shape).length === 1;
    const names = this.#names[mode];
    const known = names.get(alone ? target : shape);
    if (known !== undefined) return { $ref: `#/$defs/${known}` };
    const name = `${mode}${names.size}`;
    names.set(alone ? target : shape, name);
    this.defs[name] = this.convert(alone ? target : resolved, mode);
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
  'uniqueItems',
] as const satisfies readonly (keyof SchemaShape)[];

function isWholeOnly(type: SchemaShape['type']): boolean {
  const types = typeof type === 'string' ? [type] : (type ?? []);
  return types.includes('integer') && !types.includes('number');
}
