import { wordList } from '../../../http/word-list.ts';
import type { Site } from '../../3-resolve/site.ts';
import type { PlacedSchema, Schema } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';
import type { countWays, Ways } from '../patterns/count-ways.ts';
import type { SchemaSearch, schemaSearchOf } from './schema-search.ts';

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
  const judge = { ...(await import('../patterns/count-ways.ts')), ...(await import('./schema-search.ts')) };
  const context = { ownedBy: new Map(owned.map((each) => [each.schema, each])), reported: new Set<string>() };
  const uses = usesOf(owned);
  const known = new Set<string>();
  for (const [name, schema] of inOrder([...schemas], uses)) {
    // What a harmless schema holds is harmless; what a runaway holds is checked once that is corrected.
    if (known.has(name)) continue;
    addUses(name, uses, known);
    const found = findRunaway(schema, judge);
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

/** The schemas that each refers to, by their names. */
function usesOf(owned: readonly Owned[]): ReadonlyMap<string, ReadonlySet<string>> {
  const uses = new Map<string, Set<string>>();
  for (const { owner, schema } of owned) {
    if (schema.referred === undefined) continue;
    const used = uses.get(owner) ?? new Set();
    uses.set(owner, used.add(schema.referred));
  }
  return uses;
}

type Named = readonly [name: string, schema: Schema];

/** First those that no other holds. */
function inOrder(named: readonly Named[], uses: ReadonlyMap<string, ReadonlySet<string>>): readonly Named[] {
  const used = new Set([...uses].flatMap(([owner, names]) => [...names].filter((name) => name !== owner)));
  return [...named.filter(([name]) => !used.has(name)), ...named.filter(([name]) => used.has(name))];
}

function addUses(name: string, uses: ReadonlyMap<string, ReadonlySet<string>>, known: Set<string>): void {
  const pending = [name];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (known.has(next)) continue;
    known.add(next);
    pending.push(...(uses.get(next) ?? []));
  }
}

/** How often the same value is checked against the same schema at most. */
const REPEATS_MAX = 50;

/** No JSON that is read is deeper. */
const LEVELS_MAX = 100;

/** The bound of calculation for one schema: some tenths of a second. */
const WORK_MAX = 2_000_000;

interface Found {
  readonly search: SchemaSearch;
  readonly ways: Ways;
}

interface Judge {
  readonly countWays: typeof countWays;
  readonly schemaSearchOf: typeof schemaSearchOf;
}

function findRunaway(schema: Schema, judge: Judge): Found | undefined {
  const search = judge.schemaSearchOf(schema);
  const attempts = () => Number.POSITIVE_INFINITY;
  const ways = judge.countWays(search, { attempts, symbols: LEVELS_MAX, work: WORK_MAX });
  const counted = ways.further !== undefined || ways.totals.length > LEVELS_MAX;
  return counted && ways.most <= REPEATS_MAX ? undefined : { search, ways };
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
  { search, ways }: Found,
  { name, ownedBy, reported }: RunawayContext,
): void {
  rules.judgeNothing();
  const found = ways.places.flatMap((place) => {
    const schema = search.schemaOf(place);
    return (schema && ownedBy.get(schema)) ?? [];
  });
  const [first, ...others] = [...new Set(found)];
  const schema = first?.owner ?? name;
  if (reported.has(schema)) return;
  for (const { owner } of found) reported.add(owner);
  const placeOf = ({ schema: each, at }: Owned) => (each.referred === undefined ? at : at.in('$ref')).value;
  const properties = new Set(ways.repeated.map((symbol) => search.propertyOf(symbol)));
  const levels = [...properties].map((property) => (property === undefined ? 'list' : `"${property}"`));
  const reason =
    levels.length === 0
      ? 'a value inside is checked very often'
      : `each ${wordList(levels, 'and')} inside adds ways to check it`;
  findings.add({
    code: 'runaway-schema',
    at: first === undefined ? site.at.in('schemas', schema).value : placeOf(first),
    message: `Checking a value against "${schema}" can take very long: ${reason}`,
    hint: 'let one alternative alone hold it, or require in each a property whose "const" tells them apart',
    related: others.map((other) => ({ ...placeOf(other), message: 'the same value is checked again here' })),
  });
}
