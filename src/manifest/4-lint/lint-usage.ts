import type { Site } from '../3-resolve/site.ts';
import { lintUnusedHandlers } from './answers/lint-unused-handlers.ts';
import { lintExamples } from './examples/lint-examples.ts';
import { LinkJudge } from './links/judge-link.ts';
import { lintLinks, lintRedirectTargets } from './links/lint-targets.ts';
import type { LintInput } from './lint-input.ts';
import { buildPathTree } from './paths/follow-path.ts';
import { lintForeignWords } from './paths/lint-foreign-words.ts';
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
  lintForeignWords(input);
  lintRequired(input);
  lintUnusedSchemas(input);
  lintUnusedHandlers(input);
  lintUnusedViews(input);
  const judge = new LinkJudge(input, tree);
  if (knowsPaths(input.site)) {
    lintLinks(input, judge);
    lintRedirectTargets(input, judge);
  }
  lintOrigins(input, judge);
  lintPolicy(input);
  lintExamples(input);
}

/** A path that could not be read may be any. */
function knowsPaths({ hidesRoutes, routes }: Site): boolean {
  return !hidesRoutes && [...routes.values()].every(({ words }) => words.has('path'));
}
