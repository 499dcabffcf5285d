import type { Spot } from '../../2-validate/spot.ts';
import { isRegularExpression } from '../../schemas/regular-expression.ts';
import type { PlacedSchema } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';
import { parametersOf, placedSchemas } from '../schemas/placed-schemas.ts';
import type { findRunaway } from './find-runaway.ts';

/**
 * Fault: runaway-pattern. A small enough `maxLength` makes any pattern harmless, since it is checked first. If there is a
 * runaway, no values are checked any more in this load: that could take as long.
 */
export async function lintPatterns(input: LintInput): Promise<void> {
  const all: readonly PlacedSchema[] = [...placedSchemas(input.site), ...parametersOf(input.site)];
  const placed = all.flatMap(patternsOf);
  if (placed.length === 0) return;
  // A server without patterns starts sooner.
  const judge = await import('./find-runaway.ts');
  for (const each of placed) lintPattern(input, each, judge.findRunaway);
}

type Judge = typeof findRunaway;

interface PlacedPattern {
  readonly pattern: string;
  readonly lengthMax: number | undefined;
  readonly at: Spot;
}

/** The pattern of a text, and those of names, which can be as long as `propertyNames` lets them. */
function patternsOf({ schema, at }: PlacedSchema): readonly PlacedPattern[] {
  const { pattern, patternProperties = {}, propertyNames } = schema.shape;
  const nameLengthMax = typeof propertyNames === 'object' ? propertyNames.maxLength : undefined;
  return [
    ...(pattern === undefined ? [] : [{ pattern, lengthMax: schema.resolved?.maxLength, at: at.in('pattern') }]),
    ...Object.keys(patternProperties).map((name) => ({
      pattern: name,
      lengthMax: nameLengthMax,
      at: at.in('patternProperties', name),
    })),
  ];
}

function lintPattern({ findings, rules }: LintInput, { pattern, lengthMax, at }: PlacedPattern, judge: Judge): void {
  if (!isRegularExpression(pattern)) return;
  const verdict = judge(pattern, lengthMax);
  if (verdict.kind === 'harmless') return;
  rules.judgeNothing();
  const [reason, hint] = wordsFor(pattern, judge);
  findings.add({
    code: 'runaway-pattern',
    at: at.value,
    message: `The pattern "${pattern}" can take very long: ${reason}`,
    hint,
  });
}

function wordsFor(pattern: string, judge: Judge): readonly [reason: string, hint: string] {
  // Without its own maxLength, which may be too small to show what grows.
  const verdict = judge(pattern);
  if (verdict.kind !== 'runaway') {
    return ['it has too many ways to be counted', 'do not repeat what can be empty, and keep lookbehinds short'];
  }
  const { repeated, lengthMax } = verdict;
  const anchor = pattern.startsWith('^') ? '' : ', begin it with ^';
  return [
    `it tries very many ways on a text that repeats "${repeated}"`,
    `let no two repeated parts match the same text${anchor}, or set "maxLength" to ${lengthMax} at most`,
  ];
}
