import { namedLayouts, viewOf } from '../../3-resolve/named-view.ts';
import { spanOf } from '../../findings/source.ts';
import { inclusionsIn } from '../../views/included-names.ts';
import { type ParsedView, spanOfNode } from '../../views/parsed-view.ts';
import { isPageSlot } from '../../views/view-nodes.ts';
import type { LintInput } from '../lint-input.ts';

/** A layout must have one `{{> page}}`, which the page replaces. Fault: layout-slot. */
export function lintLayout(input: LintInput): void {
  const { page, routes } = input.site;
  const named = namedLayouts(routes.values()).map(({ found }) => viewOf(found));
  for (const layout of new Set([page.layout, ...named])) if (layout !== undefined) lintSlot(input, layout);
}

function lintSlot(input: LintInput, layout: ParsedView): void {
  const { source } = layout;
  const [first, second] = inclusionsIn(layout).filter(isPageSlot);
  const add = (at: ReturnType<typeof spanOf>, message: string, hint: string) => {
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
