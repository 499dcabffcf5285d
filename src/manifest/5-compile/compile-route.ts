import type { BodyRule, Parameter, PathSegment, Program, Responder, Route } from '../../contract/program.ts';
import type { ParameterShape, RouteShape, SchemaShape, ShapeMap } from '../2-validate/manifest-shape.ts';
import { isHandler, type LoadedHandlers } from '../3-gather/load-handlers.ts';
import type { RuleCompiler } from '../compile-rule.ts';
import { DEFAULT_ROUTE_METHODS } from '../default-methods.ts';
import { formInputs, isCheckbox } from '../form-inputs.ts';
import { parsePath } from '../parse-path.ts';
import { PROBE_HANDLERS, SUBMIT_HANDLER } from '../product-handlers.ts';
import { fillPath } from '../redirect-location.ts';
import { resolveParameter } from '../resolve-schema.ts';
import { compileBody } from './compile-body.ts';
import { fieldLines } from './compile-settings.ts';
import type { CompiledViews } from './compile-views.ts';

/** What a route is compiled with. */
export interface RouteParts {
  readonly routes: ShapeMap<RouteShape>;
  readonly handlers: LoadedHandlers;
  readonly views: CompiledViews;
  readonly rules: RuleCompiler;
  readonly schemas: ShapeMap<SchemaShape>;
  readonly forms: Program['forms'];
}

/** One route that has passed the lint: whatever is wrong here is our own bug. */
export function compileRoute(name: string, shape: RouteShape, parts: RouteParts): Route {
  const { redirect, response = {} } = shape;
  const { rules, schemas } = parts;
  return {
    name,
    summary: shape.summary,
    methods: shape.methods ?? DEFAULT_ROUTE_METHODS,
    paths: [shape.path ?? '', ...(shape.aliases ?? [])].map(segmentsOf),
    params: compileParameters(shape.params ?? {}, { inPath: true, rules, schemas }),
    query: compileParameters(shape.query ?? {}, { inPath: false, rules, schemas }),
    headers: compileParameters(shape.headers ?? {}, { inPath: false, rules, schemas }),
    cookies: compileParameters(shape.cookies ?? {}, { inPath: false, rules, schemas }),
    body: routeBody(shape, parts),
    form: Object.hasOwn(parts.forms, name) ? parts.forms[name] : undefined,
    sameOrigin: shape.sameOrigin ?? false,
    respond: compileResponder(name, shape, parts),
    response: {
      status: redirect === undefined ? (response.status ?? 200) : (redirect.status ?? 302),
      headers: fieldLines(response.headers ?? {}),
      cookies: [],
    },
  };
}

/** The body, as its schema says, and as the route's form sends it. */
function routeBody(shape: RouteShape, { rules, schemas }: RouteParts): BodyRule | undefined {
  if (shape.body === undefined) return undefined;
  const body = compileBody(shape.body, { rules, schemas });
  if (shape.form === undefined) return body;
  const inputs = formInputs(shape, schemas);
  const ofBody = inputs.filter(({ place }) => place === 'body');
  const checkboxes = inputs.length > 1 ? ofBody.filter(isCheckbox).map(({ name }) => name) : [];
  const alongside = inputs.flatMap(({ place, name }) => (place === 'body' ? [] : [name]));
  return { ...body, form: { checkboxes, alongside: new Set(alongside) } };
}

function segmentsOf(path: string): readonly PathSegment[] {
  const parsed = parsePath(path);
  if (parsed.kind === 'fault') throw notLinted(`the path ${path}`);
  return parsed.segments;
}

interface ParameterParts {
  readonly inPath: boolean;
  readonly rules: RuleCompiler;
  readonly schemas: ShapeMap<SchemaShape>;
}

function compileParameters(shapes: ShapeMap<ParameterShape>, parts: ParameterParts): readonly Parameter[] {
  return Object.entries(shapes).map(([name, referring]) => {
    const shape = resolveParameter(referring, parts.schemas);
    if (shape === undefined) throw notLinted(`the parameter ${name}`);
    return {
      name,
      title: shape.title ?? name,
      type: shape.type,
      required: parts.inPath || shape.required === true,
      default: shape.default,
      check: parts.rules.compile(shape),
    };
  });
}

function compileResponder(name: string, shape: RouteShape, { routes, handlers, views }: RouteParts): Responder {
  const view = shape.view === undefined ? undefined : views.page(shape.view, shape.summary ?? '');
  if (shape.view !== undefined && view === undefined) throw notLinted(`the view ${shape.view}`);
  if (shape.handler === SUBMIT_HANDLER) return { kind: 'submit' };
  const asks = PROBE_HANDLERS.get(shape.handler ?? '');
  if (asks !== undefined) return { kind: 'probe', asks, view };
  if (shape.handler !== undefined) {
    const handler = handlers.kind === 'loaded' ? handlers.byName.get(shape.handler) : undefined;
    if (!isHandler(handler)) throw notLinted(`the handler ${shape.handler}`);
    return { kind: 'handler', name: shape.handler, handler, view };
  }
  if (view !== undefined) return { kind: 'view', view, data: ordinary(shape.data ?? {}) };
  if (shape.text !== undefined) return fixed(shape.response?.type ?? 'text/plain; charset=utf-8', shape.text);
  if (shape.json !== undefined) return fixed(shape.response?.type ?? 'application/json', JSON.stringify(shape.json));
  if (shape.redirect?.url !== undefined) return { kind: 'redirect', location: shape.redirect.url };
  const target = routes[shape.redirect?.route ?? ''];
  const filled = fillPath(segmentsOf(target?.path ?? ''), shape.redirect?.params ?? {});
  if (filled.kind === 'fault') throw notLinted(`the redirect of ${name}`);
  return { kind: 'redirect', location: filled.location };
}

/** Handlebars prints the objects that it misses something in, which those without a prototype do not survive. */
function ordinary(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data));
}

function fixed(type: string, body: string): Responder {
  return { kind: 'fixed', type, body: new TextEncoder().encode(body) };
}

function notLinted(what: string): Error {
  return new Error(`The lint let ${what} pass`);
}
