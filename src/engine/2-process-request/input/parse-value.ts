import type { Parameter } from '../../../contract/program.ts';

export type ParsedValue =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'wrong'; readonly rule: string };

/** How a text is read: a parameter's, or that of the items of one. */
export type TextRule = Pick<Parameter, 'type' | 'check' | 'complete'>;

/** JSON's number grammar (RFC 8259 §6): its whole part, its fraction and its exponent. */
const JSON_NUMBER = /^-?(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Turns the text of a parameter into a value of its type, or returns the rule that it breaks.
 * Nothing is coerced: a number that would lose digits on the way is refused.
 */
export function parseValue(parameter: TextRule, text: string): ParsedValue {
  switch (parameter.type) {
    case 'string':
      return checked(parameter, parameter.complete?.(text) ?? text);
    case 'boolean':
      return text === 'true' || text === 'false' ? checked(parameter, text === 'true') : wrong('must be true or false');
    case 'number':
    case 'integer':
      return parseNumber(parameter, text);
  }
}

function parseNumber(parameter: TextRule, text: string): ParsedValue {
  const whole = parameter.type === 'integer';
  const parts = JSON_NUMBER.exec(text);
  if (parts === null || (whole && !isWhole(parts))) {
    return wrong(whole ? 'must be a whole number, such as 12 or -3' : 'must be a number, such as 12, -0.5 or 3e8');
  }
  const value = Number(text);
  const digitsLost = Math.abs(value) > Number.MAX_SAFE_INTEGER && (whole || !/[eE]/.test(text));
  if (digitsLost || !Number.isFinite(value)) return wrong('must not be so large: its digits would be lost');
  const vanished = value === 0 && /[1-9]/.test(text.replace(/[eE].*/, ''));
  if (vanished) return wrong('must not be so small: it would become zero');
  return checked(parameter, value);
}

/** Judged by its digits: a fraction that a double cannot hold is still a fraction. `1.0` and `100e-2` are whole. */
function isWhole([, integer = '', fraction = '', exponent = '0']: readonly string[]): boolean {
  const behindPoint = fraction.length - Number(exponent);
  return behindPoint <= 0 || /^0*$/.test(`${integer}${fraction}`.slice(-behindPoint));
}

function checked(parameter: TextRule, value: unknown): ParsedValue {
  const rule = parameter.check(value);
  return rule === undefined ? { kind: 'value', value } : wrong(rule);
}

function wrong(rule: string): ParsedValue {
  return { kind: 'wrong', rule };
}
