import type { KeyPath } from '../../1-read/located-manifest.ts';
import type { SchemaShape } from '../../2-validate/manifest-shape.gen.ts';
import type { Schema } from '../../schemas/schema.ts';
import type { LintInput } from '../lint-input.ts';
import type { SchemaFault } from './schema-faults.ts';

/**
 * The choices, the constant and the default of a schema that break its other rules. `resolved` is
 * the schema without its `$ref`; what only that has was checked where it is written.
 */
export function valueFaults(input: LintInput, schema: Schema, resolved: SchemaShape): readonly SchemaFault[] {
  const { enum: choices, const: constant, default: value, ...rules } = resolved;
  const judge = (rulesOf: SchemaShape, value: unknown, place: { keys: KeyPath; role: string }) =>
    valueFault(input, schema.saying(rulesOf), { value, ...place });
  const faults = [
    ...(choices ?? []).flatMap((choice, index) =>
      judge(rules, choice, { keys: ['enum', String(index)], role: 'A choice' }),
    ),
    ...(constant === undefined ? [] : judge(rules, constant, { keys: ['const'], role: 'The constant' })),
  ];
  if (faults.length === 0 && constant !== undefined && choices !== undefined) {
    const rule: SchemaShape = { enum: choices };
    faults.push(...judge(rule, constant, { keys: ['const'], role: 'The constant' }));
  }
  if (faults.length > 0 || value === undefined) return faults;
  const { default: _, ...all } = resolved;
  const ofDefault = judge(all, value, { keys: ['default'], role: 'The default' });
  // A bad default can also come from a rule that was added to it.
  return schema.referred === undefined || schema.addsWords ? ofDefault : [];
}

interface JudgedValue {
  readonly value: unknown;
  readonly keys: KeyPath;
  readonly role: string;
}

function valueFault({ rules }: LintInput, schema: Schema, { value, keys, role }: JudgedValue): readonly SchemaFault[] {
  // A copy, since defaults are put into it.
  const broken = rules.compileValue(schema)(JSON.parse(JSON.stringify(value)));
  if (broken === undefined) return [];
  const inside = broken.keys.length === 0 ? 'it' : `"${broken.keys.join('.')}" in it`;
  const quotes = broken.rule === 'must be text' && broken.keys.length === 0 ? ': put it in quotes' : '';
  return [
    {
      keys: [...keys, ...broken.keys],
      message: `${role} cannot be ${shown(value)}`,
      hint: `${inside} ${broken.rule}${quotes}`,
    },
  ];
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a map' : `"${String(value)}"`;
}
