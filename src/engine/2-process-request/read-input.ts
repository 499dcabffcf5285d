import type { Parameter } from '../../contract/program.ts';
import { parseValue } from './parse-value.ts';

/** A parameter that breaks its rule: what the visitor reads, and what was found. */
export interface InputProblem {
  readonly message: string;
  readonly cause: string;
}

/** Typed values by name, without a prototype. */
export type InputValues = Readonly<Record<string, unknown>>;

/**
 * Reads what parameters declare out of the texts of a request, adding what is wrong to `problems`.
 * Names that no parameter declares are ignored.
 */
export function readInput(
  parameters: readonly Parameter[],
  texts: ReadonlyMap<string, string>,
  problems: InputProblem[],
): InputValues {
  const values: Record<string, unknown> = Object.create(null);
  for (const parameter of parameters) {
    const text = texts.get(parameter.name);
    if (text === undefined) {
      if (parameter.default !== undefined) values[parameter.name] = parameter.default;
      else if (parameter.required) problems.push(problem(parameter, 'has to be given', 'nothing was found'));
      continue;
    }
    const parsed = parseValue(parameter, text);
    if (parsed.kind === 'value') values[parameter.name] = parsed.value;
    else problems.push(problem(parameter, parsed.rule, `"${text}" was found`));
  }
  return values;
}

function problem(parameter: Parameter, rule: string, found: string): InputProblem {
  const { name, title } = parameter;
  const called = title === name ? `"${name}"` : `${title} ("${name}")`;
  return { message: `${called} ${rule}.`, cause: `${name} ${rule}, but ${found}` };
}
