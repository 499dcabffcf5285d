import { reached } from '../../collections/reached.ts';
import type { NamedSchemas, Schema } from '../../schemas/schema.ts';
import { countWays } from '../patterns/count-ways.ts';
import { type SchemaSearch, schemaSearchOf } from './schema-search.ts';

/** Why a schema can take very long. */
export interface Runaway {
  /** The schemas inside against which the same value is checked again and again. */
  readonly places: readonly Schema[];
  /** The properties that lead there; undefined: the items of a list. */
  readonly levels: readonly (string | undefined)[];
}

/** How often the same value is checked against the same schema at most. */
const REPEATS_MAX = 50;

/** No JSON that is read is deeper. */
const LEVELS_MAX = 100;

/** The bound of calculation for one schema: some tenths of a second. */
const WORK_MAX = 2_000_000;

export function findRunaway(schema: Schema, { work = WORK_MAX }: { readonly work?: number } = {}): Runaway | undefined {
  const search = schemaSearchOf(schema);
  if (isBounded(search)) return undefined;
  const attempts = () => Number.POSITIVE_INFINITY;
  const ways = countWays(search, { attempts, symbols: LEVELS_MAX, work });
  const counted = ways.further !== undefined || ways.totals.length > LEVELS_MAX;
  if (counted && ways.most <= REPEATS_MAX) return undefined;
  return {
    places: [...new Set(ways.places.flatMap((place) => search.schemaOf(place) ?? []))],
    levels: [...new Set(ways.repeated.map((symbol) => search.propertyOf(symbol)))],
  };
}

/**
 * Whether so many ways are not even possible: a value that can hold itself is looked into by one schema each time, and what
 * ends is looked into by few. Large sets of schemas are not counted in time, and most of them are like this.
 */
function isBounded(search: SchemaSearch): boolean {
  const steps = stepsOf(search);
  const endless = lasting(steps);
  const tails = new Map<number, Tail>();
  // Without recursion: a tail can be as long as the manifest.
  for (const place of ending(steps)) tails.set(place, tailOf(steps.get(place) ?? []));
  let [most, deepest] = [0, 0];
  for (const [place, targets] of steps) {
    if (place !== START && !endless.has(place)) continue;
    if (repeatedTargets(search, targets, endless).length > 0) return false;
    const { ways, levels } = tailOf(targets);
    [most, deepest] = [Math.max(most, ways), Math.max(deepest, levels)];
  }
  // A tail can begin at each level, and each ends after so many.
  return 1 + most * deepest <= REPEATS_MAX;

  function tailOf(targets: readonly number[]): Tail {
    const sums = new Map<number, number>();
    let levels = 0;
    for (const target of targets) {
      const tail = tails.get(target);
      if (tail === undefined) continue;
      levels = Math.max(levels, tail.levels + 1);
      for (const symbol of search.symbolsTo(target)) sums.set(symbol, (sums.get(symbol) ?? 0) + Math.max(1, tail.ways));
    }
    let ways = 0;
    for (const sum of sums.values()) ways = Math.max(ways, sum);
    return { ways, levels };
  }
}

/** What is looked into from a place from which one cannot go on for ever. */
interface Tail {
  readonly ways: number;
  readonly levels: number;
}

/** Those, from which one can go on for ever, that read a symbol which one of these before them reads, too. */
export function repeatedTargets(
  search: SchemaSearch,
  targets: readonly number[],
  endless: ReadonlySet<number>,
): readonly number[] {
  const read = new Set<number>();
  return targets.filter((target) => {
    if (!endless.has(target)) return false;
    const symbols = search.symbolsTo(target);
    const isRepeated = symbols.some((symbol) => read.has(symbol));
    for (const symbol of symbols) read.add(symbol);
    return isRepeated;
  });
}

/** By place: where a search can go on. */
type Graph = ReadonlyMap<number, readonly number[]>;

const START = -1;

export function stepsOf({ start, stepsFrom }: SchemaSearch): Graph {
  const targetsOf = (place: number) => (place === START ? start : stepsFrom(place)).targets;
  return new Map([...reached([START], targetsOf)].map((place) => [place, targetsOf(place)]));
}

export function reversed(graph: Graph): Graph {
  const back = new Map<number, number[]>([...graph.keys()].map((place) => [place, []]));
  for (const [place, targets] of graph) for (const target of targets) back.get(target)?.push(place);
  return back;
}

/** From where one can go on for ever. */
export function lasting(graph: Graph): ReadonlySet<number> {
  const places = new Set(graph.keys());
  for (const place of ending(graph)) places.delete(place);
  return places;
}

/** From where one cannot go on for ever, each after those that it leads to. */
function* ending(graph: Graph): Generator<number> {
  const back = reversed(graph);
  const left = new Map([...graph].map(([place, targets]) => [place, targets.length]));
  const ended = [...graph].filter(([, targets]) => targets.length === 0).map(([place]) => place);
  for (let place = ended.pop(); place !== undefined; place = ended.pop()) {
    yield place;
    for (const before of back.get(place) ?? []) {
      const more = (left.get(before) ?? 0) - 1;
      left.set(before, more);
      if (more === 0) ended.push(before);
    }
  }
}

/** What a harmless schema holds is harmless; what a runaway holds is checked once that is corrected. First those that no other holds. */
export function* namesToCheck(schemas: NamedSchemas): Generator<string> {
  const uses = new Map([...schemas].map(([name, schema]) => [name, new Set(referredIn(schema))]));
  const used = new Set([...uses].flatMap(([owner, names]) => [...names].filter((name) => name !== owner)));
  const known = new Set<string>();
  for (const name of [...schemas.keys()].toSorted((a, b) => Number(used.has(a)) - Number(used.has(b)))) {
    if (known.has(name)) continue;
    yield name;
    const unknown = (each: string) => [...(uses.get(each) ?? [])].filter((inner) => !known.has(inner));
    for (const next of reached([name], unknown)) known.add(next);
  }
}

function* referredIn(schema: Schema): Generator<string> {
  if (schema.referred !== undefined) yield schema.referred;
  for (const { schema: inner } of schema.parts) yield* referredIn(inner);
}
