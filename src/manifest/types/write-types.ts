import type { Site, SiteParameter, SiteRoute } from '../3-resolve/site.ts';
import { answersOfKind } from '../3-resolve/site-answer.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { contextBy, guardTypes, moduleBeside } from './context-types.ts';
import { nameTypes } from './name-types.ts';
import { FILE_TYPE, noteOf, type TypeNames, typeOfParameters, typeOfSchema } from './type-of-schema.ts';
import {
  object,
  type PropertyNode,
  printDeclaration,
  printString,
  property,
  type TypeNode,
  unionOf,
  word,
} from './type-text.ts';

/**
 * The text of `routes.gen.ts`: as types, the schemas, what each route declares, and the handlers. The same manifest gives
 * the same text, in its own order. What all manifests share (a client, the answer of a handler) is imported
 * from `contract` (a module specifier), where `answer()` and `HttpError` come from too: a copy would be
 * a second contract.
 */
export function writeTypes(site: Pick<Site, 'schemas' | 'routes' | 'groups' | 'module'>, contract: string): string {
  const { schemas, routes } = site;
  const typeNames = nameTypes(schemas.keys());
  const handlers = handlerTypes(routes.values());
  const guards = guardTypes(site);
  const declarations = [
    ...(guards.length === 0 ? [] : [printDeclaration('Guards', object(guards), GUARDS_NOTE)]),
    printDeclaration('Handlers', object(handlers), HANDLERS_NOTE),
    printDeclaration('Routes', object(routeTypes(site, typeNames)), ROUTES_NOTE),
    ...[...schemas].map(([name, { shape }]) =>
      printDeclaration(typeNames.get(name) ?? name, typeOfSchema(shape, typeNames), noteOf(shape, name)),
    ),
  ];
  const used = [
    ...['ContextOf', 'RouteGuard', 'RouteHandler'].filter((name) =>
      declarations.some((text) => text.includes(`${name}<`)),
    ),
    ...(declarations.some((text) => USES_FILES.test(text)) ? [FILE_TYPE] : []),
  ];
  const imports = [
    ...(used.length === 0 ? [] : [`import type { ${used.join(', ')} } from ${printString(contract)};\n`]),
    ...(used.includes('ContextOf') ? [`import type * as module from ${printString(moduleBeside(site))};\n`] : []),
  ];
  return [
    '// Made from the manifest by the command `types`: changes made here are lost.\n',
    ...(imports.length === 0 ? [] : [imports.join('')]),
    ...declarations,
  ].join('\n');
}

const USES_FILES = new RegExp(`: (?:readonly )?${FILE_TYPE}(?:\\[\\])?;`);

const HANDLERS_NOTE =
  'What `handlers` must be. A function that names its model (`(input): Model => …`) must not return other properties either.';
const GUARDS_NOTE =
  'What `guards` must be: `export const guards = { … } satisfies Guards` keeps what each of them adds to `context`.';
const ROUTES_NOTE = 'What each route declares, by its name.';

/** By the names of the handlers, in the order in which routes name them. Built-in handlers have their types already. */
function handlerTypes(routes: Iterable<SiteRoute>): readonly PropertyNode[] {
  const routesOf = new Map<string, TypeNode[]>();
  for (const { name, answer } of routes) {
    for (const one of answersOfKind(answer, 'handler')) {
      if (one.found.kind === 'unknown-product') continue;
      getOrMake(routesOf, one.handler.text, () => []).push(word(printString(name)));
    }
  }
  return [...routesOf].map(([handler, words]) => {
    return property(handler, { kind: 'generic', name: 'RouteHandler', parameters: [word('Routes'), unionOf(words)] });
  });
}

function routeTypes(site: Pick<Site, 'routes' | 'groups' | 'module'>, typeNames: TypeNames): readonly PropertyNode[] {
  return [...site.routes.values()].map((route) => {
    const {
      name,
      summary,
      paths: [path],
    } = route;
    const note = summary === undefined ? `\`${path?.text}\`` : `\`${path?.text}\`: ${summary}`;
    return property(name, object([...declaredBy(route, typeNames), ...contextBy(route, site)]), note);
  });
}

/** Only what is declared: the contract knows the rest. */
function declaredBy(route: SiteRoute, typeNames: TypeNames): readonly PropertyNode[] {
  const { params, query, headers, cookies } = route.parameters;
  const parameters = Object.entries<readonly SiteParameter[]>({ params, query, headers, cookies }).flatMap(
    ([part, declared]) => {
      return declared.length === 0 ? [] : [property(part, typeOfParameters(declared, typeNames))];
    },
  );
  const values = (['body', 'model'] as const).flatMap((part) => {
    const shape = route[part]?.shape;
    if (shape === undefined) return [];
    const type = typeOfSchema(shape, typeNames);
    const isThere = part === 'model' || route.bodyRequired;
    return [property(part, isThere ? type : unionOf([type, word('undefined')]), noteOf(shape))];
  });
  return [...parameters, ...values];
}
