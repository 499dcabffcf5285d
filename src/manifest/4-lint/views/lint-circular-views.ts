import type { SourceSpan } from '../../../contract/diagnostic.ts';
import { inclusionsIn } from '../../views/included-names.ts';
import { type ParsedView, spanOfNode } from '../../views/parsed-view.ts';
import { partialName } from '../../views/view-nodes.ts';
import { findCircles } from '../find-circles.ts';
import type { LintInput } from '../lint-input.ts';

/**
 * Views that include each other endlessly. A circle through a block is not one, since the data can end it, as in
 * a view that shows a tree. Fault: circular-views, at the statement that closes the circle.
 */
export function lintCircularViews({ site: { views }, findings }: LintInput): void {
  const inclusions = new Map([...views.byName.values()].map((view) => [view.name, alwaysIncluded(view)]));
  const ways = { stepsFrom: (name: string) => inclusions.get(name) ?? [], target: ({ target }: Inclusion) => target };
  for (const circle of findCircles(inclusions.keys(), ways)) {
    const last = circle.at(-1);
    if (last === undefined) continue;
    const route = [last.target, ...circle.map(({ target }) => target)].map((name) => `"${name}"`);
    findings.add({
      code: 'circular-views',
      at: last.at,
      message: `The view "${last.target}" includes itself: ${route.join(' includes ')}`,
      hint: 'remove one of them, or put it in a block such as {{#each}} that ends',
      related: circle.slice(0, -1).map(({ target, at }) => ({ ...at, message: `"${target}" is included here` })),
    });
  }
}

/** One partial statement that is always shown. */
interface Inclusion {
  readonly target: string;
  readonly at: SourceSpan;
}

/** If one view is included several times, the first one. */
function alwaysIncluded(view: ParsedView): readonly Inclusion[] {
  const first = new Map<string, Inclusion>();
  for (const node of inclusionsIn(view, 'always')) {
    const target = partialName(node);
    if (target !== undefined && !first.has(target)) first.set(target, { target, at: spanOfNode(view, node) });
  }
  return [...first.values()];
}
