/** Why a pattern is not a regular expression (JavaScript, with the flag u), or undefined. */
export function patternFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether it can be compiled. */
export function isRegularExpression(pattern: string): boolean {
  return patternFault(pattern) === undefined;
}
