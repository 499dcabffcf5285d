import type { Spot } from '../../2-validate/spot.ts';
import type { Site } from '../../3-resolve/site.ts';
import { fileShape } from '../../schemas/file-shape.ts';
import type { Schema } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';

/** Fault: bad-schema, for a file where no form can carry one: its value would be a text, against its type. */
export function lintBodyFiles({ site, findings }: LintInput): void {
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
