import type { Program } from '../../contract/program.ts';
import type { FieldLine } from '../../contract/request.ts';
import { CONNECTION_FIELDS } from '../../http/connection-fields.ts';
import { FIELD_VALUE, TOKEN } from '../../http/grammar.ts';

/** Field lines as they are sent, each with its CR LF; or why they cannot be: a name or a value could break out of its field. */
export type AnswerFields =
  | { readonly kind: 'fields'; readonly text: string; readonly hasType: boolean }
  | { readonly kind: 'unsafe'; readonly reason: string };

/** Writes field lines, each name and value checked (RFC 9110 §5.5) unless it is written already. */
export function writeFields(lines: readonly FieldLine[], texts: Program['fieldTexts'] = NOTHING_WRITTEN): AnswerFields {
  // Of those that the manifest declares, none is repeated.
  const repeated = lines.every((line) => texts.has(line)) ? undefined : repeatedName(lines);
  if (repeated !== undefined) return unsafe(`the field ${repeated} is set twice`);
  let text = '';
  let hasType = false;
  for (const line of lines) {
    const known = texts.get(line);
    if (known !== undefined) {
      text += known;
      continue;
    }
    const [name, value] = line;
    if (!isText(name) || !TOKEN.test(name)) return unsafe(`the field name ${JSON.stringify(name)} is not a token`);
    const key = name.toLowerCase();
    if (CONNECTION_FIELDS.has(key)) return unsafe(`only the server sets the field ${name}`);
    if (!isText(value) || !FIELD_VALUE.test(value))
      return unsafe(`the field ${name} has an invalid value: ${JSON.stringify(value)}`);
    text += `${name}: ${value}\r\n`;
    if (key === 'content-type') hasType = true;
  }
  return { kind: 'fields', text, hasType };
}

const NOTHING_WRITTEN: Program['fieldTexts'] = new Map();

/** RFC 9110 §5.3: a sender repeats no field that is not a list; here none is, whatever its case, except cookies. */
function repeatedName(headers: readonly FieldLine[]): string | undefined {
  if (headers.length < 2) return undefined;
  const names = headers.map(([name]) => String(name).toLowerCase());
  return names.find((name, index) => names.indexOf(name) !== index && name !== 'set-cookie');
}

/** An object could give another text each time it is converted, and a handler without types can put one here. */
export function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function unsafe(reason: string): AnswerFields {
  return { kind: 'unsafe', reason };
}
