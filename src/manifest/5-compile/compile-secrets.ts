import type { RequestSecrets, SecretPath } from '../../contract/log-settings.ts';
import { secretName } from '../../http/secret-names.ts';
import type { SoundParameter, SoundRoute, SoundSite } from '../3-resolve/sound-site.ts';
import { reached } from '../collections/reached.ts';
import type { Schema, SchemaPart } from '../schemas/schema.ts';

/** What a site's requests hold that nobody is to see. */
export interface SiteSecrets {
  /** In queries and bodies. */
  readonly inside: RequestSecrets | undefined;
  /** Header fields, and cookies as `cookie:NAME`. */
  readonly fields: readonly string[];
}

/**
 * Values with the format `password`, and what `redact` lists as `query:NAME` and `body:NAME`. A name that one route declares is secret
 * in all requests: those that no route gets have it, too.
 */
export function findSecrets({ logs, routes }: Pick<SoundSite, 'logs' | 'routes'>): SiteSecrets {
  const [query, body] = [new Set<string>(), new Set<string>()];
  const [fields, bodiesOf, paths]: [string[], Set<string>, SecretPath[]] = [[], new Set(), []];
  for (const listed of [...logs.access.redact, ...logs.error.redact]) {
    if (listed.startsWith(QUERY)) query.add(secretName(listed.slice(QUERY.length)));
    if (listed.startsWith(BODY)) body.add(secretName(listed.slice(BODY.length)));
  }
  for (const route of routes.values()) {
    const { params, query: pairs, headers, cookies } = route.parameters;
    for (const { name } of pairs.filter(isSecret)) query.add(secretName(name));
    // What a form sends on its way to such a path or query.
    const sent = route.form === undefined ? [] : [...params, ...pairs].filter(isSecret);
    for (const { name } of sent) body.add(secretName(name));
    fields.push(...headers.filter(isSecret).map(({ name }) => name));
    fields.push(...cookies.filter(isSecret).map(({ name }) => `cookie:${name}`));
    paths.push(...secretPaths(route));
    if (route.body !== undefined && addSecretNames(route.body, body)) bodiesOf.add(route.name);
  }
  // A form whose method is forgotten sends what is meant for a body as a query.
  const inQueries = [...new Set([...query, ...body])];
  const isNone = inQueries.length === 0 && bodiesOf.size === 0 && paths.length === 0;
  return { inside: isNone ? undefined : { query: inQueries, body: [...body], bodiesOf, paths }, fields };
}

const QUERY = 'query:';
const BODY = 'body:';

/** Whether a word of `redact` is about a header field or a cookie. */
export function isOfFields(listed: string): boolean {
  return !listed.startsWith(QUERY) && !listed.startsWith(BODY);
}

function isSecret({ schema }: SoundParameter): boolean {
  return isSecretSchema(schema);
}

/** Whether a value of it can be a password, or hold one. */
export function isSecretSchema(schema: Schema): boolean {
  return addSecretNames(schema, new Set());
}

function secretPaths({ name: route, paths, parameters }: SoundRoute): readonly SecretPath[] {
  const secret = new Set(parameters.params.filter(isSecret).map(({ name }) => name));
  if (secret.size === 0) return [];
  return paths.map(({ segments }) => ({
    route,
    segments: segments.map((segment) =>
      segment.kind === 'literal' ? segment : { kind: segment.kind, secret: secret.has(segment.name) },
    ),
  }));
}

/**
 * Adds the names of properties that can be a password, or hold one without a name: as an item of a list, or as a property with any
 * name. Whether the value itself is, or holds, such a one.
 */
function addSecretNames(schema: Schema, names: Set<string>): boolean {
  const all = [...reached([schema], (each) => [...each.allParts()].map((part) => part.schema))].toReversed();
  const secret = new Set<Schema>();
  // Schemas can lead to each other in a circle: again, until it is known of all of them.
  for (let known = -1; known < secret.size; ) {
    known = secret.size;
    for (const each of all) if (isPassword(each) || [...each.allParts()].some(isUnnamedSecret)) secret.add(each);
  }
  for (const { keyword, keys, schema: inner } of all.flatMap((each) => [...each.allParts()]))
    if (keyword === 'properties' && secret.has(inner)) names.add(secretName(keys[1] ?? ''));
  return secret.has(schema);

  function isUnnamedSecret({ keyword, schema: inner }: SchemaPart): boolean {
    return keyword !== 'properties' && secret.has(inner);
  }
}

function isPassword({ resolved, shape }: Schema): boolean {
  return resolved?.format === 'password' || shape.format === 'password';
}
