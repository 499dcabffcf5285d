import type { ValidManifest } from '../2-validate/validate-manifest.ts';
import type { LoadedViews } from '../3-gather/read-views.ts';
import type { Site } from '../3-resolve/site.ts';
import type { RuleCompiler } from '../compile-rule.ts';
import type { Findings } from '../findings.ts';

/** All that a lint looks at, and where it says what it found. */
export interface LintInput extends ValidManifest {
  readonly site: Site;
  readonly rules: RuleCompiler;
  readonly findings: Findings;
  readonly views: LoadedViews;
}
