import type { KeyPath } from '../../1-read/located-manifest.ts';
import type { SchemaShape } from '../../2-validate/manifest-shape.gen.ts';
import type { Finding } from '../../findings/findings.ts';
import type { PlacedSchema, Schema } from '../../schemas/schema.ts';
import { ruleInside } from '../../schemas/tell-broken.ts';
import type { LintInput } from '../lint-input.ts';
import { isWhole, lintedShape, placedSchemas } from './placed-schemas.ts';
import { type SchemaFault, schemaFaults } from './schema-faults.ts';

/** Fault: bad-schema, in `schemas` and in the `body` and `model` of routes. A wrong schema counts as damaged. */
export function lintSchemas(input: LintInput): void {
  /** The types of alternatives, as far as the schema around them says. */
  const inherited = new Map<Schema, SchemaShape['type']>();
  for (const placed of placedSchemas(input.site)) {
    const { schema, at } = placed;
    const type = schema.resolved?.type ?? inherited.get(schema);
    for (const { schema: branch } of schema.beside()) inherited.set(branch, type);
    if (isWhole(at, schema.shape)) lintSchema(input, placed, { code: 'bad-schema', inherited: inherited.get(schema) });
  }
}

interface LintedAs {
  readonly code: Finding['code'];
  readonly inherited?: SchemaShape['type'];
}

/** One schema, without those inside it. */
export function lintSchema(input: LintInput, placed: PlacedSchema, { code, inherited }: LintedAs): void {
  const { schema } = placed;
  const resolved = lintedShape(input.site, schema);
  if (resolved === undefined || !schema.addsWords) return;
  // Each step only reports what does not follow from those before it.
  let faults = otherTypes(schema);
  if (faults.length === 0) faults = schemaFaults(resolved, inherited);
  if (faults.length === 0) faults = valueFaults(input, schema, resolved);
  for (const fault of faults) addFault(input, placed, { code, fault });
}

/** Both types would have to hold, and no value has both. */
function otherTypes({ shape, target }: Schema): readonly SchemaFault[] {
  const [near, far] = [shape.type, target?.resolved?.type];
  if (near === undefined || far === undefined) return [];
  const [own, others] = [[near].flat(), [far].flat()];
  const isCommon = own.some((type) => others.includes(type) || (others.includes('number') && type === 'integer'));
  if (isCommon || (own.includes('number') && others.includes('integer'))) return [];
  const message = `"${shape.$ref}" already has another type`;
  return [{ keys: ['type'], message, hint: 'both would apply: leave it out here, or there' }];
}

function addFault(
  { findings }: LintInput,
  { schema: { shape }, at }: PlacedSchema,
  { code, fault }: { readonly code: Finding['code']; readonly fault: SchemaFault },
): void {
  const { keys, message, hint } = fault;
  // A keyword of the schema that $ref leads to only shows here.
  const own = keys[0] !== undefined && Object.hasOwn(shape, keys[0]);
  const place = at.in(...(own || shape.$ref === undefined ? keys : ['$ref']));
  findings.add({ code, at: place.value, message, hint });
  at.spoil();
}

/**
 * The choices, the constant and the default of a schema that break its other rules. `resolved` is
 * the schema without its `$ref`; what only that has was checked where it is written.
 */
function valueFaults({ rules }: LintInput, schema: Schema, resolved: SchemaShape): readonly SchemaFault[] {
  const { default: value, ...all } = resolved;
  const { enum: choices, const: constant, ...others } = all;
  const judge = (said: SchemaShape, value: unknown, { keys, role }: { keys: KeyPath; role: string }) => {
    const broken = rules.judge(schema.saying(said), value);
    if (broken === undefined) return [];
    const quotes = broken.rule === 'must be text' && broken.keys.length === 0 ? ': put it in quotes' : '';
    const hint = `${ruleInside(broken)}${quotes}`;
    return [{ keys: [...keys, ...broken.keys], message: `${role} cannot be ${shown(value)}`, hint }];
  };
  const ofConstant = { keys: ['const'], role: 'The constant' };
  const faults: SchemaFault[] = [
    ...(choices ?? []).flatMap((choice, index) =>
      judge(others, choice, { keys: ['enum', String(index)], role: 'A choice' }),
    ),
    ...(constant === undefined ? [] : judge(others, constant, ofConstant)),
  ];
  if (faults.length === 0 && constant !== undefined && choices !== undefined)
    faults.push(...judge({ enum: choices }, constant, ofConstant));
  if (faults.length > 0 || value === undefined) return faults;
  return judge(all, value, { keys: ['default'], role: 'The default' });
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a map' : `"${String(value)}"`;
}
