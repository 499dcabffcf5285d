import { getOrMake } from '../../collections/get-or-make.ts';

/** What can happen after a place of a search: where it can go on, in the order in which it tries. */
export interface Steps {
  /** A place that is there twice is reached in two ways. */
  readonly targets: readonly number[];
  /** Whether the search has found its goal when it has tried these, and tries nothing else. */
  readonly ends: boolean;
  /** How many attempts it takes to see which of them go on. */
  readonly attempts: number;
}

/** A search that tries one way after another, and reads one symbol from each place to the next. */
export interface Search {
  readonly start: Steps;
  stepsFrom(place: number): Steps;
  /** The symbols that the way to a place reads, one of them at a time. */
  symbolsTo(place: number): readonly number[];
  /** No way reads more symbols than this. */
  readonly readsMax: number;
}

/** How many attempts a search takes at most, whatever its input. */
export interface Ways {
  /** By the number of symbols of the input, from none on. */
  readonly totals: readonly number[];
  /** What each further symbol adds; undefined: unknown. */
  readonly further: number | undefined;
  /** Symbols whose repetition makes it take that many. */
  readonly repeated: readonly number[];
  /** The places that they lead to. */
  readonly places: readonly number[];
  /** In how many ways one of them can be reached by the same symbols. */
  readonly most: number;
}

/** When counting can stop. */
export interface Enough {
  /** How many attempts are too many for this many symbols. */
  attempts(symbols: number): number;
  readonly symbols: number;
  /** How much can be calculated. */
  readonly work: number;
}

/**
 * The worst case of a backtracking search: the number of ways in which it can reach each place by reading the same
 * symbols, added up over all symbols that it reads. Places that can be reached by the same symbols are kept together
 * (the subset construction), so what excludes each other is not added. If several inputs lead to the same places, each
 * place counts the most ways of any of them: the result is never too small, and no input is tried.
 */
export function countWays(search: Search, enough: Enough): Ways {
  const counting = new Counting(search);
  const totals: number[] = [];
  let total = 0;
  for (;;) {
    total += counting.attempts;
    const symbols = totals.push(total) - 1;
    if (symbols >= search.readsMax) return { totals, further: 0, ...counting.worst() };
    if (symbols >= enough.symbols || total > enough.attempts(symbols) || counting.work > enough.work) {
      return { totals, further: undefined, ...counting.worst() };
    }
    if (!counting.readSymbol()) return { totals, further: counting.attempts, ...counting.worst() };
  }
}

/** The places to which the same symbols lead, the first tried first. */
interface Group {
  readonly places: readonly number[];
  readonly steps: readonly Steps[];
  /** For each place, the most ways in which it is reached. */
  readonly ways: Float64Array;
  moves: readonly Move[] | undefined;
  /** How the last increase came about. */
  cause: { readonly from: Group; readonly symbol: number } | undefined;
}

interface Move {
  readonly to: Group;
  readonly symbol: number;
  /** Pairs: the index of a place, and that of one that follows it. */
  readonly pairs: readonly number[];
}

/** From a place of a group, by its index. */
interface Way {
  readonly index: number;
  readonly to: number;
}

class Counting {
  /** The most attempts at the current symbol. */
  attempts = 0;
  work = 0;
  readonly #search: Search;
  readonly #groups = new Map<string, Group>();
  readonly #numbers = new Map<Steps, number>();
  readonly #moves = new Map<string, readonly Move[]>();
  #changed: readonly Group[];
  #worst: Group;
  #most = 0;

  constructor(search: Search) {
    this.#search = search;
    const start: Group = {
      places: [START],
      steps: [search.start],
      ways: new Float64Array([1]),
      moves: undefined,
      cause: undefined,
    };
    this.#changed = [start];
    this.#worst = start;
    this.#weigh(start);
  }

  /** False if one more symbol changes nothing. */
  readSymbol(): boolean {
    const next = new Map<Group, { readonly ways: Float64Array; cause: Group['cause'] }>();
    for (const from of this.#changed) {
      from.moves ??= this.#movesFrom(from);
      for (const { to, symbol, pairs } of from.moves) {
        const sum = new Float64Array(to.ways.length);
        for (let at = 0; at < pairs.length; at += 2) {
          const index = pairs[at + 1] ?? 0;
          sum[index] = (sum[index] ?? 0) + (from.ways[pairs[at] ?? 0] ?? 0);
        }
        this.work += pairs.length;
        const known = next.get(to) ?? { ways: to.ways.slice(), cause: undefined };
        sum.forEach((ways, index) => {
          if (ways <= (known.ways[index] ?? 0)) return;
          known.ways[index] = ways;
          known.cause = { from, symbol };
        });
        next.set(to, known);
      }
    }
    const changed = [...next].filter(([, { cause }]) => cause !== undefined);
    for (const [group, { ways, cause }] of changed) {
      group.ways.set(ways);
      group.cause = cause;
      this.#weigh(group);
    }
    this.#changed = changed.map(([group]) => group);
    return changed.length > 0;
  }

  /** Goes back from the worst group along its predecessors until one repeats. */
  worst(): Pick<Ways, 'repeated' | 'places' | 'most'> {
    const symbols: number[] = [];
    const seenAt = new Map<Group, number>();
    let group = this.#worst;
    while (group.cause !== undefined && !seenAt.has(group)) {
      seenAt.set(group, symbols.length);
      symbols.push(group.cause.symbol);
      group = group.cause.from;
    }
    const repeated = symbols.slice(seenAt.get(group) ?? 0).toReversed();
    return { repeated, places: this.#worst.places, most: this.#most };
  }

  #weigh(group: Group): void {
    this.#most = Math.max(this.#most, ...group.ways);
    const attempts = group.steps.reduce((sum, step, index) => sum + step.attempts * (group.ways[index] ?? 0), 0);
    if (attempts <= this.attempts) return;
    this.attempts = attempts;
    this.#worst = group;
  }

  /** From several groups they may be the same. */
  #movesFrom({ steps }: Group): readonly Move[] {
    const key = steps.map((each) => this.#numberOf(each)).join();
    return getOrMake(this.#moves, key, () => this.#findMoves(steps));
  }

  #numberOf(steps: Steps): number {
    return getOrMake(this.#numbers, steps, () => this.#numbers.size);
  }

  #findMoves(steps: readonly Steps[]): readonly Move[] {
    const open = new Map<number, Way[]>();
    for (const [index, { targets }] of steps.entries()) {
      for (const to of targets) {
        for (const symbol of this.#search.symbolsTo(to)) {
          this.work += KEY_WORK;
          getOrMake(open, symbol, () => []).push({ index, to });
        }
      }
    }
    // Many symbols lead the same ways.
    const moves = new Map<string, Move>();
    for (const [symbol, ways] of open) {
      const key = ways.map(({ index, to }) => `${index}-${to}`).join();
      if (!moves.has(key)) moves.set(key, this.#move(ways, symbol));
    }
    return [...moves.values()];
  }

  #move(open: readonly Way[], symbol: number): Move {
    const to = this.#groupOf([...new Set(open.map((way) => way.to))]);
    const indexOf = new Map(to.places.map((place, index) => [place, index]));
    const pairs = open.flatMap((way) => {
      const index = indexOf.get(way.to);
      return index === undefined ? [] : [way.index, index];
    });
    return { to, symbol, pairs };
  }

  /** What would be tried after the end is left out. */
  #groupOf(all: readonly number[]): Group {
    const key = all.join();
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const allSteps = all.map((place) => this.#search.stepsFrom(place));
    const end = allSteps.findIndex(({ ends }) => ends);
    const count = end === -1 ? all.length : end + 1;
    const group: Group = {
      places: all.slice(0, count),
      steps: allSteps.slice(0, count),
      ways: new Float64Array(count),
      moves: undefined,
      cause: undefined,
    };
    this.#groups.set(key, group);
    return group;
  }
}

/** The cost of finding the group of a place, besides one addition. */
const KEY_WORK = 8;

/** The places before anything is read. */
const START = -1;
