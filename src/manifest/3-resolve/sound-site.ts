import type { ClientSettings } from '../../contract/client-settings.ts';
import type { Steps } from '../1-read/run-steps.ts';
import type { SchemaShape } from '../2-validate/manifest-shape.gen.ts';
import type { ListShape, PlainShape, Schema } from '../schemas/schema.ts';
import type { NamedView } from './named-view.ts';
import type { PageText } from './page-text.ts';
import type { ParsedNetwork } from './parse-network.ts';
import {
  allNamedViews,
  type FoundGuard,
  type GroupPath,
  type RouteParameters,
  type RoutePath,
  type Site,
  type SiteClients,
  type SiteGates,
  type SiteGroup,
  type SiteGuard,
  type SiteParameter,
  type SiteProxy,
  type SiteRoute,
  type SiteServer,
} from './site.ts';
import type {
  FolderAnswer,
  HandlerAnswer,
  ProbeAnswer,
  RedirectAnswer,
  RouteAnswer,
  ViewAnswer,
} from './site-answer.ts';
import type { SiteForm } from './site-form.ts';

/** A site in which every name leads somewhere, so it can be compiled. */
export interface SoundSite extends Site {
  readonly server: SoundServer;
  readonly clients: SiteClients & { readonly store: ClientSettings['store'] };
  readonly routes: ReadonlyMap<string, SoundRoute>;
  readonly groups: readonly SoundGroup[];
}

export interface SoundServer extends SiteServer {
  readonly methods: readonly string[];
  readonly proxies: readonly SoundProxy[];
}

export type SoundProxy = SiteProxy & { readonly parsed: Extract<ParsedNetwork, { kind: 'network' }> };

/** Every guard can be asked. */
export interface SoundGates extends SiteGates {
  readonly guards: readonly SoundGuard[];
}

type SoundGuard = SiteGuard & { readonly found: Extract<FoundGuard, { kind: 'found' | 'basic-auth' }> };

export interface SoundGroup extends SiteGroup, SoundGates {
  readonly guards: readonly SoundGuard[];
  readonly under: Extract<GroupPath, { kind: 'path' }>;
}

export interface SoundRoute extends SiteRoute, SoundGates {
  readonly guards: readonly SoundGuard[];
  readonly path: RoutePath;
  readonly parameters: Readonly<Record<keyof RouteParameters, readonly SoundParameter[]>>;
  readonly body: SoundSchema | undefined;
  readonly answer: SoundAnswer;
  readonly heading: SoundText;
  readonly description: SoundText;
  readonly form: SoundForm | undefined;
}

export type SoundParameter = SiteParameter &
  ({ readonly plain: PlainShape } | { readonly plain: undefined; readonly list: ListShape });
export type SoundSchema = Schema & { readonly resolved: SchemaShape };
export type SoundText = Exclude<PageText, { kind: 'broken' }>;
export type SoundView = NamedView & { readonly found: Extract<NamedView['found'], { kind: 'found' }> };
/** A form that can be sent, and where to. */
export type SoundForm = SiteForm & { readonly method: 'GET' | 'POST'; readonly action: string };

/** How a route answers. */
export type SoundAnswer =
  | (HandlerAnswer & {
      readonly found: Extract<HandlerAnswer['found'], { kind: 'found' }>;
      readonly view: SoundView | undefined;
    })
  | (ViewAnswer & { readonly view: SoundView })
  | (ProbeAnswer & { readonly view: SoundView | undefined })
  | (RedirectAnswer & { readonly location: string })
  | (FolderAnswer & { readonly parameter: string })
  | Extract<RouteAnswer, { kind: 'text' | 'json' | 'submit' | 'file' }>;

/** The site itself, once it is proved to be sound, in steps. undefined: a name in it leads nowhere. */
export function* proveSite(site: Site): Steps<SoundSite | undefined> {
  for (const route of site.routes.values()) {
    yield;
    if (!isSoundRoute(route)) return undefined;
  }
  return isSoundAround(site) ? site : undefined;
}

/** All but its routes. */
function isSoundAround(site: Site): site is SoundSite {
  const { server, clients, groups } = site;
  return (
    server.methods !== undefined &&
    server.proxies.every(({ parsed }) => parsed.kind === 'network') &&
    clients.store.kind !== 'wrong' &&
    groups.every(({ under, guards }) => under.kind === 'path' && guards.every(isSoundGuard)) &&
    allNamedViews(site).every(isSoundView)
  );
}

function isSoundRoute(route: SiteRoute): boolean {
  const { path, badPaths, parameters, body, answer, guards, heading, description, form } = route;
  const { params, query, headers, cookies } = parameters;
  return (
    path !== undefined &&
    badPaths.length === 0 &&
    [...params, ...query, ...headers, ...cookies].every(({ plain, list }) => (plain ?? list) !== undefined) &&
    (body === undefined || body.resolved !== undefined) &&
    isSoundAnswer(answer) &&
    guards.every(isSoundGuard) &&
    heading.kind !== 'broken' &&
    description.kind !== 'broken' &&
    (form === undefined || form.action !== undefined)
  );
}

function isSoundAnswer(answer: SiteRoute['answer']): boolean {
  switch (answer.kind) {
    case 'none':
    case 'several':
      return false;
    case 'text':
    case 'json':
    case 'submit':
    case 'file':
      return true;
    case 'folder':
      return answer.parameter !== undefined;
    case 'handler':
      return answer.found.kind === 'found' && isSoundView(answer.view);
    case 'probe':
    case 'view':
      return isSoundView(answer.view);
    case 'redirect':
      return answer.location !== undefined;
  }
}

export function isSoundGuard({ found }: SiteGuard): boolean {
  return found.kind === 'found' || found.kind === 'basic-auth';
}

/** A view that is not named is sound. */
function isSoundView(view: NamedView | undefined): boolean {
  return view === undefined || view.found.kind === 'found';
}
