import type { ClientSettings } from '../../contract/client-settings.ts';
import type { Steps } from '../1-read/run-steps.ts';
import type { SchemaShape } from '../2-validate/manifest-shape.gen.ts';
import type { ListShape, PlainShape, Schema } from '../schemas/schema.ts';
import { fillPath } from './fill-path.ts';
import type { NamedView } from './named-view.ts';
import type { PageText } from './page-text.ts';
import type { ParsedNetwork } from './parse-network.ts';
import { SUBMIT_PARAMETER } from './product-handlers.ts';
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
  /** `location` is filled in. */
  | (RedirectAnswer & { readonly location: string })
  | (FolderAnswer & { readonly parameter: string })
  | Extract<RouteAnswer, { kind: 'text' | 'json' | 'submit' | 'file' }>;

/** Proves that a site is sound, in steps. undefined: a name in it leads nowhere. */
export function* proveSite(site: Site): Steps<SoundSite | undefined> {
  const { server, clients } = site;
  const { methods, proxies } = server;
  const { store } = clients;
  const known = { routes: site.routes, submits: submitPaths(site) };
  const routes = new Map<string, SoundRoute>();
  for (const route of site.routes.values()) {
    yield;
    const sound = proveRoute(route, known);
    if (sound === undefined) return undefined;
    routes.set(route.name, sound);
  }
  const groups = site.groups.map(proveGroup);
  if (!groups.every((group) => group !== undefined)) return undefined;
  if (methods === undefined || store.kind === 'wrong' || !proxies.every(isSoundProxy)) return undefined;
  if (!allNamedViews(site).every(isSoundView)) return undefined;
  return {
    ...site,
    server: { ...server, methods, proxies },
    clients: { ...clients, store },
    routes,
    groups,
  };
}

function proveGroup(group: SiteGroup): SoundGroup | undefined {
  const { under, guards } = group;
  return under.kind === 'path' && guards.every(isSoundGuard) ? { ...group, under, guards } : undefined;
}

function isSoundGuard(guard: SiteGuard): guard is SoundGuard {
  return guard.found.kind === 'found' || guard.found.kind === 'basic-auth';
}

interface Known extends Pick<Site, 'routes'> {
  /** By method, the path of the route that turns a form into a URL: if several take it, the first one's. */
  readonly submits: ReadonlyMap<string, RoutePath | undefined>;
}

function submitPaths({ routes }: Site): Known['submits'] {
  const submitting = [...routes.values()].filter(({ answer }) => answer.kind === 'submit').toReversed();
  return new Map(submitting.flatMap(({ methods, path }) => methods.map((method) => [method, path] as const)));
}

function proveRoute(route: SiteRoute, known: Known): SoundRoute | undefined {
  const { path, badPaths, guards, parameters } = route;
  const answer = proveAnswer(route.answer, known);
  if (path === undefined || badPaths.length > 0 || !areSound(parameters) || answer === undefined) return undefined;
  if (!guards.every(isSoundGuard)) return undefined;
  const { heading, description } = route;
  if (heading.kind === 'broken' || description.kind === 'broken') return undefined;
  const body = route.body && (isSoundSchema(route.body) ? route.body : undefined);
  const form = route.form && proveForm(route.form, { name: route.name, path }, known);
  if (body !== route.body || (form === undefined) !== (route.form === undefined)) return undefined;
  return { ...route, path, parameters, guards, body, answer, heading, description, form };
}

/** Where a form is sent: to its route, or to the first one that takes its method and turns it into its URL. */
function proveForm(
  form: SiteForm,
  { name, path }: Pick<SoundRoute, 'name' | 'path'>,
  { submits }: Known,
): SoundForm | undefined {
  const { method, needsSubmit } = form;
  if (method === undefined) return undefined;
  const target = needsSubmit ? submits.get(method) : path;
  const action = target && fillPath(target.segments, { [SUBMIT_PARAMETER]: name });
  return action?.kind === 'location' ? { ...form, method, action: action.location } : undefined;
}

function areSound(parameters: SiteRoute['parameters']): parameters is SoundRoute['parameters'] {
  const { params, query, headers, cookies } = parameters;
  return [...params, ...query, ...headers, ...cookies].every(isSoundParameter);
}

function proveAnswer(answer: SiteRoute['answer'], known: Known): SoundAnswer | undefined {
  switch (answer.kind) {
    case 'none':
    case 'several':
      return undefined;
    case 'text':
    case 'json':
    case 'submit':
    case 'file':
      return answer;
    case 'folder': {
      const { parameter } = answer;
      return parameter === undefined ? undefined : { ...answer, parameter };
    }
    case 'handler': {
      const { found, view } = answer;
      return found.kind === 'found' && isSoundView(view) ? { ...answer, found, view } : undefined;
    }
    case 'probe': {
      const { view } = answer;
      return isSoundView(view) ? { ...answer, view } : undefined;
    }
    case 'view': {
      const { view } = answer;
      return isSoundView(view) ? { ...answer, view } : undefined;
    }
    case 'redirect': {
      const location = locationOf(answer, known.routes);
      return location === undefined ? undefined : { ...answer, location };
    }
  }
}

/** Where a redirect leads; undefined if that is nowhere. */
export function locationOf({ to }: RedirectAnswer, routes: Site['routes']): string | undefined {
  switch (to.kind) {
    case 'none':
    case 'both':
      return undefined;
    case 'url':
      return to.url.text;
    case 'route': {
      const path = routes.get(to.route.text)?.path;
      const filled = path && fillPath(path.segments, to.params);
      return filled?.kind === 'location' ? filled.location : undefined;
    }
  }
}

/** A view that is not named is sound. */
function isSoundView<Named extends NamedView | undefined>(view: Named): view is Named & (SoundView | undefined) {
  return view === undefined || view.found.kind === 'found';
}

function isSoundProxy(proxy: SiteProxy): proxy is SoundProxy {
  return proxy.parsed.kind === 'network';
}

function isSoundParameter(parameter: SiteParameter): parameter is SoundParameter {
  return parameter.plain !== undefined || parameter.list !== undefined;
}

function isSoundSchema(schema: Schema): schema is SoundSchema {
  return schema.resolved !== undefined;
}
