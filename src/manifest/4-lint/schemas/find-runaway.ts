import { isSafePattern } from 'redos-detector';

/** What to repeat in a text that keeps the regular expression busy. */
export type Runaway = { readonly repeated: string } | undefined;

/**
 * Whether a regular expression (flag u) takes very long on some text of at most `lengthMax` characters. First its
 * structure is looked at: one that matches every text in one way only is safe. Of the others many are harmless all the
 * same, so texts that they could match in several ways are tried, ever longer ones, until one takes long.
 */
export function findRunaway(pattern: string, lengthMax: number = LENGTH_MAX): Runaway {
  const key = `${lengthMax} ${pattern}`;
  const known = verdicts.get(key);
  if (known !== undefined) return known.runaway;
  const runaway = search(pattern, Math.min(lengthMax, LENGTH_MAX));
  if (verdicts.size >= VERDICTS_MAX) verdicts.clear();
  verdicts.set(key, { runaway });
  return runaway;
}

/** About what a request line can hold; a body can hold more, and then it only takes longer. */
const LENGTH_MAX = 8192;

/** Manifests are loaded again and again by the same process. */
const verdicts = new Map<string, { readonly runaway: Runaway }>();
const VERDICTS_MAX = 1000;

function search(pattern: string, lengthMax: number): Runaway {
  const trails = ambiguousTexts(pattern);
  if (trails === undefined) return undefined;
  const expression = new RegExp(pattern, 'u');
  let tries = 0;
  for (const { prefix, repeated } of attacks(trails)) {
    for (const suffix of SUFFIXES) {
      if (tries >= TRIES_MAX) return undefined;
      tries += 1;
      if (isSlow(expression, { prefix, repeated, suffix }, lengthMax)) return { repeated };
    }
  }
  return undefined;
}

const STEPS_MAX = 2000;
const TRIES_MAX = 400;
/** What keeps the whole from matching, so that every way is tried. */
const SUFFIXES = ['\0', '!', '\n', ''];

/** Texts that the expression can match the beginnings of in several ways; none: undefined. */
function ambiguousTexts(pattern: string): readonly (readonly string[])[] | undefined {
  try {
    const unnamed = pattern.replace(/\(\?<(?![=!])[^>]*>/gu, '(');
    const { safe, trails } = isSafePattern(unnamed, { unicode: true, maxSteps: STEPS_MAX });
    if (safe) return undefined;
    return trails.map(({ trail }) => trail.slice(0, TRAIL_MAX).map(({ a, b }) => common(a.node.source, b.node.source)));
  } catch {
    // It knows less of the language than JavaScript does.
    return [];
  }
}

const TRAIL_MAX = 12;

/** A character that two parts of an expression both match. */
function common(a: string, b: string): string {
  const [first, second] = [whole(a), whole(b)];
  return ALPHABET.find((character) => first.test(character) && second.test(character)) ?? '';
}

const ALPHABET = [
  ...'aA0 -_.@/:,;=!+"\'#%&()[]{}<>?*|~^$\\bcdefghijklmnopqrstuvwxyzBCDEFGHIJKLMNOPQRSTUVWXYZ123456789\té',
];

function whole(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, 'u');
}

interface Attack {
  readonly prefix: string;
  readonly repeated: string;
}

/** The shortest first: they make the longest repetitions. */
function attacks(trails: readonly (readonly string[])[]): readonly Attack[] {
  const found = new Map<string, Attack>();
  const add = (prefix: string, repeated: string) => {
    if (repeated !== '') found.set(JSON.stringify([prefix, repeated]), { prefix, repeated });
  };
  for (const character of ['a', '0', ' ', '-', '.']) add('', character);
  for (const trail of trails) {
    for (let from = 0; from < trail.length; from++) {
      for (let to = from + 1; to <= trail.length; to++) {
        add(trail.slice(0, from).join(''), trail.slice(from, to).join(''));
      }
    }
  }
  return [...found.values()].toSorted((a, b) => a.repeated.length - b.repeated.length);
}

/** Lengths grow slowly at first: where the time doubles with each character, the next one may take for ever. */
function isSlow(expression: RegExp, attack: Attack & { readonly suffix: string }, lengthMax: number): boolean {
  const { prefix, repeated, suffix } = attack;
  const timesMax = Math.max(0, Math.floor((lengthMax - prefix.length - suffix.length) / repeated.length));
  for (let times = 2; ; times = times < 40 ? times + 1 : Math.ceil(times * 1.5)) {
    const text = prefix + repeated.repeat(Math.min(times, timesMax)) + suffix;
    // Twice more, since anything may hold a process up once.
    if (isLate(expression, text) && isLate(expression, text) && isLate(expression, text)) return true;
    if (times >= timesMax) return false;
  }
}

/** A linear search has done with any of these texts in a fiftieth of it, and a runaway goes far beyond: no machine sees it otherwise. */
const SLOW_MS = 5;

function isLate(expression: RegExp, text: string): boolean {
  const startedMs = performance.now();
  expression.test(text);
  return performance.now() - startedMs > SLOW_MS;
}
