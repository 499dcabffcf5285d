import type { SchemaShape } from '../../2-validate/manifest-shape.gen.ts';
import {
  findRunaway,
  lasting,
  namesToCheck,
  repeatedTargets,
  reversed,
  stepsOf,
} from '../../4-lint/schemas/find-runaway.ts';
import { type SchemaSearch, schemaSearchOf } from '../../4-lint/schemas/schema-search.ts';
import { type NamedSchemas, Schema } from '../../schemas/schema.ts';
import type { Shape } from './translate-schema.ts';

/** Schemas by their names, each of which can refer to the others. */
export function schemasOf(named: ReadonlyMap<string, Shape>): NamedSchemas {
  const schemas = new Map<string, Schema>();
  // Written by the translator in the words of a manifest.
  for (const [name, shape] of named) schemas.set(name, new Schema(shape as SchemaShape, schemas));
  return schemas;
}

/**
 * Makes schemas allow everything that would make a check of a value take very long. This comes before any value is checked, and before
 * `check`, which finds one after another and reads the whole manifest each time. `note` gets the schemas that it changes.
 */
export function breakRunaways(named: ReadonlyMap<string, Shape>, note: (shape: object) => void): void {
  let schemas = schemasOf(named);
  for (const name of namesToCheck(schemas)) {
    for (let schema = schemas.get(name); schema !== undefined; schema = schemas.get(name)) {
      const found = findRunaway(schema);
      if (found === undefined) break;
      const places = placesToClear(schemaSearchOf(schema)) ?? [...found.places, schema];
      for (const { shape } of places) {
        // That of `false`, which all schemas have in common, says nothing that could take long.
        if (Object.isFrozen(shape)) continue;
        note(shape);
        for (const word of Object.keys(shape)) delete (shape as Shape)[word];
      }
      schemas = schemasOf(named);
    }
  }
}

/** Where a value that can hold itself is looked into again: at first only where that happens at each level. undefined: nowhere. */
function placesToClear(search: SchemaSearch): readonly Schema[] | undefined {
  const steps = stepsOf(search);
  const endless = lasting(steps);
  const repeated = lasting(reversed(steps));
  const all = [...steps].map(([place, targets]) => {
    const further = repeatedTargets(search, targets, endless).flatMap((each) => search.schemaOf(each) ?? []);
    return { isRepeated: repeated.has(place) && endless.has(place), further };
  });
  const worst = all.filter(({ isRepeated }) => isRepeated).flatMap(({ further }) => further);
  const any = all.flatMap(({ further }) => further);
  return worst.length > 0 ? worst : any.length > 0 ? any : undefined;
}
