import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { KeyPath } from '../1-read/located-manifest.ts';
import type { ParameterShape, SchemaShape, ShapeMap } from '../2-validate/manifest-shape.ts';
import { answersOf } from '../3-resolve/site-answer.ts';
import { nameHint } from '../nearest-name.ts';
import { PRODUCT_PREFIX } from '../product-handlers.ts';
import { resolveParameter, resolveSchema } from '../resolve-schema.ts';
import { WITHOUT_CONTENT } from './lint-answers.ts';
import type { AskedExample, PathValues } from './lint-examples.ts';
import type { LintInput } from './lint-input.ts';
import { refusedText } from './refused-text.ts';

/** An example that reaches its route. */
export interface ReachingExample extends AskedExample {
  readonly values: PathValues;
}

/** What an example expects has to be what its route can answer. Fault: example-contradiction. */
export function lintExpectations(input: LintInput, asked: ReachingExample): void {
  const { located, damage, findings } = input;
  const { name, route, at, example } = asked;
  if (damage.touches(['routes', name], WORDS) || !hasOneAnswer(input, name)) return;
  const { response = {} } = example;
  const declared = route.redirect === undefined ? (route.response?.status ?? 200) : (route.redirect.status ?? 302);
  const refused = refusedValues(input, asked);
  const isDeclared = response.status === undefined ? refused.length === 0 : response.status === declared;
  const answer: ExpectedAnswer = { ...asked, response, declared, isDeclared };
  const faults = [
    ...(response.status !== undefined && response.status < 400 ? refused : []),
    ...statusFaults(answer),
    ...contentFaults(answer),
    ...headFaults(answer),
    ...modelFaults(input, answer),
  ];
  for (const { keys, message, hint, related = [] } of faults) {
    const wholeValue = keys[0] === 'request' || keys[1] === 'status' || keys[1] === 'headers';
    const place = [...at, ...keys];
    const span = wholeValue ? located.valueAt(place) : located.keyAt(place);
    findings.add({ code: 'example-contradiction', at: span, message, hint, related });
  }
}

/** What of a route says how it answers. */
const WORDS = ['handler', 'view', 'text', 'json', 'redirect', 'response', 'model'];

interface ExpectedAnswer extends ReachingExample {
  readonly response: NonNullable<AskedExample['example']['response']>;
  /** The status that the route has without a handler's word. */
  readonly declared: number;
  /** Whether the answer is the one that the route declares, as far as the example tells: no error. */
  readonly isDeclared: boolean;
}

interface Fault {
  /** From the example on. */
  readonly keys: KeyPath;
  readonly message: string;
  readonly hint: string | undefined;
  readonly related?: Diagnostic['related'];
}

/** The values of its request that the route will answer with 400. */
function refusedValues({ manifest, located, damage, rules }: LintInput, asked: ReachingExample): readonly Fault[] {
  const { name, route, request, values } = asked;
  const query = new Map([...new URLSearchParams(request.query)].toReversed());
  const refusedIn = (group: 'params' | 'query', schemas: ShapeMap<ParameterShape>, texts: PathValues) =>
    Object.entries(schemas).flatMap(([parameter, schema]) => {
      const text = texts.get(parameter);
      if (text === undefined || damage.touches(['routes', name, group], [parameter])) return [];
      const plain = resolveParameter(schema, manifest.schemas ?? {});
      const rule = plain && refusedText(text, plain, rules);
      if (rule === undefined) return [];
      const message = `Cannot expect a good answer with "${text}" as "${parameter}": it ${rule}`;
      const at = located.keyAt(['routes', name, group, parameter]);
      const hint = 'a value that its schema refuses is answered with 400';
      return [{ keys: ['request'], message, hint, related: [{ ...at, message: 'the schema is here' }] }];
    });
  if (manifest.routes === undefined) return [];
  return [...refusedIn('params', route.params ?? {}, values), ...refusedIn('query', route.query ?? {}, query)];
}

/** Who asks for a route that is there, with a method that it takes, never gets these from the server itself. */
const OF_ROUTING: ReadonlySet<number> = new Set([404, 405, 501]);

function statusFaults({ route, response, declared }: ExpectedAnswer): readonly Fault[] {
  const { status } = response;
  if (status === undefined || status === declared || route.handler !== undefined) return [];
  if (status >= 400 && !OF_ROUTING.has(status)) return [];
  const message = `Cannot expect the status ${status}: the route answers with ${declared}`;
  return [{ keys: ['response', 'status'], message, hint: 'only a handler chooses among several' }];
}

function contentFaults({ route, request, response, declared, isDeclared }: ExpectedAnswer): readonly Fault[] {
  const status = response.status ?? (route.handler === undefined ? declared : undefined);
  const empty = emptyReason({
    head: request.method === 'HEAD',
    status,
    redirect: route.redirect !== undefined && isDeclared,
  });
  const faults = (['contains', 'json'] as const).flatMap((key) => {
    if (response[key] === undefined || empty === undefined) return [];
    return [{ keys: ['response', key], message: `Cannot expect "${key}": ${empty}`, hint: 'it has no body' }];
  });
  if (faults.length > 0 || response.json === undefined) return faults;
  const notJson = notJsonReason(route, isDeclared);
  if (notJson === undefined) return [];
  const hint = 'use "contains" for what is no JSON, and "model" for what a handler gives its view';
  return [{ keys: ['response', 'json'], message: `Cannot expect "json": ${notJson}`, hint }];
}

interface Emptiness {
  readonly head: boolean;
  readonly status: number | undefined;
  readonly redirect: boolean;
}

function emptyReason({ head, status, redirect }: Emptiness): string | undefined {
  if (head) return 'this is the answer to HEAD';
  if (redirect) return 'this is the answer of a redirect';
  return status !== undefined && WITHOUT_CONTENT.has(status)
    ? `this is an answer with the status ${status}`
    : undefined;
}

function notJsonReason({ handler, view, text }: AskedExample['route'], isDeclared: boolean): string | undefined {
  if (view !== undefined) return 'the route shows a view, which is HTML';
  if (handler !== undefined) return undefined;
  if (!isDeclared) return 'an error of the server is a page, which is HTML';
  return text === undefined || isJson(text) ? undefined : 'the text of the route is no JSON';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function headFaults({ route, response, declared, isDeclared }: ExpectedAnswer): readonly Fault[] {
  if (route.handler !== undefined) return [];
  const cookies = Object.entries(response.cookies ?? {}).flatMap(([name, value]) => {
    if (value === null) return [];
    const message = `Cannot expect the cookie "${name}": the route has no handler`;
    return [{ keys: ['response', 'cookies', name], message, hint: 'only a handler sets cookies' }];
  });
  // To 205 the engine may or may not give one.
  if (!isDeclared || declared === 205) return cookies;
  const type = WITHOUT_CONTENT.has(declared) ? undefined : declaredType(route);
  const types = Object.entries(response.headers ?? {}).flatMap(([name, value]) => {
    if (name.toLowerCase() !== 'content-type' || (value ?? undefined) === type) return [];
    const message = `Cannot expect the media type ${value === null ? 'to be absent' : `"${value}"`}`;
    const bodiless = route.redirect === undefined ? `an answer with the status ${declared}` : 'a redirect';
    const hint = type === undefined ? `${bodiless} has no body` : `the route answers with "${type}"`;
    return [{ keys: ['response', 'headers', name], message, hint }];
  });
  return [...cookies, ...types];
}

/** What the compiler gives a route without a handler. */
function declaredType({ view, text, json, response }: AskedExample['route']): string | undefined {
  if (view !== undefined) return 'text/html; charset=utf-8';
  if (text !== undefined) return response?.type ?? 'text/plain; charset=utf-8';
  return json === undefined ? undefined : (response?.type ?? 'application/json');
}

function modelFaults({ manifest, located }: LintInput, { name, route, response }: ExpectedAnswer): readonly Fault[] {
  if (response.model === undefined) return [];
  if (route.handler === undefined || route.handler.startsWith(PRODUCT_PREFIX)) {
    const without =
      route.handler === undefined ? 'the route has no handler' : `${route.handler} is no handler of yours`;
    const message = `Cannot expect a model: ${without}`;
    return [
      { keys: ['response', 'model'], message, hint: 'a model is what a handler returns; use "contains" or "json"' },
    ];
  }
  if (route.model === undefined) return [];
  const related = [{ ...located.keyAt(['routes', name, 'model']), message: 'the schema is here' }];
  const schemas = manifest.schemas ?? {};
  return undeclaredKeys(response.model, route.model, schemas).map(({ keys, known }) => {
    const message = `Cannot expect "${keys.join('.')}" of the model: its schema does not declare it`;
    return { keys: ['response', 'model', ...keys], message, hint: nameHint(keys.at(-1) ?? '', known), related };
  });
}

interface UndeclaredKey {
  readonly keys: KeyPath;
  readonly known: readonly string[];
}

/** Where a schema has choices, what one of them declares is declared. */
function undeclaredKeys(value: unknown, shape: SchemaShape, schemas: ShapeMap<SchemaShape>): readonly UndeclaredKey[] {
  const schema = resolveSchema(shape, schemas);
  if (schema === undefined || schema.anyOf !== undefined) return [];
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return [];
    return value.flatMap((item, index) => undeclaredKeys(item, items, schemas).map(below(String(index))));
  }
  const { properties } = schema;
  if (typeof value !== 'object' || value === null || properties === undefined) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const property = properties[key];
    if (property !== undefined) return undeclaredKeys(child, property, schemas).map(below(key));
    return schema.additionalProperties === true ? [] : [{ keys: [key], known: Object.keys(properties) }];
  });
}

function below(key: string): (found: UndeclaredKey) => UndeclaredKey {
  return ({ keys, known }) => ({ keys: [key, ...keys], known });
}

function hasOneAnswer({ site }: LintInput, name: string): boolean {
  return answersOf(site.routes.get(name)?.answer ?? { kind: 'none' }).length === 1;
}
