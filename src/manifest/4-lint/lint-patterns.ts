import type { SchemaShape } from '../2-validate/manifest-shape.ts';
import { isRegularExpression } from '../regular-expression.ts';
import { resolveSchema } from '../resolve-schema.ts';
import type { findRunaway } from './find-runaway.ts';
import type { LintInput } from './lint-input.ts';
import { asSchema, parameterSites, type Site, schemaSites } from './schema-sites.ts';

/** Fault: runaway-pattern. A `maxLength` that is small enough makes any pattern harmless, since it is looked at first. */
export async function lintPatterns(input: LintInput): Promise<void> {
  const parameters = [...parameterSites(input)].map(({ path, shape }) => ({ path, shape: asSchema(shape) }));
  const sites = [...schemaSites(input), ...parameters].filter(({ shape }) => shape.pattern !== undefined);
  if (sites.length === 0) return;
  // What judges patterns took 120 ms to load: a server without any starts sooner.
  const judge = await import('./find-runaway.ts');
  for (const site of sites) lintPattern(input, site, judge.findRunaway);
}

type Judge = typeof findRunaway;

function lintPattern(
  { manifest, located, findings }: LintInput,
  { path, shape }: Site<SchemaShape>,
  judge: Judge,
): void {
  const { pattern } = shape;
  if (pattern === undefined || !isRegularExpression(pattern)) return;
  const runaway = judge(pattern, resolveSchema(shape, manifest.schemas ?? {})?.maxLength);
  if (runaway === undefined) return;
  const { repeated } = runaway;
  findings.add({
    code: 'runaway-pattern',
    at: located.valueAt([...path, 'pattern']),
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
