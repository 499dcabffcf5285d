import type { RouteNode } from '../../contract/program.ts';

/** Literals of one node that may have been meant by a segment, and whether these are all that it has. */
export interface LiteralChoice {
  readonly texts: readonly string[];
  readonly all: boolean;
}

/** How many neighbours are looked at on each side, from the front and from the back. */
const NEIGHBOURS = 3;
/** Longer texts are not compared. */
const TEXT_LENGTH_MAX = 64;
const STEPS_MAX = 3;

/**
 * The literals that are worth comparing with a segment: all of them where there are at most `scannedMax`, else those that
 * stand beside it in the order of the alphabet, read from either end. Whatever begins or ends alike is found in
 * logarithmic time, so that a miss costs the same with ten routes and with ten thousand.
 */
export function literalsLike(node: RouteNode, segment: string, scannedMax: number): LiteralChoice {
  if (node.literals.size <= scannedMax) return { texts: [...node.literals.keys()], all: true };
  const { byStart, byEnd } = spellingsOf(node);
  const key = fold(segment.slice(0, TEXT_LENGTH_MAX));
  return { texts: [...new Set([...neighbours(byStart, key), ...neighbours(byEnd, reversed(key))])], all: false };
}

/**
 * In how many letters two texts differ (Levenshtein's distance; capitals do not count), undefined where they are not
 * alike. Texts that differ in their first letter and in their last are not.
 */
export function likeness(found: string, known: string): number | undefined {
  const longer = Math.max(found.length, known.length);
  const most = Math.min(STEPS_MAX, Math.floor(longer / 4) + 1, known.length - 1);
  if (longer > TEXT_LENGTH_MAX || Math.abs(found.length - known.length) > most) return undefined;
  const [a, b] = [fold(found), fold(known)];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let fromEnd = 0;
  const shorter = Math.min(a.length, b.length) - start;
  while (fromEnd < shorter && a[a.length - 1 - fromEnd] === b[b.length - 1 - fromEnd]) fromEnd++;
  if (start === 0 && fromEnd === 0) return undefined;
  return stepsBetween(a.slice(start, a.length - fromEnd), b.slice(start, b.length - fromEnd), most);
}

/** The usual table, row by row; given up as soon as it cannot be within `most`. */
function stepsBetween(a: string, b: string, most: number): number | undefined {
  let row = Array.from(b, (_, index) => index + 1);
  for (let i = 0; i < a.length; i++) {
    const next: number[] = [];
    let least = i + 1;
    for (let j = 0; j < b.length; j++) {
      const before = j === 0 ? i : (row[j - 1] ?? 0);
      const left = j === 0 ? i + 1 : (next[j - 1] ?? 0);
      const steps = Math.min(before + (a[i] === b[j] ? 0 : 1), (row[j] ?? 0) + 1, left + 1);
      next.push(steps);
      if (steps < least) least = steps;
    }
    if (least > most) return undefined;
    row = next;
  }
  const steps = row.at(-1) ?? a.length;
  return steps <= most ? steps : undefined;
}

/** Folded texts in the order of the alphabet, each with the text itself behind a NUL, which no path has. */
interface Spellings {
  readonly byStart: readonly string[];
  /** By their last letters. */
  readonly byEnd: readonly string[];
}

/** Sorted at the first miss of a program, and never again: nodes are immutable. */
const sorted = new WeakMap<RouteNode, Spellings>();

function spellingsOf(node: RouteNode): Spellings {
  const known = sorted.get(node);
  if (known !== undefined) return known;
  const texts = [...node.literals.keys()];
  const spellings = {
    byStart: texts.map((text) => `${fold(text)}\0${text}`).sort(),
    byEnd: texts.map((text) => `${reversed(fold(text))}\0${text}`).sort(),
  };
  sorted.set(node, spellings);
  return spellings;
}

function neighbours(spellings: readonly string[], key: string): readonly string[] {
  let low = 0;
  let high = spellings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spellings[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  const beside = spellings.slice(Math.max(0, low - NEIGHBOURS), low + NEIGHBOURS);
  return beside.map((spelling) => spelling.slice(spelling.indexOf('\0') + 1));
}

function fold(text: string): string {
  return text.toLowerCase();
}

function reversed(text: string): string {
  return text.split('').reverse().join('');
}
