import { type NamedView, namedLayouts } from '../../3-resolve/named-view.ts';
import { PRODUCT_HANDLERS } from '../../3-resolve/product-handlers.ts';
import { answersOfKind, type HandlerAnswer } from '../../3-resolve/site-answer.ts';
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

/** Why a name leads to no function of the handlers' module. */
export const EXPORT_HINTS = {
  'no-module': 'the manifest names no module: add handlers: ./handlers.ts at its top',
  'no-function': 'it is exported, but it is not a function',
} as const;

function lintHandler({ site: { handlers }, findings }: LintInput, { handler, found }: HandlerAnswer): void {
  const exported = () => (handlers.kind === 'loaded' ? handlers.byName.keys() : []);
  const add = (hint: string | undefined | (() => string | undefined)) => {
    findings.add({ code: 'unknown-handler', at: handler.at.value, message: `Unknown handler "${handler.text}"`, hint });
  };
  switch (found.kind) {
    case 'function':
    case 'unread':
      return;
    case 'unknown-product':
      add(nameHint(handler.text, PRODUCT_HANDLERS));
      return;
    case 'no-module':
    case 'no-function':
      add(EXPORT_HINTS[found.kind]);
      return;
    case 'unknown':
      add(() => nameHint(handler.text, exported()));
  }
}

function lintView({ site: { views }, findings }: LintInput, { name, at, found }: NamedView): void {
  const known = () => (views.kind === 'loaded' ? views.byName.keys() : []);
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
      add(() => nameHint(name, known()));
  }
}
