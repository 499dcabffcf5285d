import type { KeyPath } from '../1-read/located-manifest.ts';
import type { ParameterShape, SchemaShape, ShapeMap } from '../2-validate/manifest-shape.ts';
import { referredName, resolveSchema } from '../resolve-schema.ts';
import { type LintInput, routesOf } from './lint-input.ts';

/** Where a manifest has a schema. */
export interface Site<Shape> {
  readonly path: KeyPath;
  readonly shape: Shape;
}

/** The parameters of all routes. */
export function* parameterSites(input: LintInput): Generator<Site<ParameterShape>> {
  for (const [name, route] of routesOf(input)) {
    for (const group of ['params', 'query', 'headers', 'cookies'] as const) {
      for (const [parameter, shape] of Object.entries(route[group] ?? {})) {
        yield { path: ['routes', name, group, parameter], shape };
      }
    }
  }
}

/** All other schemas, each before those inside it. */
export function* schemaSites(input: LintInput): Generator<Site<SchemaShape>> {
  for (const [name, shape] of Object.entries(input.manifest.schemas ?? {})) yield* within(['schemas', name], shape);
  for (const [name, { body, model }] of routesOf(input)) {
    if (body !== undefined) yield* within(['routes', name, 'body'], body);
    if (model !== undefined) yield* within(['routes', name, 'model'], model);
  }
}

/** A schema, and those inside it. */
function* within(path: KeyPath, shape: SchemaShape): Generator<Site<SchemaShape>> {
  yield { path, shape };
  for (const [name, property] of Object.entries(shape.properties ?? {})) {
    yield* within([...path, 'properties', name], property);
  }
  if (shape.items !== undefined) yield* within([...path, 'items'], shape.items);
  for (const [index, branch] of (shape.anyOf ?? []).entries()) yield* within([...path, 'anyOf', String(index)], branch);
}

/** Whether nothing of a schema itself was taken out of it, for being wrong or misspelt; inside it may be mistakes. */
export function isWhole({ located }: LintInput, { path, shape }: Site<object>): boolean {
  let written: unknown = located.value;
  for (const key of path) written = isHolder(written) ? written[key] : undefined;
  return isHolder(written) && Object.keys(written).every((key) => key.startsWith('x-') || key in shape);
}

function isHolder(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The parameter without what only parameters have. */
export function asSchema({ required: _, ...shape }: ParameterShape): SchemaShape {
  return shape;
}

/**
 * What a schema with its `$ref` resolved is, if there is anything to lint in it: what it only refers to is linted where
 * it stands, and what a faulty schema makes of it is a consequence.
 */
export function lintedShape({ manifest, damage }: LintInput, shape: SchemaShape): SchemaShape | undefined {
  const schemas: ShapeMap<SchemaShape> = manifest.schemas ?? {};
  const resolved = resolveSchema(shape, schemas);
  let referring: SchemaShape | undefined = shape;
  while (resolved !== undefined && referring?.$ref !== undefined) {
    const name = referredName(referring.$ref);
    if (damage.touches(['schemas'], [name])) return undefined;
    referring = schemas[name];
  }
  return resolved;
}
