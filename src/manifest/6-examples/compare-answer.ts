import type { Diagnostic } from '../../contract/diagnostic.ts';
import { splitList } from '../../http/field-list.ts';
import { guarded } from '../../http/guarded.ts';
import { isHtml, PROBLEM_TYPE } from '../../http/media-types.ts';
import type { KeyPath } from '../1-read/located-manifest.ts';
import type { Example } from './compile-examples.ts';
import { type Difference, findDifference } from './find-difference.ts';
import { fieldValues, type ReceivedAnswer } from './read-answer.ts';
import type { RecordedModel } from './record-models.ts';

/** One expectation that an answer does not meet. */
export interface Mismatch {
  /** Where it is, from the example on. */
  readonly keys: KeyPath;
  /** What was required, in words. */
  readonly expected: string;
  readonly found: string;
  readonly related?: Diagnostic['related'];
}

/** All that is known of the outcome of an example. */
export interface Received {
  readonly answer: ReceivedAnswer;
  readonly recorded: RecordedModel;
  /** The records that error.log would have. */
  readonly errors: readonly string[];
}

/** Where an answer differs from what its example expects: one mismatch for each expectation. */
export function compareAnswer(example: Example, received: Received): readonly Mismatch[] {
  const { status, headers = {}, cookies = {}, contains } = example.shape.response ?? {};
  return [
    ...(status === undefined ? [] : compareStatus(status, received)),
    ...Object.entries(headers).flatMap(([name, value]) => compareHeader(name, value, received)),
    ...compareCookies(cookies, received),
    ...(contains === undefined ? [] : compareText(contains, received)),
    ...compareJson(example, received),
    ...compareModel(example, received),
    ...compareSchema(example, received),
  ];
}

function compareStatus(expected: number, received: Received): readonly Mismatch[] {
  const { status } = received.answer;
  if (status === expected) return [];
  const why = reasonIn(received);
  const found = why === undefined ? String(status) : `${status}: ${why}`;
  return [{ keys: ['response', 'status'], expected: `the status must be ${expected}`, found }];
}

function compareHeader(name: string, expected: string | null, { answer }: Received): readonly Mismatch[] {
  const keys = ['response', 'headers', name];
  const values = fieldValues(answer, name);
  if (expected === null) {
    if (values.length === 0) return [];
    return [{ keys, expected: `it must not have the header "${name}"`, found: shown(values.join(', ')) }];
  }
  if (values.includes(expected)) return [];
  const found = values.length === 0 ? 'no such header' : shown(values.join(', '));
  return [{ keys, expected: `the header "${name}" must be ${shown(expected)}`, found }];
}

function compareCookies(expected: Readonly<Record<string, string | null>>, { answer }: Received): readonly Mismatch[] {
  const set = new Map(fieldValues(answer, 'set-cookie').map(readCookie));
  return Object.entries(expected).flatMap(([name, value]) => {
    const keys = ['response', 'cookies', name];
    const found = set.get(name);
    if (found === (value ?? undefined)) return [];
    if (value === null) return [{ keys, expected: `it must not set the cookie "${name}"`, found: shown(found) }];
    const others = set.size === 0 ? 'no cookie' : `the cookies ${shortened([...set.keys()].join(', '))}`;
    const words = found === undefined ? others : shown(found);
    return [{ keys, expected: `the cookie "${name}" must be set to ${shown(value)}`, found: words }];
  });
}

/** RFC 6265 §4.1.1. */
function readCookie(field: string): readonly [name: string, value: string] {
  const pair = field.split(';', 1)[0] ?? '';
  const equals = pair.indexOf('=');
  return [pair.slice(0, equals), pair.slice(equals + 1)];
}

function compareText(expected: string, { answer }: Received): readonly Mismatch[] {
  const body = textOf(answer);
  if (body.includes(expected)) return [];
  const keys = ['response', 'contains'];
  const found = `${excerptOf(answer, body)}${isProblemByAccept(answer) ? ASK_FOR_PAGE : ''}`;
  return [{ keys, expected: `the body must contain ${shown(expected)}`, found }];
}

/** Whether a browser would have got a page. */
function isProblemByAccept(answer: ReceivedAnswer): boolean {
  const varies = fieldValues(answer, 'vary').some((value) => splitList(value).includes('Accept'));
  return varies && fieldValues(answer, 'content-type').includes(PROBLEM_TYPE);
}

const ASK_FOR_PAGE = '; with headers: { Accept: text/html } it is a page';

function compareJson({ shape }: Example, { answer }: Received): readonly Mismatch[] {
  const { response = {} } = shape;
  if (response.json === undefined) return [];
  const keys = ['response', 'json'];
  const body = textOf(answer);
  const found: unknown = guarded(() => JSON.parse(body));
  if (found === undefined) return [{ keys, expected: 'the body must be JSON', found: excerptOf(answer, body) }];
  const difference = findDifference(response.json, found, { moreKeys: false });
  return difference === undefined ? [] : [differenceInWords('the JSON', keys, difference)];
}

function compareModel({ shape }: Example, received: Received): readonly Mismatch[] {
  const { response = {} } = shape;
  if (response.model === undefined) return [];
  const keys = ['response', 'model'];
  const { recorded } = received;
  if (!recorded.isThere) {
    const why = reasonIn(received);
    const found = why === undefined ? 'none' : `none: ${why}`;
    return [{ keys, expected: 'the handler must return a model', found }];
  }
  const difference = findDifference(response.model, recorded.model, { moreKeys: true });
  return difference === undefined ? [] : [differenceInWords('the model', keys, difference)];
}

/** The model must satisfy the schema of its route even if the example does not mention it. */
function compareSchema({ shape, model }: Example, { recorded }: Received): readonly Mismatch[] {
  const broken = model !== undefined && recorded.isThere ? model.check(recorded.model) : undefined;
  if (model === undefined || broken === undefined) return [];
  return [
    {
      keys: shape.response?.model === undefined ? ['request'] : ['response', 'model'],
      expected: `the model breaks its schema: ${broken}`,
      found: shown(recorded.model),
      related: [{ ...model.at, message: 'the schema is here' }],
    },
  ];
}

function differenceInWords(what: string, keys: KeyPath, { path, expected, found }: Difference): Mismatch {
  const place = path.length === 0 ? what : `"${path.join('.')}" of ${what}`;
  return {
    keys: [...keys, ...path],
    expected: expected === undefined ? `there must be no ${place}` : `${place} must be ${shown(expected)}`,
    found: shown(found),
  };
}

/** Why an answer is an error: the words that error.log would have. */
function reasonIn({ errors }: Received): string | undefined {
  const record: unknown = JSON.parse(errors[0] ?? 'null');
  const cause = typeof record === 'object' && record !== null && 'cause' in record ? record.cause : undefined;
  return typeof cause === 'string' ? shortened(cause) : undefined;
}

function textOf({ body }: ReceivedAnswer): string {
  return new TextDecoder().decode(body);
}

/** The words of a page, without its tags. */
function excerptOf(answer: ReceivedAnswer, body: string): string {
  if (body === '') return 'an empty body';
  const html = fieldValues(answer, 'content-type').some(isHtml);
  const words = html ? body.replace(/^.*<body[^>]*>/s, '').replace(/<[^>]*>/g, ' ') : body;
  return JSON.stringify(shortened(words.replace(/\s+/g, ' ').trim()));
}

/** A value as JSON, on one line. What JSON cannot hold is named. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return guarded(() => shortened(JSON.stringify(value) ?? String(value))) ?? 'a value that JSON cannot hold';
}

const SHOWN_MAX = 120;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= SHOWN_MAX ? line : `${line.slice(0, SHOWN_MAX - 1)}…`;
}
