import type { SourceSpan } from '../../../contract/diagnostic.ts';
import { namedLayouts, viewOf } from '../../3-resolve/named-view.ts';
import { spanOf } from '../../findings/source.ts';
import { inclusionsIn } from '../../views/included-names.ts';
import { type ParsedView, spanOfNode } from '../../views/parsed-view.ts';
import { isPageSlot, partialName } from '../../views/view-nodes.ts';
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

/** A layout must have one `{{> page}}`, which the page replaces. Fault: layout-slot. */
export function lintLayout(input: LintInput): void {
  const { page, routes } = input.site;
  const named = namedLayouts(routes.values()).map(({ found }) => viewOf(found));
  for (const layout of new Set([page.layout, ...named])) if (layout !== undefined) lintSlot(input, layout);
}

function lintSlot(input: LintInput, layout: ParsedView): void {
  const { source } = layout;
  const [first, second] = inclusionsIn(layout).filter(isPageSlot);
  const add = (at: SourceSpan, message: string, hint: string) => {
    input.findings.add({ code: 'layout-slot', at, message, hint });
  };
  if (first === undefined) {
    add(spanOf(source, 0, 0), 'The layout has no place for the page', 'add {{> page}} where the page goes');
  } else if (second !== undefined) {
    add(spanOfNode(layout, second), 'The layout shows the page twice', 'keep one {{> page}}');
  } else if (first.params.length > 0 || first.hash !== undefined) {
    add(spanOfNode(layout, first), 'The place for the page takes no values', 'write {{> page}}');
  }
}
