import type { SchemaShape } from '../2-validate/manifest-shape.ts';
import { referredName } from '../resolve-schema.ts';
import { wordList } from '../word-list.ts';
import type { countWays, Ways } from './count-ways.ts';
import type { LintInput } from './lint-input.ts';
import type { SchemaSearch, schemaSearchOf } from './schema-search.ts';
import { type Site, schemaSites } from './schema-sites.ts';

/**
 * Fault: runaway-schema. A schema may hold itself, but a value in one way only: where two alternatives look into the same
 * value, each level multiplies the work. Where there is one, values are judged no more in this load.
 */
export async function lintRecursion(input: LintInput): Promise<void> {
  const sites = [...schemaSites(input)];
  // Without alternatives, or without names for what is used again, each value is looked at once for each schema.
  if (!sites.some(({ shape }) => shape.anyOf !== undefined)) return;
  if (!sites.some(({ shape }) => shape.$ref !== undefined)) return;
  const judge = { ...(await import('./count-ways.ts')), ...(await import('./schema-search.ts')) };
  const siteOf = new Map(sites.map((site) => [site.shape, site]));
  const said = new Set<string>();
  const uses = usesOf(sites);
  const known = new Set<string>();
  for (const [name, shape] of inOrder(Object.entries(input.manifest.schemas ?? {}), uses)) {
    // What a harmless one holds is harmless; and what a runaway holds is looked at when that is mended.
    if (known.has(name)) continue;
    addUses(name, uses, known);
    const found = findRunaway(shape, input, judge);
    if (found !== undefined) addRunaway(input, found, { name, siteOf, said });
  }
}

/** The schemas that each refers to, by their names. */
function usesOf(sites: readonly Site<SchemaShape>[]): ReadonlyMap<string, ReadonlySet<string>> {
  const uses = new Map<string, Set<string>>();
  for (const { path, shape } of sites) {
    const [group, owner] = path;
    if (group !== 'schemas' || owner === undefined || shape.$ref === undefined) continue;
    const used = uses.get(owner) ?? new Set();
    uses.set(owner, used.add(referredName(shape.$ref)));
  }
  return uses;
}

type Named = readonly [name: string, shape: SchemaShape];

/** First those that no other holds. */
function inOrder(named: readonly Named[], uses: ReadonlyMap<string, ReadonlySet<string>>): readonly Named[] {
  const used = new Set([...uses].flatMap(([owner, names]) => [...names].filter((name) => name !== owner)));
  return [...named.filter(([name]) => !used.has(name)), ...named.filter(([name]) => used.has(name))];
}

/** Adds a schema and all that it leads to. */
function addUses(name: string, uses: ReadonlyMap<string, ReadonlySet<string>>, known: Set<string>): void {
  const pending = [name];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (known.has(next)) continue;
    known.add(next);
    pending.push(...(uses.get(next) ?? []));
  }
}

/** How often the same schema is held against the same value at most. */
const REPEATS_MAX = 50;

/** No JSON that is read is deeper. */
const LEVELS_MAX = 100;

/** What is calculated of one schema at most: some tenths of a second. */
const WORK_MAX = 2_000_000;

interface Found {
  readonly search: SchemaSearch;
  readonly ways: Ways;
}

interface Judge {
  readonly countWays: typeof countWays;
  readonly schemaSearchOf: typeof schemaSearchOf;
}

function findRunaway(shape: SchemaShape, { manifest }: LintInput, judge: Judge): Found | undefined {
  const search = judge.schemaSearchOf(shape, manifest.schemas ?? {});
  const attempts = () => Number.POSITIVE_INFINITY;
  const ways = judge.countWays(search, { attempts, symbols: LEVELS_MAX, work: WORK_MAX });
  const counted = ways.further !== undefined || ways.totals.length > LEVELS_MAX;
  return counted && ways.most <= REPEATS_MAX ? undefined : { search, ways };
}

interface Told {
  /** The schema where it was found. */
  readonly name: string;
  readonly siteOf: ReadonlyMap<SchemaShape, Site<SchemaShape>>;
  /** The schemas of which it was said: what only leads to them is no mistake of its own. */
  readonly said: Set<string>;
}

function addRunaway(
  { located, findings, rules }: LintInput,
  { search, ways }: Found,
  { name, siteOf, said }: Told,
): void {
  rules.judgeNothing();
  const sites = ways.places.flatMap((place) => {
    const shape = search.shapeOf(place);
    return (shape && siteOf.get(shape)) ?? [];
  });
  const [first, ...others] = [...new Set(sites)];
  const [group, owner] = first?.path ?? [];
  const schema = group === 'schemas' && owner !== undefined ? owner : name;
  if (said.has(schema)) return;
  for (const { path } of sites) said.add(path[1] ?? '');
  const placeOf = ({ path, shape }: Site<SchemaShape>) =>
    located.valueAt(shape.$ref === undefined ? path : [...path, '$ref']);
  const properties = new Set(ways.repeated.map((symbol) => search.propertyOf(symbol)));
  const levels = [...properties].map((property) => (property === undefined ? 'list' : `"${property}"`));
  const reason =
    levels.length === 0
      ? 'a value inside is checked very often'
      : `each ${wordList(levels, 'and')} inside adds ways to check it`;
  findings.add({
    code: 'runaway-schema',
    at: first === undefined ? located.valueAt(['schemas', schema]) : placeOf(first),
    message: `Cannot check values of "${schema}" in reasonable time: ${reason}`,
    hint: 'let one alternative alone hold it, or require in each a property whose "const" tells them apart',
    related: others.map((site) => ({ ...placeOf(site), message: 'the same value is checked again here' })),
  });
}
