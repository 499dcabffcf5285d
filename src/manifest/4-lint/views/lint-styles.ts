import { spanOfNode } from '../../views/parsed-view.ts';
import { styleElements } from '../../views/style-elements.ts';
import type { LintInput } from '../lint-input.ts';

/**
 * Pages allow styles by their hashes, which are made at load: nothing but the background can be filled in.
 * Fault: dynamic-style.
 */
export function lintStyles({ site: { views, page }, findings }: LintInput): void {
  const names = page.headers.map(({ name }) => name.toLowerCase());
  // Whoever writes the policy of the pages knows what it allows.
  if (views.kind !== 'loaded' || names.includes('content-security-policy')) return;
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
