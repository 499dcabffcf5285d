import type { ParameterShape, SchemaShape } from '../2-validate/manifest-shape.ts';
import type { LintInput } from './lint-input.ts';
import { lintSite } from './lint-schemas.ts';
import { asSchema, isWhole, lintedShape, parameterSites, type Site } from './schema-sites.ts';

/** Fault: bad-parameter-schema. A schema at fault counts as damaged for the lints that follow. */
export function lintParameters(input: LintInput): void {
  for (const site of parameterSites(input)) {
    if (!isWhole(input, site)) continue;
    const { path, shape } = site;
    const schema = asSchema(shape);
    const resolved = lintedShape(input, schema);
    // That the type is missing, or none, was said.
    if (resolved === undefined || (shape.type === undefined && shape.$ref === undefined)) continue;
    if (isPlain(resolved)) {
      lintRequired(input, { path, shape });
      lintSite(input, { path, shape: schema }, { code: 'bad-parameter-schema' });
      continue;
    }
    const at = input.located.valueAt([...path, '$ref']);
    const message = `Cannot read a parameter as "${shape.$ref}"`;
    const hint = 'the type of that schema must be string, number, integer or boolean';
    input.findings.add({ code: 'bad-parameter-schema', at, message, hint });
    input.damage.add(path);
  }
}

/** The default of a schema that is referred to is there for all who do. */
function lintRequired({ located, findings }: LintInput, { path, shape }: Site<ParameterShape>): void {
  if (shape.required !== true || shape.default === undefined) return;
  const at = located.valueAt([...path, 'required']);
  const message = 'Cannot require a value that has a default';
  findings.add({ code: 'bad-parameter-schema', at, message, hint: 'keep "required" or "default"' });
}

function isPlain({ type }: SchemaShape): boolean {
  return type === 'string' || type === 'number' || type === 'integer' || type === 'boolean';
}
