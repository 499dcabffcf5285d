import type { KeyPath } from '../1-read/located-manifest.ts';
import type { ParameterShape } from '../2-validate/manifest-shape.ts';
import { type LintInput, routesOf } from './lint-input.ts';

/** Fault: bad-parameter-schema. A schema at fault counts as damaged for the lints that follow. */
export function lintParameters(input: LintInput): void {
  for (const [name, route] of routesOf(input)) {
    for (const group of ['params', 'query'] as const) {
      for (const [parameter, schema] of Object.entries(route[group] ?? {})) {
        const path = ['routes', name, group, parameter];
        if (!input.damage.touches(path.slice(0, -1), [parameter])) lintSchema(input, path, schema);
      }
    }
  }
}

interface SchemaFault {
  /** The keys below the schema that lead to the fault. */
  readonly keys: KeyPath;
  readonly message: string;
  readonly hint: string;
}

function lintSchema(input: LintInput, path: KeyPath, schema: ParameterShape): void {
  const add = (faults: readonly SchemaFault[]) => {
    for (const { keys, message, hint } of faults) {
      const at = input.located.valueAt([...path, ...keys]);
      input.findings.add({ code: 'bad-parameter-schema', at, message, hint });
      input.damage.add(path);
    }
    return faults.length > 0;
  };
  const inconsistent = add([...strayWords(schema), ...badPattern(schema), ...crossedBounds(schema)]);
  if (!inconsistent && !add(badChoices(schema))) add(badDefault(input, schema));
}

const NUMBER_WORDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const;
const STRING_WORDS = ['minLength', 'maxLength', 'pattern'] as const;

function strayWords(schema: ParameterShape): readonly SchemaFault[] {
  const isNumber = schema.type === 'number' || schema.type === 'integer';
  const stray = [...(isNumber ? [] : NUMBER_WORDS), ...(schema.type === 'string' ? [] : STRING_WORDS)];
  return stray
    .filter((word) => schema[word] !== undefined)
    .map((word) => {
      const hint = `it is for ${word in STRING_ONLY ? 'type string' : 'the types number and integer'}`;
      return { keys: [word], message: `Cannot use "${word}" with the type "${schema.type}"`, hint };
    });
}

const STRING_ONLY: Readonly<Record<string, true>> = { minLength: true, maxLength: true, pattern: true };

function badPattern({ pattern }: ParameterShape): readonly SchemaFault[] {
  if (pattern === undefined) return [];
  try {
    new RegExp(pattern, 'u');
    return [];
  } catch (error) {
    const hint = error instanceof Error ? error.message : String(error);
    return [{ keys: ['pattern'], message: `Cannot use "${pattern}" as a regular expression`, hint }];
  }
}

function crossedBounds(schema: ParameterShape): readonly SchemaFault[] {
  const pairs = [
    ['minimum', 'maximum', false],
    ['minimum', 'exclusiveMaximum', true],
    ['exclusiveMinimum', 'maximum', true],
    ['exclusiveMinimum', 'exclusiveMaximum', true],
    ['minLength', 'maxLength', false],
  ] as const;
  for (const [low, high, equalToo] of pairs) {
    const [from, to] = [schema[low], schema[high]];
    if (from === undefined || to === undefined || from < to || (from === to && !equalToo)) continue;
    const message = `Cannot satisfy "${low}" ${from} and "${high}" ${to} at once`;
    return [{ keys: [high], message, hint: `"${high}" must be greater than "${low}"` }];
  }
  return [];
}

function badChoices(schema: ParameterShape): readonly SchemaFault[] {
  return (schema.enum ?? []).flatMap((choice, index) => {
    if (hasType(choice, schema.type)) return [];
    const message = `Cannot use "${choice}" as a choice of the type "${schema.type}"`;
    return [{ keys: ['enum', String(index)], message, hint: typeHint(schema) }];
  });
}

function badDefault({ rules }: LintInput, schema: ParameterShape): readonly SchemaFault[] {
  const { default: value } = schema;
  if (value === undefined) return [];
  const rule = hasType(value, schema.type) ? rules.compile(schema)(value) : undefined;
  if (rule === undefined && hasType(value, schema.type)) return [];
  const hint = rule === undefined ? typeHint(schema) : `it ${rule}`;
  return [{ keys: ['default'], message: `Cannot use "${value}" as the default`, hint }];
}

function hasType(value: unknown, type: ParameterShape['type']): boolean {
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type;
}

function typeHint({ type }: ParameterShape): string {
  return type === 'string' ? 'it must be text: put it in quotes' : `it must have the type "${type}"`;
}
