import type { Failure } from '../../../contract/answer.ts';
import type { BodyRule, BrokenRule } from '../../../contract/program.ts';
import type { Request, RequestHead } from '../../../contract/request.ts';
import type { ReceivedForm } from '../../../contract/uploads.ts';
import { fieldValue } from '../../../http/field-value.ts';
import { pointerTo } from '../../../http/json-pointer.ts';
import { FORM_TYPE, isJson, JSON_TYPE, MULTIPART_TYPE } from '../../../http/media-types.ts';
import { isFieldName } from '../../../http/secret-names.ts';
import { formTooLarge, ourFailure, unsupportedBody } from '../../default-answers.ts';
import { shortened } from '../../shortened.ts';
import { withoutMark } from '../../utf8-text.ts';
import { allTexts, listNames, withoutEmpty } from './form-texts.ts';
import { asSentence, type InputProblem } from './input-problem.ts';
import { dropProto, type ParsedJson, parseJson } from './parse-json.ts';
import { filesOf, readFiles } from './read-files.ts';
import { decodeText, mediaTypeOf, readFormTexts, refusedCoding } from './read-form.ts';
import { readInput } from './read-input.ts';

/** A body that was read, or the answer to one of a kind that the route does not take. */
export type ReadBody =
  /** Undefined if there are problems, or there is none and need not be. `sent`: of a form; `json`: the text, if it is JSON. */
  | { readonly kind: 'read'; readonly value: unknown; readonly sent: SentFields | undefined; readonly json?: string }
  | { readonly kind: 'refused'; readonly answer: Failure };

/**
 * Reads the body of a request as its route declares it: JSON (RFC 8259), or a form (WHATWG URL §5.1, RFC 7578), all in UTF-8.
 * `received`: a form of the second kind. Adds what is wrong in it to `problems`.
 */
export function readBody(
  rule: BodyRule,
  request: Request,
  problems: InputProblem[],
  received?: ReceivedForm,
): ReadBody {
  const refused = refusedCoding(request) ?? (request.body.length === 0 ? refusedByHead(rule, request) : undefined);
  if (refused !== undefined) return { kind: 'refused', answer: refused };
  if (received !== undefined) return readReceived(rule, received, problems);
  const type = mediaTypeOf(request);
  if (request.body.length === 0 && !rule.required) return NOTHING;
  if (request.body.length === 0 && type !== FORM_TYPE) {
    problems.push({ ...WHOLE, message: 'This request needs a body.', cause: 'The request has no body' });
    return NOTHING;
  }
  if (isJson(type) && takesJson(rule)) return readJson(rule, request.body, problems);
  if (type === FORM_TYPE && rule.fields !== undefined) return readForm(rule, request.body, problems);
  return { kind: 'refused', answer: refusedType(rule, type, request.method) };
}

/** The answer to a body of a kind that its route does not take, if the head alone shows that: a chunked one can still be empty. */
export function refusedByHead(rule: BodyRule, head: RequestHead): Failure | undefined {
  const coding = refusedCoding(head);
  if (coding !== undefined || !(Number(fieldValue(head.fieldLines, 'content-length')) > 0)) return coding;
  const type = mediaTypeOf(head);
  const isForm = type === FORM_TYPE || type === MULTIPART_TYPE;
  const isTaken = isForm ? rule.fields !== undefined : isJson(type) && takesJson(rule);
  return isTaken ? undefined : refusedType(rule, type, head.method);
}

function takesJson({ files }: BodyRule): boolean {
  return files.length === 0;
}

function refusedType(rule: BodyRule, type: string | undefined, method: string): Failure {
  const forms = rule.fields === undefined ? [] : [FORM_TYPE, MULTIPART_TYPE];
  return unsupportedBody(type, [...(takesJson(rule) ? [JSON_TYPE] : []), ...forms], method);
}

/** The parser's reason quotes the body. */
const NOT_JSON = 'The body is not JSON';

/** Of the whole body. */
const WHOLE = { in: 'body', pointer: '' } as const;

const NOTHING: ReadBody = { kind: 'read', value: undefined, sent: undefined };

function readJson(rule: BodyRule, body: Uint8Array, problems: InputProblem[]): ReadBody {
  const text = decodeText(body, problems);
  if (text === undefined) return NOTHING;
  // RFC 8259 §8.1 allows to ignore a byte order mark.
  const parsed = parseJson(withoutMark(text));
  if (parsed.kind === 'malformed') {
    problems.push({
      ...WHOLE,
      message: `The body ${parsed.fault}.`,
      cause: rule.secret ? NOT_JSON : `${NOT_JSON}: ${parsed.reason}`,
    });
    return NOTHING;
  }
  for (const broken of judge(rule, parsed)) problems.push(problemOf(broken));
  return { kind: 'read', value: parsed.value, sent: undefined, json: text };
}

/** As it was sent, and as it is handed on: without `__proto__`, two items of a list may be the same. */
function judge(rule: BodyRule, { value, mayHoldProto }: ParsedJson & { kind: 'value' }): readonly BrokenRule[] {
  const broken = rule.check(value);
  if (!mayHoldProto) return broken;
  dropProto(value);
  return broken.length > 0 ? broken : rule.check(value);
}

function readForm(rule: BodyRule, body: Uint8Array, problems: InputProblem[]): ReadBody {
  const { fields = [], files, form } = rule;
  const wanted = new Set([...fields, ...files].map(({ name }) => name).concat(...(form?.alongside ?? [])));
  const parsed = readFormTexts(body, wanted, problems, { lists: listNames(fields), secret: rule.secret });
  return parsed === undefined ? NOTHING : readFields(rule, { ...parsed, files: NO_FILES }, problems);
}

function readReceived(rule: BodyRule, received: ReceivedForm, problems: InputProblem[]): ReadBody {
  switch (received.kind) {
    case 'form':
      return readFields(rule, received, problems);
    case 'malformed': {
      const words = `The form ${received.reason}`;
      problems.push({ ...WHOLE, message: 'The form could not be read. Please send it again.', cause: words });
      return NOTHING;
    }
    case 'too-large':
      return { kind: 'refused', answer: formTooLarge(received.reason) };
    case 'failed':
      return { kind: 'refused', answer: ourFailure('upload-failed', received.error) };
  }
}

/** What a form has sent, however it was written. */
export type SentFields = Pick<ReceivedForm & { kind: 'form' }, 'texts' | 'more' | 'files' | 'other'>;

const NO_FILES: SentFields['files'] = new Map();

function readFields(rule: BodyRule, all: SentFields, problems: InputProblem[]): ReadBody {
  const { texts: sent, more, files, other } = all;
  const { fields = [] } = rule;
  for (const name of rule.form?.checkboxes ?? []) if (!sent.has(name)) sent.set(name, 'false');
  const texts = withoutEmpty(fields, sent);
  const before = problems.length;
  const value: Record<string, unknown> = readInput(fields, texts, problems, 'body', allTexts(texts, more));
  readFiles(rule.files, { texts: sent, files }, problems);
  if (rule.closed && other !== undefined)
    problems.push(unwantedField(other, rule.secret === true && !isFieldName(other)));
  if (problems.length === before) {
    const given = filesOf(rule.files, files);
    // A text in the place of each, as the rule knows them.
    for (const [name, file] of given) value[name] = Array.isArray(file) ? file.map(() => '') : '';
    for (const broken of rule.check(value)) problems.push(problemOf(broken));
    for (const [name, file] of given) value[name] = file;
  }
  return { kind: 'read', value, sent: all };
}

function unwantedField(name: string, isSecret: boolean): InputProblem {
  if (isSecret)
    return { ...WHOLE, message: 'The form must not have other fields.', cause: 'The form has other fields' };
  const rule = `must not have the field "${shortened(name)}"`;
  return { in: 'body', pointer: pointerTo([name]), message: `The form ${rule}.`, cause: `The form ${rule}` };
}

function problemOf({ rule, message, found, pointer }: BrokenRule): InputProblem {
  const cause = found === undefined ? rule : `${rule}, but ${described(found)} was found`;
  return { in: 'body', pointer, message: asSentence(message ?? rule), cause };
}

function described(value: unknown): string {
  if (Array.isArray(value)) return value.length === 1 ? 'a list of 1 item' : `a list of ${value.length} items`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? `"${shortened(value)}"` : String(value);
}
