import type { PageShape, ShapeMap } from '../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../2-validate/spot.ts';
import { findView, nameView, viewOf } from './named-view.ts';
import type { LoadedViews } from './read-views.ts';
import type { SiteHeader, SitePage } from './site.ts';

/** `page`; `root` is the manifest. */
export function resolvePage(page: PageShape, root: Spot, views: LoadedViews): SitePage {
  const at = root.in('page');
  const { layout, error, errors = {}, background = {} } = page;
  const { cookie = 'bg_color', colors = {}, default: otherwise } = background;
  const colorsAt = at.in('background', 'colors');
  const named = {
    layout: layout === undefined ? undefined : nameView(layout, at.in('layout'), views),
    error: error === undefined ? undefined : nameView(error, at.in('error'), views),
    errors: new Map(
      Object.entries(errors).map(([status, name]) => [Number(status), nameView(name, at.in('errors', status), views)]),
    ),
  };
  const written = Object.entries(colors).map(([value, text]) => ({ text, at: colorsAt.in(value) }));
  return {
    named,
    layout: viewOf(findView(layout ?? 'layout', views)),
    error: viewOf(findView(error ?? 'error', views)),
    errorAt: error === undefined ? root.in('views') : at.in('error'),
    scripts: page.scripts ?? 'none',
    headers: resolveHeaders(page.headers ?? {}, at.in('headers')),
    background: { cookie, colors: new Map(Object.entries(colors)), default: otherwise ?? 'white' },
    colors: otherwise === undefined ? written : [...written, { text: otherwise, at: at.in('background', 'default') }],
  };
}

/** A map of header fields, as they are written. */
export function resolveHeaders<Value>(headers: ShapeMap<Value>, at: Spot): readonly SiteHeader<Value>[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value, at: at.in(name) }));
}
