import type { Site } from '../3-resolve/site.ts';
import type { Findings } from '../findings/findings.ts';
import type { RuleCompiler } from '../schemas/compile-rule.ts';

/** All that a lint looks at, and where it says what it found. */
export interface LintInput {
  readonly site: Site;
  readonly rules: RuleCompiler;
  readonly findings: Findings;
}
