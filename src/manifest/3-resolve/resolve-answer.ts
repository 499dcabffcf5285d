import { resolve } from 'node:path';
import type { PathSegment } from '../../contract/program.ts';
import { JSON_TYPE, PLAIN_TEXT } from '../../http/media-types.ts';
import type { RouteFolderShape, RouteRedirectShape, RouteShape } from '../2-validate/manifest-shape.gen.ts';
import type { Placed, Spot } from '../2-validate/spot.ts';
import { locationIn } from './fill-path.ts';
import { findExported } from './find-exported.ts';
import type { LoadedHandlers } from './load-handlers.ts';
import type { NamedView } from './named-view.ts';
import { PROBE_HANDLERS, SUBMIT_HANDLER } from './product-handlers.ts';
import type { LoadedViews } from './read-views.ts';
import type { Site } from './site.ts';
import type { FileManner, RedirectTarget, RouteAnswer, SiteAnswer } from './site-answer.ts';

/** What an answer is made of besides the keys of its route. */
export interface AnswerParts {
  readonly at: Spot;
  readonly handlers: LoadedHandlers;
  readonly views: LoadedViews;
  /** The folder of the manifest, from which it names files. */
  readonly base: string;
  /** The segments of the route's own path; none: it could not be read. */
  readonly own: readonly PathSegment[];
  /** The view that the route names. */
  readonly view: NamedView | undefined;
  /** Those that come later are not in it yet. */
  readonly routes: Site['routes'];
}

/** How a route answers. This alone decides it. */
export function resolveAnswer(shape: RouteShape, parts: AnswerParts): SiteAnswer {
  const answers = new Map<string, RouteAnswer>();
  for (const key of Object.keys(shape).filter(isAnswerKey)) {
    const answer = ANSWERS[key](shape, parts);
    if (answer !== undefined) answers.set(key, answer);
  }
  const [only] = answers.values();
  if (only === undefined) return { kind: 'none' };
  return answers.size === 1 ? only : { kind: 'several', answers };
}

/** The status of an answer, unless a handler chooses another. */
export function statusOf(answer: SiteAnswer, { response = {} }: RouteShape): number {
  return answer.kind === 'redirect' ? answer.status : (response.status ?? 200);
}

/** The keys of a route that say how it answers: only one, except that a view can go with a handler. Some handlers are built in. */
type AnswerKey = Exclude<RouteAnswer['kind'], 'submit' | 'probe'>;

type Answering = (shape: RouteShape, parts: AnswerParts) => RouteAnswer | undefined;

const ANSWERS: Readonly<Record<AnswerKey, Answering>> = {
  handler: ({ handler }, parts) =>
    handler === undefined ? undefined : handlerAnswer({ text: handler, at: parts.at.in('handler') }, parts),
  view: ({ handler, data = {} }, { view }) =>
    view === undefined || handler !== undefined ? undefined : { kind: 'view', view, data },
  text: ({ text, response }) =>
    text === undefined ? undefined : { kind: 'text', type: response?.type ?? PLAIN_TEXT, text },
  json: ({ json, response }) =>
    json === undefined ? undefined : { kind: 'json', type: response?.type ?? JSON_TYPE, value: json },
  redirect: ({ redirect }, parts) => (redirect === undefined ? undefined : redirectAnswer(redirect, parts)),
  file: ({ file, response }, { at, base }) => {
    if (file === undefined) return undefined;
    return { kind: 'file', file: { text: file, at: at.in('file'), path: resolve(base, file) }, ...mannerOf(response) };
  },
  folder: ({ folder, response }, parts) =>
    folder === undefined ? undefined : folderAnswer(folder, { ...parts, manner: mannerOf(response) }),
};

/** In the order in which they are listed in messages. */
export const ANSWER_KEYS: readonly string[] = Object.keys(ANSWERS);

function isAnswerKey(key: string): key is AnswerKey {
  return Object.hasOwn(ANSWERS, key);
}

function handlerAnswer(handler: Placed, { handlers, view }: AnswerParts): RouteAnswer {
  if (handler.text === SUBMIT_HANDLER) return { kind: 'submit', handler };
  const asks = PROBE_HANDLERS.get(handler.text);
  if (asks !== undefined) return { kind: 'probe', handler, asks, view };
  return { kind: 'handler', handler, found: findExported(handlers, { name: handler.text, among: 'byName' }), view };
}

function folderAnswer(
  { root, index = 'index.html', fallback }: RouteFolderShape,
  { at, base, own, manner }: AnswerParts & { readonly manner: FileManner },
): RouteAnswer {
  const place = (text: string, key: string, from: string) => {
    return { text, at: at.in('folder', key), path: resolve(from, text) };
  };
  const found = place(root ?? '', 'root', base);
  const last = own.at(-1);
  return {
    kind: 'folder',
    at: at.in('folder'),
    root: found,
    index: index ?? undefined,
    fallback: fallback === undefined ? undefined : place(fallback, 'fallback', found.path),
    parameter: last?.kind === 'rest' ? last.name : undefined,
    ...manner,
  };
}

function mannerOf({ type, download = false }: RouteShape['response'] = {}): FileManner {
  if (typeof download === 'string') return { type, download: { kind: 'named', name: download } };
  return { type, download: { kind: download ? 'own-name' : 'no' } };
}

function redirectAnswer(redirect: RouteRedirectShape, { at: routeAt, own, routes }: AnswerParts): RouteAnswer {
  const at = routeAt.in('redirect');
  const to = redirectTarget(redirect, { at, own });
  return {
    kind: 'redirect',
    at,
    status: redirect.status ?? 302,
    to,
    get location() {
      if (to.kind !== 'route') return to.kind === 'url' ? to.url.text : undefined;
      return locationIn(routes.get(to.route.text)?.path, to.params);
    },
  };
}

function redirectTarget(
  { route, url, params = {} }: RouteRedirectShape,
  { at, own }: Pick<AnswerParts, 'at' | 'own'>,
): RedirectTarget {
  if (route !== undefined && url !== undefined) return { kind: 'both' };
  if (url !== undefined) return { kind: 'url', url: { text: url, at: at.in('url') } };
  if (route === undefined) return { kind: 'none' };
  const taken = Object.entries(params).flatMap(([name, value]) => {
    const [, from] = typeof value === 'string' ? (/^\{([^{}]+)\}$/.exec(value) ?? []) : [];
    const isOwn = own.some((segment) => segment.kind !== 'literal' && segment.name === from);
    return isOwn && from !== undefined ? [[name, from] as const] : [];
  });
  return { kind: 'route', route: { text: route, at: at.in('route') }, params, taken: new Map(taken) };
}
