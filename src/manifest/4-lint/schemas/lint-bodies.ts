import { BODILESS_METHODS } from '../../../http/bodiless-methods.ts';
import { inUnits } from '../../../http/in-units.ts';
import type { Spot } from '../../2-validate/spot.ts';
import { groupsAbove } from '../../3-resolve/groups-above.ts';
import type { Site, SiteRoute } from '../../3-resolve/site.ts';
import { fileShape } from '../../schemas/file-shape.ts';
import type { Schema } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';

/** Files where no form can carry one, or that are larger than its form. Faults: bad-schema, unsendable-file. */
export function lintBodyFiles(input: LintInput): void {
  lintPlaces(input);
  lintSizes(input);
}

/** The value of such a file would be a text, against its type. */
function lintPlaces({ site, findings }: LintInput): void {
  const found = new Set<unknown>();
  for (const { at, body } of site.routes.values()) {
    if (body === undefined) continue;
    for (const place of misplacedFiles(body, at.in('body'), site)) {
      const { value } = place;
      const key = JSON.stringify(value);
      if (found.has(key)) continue; // another route has the same schema
      found.add(key);
      findings.add({
        code: 'bad-schema',
        at: value,
        message: 'A file (format: binary) must be a property of the body itself, or an item of one',
        hint: 'and of type: string; a form carries no files further inside',
      });
    }
  }
}

/** A warning: the one limit can be meant never to matter. */
function lintSizes({ site, findings }: LintInput): void {
  if (site.server.at.in('limits').lost('body')) return;
  for (const route of site.routes.values()) {
    // Under a path that could not be read, any limit can be the one.
    if (route.at.lost('limits') || route.paths.length === 0) continue;
    const bodyBytesMax = bodyLimit(route, site);
    for (const [name, property] of route.body?.properties ?? []) {
      const { maxLength = 0 } = fileShape(property)?.each ?? {};
      if (maxLength <= bodyBytesMax) continue;
      findings.add({
        code: 'unsendable-file',
        at: route.at.in('body', 'properties', name).key,
        message: `The file "${name}" may have ${inUnits(maxLength)}, but the whole form only ${inUnits(bodyBytesMax)}`,
        hint: `add limits: { body: ${Math.ceil(maxLength / MIB) + 1}MiB } to the route`,
      });
    }
  }
}

const MIB = 1024 * 1024;

/** The most that one of its paths can be given: by the innermost group that is certainly above it, by others inside that, or the server. */
function bodyLimit({ paths, bodyBytesMax }: SiteRoute, { groups, server }: Site): number {
  if (bodyBytesMax !== undefined) return bodyBytesMax;
  const limiting = groups.filter((group) => group.bodyBytesMax !== undefined);
  const limits = paths.flatMap(({ segments }) => {
    const above = groupsAbove(limiting, segments);
    const from = above.findLastIndex(({ isCertain }) => isCertain);
    const own = above.slice(Math.max(0, from)).flatMap(({ group }) => group.bodyBytesMax ?? []);
    return from < 0 ? [server.limits.body.value, ...own] : own;
  });
  return Math.max(...limits);
}

function* misplacedFiles(body: Schema, bodyAt: Spot, site: Site): Generator<Spot> {
  const carried = new Set([...body.properties.values()].filter((property) => fileShape(property) !== undefined));
  const seen = new Set<Schema>();
  const pending: { readonly schema: Schema; readonly at: Spot }[] = [{ schema: body, at: bodyAt }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { schema, at } = next;
    if (seen.has(schema) || carried.has(schema)) continue;
    seen.add(schema);
    if (schema.resolved?.format === 'binary') {
      yield at.in(schema.shape.format === undefined ? '$ref' : 'format');
      continue;
    }
    for (const { keys, schema: inner } of schema.parts) pending.push({ schema: inner, at: at.in(...keys) });
    const { referred, target } = schema;
    if (referred !== undefined && target !== undefined)
      pending.push({ schema: target, at: site.at.in('schemas', referred) });
  }
}

/** Fault: body-without-method. */
export function lintBodies({ site, findings }: LintInput): void {
  for (const { at, body, methods, methodsAt } of site.routes.values()) {
    if (body === undefined || at.lost('methods')) continue;
    const index = methods.findIndex((method) => BODILESS_METHODS.has(method));
    const method = methods[index];
    if (method === undefined) continue;
    const others = methods.filter((each) => !BODILESS_METHODS.has(each));
    findings.add({
      code: 'body-without-method',
      at: methodsAt === undefined ? at.in('body').key : methodsAt.in(String(index)).value,
      message: `${method} requests have no body`,
      hint: others.length > 0 ? `leave ${method} to a route of its own` : 'add methods: [POST]',
    });
  }
}
