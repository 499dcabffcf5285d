import type { ManifestShape, RouteShape } from '../2-validate/manifest-shape.ts';
import { PRODUCT_PREFIX } from '../product-handlers.ts';
import { nameTypes } from './name-types.ts';
import { type KnownSchemas, noteOf, typeOfParameters, typeOfSchema } from './type-of-schema.ts';
import { type PropertyNode, printDeclaration, printString, type TypeNode } from './type-text.ts';

/**
 * The text of `routes.gen.ts`: as types, the schemas, what each route declares, and the handlers. The same manifest gives
 * the same text, in its own order. What all manifests share (what a client is, how a handler may answer) is imported,
 * from `contract` (a module, as an import there names it), where `answer()` and `HttpError` come from too: with a copy
 * there would be two contracts.
 */
export function writeTypes({ schemas = {}, routes = {} }: ManifestShape, contract: string): string {
  const known: KnownSchemas = { schemas, typeNames: nameTypes(Object.keys(schemas)) };
  const handlers = handlerTypes(Object.entries(routes));
  const imports = handlers.length === 0 ? [] : [`import type { RouteHandler } from ${printString(contract)};\n`];
  return [
    '// Made out of the manifest by the command `types`: a change made here is lost.\n',
    ...imports,
    printDeclaration('Handlers', object(handlers), HANDLERS_NOTE),
    printDeclaration('Routes', object(routeTypes(Object.entries(routes), known)), ROUTES_NOTE),
    ...Object.entries(schemas).map(([name, schema]) =>
      printDeclaration(known.typeNames.get(name) ?? name, typeOfSchema(schema, known), noteOf(schema, name)),
    ),
  ].join('\n');
}

const HANDLERS_NOTE =
  'What `handlers` has to be. A function that names its model (`(input): Model => …`) is told of a property too many, too.';
const ROUTES_NOTE = 'What each route declares, by its name.';

type NamedRoute = readonly [name: string, route: RouteShape];

/** By the names of the handlers, in the order in which routes name them. */
function handlerTypes(routes: readonly NamedRoute[]): readonly PropertyNode[] {
  const routesOf = new Map<string, string[]>();
  for (const [name, { handler }] of routes) {
    // Those that come with the product are typed where they are.
    if (handler === undefined || handler.startsWith(PRODUCT_PREFIX)) continue;
    const names = routesOf.get(handler) ?? [];
    names.push(name);
    routesOf.set(handler, names);
  }
  return [...routesOf].map(([handler, names]) => {
    const words = names.map((name) => word(printString(name)));
    const [only = word('never'), ...more] = words;
    const which: TypeNode = more.length === 0 ? only : { kind: 'union', members: words };
    return property(handler, { kind: 'generic', name: 'RouteHandler', parameters: [word('Routes'), which] });
  });
}

function routeTypes(routes: readonly NamedRoute[], known: KnownSchemas): readonly PropertyNode[] {
  return routes.map(([name, route]) => {
    const { path = '', summary } = route;
    const note = summary === undefined ? `\`${path}\`` : `\`${path}\`: ${summary}`;
    return property(name, object(declaredBy(route, known)), note);
  });
}

/** Only what is declared: the contract says what the rest is. */
function declaredBy(route: RouteShape, known: KnownSchemas): readonly PropertyNode[] {
  const declared: PropertyNode[] = [];
  for (const part of ['params', 'query', 'headers', 'cookies'] as const) {
    const shapes = route[part] ?? {};
    const type = typeOfParameters(shapes, { inPath: part === 'params', known });
    if (Object.keys(shapes).length > 0) declared.push(property(part, type));
  }
  for (const part of ['body', 'model'] as const) {
    const schema = route[part];
    if (schema !== undefined) declared.push(property(part, typeOfSchema(schema, known), noteOf(schema)));
  }
  return declared;
}

function object(properties: readonly PropertyNode[]): TypeNode {
  return { kind: 'object', properties, open: false };
}

function property(name: string, type: TypeNode, note?: string): PropertyNode {
  return { name, optional: false, type, note };
}

function word(text: string): TypeNode {
  return { kind: 'word', text };
}
