import { messageOf } from '../../http/describe-thrown.ts';

/** Why a pattern is not a regular expression (JavaScript, with the flag u), or undefined. */
export function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** Whether it can be compiled. */
export function isRegularExpression(pattern: string): boolean {
  return patternFault(pattern) === undefined;
}
