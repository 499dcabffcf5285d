import { lintExamples } from './lint-examples.ts';
import type { LintInput } from './lint-input.ts';
import { lintLimits } from './lint-limits.ts';
import { lintLinks } from './lint-links.ts';
import { lintReach } from './lint-reach.ts';
import { lintUnusedHandlers } from './lint-unused-handlers.ts';
import { lintUnusedSchemas } from './lint-unused-schemas.ts';
import { lintUnusedViews } from './lint-unused-views.ts';
import { buildPathTree } from './path-tree.ts';

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
