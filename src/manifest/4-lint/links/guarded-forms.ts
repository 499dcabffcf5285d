import { includedNames } from '../../views/included-names.ts';
import type { ParsedView } from '../../views/parsed-view.ts';
import type { LintInput } from '../lint-input.ts';
import { htmlOfView } from './html-of-view.ts';
import type { LinkJudge } from './judge-link.ts';
import { scanLinks, type WrittenLink } from './scan-links.ts';

/** Which views have a form that a route with `sameOrigin` may get, by POST: one whose action is filled in can be any. */
export class GuardedForms {
  readonly #input: LintInput;
  readonly #judge: LinkJudge;
  readonly #known = new Map<ParsedView, boolean>();

  constructor(input: LintInput, judge: LinkJudge) {
    this.#input = input;
    this.#judge = judge;
  }

  /** In it, or in what it includes. */
  areIn(view: ParsedView): boolean {
    const known = this.#known.get(view);
    if (known !== undefined) return known;
    // Views can include each other.
    this.#known.set(view, false);
    const { views } = this.#input.site;
    const included = [...includedNames([view])].flatMap((name) => {
      return (views.kind === 'loaded' ? views.byName.get(name) : undefined) ?? [];
    });
    const found =
      scanLinks(htmlOfView(view)).some((link) => this.#isGuarded(link)) || included.some((one) => this.areIn(one));
    this.#known.set(view, found);
    return found;
  }

  #isGuarded({ kind, method, values }: WrittenLink): boolean {
    if (kind !== 'form' || method === 'GET') return false;
    return values.some((parts) => {
      if (parts.some((part) => part.kind === 'filled')) return true;
      const path = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
      const taker = this.#judge.takerOf(path, 'POST');
      return taker !== undefined && (taker.sameOrigin || taker.answer.kind === 'submit');
    });
  }
}
