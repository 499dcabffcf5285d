import type { Site } from '../3-resolve/site.ts';
import type { Findings } from '../findings/findings.ts';
import type { RuleCompiler } from '../schemas/compile-rule.ts';

/** All that a lint reads, and where it reports what it finds. */
export interface LintInput {
  readonly site: Site;
  readonly rules: RuleCompiler;
  readonly findings: Findings;
}
