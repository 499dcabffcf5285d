import { essenceOf, isHtml } from '../../http/media-types.ts';
import type { ExampleShape, QueryParameterShape, RouteShape, ShapeMap } from '../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../2-validate/spot.ts';
import { listShape, type NamedSchemas, plainShape, Schema } from '../schemas/schema.ts';
import { nameView, type RouteLayout } from './named-view.ts';
import { type PageText, readPageText } from './page-text.ts';
import { parsePath } from './parse-path.ts';
import type { LoadedViews } from './read-views.ts';
import { type AnswerParts, resolveAnswer, statusOf } from './resolve-answer.ts';
import { resolveForm, type SubmitPaths } from './resolve-form.ts';
import { type GuardParts, resolveGates } from './resolve-gates.ts';
import { resolveHeaders } from './resolve-page.ts';
import type { BadPath, RoutePath, SiteExample, SiteParameter, SiteRoute } from './site.ts';
import type { SiteAnswer } from './site-answer.ts';

interface WrittenRoute {
  readonly name: string;
  readonly shape: RouteShape;
  readonly at: Spot;
}

/** What the names in a route can lead to. */
export interface RouteParts extends GuardParts, Pick<AnswerParts, 'views' | 'routes'> {
  readonly schemas: NamedSchemas;
  readonly submits: SubmitPaths;
}

/** Lowers one route. */
export function resolveRoute({ name, shape, at }: WrittenRoute, parts: RouteParts): SiteRoute {
  const { schemas, views } = parts;
  const { methods = ['GET'], sameOrigin = false, response = {} } = shape;
  const schemaOf = (key: 'body' | 'model') => {
    const written = shape[key];
    return written === undefined ? undefined : new Schema(written, schemas);
  };
  const textOf = (key: 'heading' | 'description', otherwise = ''): PageText => {
    const written = shape[key];
    if (written === undefined) return { kind: 'fixed', text: otherwise };
    return readPageText(written, `${key} of the route "${name}"`, at.in(key));
  };
  const view = shape.view === undefined ? undefined : nameView(shape.view, at.in('view'), views);
  const found = resolvePaths(shape, at);
  const answer = resolveAnswer(shape, { ...parts, at, view, own: found.path?.segments ?? [] });
  const route = {
    name,
    at,
    summary: shape.summary,
    ...found,
    tags: shape.tags ?? [],
    methods,
    methodsAt: shape.methods === undefined ? undefined : at.in('methods'),
    parameters: {
      params: resolveParameters(withFileName(shape.params ?? {}, answer), at.in('params'), { schemas, inPath: true }),
      query: resolveParameters(shape.query ?? {}, at.in('query'), { schemas, inPath: false }),
      headers: resolveParameters(shape.headers ?? {}, at.in('headers'), { schemas, inPath: false }),
      cookies: resolveParameters(shape.cookies ?? {}, at.in('cookies'), { schemas, inPath: false }),
    },
    body: schemaOf('body'),
    bodyRequired: shape.bodyRequired ?? true,
    sameOrigin,
    ...resolveGates(shape, { owner: `route ${name}`, at, parts }),
    answer,
    words: wordsOf(shape),
    view,
    heading: textOf('heading', shape.summary),
    description: textOf('description'),
    layout: resolveLayout(shape, at.in('layout'), views),
    model: schemaOf('model'),
    status: statusOf(answer, shape),
    type: response.type,
    headers: resolveHeaders(response.headers ?? {}, at.in('response', 'headers')),
    examples: resolveExamples(shape.examples ?? {}, at.in('examples')),
  };
  return { ...route, form: shape.form === undefined ? undefined : resolveForm(shape.form, route, parts.submits) };
}

/** The layout of all pages is around pages alone, unless a route says otherwise. */
function resolveLayout({ layout, response = {} }: RouteShape, at: Spot, views: LoadedViews): RouteLayout {
  if (typeof layout === 'string') return { kind: 'named', view: nameView(layout, at, views) };
  const { type } = response;
  const isPage = type === undefined || isHtml(type) || essenceOf(type) === 'application/xhtml+xml';
  return { kind: (layout ?? isPage) ? 'shared' : 'none' };
}

/** What a folder's parameter can be is up to the folder: it needs no schema. */
function withFileName(params: ShapeMap<QueryParameterShape>, answer: SiteAnswer): ShapeMap<QueryParameterShape> {
  const name = answer.kind === 'folder' ? answer.parameter : undefined;
  return name === undefined || Object.hasOwn(params, name) ? params : { ...params, [name]: { type: 'string' } };
}

function resolvePaths({ path, aliases = [] }: RouteShape, at: Spot): Pick<SiteRoute, 'path' | 'paths' | 'badPaths'> {
  const paths: RoutePath[] = [];
  const badPaths: BadPath[] = [];
  const read = (text: string, pathAt: Spot): RoutePath | undefined => {
    const parsed = parsePath(text);
    if (parsed.kind === 'fault') {
      badPaths.push({ ...parsed, text, at: pathAt });
      return undefined;
    }
    const good = { text, at: pathAt, segments: parsed.segments };
    paths.push(good);
    return good;
  };
  const own = path === undefined ? undefined : read(path, at.in('path'));
  for (const [index, alias] of aliases.entries()) read(alias, at.in('aliases', String(index)));
  return { path: own, paths, badPaths };
}

function resolveParameters(
  shapes: ShapeMap<QueryParameterShape>,
  at: Spot,
  { schemas, inPath }: { readonly schemas: NamedSchemas; readonly inPath: boolean },
): readonly SiteParameter[] {
  return Object.entries(shapes).map(([name, written]) => {
    const { required = false, ...shape } = written;
    const schema = new Schema(shape, schemas);
    return {
      name,
      at: at.in(name),
      written,
      schema,
      required: inPath || required,
      plain: plainShape(schema),
      list: listShape(schema),
    };
  });
}

/** Without the extensions: names that begin with `x-`. */
function resolveExamples(examples: ShapeMap<ExampleShape>, at: Spot): readonly SiteExample[] {
  const named = Object.entries(examples).filter(([name]) => !name.startsWith('x-'));
  return named.map(([name, shape]) => ({ name, shape, at: at.in(name) }));
}

function wordsOf(shape: RouteShape): ReadonlySet<string> {
  const inside = (['response', 'redirect'] as const).flatMap((key) => {
    return Object.keys(shape[key] ?? {}).map((word) => `${key}.${word}`);
  });
  return new Set([...Object.keys(shape), ...inside]);
}
