import { lintUnusedHandlers } from './answers/lint-unused-handlers.ts';
import { lintExamples } from './examples/lint-examples.ts';
import { lintLinks } from './links/lint-links.ts';
import type { LintInput } from './lint-input.ts';
import { lintReach } from './paths/lint-reach.ts';
import { buildPathTree } from './paths/path-tree.ts';
import { lintUnusedSchemas } from './schemas/lint-unused-schemas.ts';
import { lintLimits } from './server/lint-limits.ts';
import { lintUnusedViews } from './views/lint-unused-views.ts';

/** What keeps no request from its answer: limits that make no sense together, what nothing reaches or uses, links, examples. */
export function lintUsage(input: LintInput): void {
  const { routes } = input.site;
  lintLimits(input);
  lintReach(input, buildPathTree(routes.values()));
  lintUnusedSchemas(input);
  lintUnusedHandlers(input);
  lintUnusedViews(input);
  const paths = new Map([...routes.values()].map((route) => [route.name, route.paths]));
  lintLinks(input, paths);
  lintExamples(input);
}
