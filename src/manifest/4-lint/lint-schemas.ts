import type { KeyPath } from '../1-read/located-manifest.ts';
import type { SchemaShape } from '../2-validate/manifest-shape.ts';
import type { DiagnosticCode } from '../diagnostic-codes.ts';
import { referredName, resolveSchema } from '../resolve-schema.ts';
import type { LintInput } from './lint-input.ts';
import { additionFaults, type SchemaFault, schemaFaults } from './schema-faults.ts';
import { isWhole, lintedShape, type Site, schemaSites } from './schema-sites.ts';
import { valueFaults } from './value-faults.ts';

/** Fault: bad-schema, in `schemas` and in the `body` and `model` of routes. A schema at fault counts as damaged. */
export function lintSchemas(input: LintInput): void {
  const types = new Map<string, SchemaShape['type']>();
  for (const site of schemaSites(input)) {
    const { path, shape } = site;
    const parent = types.get(path.slice(0, -2).join('/'));
    const inherited = path.at(-2) === 'anyOf' ? parent : undefined;
    types.set(path.join('/'), resolveSchema(shape, input.manifest.schemas ?? {})?.type ?? inherited);
    if (isWhole(input, site)) lintSite(input, site, { code: 'bad-schema', inherited });
  }
}

interface SiteParts {
  readonly code: DiagnosticCode;
  readonly inherited?: SchemaShape['type'];
}

/** One schema, but for those inside it. */
export function lintSite(input: LintInput, { path, shape }: Site<SchemaShape>, { code, inherited }: SiteParts): void {
  const resolved = lintedShape(input, shape);
  const added = Object.keys(shape).some((key) => key !== '$ref');
  if (resolved === undefined || !added) return;
  // Each step only says what does not follow from those before it.
  let faults = faultsOfAddition(input, shape);
  if (faults.length === 0) faults = schemaFaults(resolved, inherited);
  if (faults.length === 0) faults = valueFaults(input, shape, resolved);
  for (const fault of faults) addFault(input, { path, shape, code, fault });
}

function faultsOfAddition({ manifest }: LintInput, shape: SchemaShape): readonly SchemaFault[] {
  if (shape.$ref === undefined) return [];
  const schemas = manifest.schemas ?? {};
  const next = schemas[referredName(shape.$ref)];
  const target = next === undefined ? undefined : resolveSchema(next, schemas);
  return target === undefined ? [] : additionFaults(shape, target);
}

interface FaultAt {
  readonly path: KeyPath;
  readonly shape: SchemaShape;
  readonly code: DiagnosticCode;
  readonly fault: SchemaFault;
}

function addFault({ located, findings, damage }: LintInput, { path, shape, code, fault }: FaultAt): void {
  const { keys, message, hint } = fault;
  // A word of the schema that $ref leads to only shows here.
  const own = keys[0] !== undefined && Object.hasOwn(shape, keys[0]);
  const at = located.valueAt([...path, ...(own || shape.$ref === undefined ? keys : ['$ref'])]);
  findings.add({ code, at, message, hint });
  damage.add(path);
}
