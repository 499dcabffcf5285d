import type { Redaction } from '../../../contract/log-settings.ts';
import type { Parameter } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';
import { splitList } from '../../../http/field-list.ts';
import { pointerTo } from '../../../http/json-pointer.ts';
import { asUtf8 } from '../../../http/octets.ts';
import { shortened } from '../../shortened.ts';
import { asSentence, type InputProblem } from './input-problem.ts';
import { parseValue, type TextRule } from './parse-value.ts';

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
  all: AllTexts = (name) => [texts.get(name) ?? []].flat(),
): InputValues {
  const values: Record<string, unknown> = Object.create(null);
  const reading = { values, problems, place };
  for (const parameter of parameters) {
    if (parameter.item === undefined) readValue(parameter, texts.get(parameter.name), reading);
    else readList(parameter, parameter.item, all(parameter.name), reading);
  }
  return values;
}

/** All texts of a name, where it can be sent several times. */
export type AllTexts = (name: string) => readonly string[];

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
    const reading: Reading = { values, problems, place: 'header', hidden };
    const text = headers.get(name);
    if (parameter.item === undefined) readValue(parameter, text, reading);
    else readList(parameter, parameter.item, text === undefined ? [] : splitList(text), reading);
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

interface Reading {
  readonly values: Record<string, unknown>;
  readonly problems: InputProblem[];
  readonly place: InputProblem['in'];
  readonly hidden?: boolean;
}

function readValue(parameter: Parameter, text: string | undefined, reading: Reading): void {
  const { name } = parameter;
  if (text === undefined) {
    const { default: otherwise } = parameter;
    // A handler can change a list.
    if (otherwise !== undefined) reading.values[name] = Array.isArray(otherwise) ? [...otherwise] : otherwise;
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

/** A form that sends nothing of a list that it must have sends an empty one: a browser has no other way. */
function readList(parameter: Parameter, item: TextRule, texts: readonly string[], reading: Reading): void {
  const { name, required, default: otherwise } = parameter;
  const { values, problems, place } = reading;
  const isEmpty = texts.length === 0;
  if (isEmpty && (otherwise !== undefined || !required || place !== 'body')) {
    readValue(parameter, undefined, reading);
    return;
  }
  const before = problems.length;
  const items = texts.map((text, index) => {
    const parsed = parseValue(item, text);
    if (parsed.kind === 'value') return parsed.value;
    if (problems.length - before < PROBLEMS_MAX)
      problems.push(itemProblem(parameter, reading, { ...parsed, text, index }));
    return undefined;
  });
  if (problems.length > before) return;
  const rule = parameter.check(items);
  if (rule === undefined) values[name] = items;
  else
    problems.push(
      problem(parameter, reading, { rule, found: items.length === 1 ? '1 item' : `${items.length} items` }),
    );
}

/** A form can have half a million items. */
const PROBLEMS_MAX = 100;

function itemProblem(
  parameter: Parameter,
  reading: Reading,
  { rule, text, index }: { readonly rule: string; readonly text: string; readonly index: number },
): InputProblem {
  const shown = reading.place === 'header' ? asUtf8(text) : text;
  const told = problem(parameter, reading, { rule, found: `"${shortened(shown)}"` }, `, item ${index + 1},`);
  return told.pointer === undefined ? told : { ...told, pointer: `${told.pointer}/${index}` };
}

const MISSING = { rule: 'is required', found: 'nothing' };

function problem(
  { name, title, errorMessage, secret = false }: Parameter,
  { place, hidden = false }: Reading,
  { rule, found }: { readonly rule: string; readonly found: string },
  part = '',
): InputProblem {
  // Named before the parameter, if the address does not make it plain.
  const kind = place === 'header' || place === 'cookie' ? place : undefined;
  const quoted = kind === undefined ? `"${name}"` : `the ${kind} "${name}"`;
  const called = title === name ? quoted.replace(/^t/, 'T') : `${title} (${quoted})`;
  const shown = (hidden || secret) && found !== MISSING.found ? 'another value' : found;
  const source = kind === undefined ? name : `the ${kind} ${name}`;
  const at = place === 'body' ? { in: place, pointer: pointerTo([name]) } : { in: place, name };
  const said = errorMessage !== undefined && found !== MISSING.found ? asSentence(errorMessage) : undefined;
  const message = said ?? `${called}${part} ${rule}.`;
  const cause = `${source}${part} ${rule}, but ${shown} was found`;
  if (kind !== undefined) return { ...at, message, cause };
  return { ...at, message, cause, beside: [name, said ?? `${part === '' ? 'It' : 'Each of them'} ${rule}.`] };
}
