import { stringify } from 'yaml';
import type { PathSegment } from '../../contract/program.ts';
import { FORM_TYPE, JSON_TYPE, MULTIPART_TYPE } from '../../http/media-types.ts';
import { groupsAbove } from '../3-resolve/groups-above.ts';
import { BASIC_AUTH_GUARD } from '../3-resolve/product-handlers.ts';
import type { SoundRoute, SoundSite } from '../3-resolve/sound-site.ts';
import { byText } from '../collections/by-text.ts';
import { freeName } from '../collections/free-name.ts';
import { fileShape } from '../schemas/file-shape.ts';
import { errorResponses, errorSchemas } from './error-responses.ts';
import { examplesOf } from './examples-of.ts';
import { GUARDS, REST_FRAGMENT } from './extension-keys.ts';
import { type OperationParts, responsesOf } from './responses-of.ts';
import { ReferredSchemas } from './schema-of.ts';

type Writable = Record<string, unknown>;

/**
 * A manifest as an OpenAPI 3.1 document. Paths, schemas and tags are sorted, so that it does not matter in which files they are. What
 * OpenAPI has no word for, and an import needs to know, is in keys that begin with x-.
 */
export function documentOf(site: SoundSite): object {
  const schemas = new ReferredSchemas(site.schemas);
  const paths: Record<string, Writable> = {};
  const allPaths = [...site.routes.values()].flatMap((route) => route.paths.map(({ text }) => text));
  const errors = new Set<string>();
  const ids = new Set<string>();
  let asksForPassword = false;
  for (const route of site.routes.values()) {
    for (const [index, path] of route.paths.entries()) {
      const key = templateOf(path.text, allPaths);
      paths[key] ??= {};
      const gates = gatesOf(route, path.segments, site);
      asksForPassword ||= gates.guards.includes(BASIC_AUTH_GUARD);
      for (const method of route.methods) {
        const operationId = freeId([route.name, ...(index === 0 ? [] : [`alias${index}`])].join('_'), method, ids);
        const examples = examplesOf(route, { method, segments: path.segments });
        const operation = { route, segments: path.segments, examples, schemas, ...gates };
        const written = operationOf(operation, operationId);
        for (const name of written.errors) errors.add(name);
        paths[key][method.toLowerCase()] = written.operation;
      }
    }
  }
  const tags = [...new Set([...site.routes.values()].flatMap((route) => route.tags))].toSorted(byText);
  const document = {
    openapi: '3.1.1',
    info: infoOf(site),
    servers: [{ url: '/' }],
    tags: unlessEmpty(tags.map((name) => ({ name }))),
    paths: Object.fromEntries(
      Object.entries(paths)
        .toSorted(([a], [b]) => byText(a, b))
        .map(inOrder),
    ),
    components: { ...componentsOf(site, schemas, errors), securitySchemes: asksForPassword ? SCHEMES : undefined },
    'x-errors': site.server.errors === 'auto' ? undefined : site.server.errors,
  };
  // Without all that is undefined.
  return JSON.parse(JSON.stringify(document));
}

/** The guards of the product that OpenAPI has words for. */
const SCHEMES = { basicAuth: { type: 'http', scheme: 'basic' } };

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'];

function inOrder([path, item]: readonly [string, Writable]): readonly [string, Writable] {
  return [path, Object.fromEntries(METHODS.flatMap((method) => (method in item ? [[method, item[method]]] : [])))];
}

function infoOf({ title, info }: SoundSite): object {
  const { version = '1', description, contact, license, language } = info;
  return { title, version, description, contact, license, 'x-language': language };
}

function componentsOf({ server }: SoundSite, schemas: ReferredSchemas, errors: ReadonlySet<string>): object {
  const words = { format: server.errors, problem: schemas.nameFor('Problem') };
  const responses = errorResponses(errors, words);
  const needed = errors.size === 0 ? {} : errorSchemas(words);
  return { schemas: { ...schemas.all(), ...needed }, responses };
}

/** Of OpenAPI: a rest is a parameter like another, which says so itself. A fragment tells it from a path with one parameter there. */
function templateOf(path: string, all: readonly string[]): string {
  const template = path.replace(/\.\.\.\}$/, '}');
  const isShared = template !== path && all.some((other) => shapeOf(other) === shapeOf(template));
  return isShared ? `${template}${REST_FRAGMENT}` : template;
}

function shapeOf(path: string): string {
  return path.replace(/\{[^{}.]*\}/g, '{}');
}

/** Each operation needs its own: the first one of a route has its name. */
function freeId(name: string, method: string, taken: Set<string>): string {
  const id = taken.has(name) ? freeName(`${name}_${method.toLowerCase()}`, taken) : name;
  taken.add(id);
  return id;
}

/** What must be passed under one of its paths: of the groups above that, and its own. */
function gatesOf(
  route: SoundRoute,
  segments: readonly PathSegment[],
  { groups }: SoundSite,
): Pick<OperationParts, 'guards' | 'isLimited'> {
  const above = groupsAbove(groups, segments).filter(({ isCertain }) => isCertain);
  const all = [...above.map(({ group }) => group), route];
  return {
    guards: [...new Set([...all.flatMap(({ guards }) => guards.map(({ text }) => text)), ...rememberedGuards(route)])],
    isLimited: all.some(({ rateLimit }) => rateLimit !== undefined),
  };
}

function rememberedGuards({ at }: SoundRoute): readonly string[] {
  const written = at.in(GUARDS).asWritten;
  return Array.isArray(written) ? written.map(String) : [];
}

function operationOf(
  parts: OperationParts,
  operationId: string,
): { readonly operation: object; readonly errors: readonly string[] } {
  const { route, guards } = parts;
  const { summary, description, tags, sameOrigin, answer } = route;
  const { responses, errors } = responsesOf(parts);
  const operation = {
    operationId,
    summary,
    // Of the text about its page; a template is about one page at a time.
    description: description.kind === 'fixed' && description.text !== '' ? description.text : undefined,
    tags: unlessEmpty(tags),
    parameters: unlessEmpty(parametersOf(parts)),
    requestBody: bodyOf(parts),
    responses,
    security: guards.includes(BASIC_AUTH_GUARD) ? [{ basicAuth: [] }] : undefined,
    'x-same-origin': sameOrigin || undefined,
    [GUARDS]: unlessEmpty(guards),
    // A built-in one is imported again as what it is.
    'x-handler': answer.kind === 'submit' || answer.kind === 'probe' ? answer.handler.text : undefined,
  };
  return { operation, errors };
}

function unlessEmpty<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** Examples by their names; undefined: there are none. */
function namedExamples(named: readonly (readonly [name: string, example: object])[]): object | undefined {
  return named.length === 0 ? undefined : Object.fromEntries(named);
}

const PLACES = [
  ['params', 'path'],
  ['query', 'query'],
  ['headers', 'header'],
  ['cookies', 'cookie'],
] as const;

function parametersOf({ route, segments, examples, schemas }: OperationParts): readonly object[] {
  return PLACES.flatMap(([key, place]) =>
    route.parameters[key].map(({ name, schema, required }) => {
      const { description, ...rules } = schemas.convert(schema.shape);
      const rest = segments.some((segment) => segment.kind === 'rest' && segment.name === name && place === 'path');
      const named = examples.flatMap((example) => {
        const value = example.values.get(`${place} ${name}`);
        return value === undefined ? [] : [[example.name, { value }] as const];
      });
      const said = { name, in: place, required, description, schema: rules };
      return { ...said, examples: namedExamples(named), 'x-rest': rest || undefined };
    }),
  );
}

function bodyOf({ route, examples, schemas }: OperationParts): object | undefined {
  const { body } = route;
  if (body === undefined) return undefined;
  const schema = schemas.convert(body.shape);
  const named = examples.flatMap(({ name, body: value }) =>
    value === undefined || typeof value === 'string' ? [] : [[name, { value }] as const],
  );
  const shown = { schema, examples: namedExamples(named) };
  const files = [...body.properties.values()].some((property) => fileShape(property) !== undefined);
  const isForm = [body.resolved.type].flat().includes('object');
  const content = {
    ...(files ? { [MULTIPART_TYPE]: shown } : { [JSON_TYPE]: shown }),
    ...(isForm ? { [FORM_TYPE]: { schema } } : {}),
  };
  return { required: route.bodyRequired, content };
}

/** An OpenAPI document as text. Keys keep their order, and nothing is an alias of YAML, so that a diff reads well. */
export function writeDocument(document: object, format: 'yaml' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(document, undefined, 2)}\n`;
  return stringify(document, { aliasDuplicateObjects: false, lineWidth: 100 });
}
