import type { SchemaShape } from '../../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../../2-validate/spot.ts';
import type { Site, SiteParameter } from '../../3-resolve/site.ts';
import type { PlacedSchema, Schema } from '../../schemas/schema.ts';

/** The parameters of all routes. */
export function* parametersOf(site: Site): Generator<SiteParameter> {
  for (const { parameters } of site.routes.values()) {
    const { params, query, headers, cookies } = parameters;
    yield* [...params, ...query, ...headers, ...cookies];
  }
}

/** All other schemas, each before those inside it; those inside parameters, too. */
export function* placedSchemas(site: Site): Generator<PlacedSchema> {
  for (const { schema, at } of parametersOf(site))
    for (const { keys, schema: inner } of schema.parts) yield* inner.all(at.in(...keys));
  for (const [name, schema] of site.schemas) yield* schema.all(site.at.in('schemas', name));
  for (const { at, body, model } of site.routes.values()) {
    if (body !== undefined) yield* body.all(at.in('body'));
    if (model !== undefined) yield* model.all(at.in('model'));
  }
}

/** Whether no keyword was removed from a schema itself for being wrong or misspelt; there can be mistakes inside it. */
export function isWhole(at: Spot, shape: object): boolean {
  const written = at.asWritten;
  if (typeof written !== 'object' || written === null) return false;
  return Object.keys(written).every((key) => key.startsWith('x-') || key in shape);
}

/**
 * A schema with its `$ref` resolved, if there is anything in it to lint: what it only refers to is linted where
 * it is written, and the effects of a wrong schema are consequences.
 */
export function lintedShape({ at }: Site, schema: Schema): SchemaShape | undefined {
  const schemasAt = at.in('schemas');
  const isLost = [...schema.steps()].some(({ referred }) => referred !== undefined && schemasAt.lost(referred));
  return isLost ? undefined : schema.resolved;
}
