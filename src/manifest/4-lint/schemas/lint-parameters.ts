import type { SiteParameter } from '../../3-resolve/site.ts';
import type { LintInput } from '../lint-input.ts';
import { lintSchema } from './lint-schemas.ts';
import { isWhole, lintedShape } from './placed-schemas.ts';

/** Fault: bad-parameter-schema. A wrong schema counts as damaged for the lints that follow. */
export function lintParameters(input: LintInput): void {
  for (const route of input.site.routes.values())
    for (const place of PLACES) for (const parameter of route.parameters[place]) lintParameter(input, place, parameter);
}

const PLACES = ['params', 'query', 'headers', 'cookies'] as const;

/** Where a list can come as several texts. */
const LISTED: ReadonlySet<string> = new Set(['query', 'headers']);

function lintParameter(input: LintInput, place: (typeof PLACES)[number], parameter: SiteParameter): void {
  const { at, written, schema, plain, list } = parameter;
  if (!isWhole(at, written)) return;
  // A missing or wrong type is reported already.
  if (lintedShape(input.site, schema) === undefined || (written.type === undefined && written.$ref === undefined))
    return;
  if (plain !== undefined || (list !== undefined && LISTED.has(place))) {
    lintRequired(input, parameter);
    lintSchema(input, { at, schema }, { code: 'bad-parameter-schema' });
    return;
  }
  const { key, ...words } = whyNot(place, parameter);
  input.findings.add({ code: 'bad-parameter-schema', at: at.in(key).value, ...words });
  at.spoil();
}

/** What keeps a parameter from being read. */
function whyNot(
  place: (typeof PLACES)[number],
  { name, written, schema }: SiteParameter,
): { readonly key: string; readonly message: string; readonly hint: string } {
  const key = written.type === undefined ? '$ref' : 'type';
  if (schema.resolved?.type !== 'array') {
    const message = `The schema "${written.$ref}" is not for parameters`;
    return { key, message, hint: 'its type must be string, number, integer or boolean' };
  }
  if (!LISTED.has(place)) {
    const message = `The ${place === 'params' ? 'path' : 'cookie'} parameter "${name}" cannot be a list`;
    return { key, message, hint: 'only query parameters, header fields and fields of forms can have several values' };
  }
  const hint = 'say items: { type: string }, or number, integer or boolean: each comes as a text';
  if (written.items === undefined) return { key, message: `The list "${name}" does not say what its items are`, hint };
  return { key: 'items', message: `The items of "${name}" cannot be written as text`, hint };
}

/** The default of a schema applies to all that refer to it. */
function lintRequired({ findings }: LintInput, { at, written }: SiteParameter): void {
  if (written.required !== true || written.default === undefined) return;
  const message = 'A value with a default cannot be required';
  const hint = 'keep "required" or "default"';
  findings.add({ code: 'bad-parameter-schema', at: at.in('required').value, message, hint });
}
