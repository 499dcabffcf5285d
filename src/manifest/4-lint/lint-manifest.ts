import { lintAmbiguity } from './lint-ambiguity.ts';
import { lintAnswers } from './lint-answers.ts';
import { lintCircularViews } from './lint-circular-views.ts';
import { lintColors } from './lint-colors.ts';
import { lintHeaders } from './lint-headers.ts';
import type { LintInput } from './lint-input.ts';
import { lintLayout } from './lint-layout.ts';
import { lintMethods } from './lint-methods.ts';
import { lintNames } from './lint-names.ts';
import { lintParameters } from './lint-parameters.ts';
import { lintPaths } from './lint-paths.ts';
import { lintRedirects } from './lint-redirects.ts';
import { lintViews } from './lint-views.ts';

/** Finds what no schema can: names that lead nowhere, and parts that contradict each other. Adds to `input.findings`. */
export function lintManifest(input: LintInput): void {
  const paths = lintPaths(input);
  lintParameters(input);
  lintMethods(input);
  lintAmbiguity(input, paths);
  lintAnswers(input);
  lintRedirects(input, paths);
  lintHeaders(input);
  lintColors(input);
  lintNames(input);
  lintViews(input);
  lintCircularViews(input);
  lintLayout(input);
}
