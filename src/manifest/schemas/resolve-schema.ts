import type { QueryParameterShape, SchemaShape, ShapeMap } from '../2-validate/manifest-shape.gen.ts';
import type { PlainShape } from './schema.ts';

/**
 * A schema without `$ref`: follows it, and what it leads to in turn, and adds what stands beside. Schemas inside
 * (`properties`, `items`, `anyOf`) keep theirs, so that recursive ones end. A schema without `$ref` comes back as it is.
 * undefined: the `$ref` names no schema, or only leads to itself.
 */
export function resolveSchema(shape: SchemaShape, schemas: ShapeMap<SchemaShape>): SchemaShape | undefined {
  let resolved: SchemaShape = shape;
  const seen = new Set<string>();
  while (resolved.$ref !== undefined) {
    const name = referredName(resolved.$ref);
    if (seen.has(name) || !Object.hasOwn(schemas, name)) return undefined;
    seen.add(name);
    const { $ref: _, ...beside } = resolved;
    const target = schemas[name];
    if (target === undefined) return undefined;
    resolved = Object.keys(beside).length === 0 ? target : merge(target, beside);
  }
  return resolved;
}

/** A parameter that says its type itself. undefined: `$ref` leads nowhere, or to what no text can be read as. */
export function resolveParameter(shape: QueryParameterShape, schemas: ShapeMap<SchemaShape>): PlainShape | undefined {
  const { required: _required, ...rest } = shape;
  const { required: _, ...resolved } = resolveSchema(rest, schemas) ?? {};
  return isPlain(resolved) ? resolved : undefined;
}

function isPlain(shape: object): shape is PlainShape {
  return 'type' in shape && PLAIN_TYPES.has(shape.type);
}

const PLAIN_TYPES: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean']);

/** The NAME of `#/schemas/NAME`. */
export function referredName(reference: string): string {
  return reference.slice('#/schemas/'.length);
}

/** Both hold: the tighter of two bounds counts, and properties are put together. Of anything else the nearer counts. */
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
