import { wordList } from '../../../http/word-list.ts';
import type { Site } from '../../3-resolve/site.ts';
import type { PlacedSchema, Schema } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';
import type { Runaway } from './find-runaway.ts';

/**
 * Fault: runaway-schema. A schema can hold itself, but a value in one way only: if two alternatives look into the same
 * value, each level multiplies the work. If there is a runaway, no values are checked any more in this load.
 */
export async function lintRecursion(input: LintInput): Promise<void> {
  const { schemas } = input.site;
  const owned = ownedIn(input.site);
  // Without schemas beside each other, or without named ones, each value is checked once against each schema.
  if (!owned.some(({ schema }) => [...schema.beside()].length > 0 || insideTwice(schema))) return;
  if (!owned.some(({ schema }) => schema.referred !== undefined)) return;
  const { findRunaway, namesToCheck } = await import('./find-runaway.ts');
  const context = { ownedBy: new Map(owned.map((each) => [each.schema, each])), reported: new Set<string>() };
  for (const name of namesToCheck(schemas)) {
    const schema = schemas.get(name);
    const found = schema && findRunaway(schema);
    if (found !== undefined) addRunaway(input, found, { ...context, name });
  }
}

/** Whether one keyword can look where another one does. */
function insideTwice({ shape }: Schema): boolean {
  const ofObject = [shape.properties, shape.patternProperties, shape.unevaluatedProperties, shape.additionalProperties];
  const ofList = [shape.items, shape.prefixItems, shape.contains, shape.unevaluatedItems];
  return [ofObject, ofList].some((words) => words.filter((word) => word !== undefined).length > 1);
}

/** A schema, and the name of the one that it is written in. */
interface Owned extends PlacedSchema {
  readonly owner: string;
}

function ownedIn({ schemas, at }: Site): readonly Owned[] {
  return [...schemas].flatMap(([owner, schema]) => {
    return [...schema.all(at.in('schemas', owner))].map((placed) => ({ ...placed, owner }));
  });
}

interface RunawayContext {
  /** The schema where it was found. */
  readonly name: string;
  readonly ownedBy: ReadonlyMap<Schema, Owned>;
  /** The schemas that are reported: what only leads to them is not a mistake of its own. */
  readonly reported: Set<string>;
}

function addRunaway(
  { site, findings, rules }: LintInput,
  { places, levels }: Runaway,
  { name, ownedBy, reported }: RunawayContext,
): void {
  rules.judgeNothing();
  const [first, ...others] = places.flatMap((place) => ownedBy.get(place) ?? []);
  const schema = first?.owner ?? name;
  if (reported.has(schema)) return;
  for (const each of [first, ...others]) if (each !== undefined) reported.add(each.owner);
  const placeOf = ({ schema: each, at }: Owned) => (each.referred === undefined ? at : at.in('$ref')).value;
  const reason =
    levels.length === 0
      ? 'a value inside is checked very often'
      : `each ${wordList(
          levels.map((level) => (level === undefined ? 'list' : `"${level}"`)),
          'and',
        )} inside adds ways to check it`;
  findings.add({
    code: 'runaway-schema',
    at: first === undefined ? site.at.in('schemas', schema).value : placeOf(first),
    message: `Checking a value against "${schema}" can take very long: ${reason}`,
    hint: 'let one alternative alone hold it, or require in each a property whose "const" tells them apart',
    related: others.map((other) => ({ ...placeOf(other), message: 'the same value is checked again here' })),
  });
}
