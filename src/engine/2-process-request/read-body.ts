import type { Failure } from '../../contract/answer.ts';
import type { BodyRule, BrokenRule } from '../../contract/program.ts';
import type { Request } from '../../contract/request.ts';
import { unsupportedBody, unsupportedCoding } from '../default-answers.ts';
import { parseForm } from './parse-form.ts';
import { parseJson } from './parse-json.ts';
import { type InputProblem, readInput } from './read-input.ts';

/** A body that was read, or the answer to one of a kind that the route does not take. */
export type ReadBody =
  /** Undefined where there are problems. */
  { readonly kind: 'read'; readonly value: unknown } | { readonly kind: 'refused'; readonly answer: Failure };

/**
 * Reads the body of a request as its route declares it: JSON (RFC 8259), or a form (WHATWG URL §5.1), both in UTF-8.
 * Adds what is wrong in it to `problems`.
 */
export function readBody(rule: BodyRule, request: Request, problems: InputProblem[]): ReadBody {
  const coding = request.headers.get('content-encoding');
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    return { kind: 'refused', answer: unsupportedCoding(coding) };
  }
  const type = mediaTypeOf(request);
  if (request.body.length === 0 && type !== FORM) {
    problems.push({ message: 'A body has to be sent with this request.', cause: 'The request has no body' });
    return NOTHING;
  }
  if (isJson(type)) return readJson(rule, request.body, problems);
  if (type === FORM && rule.fields !== undefined) return readForm(rule, rule.fields, request.body, problems);
  const accepted = rule.fields === undefined ? [JSON_TYPE] : [JSON_TYPE, FORM];
  return { kind: 'refused', answer: unsupportedBody(type, accepted, request.method) };
}

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const NOTHING: ReadBody = { kind: 'read', value: undefined };

/** Without its parameters: JSON is UTF-8 whatever they say (RFC 8259 §11), and so are forms. */
function mediaTypeOf({ headers }: Request): string | undefined {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
}

/** Structured syntax suffixes too (RFC 6839 §3.1). */
function isJson(type: string | undefined): boolean {
  return type === JSON_TYPE || (type?.endsWith('+json') ?? false);
}

function readJson(rule: BodyRule, body: Uint8Array, problems: InputProblem[]): ReadBody {
  const text = decodeText(body, problems);
  if (text === undefined) return NOTHING;
  const parsed = parseJson(text);
  if (parsed.kind === 'malformed') {
    problems.push({ message: `The body ${parsed.fault}.`, cause: `The body is no JSON text: ${parsed.reason}` });
    return NOTHING;
  }
  for (const broken of rule.check(parsed.value)) problems.push(problemOf(broken));
  return { kind: 'read', value: parsed.value };
}

function readForm(
  rule: BodyRule,
  fields: NonNullable<BodyRule['fields']>,
  body: Uint8Array,
  problems: InputProblem[],
): ReadBody {
  const text = decodeText(body, problems);
  if (text === undefined) return NOTHING;
  const parsed = parseForm(text);
  if (parsed.kind === 'malformed') {
    const message = 'The form that was sent holds a percent sign that is not followed by the code of a character.';
    problems.push({ message, cause: `"${shortened(parsed.part)}" does not decode to UTF-8 text` });
    return NOTHING;
  }
  const { texts } = parsed;
  for (const { name, type } of fields) {
    // A browser sends what was left empty as an empty text.
    if (type !== 'string' && texts.get(name) === '') texts.delete(name);
  }
  const before = problems.length;
  const value = readInput(fields, texts, problems);
  if (rule.closed) refuseOthers(fields, texts, problems);
  if (problems.length === before) for (const broken of rule.check(value)) problems.push(problemOf(broken));
  return { kind: 'read', value };
}

/** The first says enough. */
function refuseOthers(
  fields: NonNullable<BodyRule['fields']>,
  texts: ReadonlyMap<string, string>,
  problems: InputProblem[],
): void {
  const known = new Set(fields.map(({ name }) => name));
  for (const name of texts.keys()) {
    if (known.has(name)) continue;
    const rule = `must not have the field "${shortened(name)}"`;
    problems.push({ message: `The form ${rule}.`, cause: `The form ${rule}` });
    return;
  }
}

function decodeText(body: Uint8Array, problems: InputProblem[]): string | undefined {
  try {
    return UTF8.decode(body);
  } catch {
    problems.push({ message: 'The body has to be UTF-8 text.', cause: 'The body is not UTF-8 text' });
    return undefined;
  }
}

/** Takes off a byte order mark, as RFC 8259 §8.1 allows. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

function problemOf({ rule, found }: BrokenRule): InputProblem {
  return { message: `${rule}.`, cause: found === undefined ? rule : `${rule}, but ${described(found)} was found` };
}

function described(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? 'a list of 1 item' : `a list of ${value.length} items`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? `"${shortened(value)}"` : String(value);
}

function shortened(text: string): string {
  return text.length > SHOWN_CHARACTERS_MAX ? `${text.slice(0, SHOWN_CHARACTERS_MAX)}…` : text;
}

const SHOWN_CHARACTERS_MAX = 100;
