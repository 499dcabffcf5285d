import { spanOfNode } from '../../views/parsed-view.ts';
import { styleElements } from '../../views/style-elements.ts';
import type { LintInput } from '../lint-input.ts';

/**
 * Pages allow styles by their hashes, which are made at load: only the background can be filled in.
 * Fault: dynamic-style.
 */
export function lintStyles({ site: { views, page }, findings }: LintInput): void {
  const names = page.headers.map(({ name }) => name.toLowerCase());
  // A manifest with its own policy of pages decides what is allowed.
  if (names.includes('content-security-policy')) return;
  for (const view of views.byName.values()) {
    for (const part of styleElements(view.ast).flat()) {
      if (part.kind !== 'dynamic') continue;
      findings.add({
        code: 'dynamic-style',
        at: spanOfNode(view, part.node),
        message: 'A style element cannot hold this value: browsers would ignore the style',
        hint: 'write a class for each case; only {{@page.background}} is allowed here',
      });
    }
  }
}
