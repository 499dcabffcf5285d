import type { Found } from '../../3-resolve/find-exported.ts';
import type { NamedView } from '../../3-resolve/named-view.ts';
import { PRODUCT_HANDLERS } from '../../3-resolve/product-handlers.ts';
import { allNamedViews } from '../../3-resolve/site.ts';
import { answersOfKind, type HandlerAnswer } from '../../3-resolve/site-answer.ts';
import type { Finding } from '../../findings/findings.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import type { LintInput } from '../lint-input.ts';

/** Faults: unknown-handler, unknown-view. */
export function lintNames(input: LintInput): void {
  for (const { answer } of input.site.routes.values())
    for (const one of answersOfKind(answer, 'handler')) lintHandler(input, one);
  for (const view of allNamedViews(input.site)) lintView(input, view);
}

interface NameHints {
  readonly nowhere: string;
  /** undefined: there is another finding. */
  readonly unusable?: string;
}

/** For the names of functions in the handlers' module. */
export const OF_MODULE: NameHints = {
  nowhere: 'the manifest names no module: add handlers: ./handlers.ts at its top',
  unusable: 'it is exported, but it is not a function',
};

const OF_FOLDER: NameHints = { nowhere: 'the manifest names no folder: add views: ./views at its top' };

/** What would be right where a name leads to nothing that can be used; undefined: it does, or that is not known. */
export function nameFault(
  found: Found<unknown>,
  { nowhere, unusable }: NameHints,
  suggest: () => string | undefined,
): Pick<Finding, 'hint'> | undefined {
  switch (found.kind) {
    case 'found':
    case 'unread':
      return undefined;
    case 'nowhere':
      return { hint: nowhere };
    case 'unusable':
      return unusable === undefined ? undefined : { hint: unusable };
    case 'unknown-product':
    case 'unknown':
      return { hint: suggest };
  }
}

function lintHandler(
  { site: { handlers }, findings }: LintInput,
  { handler: { text, at }, found }: HandlerAnswer,
): void {
  const exported = () => (handlers.kind === 'loaded' ? handlers.byName.keys() : []);
  const known = () => (found.kind === 'unknown-product' ? PRODUCT_HANDLERS : exported());
  const fault = nameFault(found, OF_MODULE, () => nameHint(text, known()));
  if (fault === undefined) return;
  findings.add({ code: 'unknown-handler', at: at.value, message: `Unknown handler "${text}"`, ...fault });
}

function lintView({ site: { views }, findings }: LintInput, { name, at, found }: NamedView): void {
  const fault = nameFault(found, OF_FOLDER, () => nameHint(name, views.byName.keys()));
  if (fault === undefined) return;
  findings.add({ code: 'unknown-view', at: at.value, message: `Unknown view "${name}"`, ...fault });
}
