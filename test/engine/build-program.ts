import type { Handler } from '../../src/contract/handler.ts';
import type { View } from '../../src/contract/page-data.ts';
import type {
  BodyRule,
  Parameter,
  PathEnd,
  PathSegment,
  Program,
  Responder,
  Route,
  RouteNode,
} from '../../src/contract/program.ts';
import type { FieldLine } from '../../src/contract/request.ts';
import { spellingsOf } from '../../src/manifest/5-compile/build-route-tree.ts';
import { compileFieldTexts } from '../../src/manifest/5-compile/compile-field-texts.ts';
import { writePageFields } from '../../src/manifest/5-compile/compile-page-headers.ts';
import { compileRedaction } from '../../src/manifest/5-compile/compile-redaction.ts';

/** What a test says of a route; the rest is that of a plain GET that answers `ok`. */
export interface RouteParts {
  readonly name: string;
  /** `/literal/{parameter}/{rest...}`, its literals already decoded; a list begins with the route's own path. */
  readonly path: string | readonly string[];
  readonly methods?: readonly string[];
  readonly params?: readonly Parameter[];
  readonly query?: readonly Parameter[];
  readonly headerInput?: readonly Parameter[];
  readonly cookieInput?: readonly Parameter[];
  readonly body?: BodyRule;
  readonly sameOrigin?: boolean;
  readonly respond?: Responder;
  readonly status?: number;
  readonly headers?: readonly FieldLine[];
}

/** What a test may set of a program besides its routes. */
export type ProgramSettings = Partial<
  Pick<Program, 'methods' | 'notHttp' | 'hosts' | 'errors' | 'readHop' | 'logs'>
> & {
  readonly errorView?: View;
  readonly errorViews?: ReadonlyMap<number, View>;
  readonly pageHeaders?: readonly FieldLine[];
};

/** A program as the manifest's compiler would make it, by hand. */
export function buildProgram(parts: readonly RouteParts[], settings: ProgramSettings = {}): Program {
  const methods = settings.methods ?? ['GET', 'POST'];
  const routes = parts.map(toRoute);
  return {
    title: 'Test',
    listen: { host: '127.0.0.1', port: 0 },
    tls: undefined,
    methods,
    notHttp: settings.notHttp ?? 'reject',
    hosts: settings.hosts ?? new Set(),
    errors: settings.errors ?? 'page',
    cors: { kind: 'closed' },
    trailingSlash: 'strict',
    readHop: settings.readHop,
    limits: {
      requestLineBytesMax: 8192,
      headerBytesMax: 16384,
      headerCountMax: 100,
      bodyBytesMax: 1024,
      bodiesBytesMax: 4096,
      connectionsMax: 10,
      connectionsPerClientMax: Number.POSITIVE_INFINITY,
    },
    timeouts: {
      headMs: 10_000,
      bodyIdleMs: 10_000,
      bodyMs: 30_000,
      idleMs: 65_000,
      handlerMs: 30_000,
      writeMs: 30_000,
      drainMs: 25_000,
      hungMs: 10_000,
    },
    keepAliveLines: 'Connection: keep-alive\r\nKeep-Alive: timeout=65\r\n',
    routes,
    routesByName: new Map(routes.map((route) => [route.name, route])),
    fieldTexts: compileFieldTexts(routes, undefined),
    routeTree: toTree(
      routes.flatMap((route) => route.paths.map((path) => ({ route, path, depth: 0 }))),
      methods,
    ),
    groups: undefined,
    forms: {},
    pages: {
      error: settings.errorView ?? errorView,
      errors: settings.errorViews ?? new Map(),
      headers: new Map(['white', 'green'].map((color) => [color, writePageFields(settings.pageHeaders ?? [])])),
      background: { cookie: 'bg_color', colors: new Map([['green', 'green']]), default: 'white' },
    },
    logs: settings.logs ?? {
      access: { file: 'access.log', detail: 'full', bodyBytesMax: 64, redact: NOTHING_REDACTED },
      error: { file: 'error.log', redact: NOTHING_REDACTED },
      secrets: undefined,
    },
    clients: { store: { kind: 'memory' }, ttlMs: 60_000, max: 10 },
    session: undefined,
  };
}

export const NOTHING_REDACTED = compileRedaction([]);

/** A parameter of a type, with a rule of its own where one is given. */
export function parameter(name: string, type: Parameter['type'], parts: Partial<Parameter> = {}): Parameter {
  return { name, title: name, type, required: true, default: undefined, check: () => undefined, ...parts };
}

/** A route's answer by a handler, as JSON where it has no view. */
export function byHandler(handler: Handler, view?: View): Responder & { kind: 'handler' } {
  return { kind: 'handler', name: 'test', handler, view };
}

/** A view that shows the whole of its model, so that a test can see it. */
export const plainView: View = (model, { title, background }) => [`${title} ${background} ${JSON.stringify(model)}`];

const errorView: View = (model, page) => ['error: ', ...plainView(model, page)];

function toRoute(parts: RouteParts): Route {
  const paths = typeof parts.path === 'string' ? [parts.path] : parts.path;
  return {
    name: parts.name,
    summary: undefined,
    methods: parts.methods ?? ['GET'],
    paths: paths.map(toSegments),
    params: parts.params ?? [],
    query: parts.query ?? [],
    headers: parts.headerInput ?? [],
    cookies: parts.cookieInput ?? [],
    body: parts.body,
    form: undefined,
    sameOrigin: parts.sameOrigin ?? false,
    errors: undefined,
    cors: undefined,
    gates: undefined,
    respond: parts.respond ?? { kind: 'fixed', type: 'text/plain', body: Buffer.from('ok') },
    response: { status: parts.status ?? 200, headers: parts.headers ?? [], cookies: [] },
    page: { heading: '', description: '' },
  };
}

function toSegments(path: string): readonly PathSegment[] {
  const segments = path.slice(1).split('/');
  return segments.map((text): PathSegment => {
    const [, name, dots] = /^\{(\w+)(\.\.\.)?\}$/.exec(text) ?? [];
    if (name === undefined) return { kind: 'literal', text };
    return { kind: dots === undefined ? 'parameter' : 'rest', name };
  });
}

interface Branch {
  readonly route: Route;
  readonly path: readonly PathSegment[];
  readonly depth: number;
}

function toTree(branches: readonly Branch[], methods: readonly string[]): RouteNode {
  const here = (kind: PathSegment['kind']) => branches.filter(({ path, depth }) => path[depth]?.kind === kind);
  const below = (list: readonly Branch[]) =>
    toTree(
      list.map((branch) => ({ ...branch, depth: branch.depth + 1 })),
      methods,
    );
  const literals = new Map<string, Branch[]>();
  for (const branch of here('literal')) {
    const text = literalAt(branch);
    literals.set(text, [...(literals.get(text) ?? []), branch]);
  }
  const parameters = here('parameter');
  return {
    literals: new Map([...literals].map(([text, list]) => [text, below(list)])),
    spellings: literals.size > 16 ? spellingsOf([...literals.keys()]) : undefined,
    parameter: parameters.length === 0 ? undefined : below(parameters),
    rest: toEnd(here('rest'), methods),
    end: toEnd(
      branches.filter(({ path, depth }) => path.length === depth),
      methods,
    ),
  };
}

function literalAt({ path, depth }: Branch): string {
  const segment = path[depth];
  return segment?.kind === 'literal' ? segment.text : '';
}

function toEnd(branches: readonly Branch[], methods: readonly string[]): PathEnd | undefined {
  const [{ route: first } = {}] = branches;
  if (first === undefined) return undefined;
  const bound = branches.map(({ route, path }) => {
    const parameterNames = path.flatMap((segment) => (segment.kind === 'literal' ? [] : [segment.name]));
    return { route, parameterNames };
  });
  const byMethod = new Map(bound.flatMap((one) => one.route.methods.map((method) => [method, one] as const)));
  return {
    first,
    byMethod,
    get: byMethod.get('GET'),
    allow: methods.filter((method) => byMethod.has(method) || method === 'OPTIONS'),
  };
}
