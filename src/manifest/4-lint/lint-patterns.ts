import type { SchemaShape } from '../2-validate/manifest-shape.ts';
import { isRegularExpression } from '../regular-expression.ts';
import { resolveSchema } from '../resolve-schema.ts';
import type { findRunaway } from './find-runaway.ts';
import type { LintInput } from './lint-input.ts';
import { asSchema, parameterSites, type Site, schemaSites } from './schema-sites.ts';

/**
 * Fault: runaway-pattern. A `maxLength` that is small enough makes any pattern harmless, since it is looked at first. Where
 * there is one, values are judged no more in this load: that could take as long.
 */
export async function lintPatterns(input: LintInput): Promise<void> {
  const parameters = [...parameterSites(input)].map(({ path, shape }) => ({ path, shape: asSchema(shape) }));
  const sites = [...schemaSites(input), ...parameters].filter(({ shape }) => shape.pattern !== undefined);
  if (sites.length === 0) return;
  // A server without any starts sooner.
  const judge = await import('./find-runaway.ts');
  for (const site of sites) lintPattern(input, site, judge.findRunaway);
}

type Judge = typeof findRunaway;

function lintPattern(
  { manifest, located, findings, rules }: LintInput,
  { path, shape }: Site<SchemaShape>,
  judge: Judge,
): void {
  const { pattern } = shape;
  if (pattern === undefined || !isRegularExpression(pattern)) return;
  const verdict = judge(pattern, resolveSchema(shape, manifest.schemas ?? {})?.maxLength);
  if (verdict.kind === 'harmless') return;
  rules.judgeNothing();
  const [reason, hint] = wordsFor(pattern, judge);
  findings.add({
    code: 'runaway-pattern',
    at: located.valueAt([...path, 'pattern']),
    message: `Cannot match "${pattern}" in reasonable time: ${reason}`,
    hint,
  });
}

function wordsFor(pattern: string, judge: Judge): readonly [reason: string, hint: string] {
  // Without the maxLength that it has, which may be too small to show what grows.
  const verdict = judge(pattern);
  if (verdict.kind !== 'runaway') {
    return ['its ways are too many to be counted', 'repeat nothing that can be empty, and keep lookbehinds short'];
  }
  const { repeated, lengthMax } = verdict;
  const anchor = pattern.startsWith('^') ? '' : ', begin it with ^';
  return [
    `it tries very many ways on a text that repeats "${repeated}"`,
    `let no two repeated parts match the same text${anchor}, or set "maxLength" to ${lengthMax} at most`,
  ];
}
