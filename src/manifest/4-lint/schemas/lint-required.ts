import { reached } from '../../collections/reached.ts';
import { slipOf } from '../../findings/nearest-name.ts';
import type { Schema } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';
import { isWhole, lintedShape, placedSchemas } from './placed-schemas.ts';

/**
 * Warns of a property that is required and declared nowhere, beside one of nearly the same name that is not required: no value with the
 * one that was meant is taken. Where no others are allowed it is an error (`bad-schema`). Fault: misspelt-property.
 */
export function lintRequired({ site, findings }: LintInput): void {
  /** What is declared around an alternative, of the same value. */
  const around = new Map<Schema, ReadonlySet<string>>();
  for (const { schema, at } of placedSchemas(site)) {
    const declared = new Set([...(around.get(schema) ?? []), ...namesIn(schema)]);
    for (const { schema: branch } of schema.beside()) around.set(branch, declared);
    const resolved = lintedShape(site, schema);
    if (resolved === undefined || resolved.additionalProperties === false || !isWhole(at, schema.shape)) continue;
    const optional = [...declared].filter((name) => !resolved.required?.includes(name));
    for (const { name, keys } of requiredBy(schema)) {
      const meant = declared.has(name) ? undefined : slipOf(name, optional);
      if (meant === undefined) continue;
      const place = at.in(...keys);
      findings.add({
        code: 'misspelt-property',
        at: keys.at(-1) === name ? place.key : place.value,
        message: `The ${keys.at(-1) === name ? '' : 'required '}property "${name}" is not in "properties"`,
        hint: `did you mean "${meant}"? If not, declare it in "properties"`,
      });
    }
  }
}

interface Named {
  readonly name: string;
  readonly keys: readonly string[];
}

/** The names that it says without a schema for them, with their places. */
function requiredBy({ shape }: Schema): readonly Named[] {
  const { required = [], dependentRequired = {}, dependentSchemas = {} } = shape;
  const listed = (names: readonly string[], ...keys: string[]) =>
    names.map((name, index): Named => ({ name, keys: [...keys, String(index)] }));
  return [
    ...listed(required, 'required'),
    ...Object.entries(dependentRequired).flatMap(([name, names]): readonly Named[] => {
      const keys = ['dependentRequired', name];
      return [{ name, keys }, ...listed(names, ...keys)];
    }),
    ...Object.keys(dependentSchemas).map((name): Named => ({ name, keys: ['dependentSchemas', name] })),
  ];
}

/** Its properties, and those of its alternatives. */
function namesIn(schema: Schema): readonly string[] {
  const all = reached([schema], (each) => [...each.beside()].map((part) => part.schema));
  return [...all].flatMap(({ properties }) => [...properties.keys()]);
}
