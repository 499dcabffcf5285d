import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import fc from 'fast-check';
import { countWays } from '../../src/manifest/4-lint/patterns/count-ways.ts';
import { findRunaway } from '../../src/manifest/4-lint/patterns/find-runaway.ts';
import { searchOf } from '../../src/manifest/4-lint/patterns/pattern-search.ts';

/** Harmless for texts of any length. */
const HARMLESS: readonly string[] = [
  ...['', '^', '$', '^$', '.', '^a+$', '[a-z]+', '\\d{4}', '^\\d{4}-\\d{2}-\\d{2}$', '^[^@\\s]{1,64}@[a-z.]{1,99}$'],
  ...['^[a-z]+(-[a-z]+)*-?$', '^(?:[a-z0-9]+-)*[a-z0-9]+$', '^(?:[\\w-]+\\.)+[\\w-]{2,}$', '^[^,]*(?:,[^,]*)*$'],
  ...['^(?:[a-z]{1,63}\\.){1,8}[a-z]{2,63}$', '^[a-z]{1,100}[a-z0-9]{1,200}$', '^.{0,100000}$', '^(?:a{1,50}b){1,50}$'],
  ...['^((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.|$)){4}$', '^(?:a|b|c)*$', '^(?:aa|ab)*$', '^(?:a|ab)(?:c|bcd)(?:d*)$'],
  // All of Unicode.
  ...[
    '^ж+$',
    '^(?:[а-яё]+ )*[а-яё]+$',
    '^\\p{L}+$',
    "^\\p{Lu}\\p{Ll}*(?:['’ -]\\p{L}+)*$",
    '^\\P{L}+(?:\\p{L}\\P{L}*)*$',
  ],
  ...[
    '^(?:😀|🙃)+$',
    '^[\\u{1F600}-\\u{1F64F}]*$',
    '^(?:[^а-я]+[а-я])*$',
    '^\\p{Script=Greek}+(?:·\\p{Script=Greek}+)*$',
  ],
  ...['^(?:\\p{L}+\\d)+$', '^(?:[^\\u{10000}-\\u{10FFFF}]*🚲)*$', '^\\ud800*\\udc00$', '^(?:\\s+\\S)*$'],
  // What looks around, and what refers.
  ...['^(?=.*[a-z])(?=.*\\d).{8,64}$', '^(?!.*--)[a-z-]+$', '^(?:(?!--)[a-z-])+$', '(?<!\\.)foo', '^a+(?<=a{3})b$'],
  ...['^(["\']).*?\\1$', '^(?<q>["\'])[^"\']*\\k<q>$', '\\bfoo\\b', '^\\w+\\b!$', '^(a)?b\\1c*$'],
  // Lazy ones and empty ones.
  ...['^a+?b*?$', '^.*?;', '^(?:)*$', '^(?:a??)b$', '^(?:a{0,3}){0,2}$', '^(?:|a|)$', '^x*?y{2,}?$'],
];

/** Never harmless: the number of ways grows by a factor. The text is one that V8 tries them on. */
const EXPONENTIAL: readonly (readonly [pattern: string, repeated: string, suffix?: string])[] = [
  ['^(a+)+$', 'a'],
  ['^(ж+)+$', 'ж'],
  ['^(?:[а-яё]+ ?)+$', 'а'],
  ['^(?:\\p{L}+[ -]?)+$', 'я'],
  ['^(?:[^a-z]+)*$', 'Ж', 'a'],
  ['^(?:😀|🙃|😀🙃)+$', '😀🙃'],
  ['^(?:\\P{ASCII}+)*$', '本'],
  ['^(?:[^\\p{L}]+,?)+$', '1', 'a'],
  ['^(?:[\\u{1F600}-\\u{1F64F}]+)+$', '😄'],
  ['^(a|a)*$', 'a'],
  ['^(?:a|b|ab)+$', 'ab'],
  ['^(?:a?b?)*$', 'ab'],
  ['^(a*)*$', 'a'],
  ['^(a+?)+?$', 'a'],
  ['^(?:a{1,50}){1,50}$', 'a'],
  ['^(a{0,30}){0,30}$', 'a'],
  ['^(?:a?){20}b$', 'a'],
  ['^(?<all>a+)+$', 'a'],
  ['^(?:(?=(a+)+$)a)+b', 'a'],
  ['^(?:(a+)b?\\1?)+$', 'a'],
  ['(?:\\w+\\s?)+$', 'a'],
  ['^(?:.*,){11}P$', ','],
  ['^(?:\\s*ж\\s*)+$', ' ж '],
];

/** Harmless only up to a length: the number of ways grows by a power of it. */
const POLYNOMIAL: readonly (readonly [pattern: string, from: number, to: number])[] = [
  ['^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$', 1000, 1399],
  ['a*b', 900, 1500],
  ['^\\s+|\\s+$', 900, 1500],
  ['^\\p{L}*\\p{Ll}*$', 500, 1500],
  ['^.*a.*b$', 500, 1500],
  ['^(.+)-\\1$', 500, 2000],
  ['^\\w*\\d*\\w*x$', 50, 300],
  ['^.*.*.*.*=.*$', 20, 200],
];

describe('runaway patterns: a verdict from the pattern itself, in steps', () => {
  for (const pattern of HARMLESS) {
    it(`${pattern} is harmless for texts of any length`, () => {
      assert.deepEqual(findRunaway(pattern), { kind: 'harmless' });
    });
  }
  for (const [pattern, repeated, suffix = '!'] of EXPONENTIAL) {
    it(`${pattern} is not, and V8 doubles its work for a few characters more`, () => {
      const verdict = findRunaway(pattern);
      assert.ok(verdict.kind === 'runaway' && verdict.lengthMax < 100, JSON.stringify(verdict));
      const [short, long] = [4, 8].map((times) => backtracks(pattern, repeated.repeat(times) + suffix));
      assert.ok(short !== undefined && long !== undefined && long >= 2 * short, `${short}, then ${long}`);
    });
  }
  for (const [pattern, from, to] of POLYNOMIAL) {
    it(`${pattern} is harmless up to a maxLength between ${from} and ${to}`, () => {
      const verdict = findRunaway(pattern);
      assert.ok(verdict.kind === 'runaway', verdict.kind);
      const { lengthMax } = verdict;
      assert.ok(lengthMax >= from && lengthMax <= to, String(lengthMax));
      assert.equal(findRunaway(pattern, lengthMax).kind, 'harmless');
      assert.equal(findRunaway(pattern, lengthMax + 1).kind, 'runaway');
    });
  }
  it('is the same number of steps wherever it is counted', () => {
    assert.equal(stepsOf('^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$', 1000), 996_010);
    assert.equal(stepsOf('^(ж+)+$', 12), 12_286);
    assert.equal(stepsOf('^\\p{L}+$', 1_000_000), 2_000_001);
  });
  it('names what repeats', () => {
    const verdict = findRunaway('^(?:[а-яё]+ ?)+$');
    assert.ok(verdict.kind === 'runaway');
    assert.equal(verdict.repeated, 'а');
  });
  it('does not say that a pattern is harmless which it cannot judge', () => {
    for (const pattern of ['^(?:|||||a){9}$', 'a(?<=b+a)', '^(?:a?b?c?){2000}$']) {
      assert.deepEqual(findRunaway(pattern), { kind: 'unknown' }, pattern);
    }
  });
});

describe('runaway patterns: V8 never backtracks more often than was counted, but for a factor', () => {
  for (const pattern of [...HARMLESS, ...POLYNOMIAL.map(([pattern]) => pattern)]) {
    it(pattern, () =>
      fc.assert(
        fc.property(textsFor(pattern, 150), (text) => checkCounted(pattern, text)),
        TABLE_RUNS,
      ),
    );
  }
  for (const [pattern] of EXPONENTIAL) {
    it(pattern, () =>
      fc.assert(
        fc.property(textsFor(pattern, 12), (text) => checkCounted(pattern, text)),
        TABLE_RUNS,
      ),
    );
  }
  it('in patterns that are made up', () => {
    const made = fc.tuple(patterns(), fc.array(fc.constantFrom('a', 'b', 'ж', '🚲'), { maxLength: 14 }));
    fc.assert(
      fc.property(made, ([pattern, characters]) => checkCounted(pattern, characters.join(''))),
      { numRuns: 1000 },
    );
  });
});

function checkCounted(pattern: string, text: string): void {
  const steps = stepsOf(pattern, [...text].length);
  if (steps === undefined || steps > STEPS_TRIED_MAX) return;
  // V8 tries up to four alternatives for a class beyond the BMP; and what is wrapped around the pattern takes some itself.
  const most = 4 * steps + text.length + 3;
  assert.ok(!backtracksMore(pattern, text, most), `${pattern} on "${text}": more than ${most}`);
}

/** What all of it takes at most, for a text of `length` characters; undefined if that is unknown. */
function stepsOf(pattern: string, length: number): number | undefined {
  const found = [10, 1000].flatMap((copiesMax) => {
    const search = searchOf(pattern, copiesMax);
    if (search === undefined) return [];
    const { totals, further } = countWays(search, { attempts: () => Infinity, symbols: length, work: 500_000 });
    const last = totals.length - 1;
    const steps = totals[length] ?? (totals[last] ?? 0) + (further ?? Infinity) * (length - last);
    return Number.isFinite(steps) ? [steps] : [];
  });
  return found.length === 0 ? undefined : Math.min(...found);
}

const TABLE_RUNS = { numRuns: 30 };

const STEPS_TRIED_MAX = 2_000_000;

/** Runs of characters that the pattern tells apart, and one that it may not know. */
function textsFor(pattern: string, lengthMax: number): fc.Arbitrary<string> {
  const kinds = searchOf(pattern, 10)?.kinds ?? [];
  const characters = fc.constantFrom(...kinds.map((kind) => String.fromCodePoint(kind)), '!');
  const words = fc.array(characters, { minLength: 1, maxLength: 3 });
  const runs = fc
    .tuple(words, fc.integer({ min: 1, max: lengthMax }))
    .map(([word, times]) => word.join('').repeat(times));
  return fc.array(runs, { maxLength: 4 }).map((all) => [...all.join('')].slice(0, lengthMax).join(''));
}

/** Small ones, of all that a pattern can hold. */
function patterns(): fc.Arbitrary<string> {
  const atoms = fc.constantFrom(
    'a',
    'b',
    '[ab]',
    '[^a]',
    '.',
    'ж',
    '\\p{L}',
    '\\P{L}',
    '🚲',
    '\\b',
    '$',
    '^',
    '(?=a)',
    '(?!b.)',
    '(?<=a)',
  );
  const { pattern } = fc.letrec<{ pattern: string; part: string }>((tie) => ({
    part: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      atoms,
      tie('pattern').map((inner) => `(?:${inner})`),
      fc
        .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{0,2}', '{1,3}', '{2,}'))
        .map(([inner, quantifier]) => `(?:${inner})${quantifier}`),
      tie('pattern').map((inner) => `(?=${inner})`),
      tie('pattern').map((inner) => `(${inner})\\1`),
    ),
    pattern: fc.oneof(
      fc.array(tie('part'), { maxLength: 3 }).map((parts) => parts.join('')),
      fc.tuple(tie('part'), tie('part')).map(([a, b]) => `${a}|${b}`),
    ),
  }));
  // The number of a group is that of its place.
  return fc.tuple(fc.constantFrom('', '^'), pattern, fc.constantFrom('', '$')).map(([first, inner, last]) => {
    let group = 0;
    return `${first}${inner
      .replaceAll(/\((?!\?)/g, '(?<g>')
      .replaceAll('(?<g>', () => `(?<g${group++}>`)
      .replaceAll('\\1', group === 0 ? '' : '\\k<g0>')}${last}`;
  });
}

/** How often V8 goes back to try another way, if that is less often than a million times. */
function backtracks(pattern: string, text: string): number | undefined {
  let [low, high] = [0, 1];
  while (backtracksMore(pattern, text, high)) {
    [low, high] = [high, high * 2];
    if (high > 100_000_000) return undefined;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (backtracksMore(pattern, text, middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** Where a pattern fails, nothing is found in its place: so what finds nothing at all has gone back too often. */
function backtracksMore(pattern: string, text: string, times: number): boolean {
  const whole = pattern.startsWith('^') && !pattern.includes('|') ? `(?:${pattern})|` : `^(?:[^]*?(?:${pattern})|)`;
  return limitedExpression(whole, 'u', Math.max(1, times)).exec(text) === null;
}

/** A regular expression that V8 gives up when it has gone back as often as that. */
const limitedExpression = (() => {
  setFlagsFromString('--allow-natives-syntax');
  const make: unknown = new Function(
    'pattern',
    'flags',
    'times',
    'return %NewRegExpWithBacktrackLimit(pattern, flags, times)',
  );
  setFlagsFromString('--no-allow-natives-syntax');
  return (pattern: string, flags: string, times: number): RegExp => {
    const made: unknown = typeof make === 'function' ? make(pattern, flags, times) : undefined;
    assert.ok(made instanceof RegExp);
    return made;
  };
})();
