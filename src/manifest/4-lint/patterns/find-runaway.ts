import { countWays, type Ways } from './count-ways.ts';
import { type PatternSearch, searchOf } from './pattern-search.ts';

/** How a regular expression (flag u) behaves on texts of a length. */
export type Verdict =
  | { readonly kind: 'harmless' }
  /** It takes too many steps, unless texts have at most `lengthMax` characters. */
  | { readonly kind: 'runaway'; readonly repeated: string; readonly lengthMax: number }
  /** It holds something that is not understood here, or too much of it. */
  | { readonly kind: 'unknown' };

/** Steps of the matcher on one text: some milliseconds. A step tries to read a character, or reaches an end. */
const STEPS_MAX = 1_000_000;

/** As many more for each character: what grows no faster than a text is not a runaway, however long it is. */
const STEPS_PER_CHARACTER_MAX = 200;

/**
 * Whether a regular expression takes more steps than that on some text of at most `lengthMax` characters. Steps are counted
 * from the pattern itself: no text is tried and no time is measured, so the verdict is the same on each machine.
 */
export function findRunaway(pattern: string, lengthMax: number = Number.POSITIVE_INFINITY): Verdict {
  const key = `${lengthMax} ${pattern}`;
  const verdict = verdicts.get(key) ?? judge(pattern, lengthMax);
  if (verdicts.size >= VERDICTS_MAX) verdicts.clear();
  verdicts.set(key, verdict);
  return verdict;
}

/** The same process loads manifests again and again. */
const verdicts = new Map<string, Verdict>();
const VERDICTS_MAX = 1000;

/** Most patterns are harmless even with large repetitions taken for endless ones, and that is soon seen. */
const COPIES = [10, 1000];

function judge(pattern: string, lengthMax: number): Verdict {
  let runaway: Verdict = { kind: 'unknown' };
  for (const copiesMax of COPIES) {
    const search = searchOf(pattern, copiesMax);
    const ways = search && count(search, lengthMax);
    const length = ways === undefined ? 0 : harmlessLength(ways);
    if (length >= lengthMax) return { kind: 'harmless' };
    if (search === undefined || ways === undefined) continue;
    if (runaway.kind === 'unknown' || length > runaway.lengthMax) {
      const repeated = String.fromCodePoint(...ways.repeated.map((symbol) => search.kinds[symbol] ?? 0));
      runaway = { kind: 'runaway', repeated, lengthMax: length };
    }
    if (!search.rounded) break;
  }
  return runaway;
}

function count(search: PatternSearch, lengthMax: number): Ways {
  return countWays(search, { attempts: stepsMax, symbols: lengthMax, work: WORK_MAX });
}

function stepsMax(length: number): number {
  return STEPS_MAX + STEPS_PER_CHARACTER_MAX * length;
}

/** The bound of calculation for one pattern: about a tenth of a second. */
const WORK_MAX = 500_000;

/** The greatest length up to which no text takes too many steps. */
function harmlessLength({ totals, further }: Ways): number {
  const last = totals.length - 1;
  const total = totals[last] ?? 0;
  if (total > stepsMax(last)) return last - 1;
  if (further === undefined) return last;
  if (further <= STEPS_PER_CHARACTER_MAX) return Number.POSITIVE_INFINITY;
  return last + Math.floor((stepsMax(last) - total) / (further - STEPS_PER_CHARACTER_MAX));
}
