import type { SchemaShape } from '../2-validate/manifest-shape.ts';
import type { LintInput } from './lint-input.ts';
import { lintSite } from './lint-schemas.ts';
import { asSchema, isWhole, lintedShape, parameterSites } from './schema-sites.ts';

/** Fault: bad-parameter-schema. A schema at fault counts as damaged for the lints that follow. */
export function lintParameters(input: LintInput): void {
  for (const site of parameterSites(input)) {
    if (!isWhole(input, site)) continue;
    const { path, shape } = site;
    const schema = asSchema(shape);
    const resolved = lintedShape(input, schema);
    if (resolved === undefined) continue;
    if (isPlain(resolved)) {
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

function isPlain({ type }: SchemaShape): boolean {
  return type === 'string' || type === 'number' || type === 'integer' || type === 'boolean';
}
