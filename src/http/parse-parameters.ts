import { TCHAR_CLASS } from './grammar.ts';

/** A parameter of a field, its name in lower case and its value without quotes. */
export type Parameter = readonly [name: string, value: string];

/** parameters (RFC 9110 §5.6.6), from the first semicolon to the end; undefined if the text is anything else. */
export function parseParameters(text: string): readonly Parameter[] | undefined {
  const parameters: Parameter[] = [];
  PARAMETER.lastIndex = 0;
  while (PARAMETER.lastIndex < text.length) {
    const found = PARAMETER.exec(text);
    if (found === null) return undefined;
    const [, name, token, quoted = ''] = found;
    if (name !== undefined) parameters.push([name.toLowerCase(), token ?? quoted.replace(/\\(.)/g, '$1')]);
  }
  return parameters;
}

/** A semicolon without a parameter is allowed, too. White space is matched in one way only: two ways would try each other's lengths. */
const PARAMETER = new RegExp(
  `[\\t ]*;[\\t ]*(?:([${TCHAR_CLASS}]+)=(?:([${TCHAR_CLASS}]+)|"((?:[^"\\\\]|\\\\.)*)")[\\t ]*)?(?=;|$)`,
  'y',
);
