import { lintUnusedHandlers } from './answers/lint-unused-handlers.ts';
import { lintExamples } from './examples/lint-examples.ts';
import { lintLinks } from './links/lint-links.ts';
import type { LintInput } from './lint-input.ts';
import { buildPathTree } from './paths/follow-path.ts';
import { lintReach } from './paths/lint-reach.ts';
import { lintUnusedSchemas } from './schemas/lint-unused-schemas.ts';
import { lintLimits } from './server/lint-limits.ts';
import { lintUnusedViews } from './views/lint-unused-views.ts';

/** Finds what keeps no request from its answer: contradictory limits, what is never reached or used, links, examples. */
export function lintUsage(input: LintInput): void {
  const { routes } = input.site;
  lintLimits(input);
  const tree = buildPathTree(routes.values());
  lintReach(input, tree);
  lintUnusedSchemas(input);
  lintUnusedHandlers(input);
  lintUnusedViews(input);
  lintLinks(input, tree);
  lintExamples(input);
}
