import type { ValidManifest } from './2-validate/validate-manifest.ts';
import type { LoadedViews, ParsedView } from './3-gather/read-views.ts';

/** The views that all pages rely on. Undefined: the built-in one. */
export interface PageViews {
  readonly layout: ParsedView | undefined;
  readonly error: ParsedView | undefined;
  /** Those of `page.errors`, by status. */
  readonly errors: ReadonlyMap<number, ParsedView>;
}

/** The view that `page.layout` or `page.error` names, else the one that has just this name; and those of single statuses. */
export function choosePageViews({ manifest }: ValidManifest, views: LoadedViews): PageViews {
  const view = (name: string) => (views.kind === 'loaded' ? views.byName.get(name) : undefined);
  const { layout = 'layout', error = 'error', errors = {} } = manifest.page ?? {};
  const named = Object.entries(errors).map(([status, name]) => [Number(status), view(name)] as const);
  return {
    layout: view(layout),
    error: view(error),
    errors: new Map(named.flatMap(([status, found]) => (found === undefined ? [] : [[status, found] as const]))),
  };
}

/** Whether a statement of the layout is the place of its page: `{{> page}}`. */
export function isPageSlot(statement: hbs.AST.Node): statement is hbs.AST.PartialStatement {
  return statement.type === 'PartialStatement' && partialName(statement) === 'page';
}

/** The name of the view that a partial includes; undefined where it is computed. */
export function partialName(statement: hbs.AST.Node): string | undefined {
  const name: unknown = 'name' in statement ? statement.name : undefined;
  const original = typeof name === 'object' && name !== null && 'original' in name ? name.original : undefined;
  return typeof original === 'string' || typeof original === 'number' ? String(original) : undefined;
}
