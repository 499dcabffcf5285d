import type { RedisAddress } from '../../contract/client-settings.ts';
import type { Guard } from '../../contract/gates.ts';
import type { PathSegment, Program, TlsSettings } from '../../contract/program.ts';
import type { RateLimit } from '../../contract/rate-limits.ts';
import type { ErrorFormat } from '../../contract/told-problem.ts';
import type { ExampleShape, InfoShape, QueryParameterShape, ServerShape } from '../2-validate/manifest-shape.gen.ts';
import type { Placed, Spot } from '../2-validate/spot.ts';
import type { ListShape, NamedSchemas, PlainShape, Schema } from '../schemas/schema.ts';
import type { ParsedView } from '../views/parsed-view.ts';
import type { Found } from './find-exported.ts';
import type { LoadedHandlers } from './load-handlers.ts';
import { type NamedView, namedLayouts, type RouteLayout } from './named-view.ts';
import type { PageText } from './page-text.ts';
import type { ParsedNetwork } from './parse-network.ts';
import type { LoadedPasswords, Passwords } from './read-passwords.ts';
import type { LoadedViews } from './read-views.ts';
import type { SiteCors } from './resolve-cors.ts';
import type { SiteAnswer } from './site-answer.ts';
import type { SiteForm } from './site-form.ts';

/**
 * A manifest, lowered: paths are parsed, names and references followed, defaults applied. All later steps read this and
 * nothing before it. Refused values are absent, and the spot around them knows it (`lost`); a name that leads nowhere is marked.
 */
export interface Site extends NamedParts {
  /** The manifest itself. */
  readonly at: Spot;
  /** Its file, as it was named. */
  readonly file: string;
  readonly title: string;
  readonly info: InfoShape;
  readonly server: SiteServer;
  readonly page: SitePage;
  readonly links: SiteLinks;
  readonly logs: SiteLogs;
  readonly clients: SiteClients;
  readonly session: SiteSession | undefined;
  readonly schemas: NamedSchemas;
  /** In the manifest's order. */
  readonly routes: ReadonlyMap<string, SiteRoute>;
  /** In the manifest's order. */
  readonly groups: readonly SiteGroup[];
  /** Whether a finding has removed a whole route, or more: any name can be that of one. */
  readonly hidesRoutes: boolean;
  /** The handlers' module, as the manifest names it. */
  readonly module: string | undefined;
}

/** What a manifest names, as it was found. */
export interface NamedParts {
  readonly handlers: LoadedHandlers;
  readonly views: LoadedViews;
  readonly passwords: LoadedPasswords;
  readonly tls: TlsSettings | undefined;
}

export interface SiteServer extends Pick<Program, 'listen' | 'notHttp' | 'hosts' | 'trailingSlash' | 'errors'> {
  readonly at: Spot;
  readonly compression: Program['compression'];
  /** undefined: there is a finding about them. */
  readonly methods: readonly string[] | undefined;
  readonly cors: SiteCors;
  readonly proxies: readonly SiteProxy[];
  /** Whether the manifest names certificates. */
  readonly isSecure: boolean;
  readonly limits: Readonly<Record<keyof NonNullable<ServerShape['limits']>, Quantity>>;
  readonly timeouts: Readonly<Record<keyof NonNullable<ServerShape['timeouts']>, Quantity>>;
}

/** A limit or a time. */
export interface Quantity {
  /** Bytes, milliseconds, or a count. */
  readonly value: number;
  /** As the manifest writes it, or would write the default. */
  readonly text: string;
  readonly isDefault: boolean;
  readonly at: Spot;
}

export interface SiteProxy extends Placed {
  readonly parsed: ParsedNetwork;
}

/** What is known about links beside the routes. */
export interface SiteLinks {
  /** Which paths another server answers; every path where a finding hides a pattern. */
  readonly elsewhere: (path: string) => boolean;
}

/** `null`: that log is not written. */
export interface SiteLogs {
  readonly at: Spot;
  readonly access: {
    readonly file: string | null;
    readonly detail: 'full' | 'short';
    readonly bodyBytesMax: number | undefined;
    /** Names of header fields, and of others behind `cookie:`, `query:` and `body:`. */
    readonly redact: readonly string[];
  };
  readonly error: { readonly file: string | null; readonly redact: readonly string[] };
}

export interface SiteClients {
  readonly store:
    | { readonly kind: 'memory' }
    | { readonly kind: 'redis'; readonly address: RedisAddress }
    | { readonly kind: 'wrong'; readonly rule: string };
  readonly storeAt: Spot;
  readonly max: number;
  readonly ttlMs: number;
}

/** A secret: none of these texts can be shown. */
export interface SiteSession {
  readonly secrets: readonly Placed[];
  readonly ttlMs: number;
}

export interface SitePage {
  /** The view that `page.layout` or `page.error` names, else the one with exactly this name. undefined: the built-in one. */
  readonly layout: ParsedView | undefined;
  readonly error: ParsedView | undefined;
  /** Where a finding about the error view points. */
  readonly errorAt: Spot;
  /** The view that the manifest names here. */
  readonly named: {
    readonly layout: NamedView | undefined;
    readonly error: NamedView | undefined;
    /** Those of single statuses. */
    readonly errors: ReadonlyMap<number, NamedView>;
  };
  /** Which scripts the default policy of pages allows. */
  readonly scripts: 'none' | 'self';
  readonly headers: readonly SiteHeader<string | null>[];
  readonly background: Program['pages']['background'];
  /** The colours that the manifest writes. */
  readonly colors: readonly Placed[];
}

/** Every view that the manifest names: of pages, errors and routes, and the layouts. */
export function allNamedViews({ page: { named }, routes }: Pick<Site, 'page' | 'routes'>): readonly NamedView[] {
  const ofRoutes = [...routes.values()].map(({ view }) => view);
  const all = [named.layout, named.error, ...named.errors.values(), ...ofRoutes, ...namedLayouts(routes.values())];
  return all.filter((view) => view !== undefined);
}

export interface SiteHeader<Value> {
  readonly name: string;
  readonly value: Value;
  readonly at: Spot;
}

/** What groups and routes have in common: what must be passed before a body is read, and how errors are told. */
export interface SiteGates {
  /** undefined: as around it. */
  readonly errors: ErrorFormat | undefined;
  readonly cors: SiteCors | undefined;
  readonly guards: readonly SiteGuard[];
  /** Where `auth` is; undefined: there is none. */
  readonly authAt: Spot | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** undefined: as around it. */
  readonly bodyBytesMax: number | undefined;
}

export interface SiteGuard extends Placed {
  readonly found: FoundGuard;
}

/** Who `velosiped:basicAuth` lets in. */
export interface BasicAuth {
  readonly realm: string;
  readonly passwords: Passwords;
}

export type FoundGuard =
  | Found<Guard>
  | { readonly kind: 'basic-auth'; readonly auth: BasicAuth }
  /** `velosiped:basicAuth` without `auth`. */
  | { readonly kind: 'no-auth' };

export interface SiteGroup extends SiteGates {
  readonly name: string;
  readonly at: Spot;
  readonly under: GroupPath;
  readonly headers: readonly SiteHeader<string>[];
}

export type GroupPath =
  /** Whole literal segments, none of them empty. */
  | (Placed & { readonly kind: 'path'; readonly segments: readonly string[] })
  | ({ readonly kind: 'wrong' } & BadPath)
  /** It is missing, or there is a finding about it already. */
  | { readonly kind: 'none' };

export interface SiteRoute extends SiteGates {
  readonly name: string;
  readonly at: Spot;
  readonly summary: string | undefined;
  readonly tags: readonly string[];
  /** Its own path; undefined if it could not be read. */
  readonly path: RoutePath | undefined;
  /** Its own path and its aliases, as far as they could be read. */
  readonly paths: readonly RoutePath[];
  readonly badPaths: readonly BadPath[];
  readonly methods: readonly string[];
  /** undefined: the manifest does not list them, so the default applies. */
  readonly methodsAt: Spot | undefined;
  readonly parameters: RouteParameters;
  readonly body: Schema | undefined;
  /** Whether a request must have one. */
  readonly bodyRequired: boolean;
  readonly sameOrigin: boolean;
  readonly answer: SiteAnswer;
  /** The keys that are written, including those inside `response` and `redirect`, as `response.type`. */
  readonly words: ReadonlySet<string>;
  /** The view that it names, whether or not its answer shows one. */
  readonly view: NamedView | undefined;
  readonly layout: RouteLayout;
  /** What its page says about itself. */
  readonly heading: PageText;
  readonly description: PageText;
  /** What its handler returns. */
  readonly model: Schema | undefined;
  readonly status: number;
  /** `response.type`, if it is written. */
  readonly type: string | undefined;
  readonly headers: readonly SiteHeader<string>[];
  readonly form: SiteForm | undefined;
  readonly examples: readonly SiteExample[];
}

/** The values that a route reads out of a request as text. */
export interface RouteParameters {
  readonly params: readonly SiteParameter[];
  readonly query: readonly SiteParameter[];
  readonly headers: readonly SiteParameter[];
  readonly cookies: readonly SiteParameter[];
}

/** A path that could be read. */
export interface RoutePath extends Placed {
  readonly segments: readonly PathSegment[];
}

/** A path that is not valid: `length` characters of it from `start` on. */
export interface BadPath extends Placed {
  readonly start: number;
  readonly length: number;
  readonly reason: string;
}

export interface SiteParameter {
  readonly name: string;
  readonly at: Spot;
  readonly written: QueryParameterShape;
  readonly schema: Schema;
  readonly required: boolean;
  /** undefined: no text alone can be read as its schema says. */
  readonly plain: PlainShape | undefined;
  /** undefined: it is not a list of values that can be written as text. */
  readonly list: ListShape | undefined;
}

export interface SiteExample {
  readonly name: string;
  readonly at: Spot;
  readonly shape: ExampleShape;
}
