import type { Redaction } from '../../../contract/log-settings.ts';
import type { Parameter } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';
import { pointerTo } from '../../../http/json-pointer.ts';
import { asUtf8 } from '../../../http/octets.ts';
import { shortened } from '../../shortened.ts';
import { asSentence, type InputProblem } from './input-problem.ts';
import { parseValue } from './parse-value.ts';

/** Typed values by name, without a prototype. */
export type InputValues = Readonly<Record<string, unknown>>;

/**
 * Reads declared parameters from the texts of a request, and adds what is wrong to `problems`.
 * Names that no parameter declares are ignored.
 */
export function readInput(
  parameters: readonly Parameter[],
  texts: ReadonlyMap<string, string>,
  problems: InputProblem[],
  place: 'path' | 'query' | 'body',
): InputValues {
  const values: Record<string, unknown> = Object.create(null);
  const reading = { values, problems, place };
  for (const parameter of parameters) readValue(parameter, texts.get(parameter.name), reading);
  return values;
}

/** The same for header fields, whose names have no case (RFC 9110 §5.1). Redacted values are not quoted. */
export function readHeaders(
  parameters: readonly Parameter[],
  { headers }: Request,
  problems: InputProblem[],
  redact: Redaction,
): InputValues {
  const values: Record<string, unknown> = Object.create(null);
  for (const parameter of parameters) {
    const name = parameter.name.toLowerCase();
    const hidden = redact.headers.has(name) || (name === 'cookie' && redact.cookies.size > 0);
    readValue(parameter, headers.get(name), { values, problems, place: 'header', hidden });
  }
  return values;
}

/** The same for cookies. */
export function readCookies(
  parameters: readonly Parameter[],
  { cookies }: Request,
  problems: InputProblem[],
  redact: Redaction,
): InputValues {
  const values: Record<string, unknown> = Object.create(null);
  for (const parameter of parameters) {
    const { name } = parameter;
    const hidden = redact.cookies.has(name) || redact.headers.has('cookie');
    readValue(parameter, cookies.get(name), { values, problems, place: 'cookie', hidden });
  }
  return values;
}

/** What is wrong with the text of a parameter, as a sentence that stands beside its field, or undefined. */
export function problemBeside(parameter: Parameter, text: string | undefined): string | undefined {
  if (text === undefined)
    return parameter.default === undefined && parameter.required ? `It ${MISSING.rule}.` : undefined;
  const parsed = parseValue(parameter, text);
  if (parsed.kind === 'value') return undefined;
  return parameter.errorMessage === undefined ? `It ${parsed.rule}.` : asSentence(parameter.errorMessage);
}

interface Reading {
  readonly values: Record<string, unknown>;
  readonly problems: InputProblem[];
  readonly place: InputProblem['in'];
  readonly hidden?: boolean;
}

function readValue(parameter: Parameter, text: string | undefined, reading: Reading): void {
  const { name } = parameter;
  if (text === undefined) {
    if (parameter.default !== undefined) reading.values[name] = parameter.default;
    else if (parameter.required) reading.problems.push(problem(parameter, reading, MISSING));
    return;
  }
  const parsed = parseValue(parameter, text);
  if (parsed.kind === 'value') {
    reading.values[name] = parsed.value;
    return;
  }
  const shown = reading.place === 'header' ? asUtf8(text) : text;
  reading.problems.push(problem(parameter, reading, { rule: parsed.rule, found: `"${shortened(shown)}"` }));
}

const MISSING = { rule: 'is required', found: 'nothing' };

function problem(
  { name, title, errorMessage, secret = false }: Parameter,
  { place, hidden = false }: Reading,
  { rule, found }: { readonly rule: string; readonly found: string },
): InputProblem {
  // Named before the parameter, if the address does not make it plain.
  const kind = place === 'header' || place === 'cookie' ? place : undefined;
  const quoted = kind === undefined ? `"${name}"` : `the ${kind} "${name}"`;
  const called = title === name ? quoted.replace(/^t/, 'T') : `${title} (${quoted})`;
  const shown = (hidden || secret) && found !== MISSING.found ? 'another value' : found;
  const source = kind === undefined ? name : `the ${kind} ${name}`;
  const at = place === 'body' ? { in: place, pointer: pointerTo([name]) } : { in: place, name };
  const isSaid = errorMessage !== undefined && found !== MISSING.found;
  const message = isSaid ? asSentence(errorMessage) : `${called} ${rule}.`;
  return { ...at, message, cause: `${source} ${rule}, but ${shown} was found` };
}
