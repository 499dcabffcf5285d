import { lintAnswers } from './answers/lint-answers.ts';
import { lintFiles } from './answers/lint-files.ts';
import { lintForms } from './answers/lint-forms.ts';
import { lintHeaders } from './answers/lint-headers.ts';
import { lintNames } from './answers/lint-names.ts';
import { lintRedirects } from './answers/lint-redirects.ts';
import { lintGroups, lintGuards } from './groups/lint-groups.ts';
import type { LintInput } from './lint-input.ts';
import { lintModels } from './models/lint-models.ts';
import { lintAmbiguity } from './paths/lint-ambiguity.ts';
import { lintMethods } from './paths/lint-methods.ts';
import { lintPaths } from './paths/lint-paths.ts';
import { lintPatterns } from './patterns/lint-patterns.ts';
import { lintBodies, lintBodyFiles } from './schemas/lint-bodies.ts';
import { lintParameters } from './schemas/lint-parameters.ts';
import { lintRecursion } from './schemas/lint-recursion.ts';
import { lintReferences } from './schemas/lint-references.ts';
import { lintSchemas } from './schemas/lint-schemas.ts';
import { lintColors } from './server/lint-colors.ts';
import { lintCors } from './server/lint-cors.ts';
import { lintLogs } from './server/lint-logs.ts';
import { lintProxies } from './server/lint-proxies.ts';
import { lintClients, lintSession } from './server/lint-secrets.ts';
import { lintCircularViews, lintLayout } from './views/lint-inclusions.ts';
import { lintStyles } from './views/lint-styles.ts';
import { lintViews } from './views/lint-views.ts';

/**
 * Finds what no schema can: names that lead nowhere, and parts that contradict each other. Adds to `input.findings`.
 */
export async function lintManifest(input: LintInput): Promise<void> {
  lintPaths(input);
  lintReferences(input);
  // Before any value is checked against its schema.
  await lintPatterns(input);
  await lintRecursion(input);
  lintSchemas(input);
  lintParameters(input);
  lintBodies(input);
  lintBodyFiles(input);
  lintMethods(input);
  lintProxies(input);
  lintAmbiguity(input);
  lintAnswers(input);
  lintFiles(input);
  lintRedirects(input);
  lintHeaders(input);
  lintColors(input);
  lintClients(input);
  lintSession(input);
  lintLogs(input);
  lintCors(input);
  lintNames(input);
  lintGuards(input);
  lintGroups(input);
  lintForms(input);
  lintViews(input);
  lintModels(input);
  lintCircularViews(input);
  lintLayout(input);
  lintStyles(input);
}
