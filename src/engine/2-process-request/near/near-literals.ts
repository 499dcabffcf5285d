import type { RouteNode, Spelling } from '../../../contract/program.ts';

/** Literals of one node that a segment may have meant, and whether these are all that the node has. */
export interface LiteralChoice {
  readonly texts: Iterable<string>;
  readonly all: boolean;
}

/** How many neighbours are looked at on each side, both from the front and from the back. */
const NEIGHBOURS = 3;
/** Longer texts are not compared. */
const TEXT_LENGTH_MAX = 64;
const STEPS_MAX = 3;

/**
 * The literals worth comparing with a segment: all if the node has few, else its neighbours in alphabetical order, read
 * from either end. So literals that begin or end alike are found in logarithmic time, and a miss costs the same with ten
 * routes and with ten thousand.
 */
export function literalsLike({ literals, spellings }: RouteNode, segment: string, every: boolean): LiteralChoice {
  if (every || spellings === undefined) return { texts: literals.keys(), all: true };
  const key = segment.slice(0, TEXT_LENGTH_MAX).toLowerCase();
  const { byStart, byEnd } = spellings;
  const [start, end] = [neighbours(byStart, key), neighbours(byEnd, key.split('').reverse().join(''))];
  return { texts: new Set([...start, ...end]), all: false };
}

/**
 * In how many letters two texts differ (Levenshtein's distance; capitals do not count); undefined if they are not
 * alike. Texts that differ in both their first and their last letter are not alike.
 */
export function likeness(found: string, known: string): number | undefined {
  const longer = Math.max(found.length, known.length);
  const most = Math.min(STEPS_MAX, Math.floor(longer / 4) + 1, known.length - 1);
  if (longer > TEXT_LENGTH_MAX || Math.abs(found.length - known.length) > most) return undefined;
  const [a, b] = [found.toLowerCase(), known.toLowerCase()];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let fromEnd = 0;
  const shorter = Math.min(a.length, b.length) - start;
  while (fromEnd < shorter && a[a.length - 1 - fromEnd] === b[b.length - 1 - fromEnd]) fromEnd++;
  if (start === 0 && fromEnd === 0) return undefined;
  return stepsBetween(a.slice(start, a.length - fromEnd), b.slice(start, b.length - fromEnd), most);
}

/** The usual table, each row in place of the one before; given up as soon as it cannot be within `most`. */
function stepsBetween(a: string, b: string, most: number): number | undefined {
  const row: number[] = [];
  // By code units, as below: `Array.from` would count code points.
  for (let j = 0; j < b.length; j++) row.push(j + 1);
  let steps = b.length;
  for (let i = 0; i < a.length; i++) {
    let before = i;
    let least = i + 1;
    steps = i + 1;
    for (let j = 0; j < b.length; j++) {
      const above = row[j] ?? 0;
      steps = Math.min(before + (a[i] === b[j] ? 0 : 1), above + 1, steps + 1);
      before = above;
      row[j] = steps;
      if (steps < least) least = steps;
    }
    if (least > most) return undefined;
  }
  return steps <= most ? steps : undefined;
}

function neighbours(spellings: readonly Spelling[], key: string): readonly string[] {
  let low = 0;
  let high = spellings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spellings[middle]?.key ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return spellings.slice(Math.max(0, low - NEIGHBOURS), low + NEIGHBOURS).map(({ text }) => text);
}
