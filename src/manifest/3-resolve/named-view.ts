import type { Spot } from '../2-validate/spot.ts';
import { reached } from '../collections/reached.ts';
import { includedNames } from '../views/included-names.ts';
import type { ParsedView } from '../views/parsed-view.ts';
import type { Found } from './find-exported.ts';
import type { LoadedViews } from './read-views.ts';

/** A view by its name. */
export interface NamedView {
  readonly name: string;
  readonly at: Spot;
  readonly found: Found<ParsedView>;
}

/** What is around the page of a route. */
export type RouteLayout =
  /** That of all pages. */
  { readonly kind: 'shared' } | { readonly kind: 'none' } | { readonly kind: 'named'; readonly view: NamedView };

/** The views that routes name as their layouts. */
export function namedLayouts(routes: Iterable<{ readonly layout: RouteLayout }>): readonly NamedView[] {
  return [...routes].flatMap(({ layout }) => (layout.kind === 'named' ? [layout.view] : []));
}

/** undefined: none, the built-in one, or one that cannot be read. */
export function layoutAround(layout: RouteLayout, shared: ParsedView | undefined): ParsedView | undefined {
  switch (layout.kind) {
    case 'shared':
      return shared;
    case 'none':
      return undefined;
    case 'named':
      return viewOf(layout.view.found);
  }
}

/** A name of a view, and what it leads to. */
export function nameView(name: string, at: Spot, views: LoadedViews): NamedView {
  return { name, at, found: findView(name, views) };
}

/** The view itself, if there is one that can be read. */
export function viewOf(found: Found<ParsedView>): ParsedView | undefined {
  return found.kind === 'found' ? found.value : undefined;
}

/** What a name of a view leads to. */
export function findView(name: string, { kind, byName, broken }: LoadedViews): Found<ParsedView> {
  if (kind !== 'loaded') return { kind: kind === 'none' ? 'nowhere' : 'unread' };
  const value = byName.get(name);
  if (value !== undefined) return { kind: 'found', value };
  return { kind: broken.has(name) ? 'unusable' : 'unknown' };
}

/** Views, and all that they include, by whatever way; `loaded` has them all. */
export function withIncluded(views: Iterable<ParsedView>, loaded: LoadedViews): ReadonlySet<ParsedView> {
  return reached(views, (view) => viewsNamed(includedNames([view]), loaded));
}

/** Those of these names that could be read. */
export function viewsNamed(names: Iterable<string>, loaded: LoadedViews): readonly ParsedView[] {
  return [...names].flatMap((name) => loaded.byName.get(name) ?? []);
}
