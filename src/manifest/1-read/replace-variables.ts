import type { Finding } from '../findings/findings.ts';
import { JSON_NUMBER } from './decimal.ts';
import type { KeyPath } from './located-manifest.ts';

/** The variables of an environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A text with its variables replaced, or what is wrong with them. */
export type Replaced =
  | { readonly kind: 'replaced'; readonly value: unknown }
  | { readonly kind: 'wrong'; readonly faults: readonly VariableFault[] };

/** `start` and `length` are those of the variable inside its text. Never holds a value of the environment. */
export type VariableFault = Pick<Finding, 'code' | 'message' | 'hint'> & {
  readonly start: number;
  readonly length: number;
};

/** The parts of a manifest that can differ from one machine to the next. */
const SECTIONS: ReadonlySet<string> = new Set(['server', 'logs', 'clients', 'session']);

/** Whether variables are replaced in the value at this path. Below `x-…` they are not. */
export function takesVariables([section = '', ...keys]: KeyPath): boolean {
  return SECTIONS.has(section) && !keys.some((key) => key.startsWith('x-'));
}

/**
 * Replaces `${NAME}` and `${NAME:-default}`; the default counts if the variable is not set, or empty, as in shells. A
 * text that is one variable and nothing else becomes the number, boolean or null that it is in JSON. The value of a
 * variable is not searched for variables. Faults: unset-variable, bad-variable.
 */
export function replaceVariables(text: string, env: Environment): Replaced {
  const faults: VariableFault[] = [];
  let replaced = '';
  let from = 0;
  for (let start = text.indexOf('${'); start !== -1; start = text.indexOf('${', from)) {
    const variable = readVariable(text, start, env);
    if (variable.kind === 'wrong') faults.push({ ...variable.fault, start, length: variable.length });
    else if (variable.length === text.length) return { kind: 'replaced', value: typedValue(variable.value) };
    else replaced += text.slice(from, start) + variable.value;
    from = start + variable.length;
  }
  return faults.length === 0 ? { kind: 'replaced', value: replaced + text.slice(from) } : { kind: 'wrong', faults };
}

type Variable =
  | { readonly kind: 'value'; readonly length: number; readonly value: string }
  | { readonly kind: 'wrong'; readonly length: number; readonly fault: Omit<VariableFault, 'start' | 'length'> };

/** The default cannot hold a variable: its end would be hard to see. */
const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-((?:(?!\$\{)[^}])*))?\}/y;
const ANYTHING_LIKE_ONE = /\$\{[^}\n]*\}?/y;

function readVariable(text: string, start: number, env: Environment): Variable {
  VARIABLE.lastIndex = start;
  const [whole, name = '', standard] = VARIABLE.exec(text) ?? [];
  if (whole === undefined) {
    ANYTHING_LIKE_ONE.lastIndex = start;
    const found = ANYTHING_LIKE_ONE.exec(text)?.[0] ?? '${';
    const hint = `write "\${NAME}" or "\${NAME:-default}"; a name has letters, digits and "_", and does not begin with a digit`;
    const message = `"${found}" is not a variable`;
    return { kind: 'wrong', length: found.length, fault: { code: 'bad-variable', message, hint } };
  }
  const set = Object.hasOwn(env, name) ? env[name] : undefined;
  const value = standard !== undefined && set === '' ? standard : (set ?? standard);
  if (value !== undefined) return { kind: 'value', length: whole.length, value };
  const message = `The environment variable "${name}" is not set`;
  const hint = `set it, or give a default: "\${${name}:-default}"`;
  return { kind: 'wrong', length: whole.length, fault: { code: 'unset-variable', message, hint } };
}

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function typedValue(text: string): unknown {
  if (WORDS.has(text)) return WORDS.get(text);
  const number = JSON_NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : text;
}
