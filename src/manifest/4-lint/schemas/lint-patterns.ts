import { isRegularExpression } from '../../schemas/regular-expression.ts';
import type { PlacedSchema } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';
import type { findRunaway } from './find-runaway.ts';
import { parametersOf, schemasOf } from './placed-schemas.ts';

/** Fault: runaway-pattern. A `maxLength` that is small enough makes any pattern harmless, since it is looked at first. */
export async function lintPatterns(input: LintInput): Promise<void> {
  const all: readonly PlacedSchema[] = [...schemasOf(input.site), ...parametersOf(input.site)];
  const placed = all.filter(({ schema }) => schema.shape.pattern !== undefined);
  if (placed.length === 0) return;
  // What judges patterns took 120 ms to load: a server without any starts sooner.
  const judge = await import('./find-runaway.ts');
  for (const each of placed) lintPattern(input, each, judge.findRunaway);
}

type Judge = typeof findRunaway;

function lintPattern({ findings }: LintInput, { schema, at }: PlacedSchema, judge: Judge): void {
  const { pattern } = schema.shape;
  if (pattern === undefined || !isRegularExpression(pattern)) return;
  const runaway = judge(pattern, schema.resolved?.maxLength);
  if (runaway === undefined) return;
  const { repeated } = runaway;
  findings.add({
    code: 'runaway-pattern',
    at: at.in('pattern').value,
    message: `Cannot match "${pattern}" in reasonable time: it tries very many ways on a text that repeats "${repeated}"`,
    hint: `let no two repeated parts match the same text${pattern.startsWith('^') ? '' : ', begin it with ^'}, or ${lengthHint(pattern, judge)}`,
  });
}

function lengthHint(pattern: string, judge: Judge): string {
  const most = largestSafeLength(pattern, judge);
  return most === undefined ? 'set a very small "maxLength"' : `set "maxLength" to ${most} at most`;
}

/** Half of the last that was quick, so that it is on a slower machine too. */
function largestSafeLength(pattern: string, judge: Judge): number | undefined {
  let safe: number | undefined;
  for (let length = 8; length <= 4096 && judge(pattern, length) === undefined; length *= 2) safe = length;
  return safe === undefined ? undefined : safe / 2;
}
