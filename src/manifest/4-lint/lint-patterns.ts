import type { SchemaShape } from '../2-validate/manifest-shape.ts';
import { isRegularExpression } from '../regular-expression.ts';
import { resolveSchema } from '../resolve-schema.ts';
import { findRunaway } from './find-runaway.ts';
import type { LintInput } from './lint-input.ts';
import { asSchema, parameterSites, type Site, schemaSites } from './schema-sites.ts';

/** Fault: runaway-pattern. A `maxLength` that is small enough makes any pattern harmless, since it is looked at first. */
export function lintPatterns(input: LintInput): void {
  for (const site of schemaSites(input)) lintPattern(input, site);
  for (const { path, shape } of parameterSites(input)) lintPattern(input, { path, shape: asSchema(shape) });
}

function lintPattern({ manifest, located, findings }: LintInput, { path, shape }: Site<SchemaShape>): void {
  const { pattern } = shape;
  if (pattern === undefined || !isRegularExpression(pattern)) return;
  const runaway = findRunaway(pattern, resolveSchema(shape, manifest.schemas ?? {})?.maxLength);
  if (runaway === undefined) return;
  const { repeated } = runaway;
  findings.add({
    code: 'runaway-pattern',
    at: located.valueAt([...path, 'pattern']),
    message: `Cannot match "${pattern}" in reasonable time: it tries very many ways on a text that repeats "${repeated}"`,
    hint: `let no two repeated parts match the same text${pattern.startsWith('^') ? '' : ', begin it with ^'}, or ${lengthHint(pattern)}`,
  });
}

function lengthHint(pattern: string): string {
  const most = largestSafeLength(pattern);
  return most === undefined ? 'set a very small "maxLength"' : `set "maxLength" to ${most} at most`;
}

/** Half of the last that was quick, so that it is on a slower machine too. */
function largestSafeLength(pattern: string): number | undefined {
  let safe: number | undefined;
  for (let length = 8; length <= 4096 && findRunaway(pattern, length) === undefined; length *= 2) safe = length;
  return safe === undefined ? undefined : safe / 2;
}
