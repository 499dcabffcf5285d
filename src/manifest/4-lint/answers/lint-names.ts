import type { FoundExport } from '../../3-resolve/find-exported.ts';
import { type NamedView, namedLayouts } from '../../3-resolve/named-view.ts';
import { PRODUCT_HANDLERS } from '../../3-resolve/product-handlers.ts';
import { answersOfKind, type HandlerAnswer } from '../../3-resolve/site-answer.ts';
import type { Finding } from '../../findings/findings.ts';
import { nameHint } from '../../findings/nearest-name.ts';
import type { LintInput } from '../lint-input.ts';

/** Faults: unknown-handler, unknown-view. */
export function lintNames(input: LintInput): void {
  const { layout, error, errors } = input.site.page.named;
  for (const { answer, view } of input.site.routes.values()) {
    for (const one of answersOfKind(answer, 'handler')) lintHandler(input, one);
    if (view !== undefined) lintView(input, view);
  }
  const others = [layout, error, ...errors.values(), ...namedLayouts(input.site.routes.values())];
  for (const view of others) if (view !== undefined) lintView(input, view);
}

/** What would be right where a name leads to no function of the handlers' module; undefined: it does, or that is not known. */
export function exportFault(
  found: FoundExport<unknown>,
  suggest: () => string | undefined,
): Pick<Finding, 'hint'> | undefined {
  switch (found.kind) {
    case 'function':
    case 'unread':
      return undefined;
    case 'no-module':
      return { hint: 'the manifest names no module: add handlers: ./handlers.ts at its top' };
    case 'no-function':
      return { hint: 'it is exported, but it is not a function' };
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
  const fault = exportFault(found, () => nameHint(text, known()));
  if (fault === undefined) return;
  findings.add({ code: 'unknown-handler', at: at.value, message: `Unknown handler "${text}"`, ...fault });
}

function lintView({ site: { views }, findings }: LintInput, { name, at, found }: NamedView): void {
  const add = (hint: string | (() => string | undefined)) => {
    findings.add({ code: 'unknown-view', at: at.value, message: `Unknown view "${name}"`, hint });
  };
  switch (found.kind) {
    case 'view':
    case 'broken':
    case 'unread':
      return;
    case 'no-folder':
      add('the manifest names no folder: add views: ./views at its top');
      return;
    case 'unknown':
      add(() => nameHint(name, views.byName.keys()));
  }
}
