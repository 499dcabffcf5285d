import type { Answer } from '../../../contract/answer.ts';
import type { FormModel } from '../../../contract/page-data.ts';
import type { Parameter, Route } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';
import type { ReceivedForm } from '../../../contract/uploads.ts';
import { withForm } from '../../default-answers.ts';
import { declaredTexts, withoutEmpty } from '../input/form-texts.ts';
import { problemBesideFile } from '../input/read-files.ts';
import { problemBeside } from '../input/read-input.ts';
import { refillForm } from './refill-form.ts';

type Texts = ReadonlyMap<string, string>;

/** What a request carries as text, for a form to show. */
export interface Sent {
  readonly values: Texts;
  readonly request: Request;
  /** The fields of a form; undefined if the body is not one. */
  readonly bodyTexts: Texts | undefined;
  /** The body, if it came with files. */
  readonly received?: ReceivedForm | undefined;
}

/** The answer of a route's handler. If it refuses what no schema can, with any 4xx, the form is added for correction. */
export function offerForm(answer: Answer, route: Route, sent: Sent): Answer {
  if (answer.kind !== 'failure' || answer.status >= 500) return answer;
  const form = sentForm(route, sent, answer.fields);
  return form === undefined ? answer : withForm(answer, form);
}

/** The form of a route as it was sent, with what breaks the rules, and with what its handler says (`words`). Another kind of body fills in no form. */
export function sentForm(
  { form, params, query, body }: Route,
  { values, request, bodyTexts, received }: Sent,
  words: Texts = NO_TEXTS,
): FormModel | undefined {
  if (form === undefined || (body !== undefined && bodyTexts === undefined)) return undefined;
  const ofQuery = withoutEmpty(query, request.query);
  const ofBody = withoutEmpty(body?.fields ?? [], bodyTexts ?? NO_TEXTS);
  const rules = new Map<string, string>();
  const note = (parameters: readonly Parameter[], texts: Texts) => {
    for (const parameter of parameters) {
      const problem = problemBeside(parameter, texts.get(parameter.name));
      if (problem !== undefined) rules.set(parameter.name, problem);
    }
  };
  note(params, values);
  note(query, ofQuery);
  note(body?.fields ?? [], ofBody);
  const files = received?.kind === 'form' ? received.files : NO_FILES;
  for (const field of body?.files ?? []) {
    const problem = problemBesideFile(field, { texts: bodyTexts ?? NO_TEXTS, files });
    if (problem !== undefined) rules.set(field.name, problem);
  }
  // Each from its own place: what a link adds to the query must not be offered as what was posted.
  const posted = declaredTexts(form.fields, bodyTexts ?? NO_TEXTS);
  const texts = new Map([...posted, ...declaredTexts(query, request.query), ...values]);
  for (const { name, secret } of [...params, ...query, ...(body?.fields ?? [])]) if (secret) texts.delete(name);
  return refillForm(form, { texts, problemOf: (name) => words.get(name) ?? rules.get(name) });
}

const NO_TEXTS: Texts = new Map();
const NO_FILES: (ReceivedForm & { kind: 'form' })['files'] = new Map();
