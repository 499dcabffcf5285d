import type { ValidManifest } from '../2-validate/validate-manifest.ts';
import type { LoadedViews } from '../3-resolve/read-views.ts';
import type { Site } from '../3-resolve/site.ts';
import type { Findings } from '../findings/findings.ts';
import type { RuleCompiler } from '../schemas/compile-rule.ts';

/** All that a lint looks at, and where it says what it found. */
export interface LintInput extends ValidManifest {
  readonly site: Site;
  readonly rules: RuleCompiler;
  readonly findings: Findings;
  readonly views: LoadedViews;
}
