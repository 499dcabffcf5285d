import { lintAmbiguity } from './lint-ambiguity.ts';
import { lintAnswers } from './lint-answers.ts';
import { lintBodies } from './lint-bodies.ts';
import { lintCircularViews } from './lint-circular-views.ts';
import { lintClients } from './lint-clients.ts';
import { lintColors } from './lint-colors.ts';
import { lintForms } from './lint-forms.ts';
import { lintHeaders } from './lint-headers.ts';
import type { LintInput } from './lint-input.ts';
import { lintLayout } from './lint-layout.ts';
import { lintMethods } from './lint-methods.ts';
import { lintModels } from './lint-models.ts';
import { lintNames } from './lint-names.ts';
import { lintParameters } from './lint-parameters.ts';
import { type LintedPaths, lintPaths } from './lint-paths.ts';
import { lintPatterns } from './lint-patterns.ts';
import { lintProxies } from './lint-proxies.ts';
import { lintRecursion } from './lint-recursion.ts';
import { lintRedirects } from './lint-redirects.ts';
import { lintReferences } from './lint-references.ts';
import { lintSchemas } from './lint-schemas.ts';
import { lintStyles } from './lint-styles.ts';
import { lintViews } from './lint-views.ts';

/**
 * Finds what no schema can: names that lead nowhere, and parts that contradict each other. Adds to `input.findings`. Resolves
 * to the paths that could be read.
 */
export async function lintManifest(input: LintInput): Promise<LintedPaths> {
  const paths = lintPaths(input);
  lintReferences(input);
  // Before any value is held against its schema.
  await lintPatterns(input);
  await lintRecursion(input);
  lintSchemas(input);
  lintParameters(input);
  lintBodies(input);
  lintMethods(input);
  lintProxies(input);
  lintAmbiguity(input, paths);
  lintAnswers(input);
  lintRedirects(input, paths);
  lintHeaders(input);
  lintColors(input);
  lintClients(input);
  lintNames(input);
  lintForms(input, paths);
  lintViews(input);
  lintModels(input);
  lintCircularViews(input);
  lintLayout(input);
  lintStyles(input);
  return paths;
}
