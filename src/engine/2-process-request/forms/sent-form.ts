import type { Answer } from '../../../contract/answer.ts';
import type { FormModel } from '../../../contract/page-data.ts';
import type { Route } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';
import { withForm } from '../../default-answers.ts';
import { allInQuery, allTexts, declaredTexts, hiddenNames, sentNames } from '../input/form-texts.ts';
import type { SentFields } from '../input/read-body.ts';
import type { AllTexts } from '../input/read-input.ts';
import { refillForm } from './refill-form.ts';

type Texts = ReadonlyMap<string, string>;

/** What a request carries as text, for a form to show. */
export interface Sent {
  readonly values: Texts;
  readonly request: Request;
  /** What was posted; undefined if the body is not a form. */
  readonly fields: SentFields | undefined;
}

/** The answer of a route's handler. If it refuses what no schema can, with any 4xx, the form is added for correction. */
export function offerForm(answer: Answer, route: Route, sent: Sent): Answer {
  if (answer.kind !== 'failure' || answer.status >= 500) return answer;
  const form = sentForm(route, sent, answer.fields ?? NO_TEXTS);
  return form === undefined ? answer : withForm(answer, form);
}

/** The form of a route as it was sent, and what is wrong with each field. Another kind of body fills in no form. */
export function sentForm(route: Route, { values, request, fields }: Sent, problems: Texts): FormModel | undefined {
  const { form, params, query, body } = route;
  if (form === undefined || (body !== undefined && fields === undefined)) return undefined;
  const posted = fields ?? NOTHING_POSTED;
  const inQuery = allInQuery(route, request);
  const inBody = allTexts(posted.texts, posted.more);
  // Each from its own place: what a link adds to the query must not be offered as what was posted.
  const ofBody = declaredTexts(form.fields, posted.texts);
  const texts = new Map([...ofBody, ...declaredTexts(query, request.query), ...values]);
  const secret = hiddenNames([...params, ...query, ...(body?.fields ?? [])]);
  const unseen = new Set([...posted.files.keys(), ...sentNames(secret, texts)]);
  for (const name of secret) texts.delete(name);
  const ofQuery = new Set(query.map(({ name }) => name));
  const all: AllTexts = (name) => (secret.has(name) ? [] : ofQuery.has(name) ? inQuery(name) : inBody(name));
  return refillForm(form, { texts, all, unseen, problems });
}

const NO_TEXTS: Texts = new Map();
const NOTHING_POSTED: SentFields = { texts: new Map(), more: new Map(), files: new Map(), other: undefined };
