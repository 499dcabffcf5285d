import type { SiteParameter } from '../../3-resolve/site.ts';
import type { LintInput } from '../lint-input.ts';
import { lintSchema } from './lint-schemas.ts';
import { isWhole, lintedShape, parametersOf } from './placed-schemas.ts';

/** Fault: bad-parameter-schema. A wrong schema counts as damaged for the lints that follow. */
export function lintParameters(input: LintInput): void {
  for (const parameter of parametersOf(input.site)) {
    const { at, written, schema, plain } = parameter;
    if (!isWhole(at, written)) continue;
    // A missing or wrong type is reported already.
    if (lintedShape(input.site, schema) === undefined || (written.type === undefined && written.$ref === undefined))
      continue;
    if (plain !== undefined) {
      lintRequired(input, parameter);
      lintSchema(input, { at, schema }, { code: 'bad-parameter-schema' });
      continue;
    }
    const message = `The schema "${written.$ref}" is not for parameters`;
    const hint = 'its type must be string, number, integer or boolean';
    input.findings.add({ code: 'bad-parameter-schema', at: at.in('$ref').value, message, hint });
    at.spoil();
  }
}

/** The default of a schema applies to all that refer to it. */
function lintRequired({ findings }: LintInput, { at, written }: SiteParameter): void {
  if (written.required !== true || written.default === undefined) return;
  const message = 'A value with a default cannot be required';
  const hint = 'keep "required" or "default"';
  findings.add({ code: 'bad-parameter-schema', at: at.in('required').value, message, hint });
}
