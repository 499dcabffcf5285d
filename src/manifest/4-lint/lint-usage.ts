import { lintUnusedHandlers } from './answers/lint-unused-handlers.ts';
import { lintExamples } from './examples/lint-examples.ts';
import { lintLinks } from './links/lint-links.ts';
import { lintRedirectTargets } from './links/lint-redirect-targets.ts';
import type { LintInput } from './lint-input.ts';
import { buildPathTree } from './paths/follow-path.ts';
import { lintForeignWords } from './paths/lint-foreign-words.ts';
import { lintHiddenFolders } from './paths/lint-hidden-folders.ts';
import { lintReach } from './paths/lint-reach.ts';
import { lintRequired } from './schemas/lint-required.ts';
import { lintUnusedSchemas } from './schemas/lint-unused-schemas.ts';
import { lintLimits } from './server/lint-limits.ts';
import { lintOrigins } from './views/lint-origins.ts';
import { lintPolicy } from './views/lint-policy.ts';
import { lintUnusedViews } from './views/lint-unused-views.ts';

/**
 * What a start does not wait for: limits that make no sense together, what nothing reaches or uses, words that mean nothing here, where
 * links and redirects lead, what pages ask for in vain, examples.
 */
export function lintUsage(input: LintInput): void {
  const { routes } = input.site;
  lintLimits(input);
  const tree = buildPathTree(routes.values());
  lintReach(input, tree);
  lintHiddenFolders(input, tree);
  lintForeignWords(input);
  lintRequired(input);
  lintUnusedSchemas(input);
  lintUnusedHandlers(input);
  lintUnusedViews(input);
  lintLinks(input, tree);
  lintRedirectTargets(input, tree);
  lintOrigins(input, tree);
  lintPolicy(input);
  lintExamples(input);
}
