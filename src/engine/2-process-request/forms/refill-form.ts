import type { FieldModel, FormModel } from '../../../contract/page-data.ts';
import { LIST_FIELDS_MAX, listFields } from '../../../http/list-fields.ts';
import { shortened } from '../../shortened.ts';
import type { AllTexts } from '../input/read-input.ts';

/** What was sent of a form, and what is wrong with it. */
export interface SentForm {
  readonly texts: ReadonlyMap<string, string>;
  /** All that was chosen of a list. */
  readonly all: AllTexts;
  /** What was sent, and is not shown to anybody. */
  readonly unseen: ReadonlySet<string>;
  /** What is wrong with a field, as a sentence. */
  readonly problems: ReadonlyMap<string, string>;
}

/** The bound for all fields of a form together: on a page, one character can become six. What people type is far below. */
const REFILLED_CHARACTERS_MAX = 16_384;

const NOT_SHOWN = 'What was sent here is not shown again. Please repeat it.';
const NOT_REFILLED = 'What was sent here is too long to be shown again.';

/**
 * A form as it was sent, for its sender to correct: every text as it came, and beside it what is wrong. A text for which there is
 * no more room is not given back; the problem of its field says so.
 */
export function refillForm(form: FormModel, { texts: sent, all, unseen, problems }: SentForm): FormModel {
  let room = REFILLED_CHARACTERS_MAX;
  const fields = form.fields.map((declared) => {
    // What is required is asked for by the browser.
    const isLost = unseen.has(declared.name) && !declared.required;
    const field = isLost ? { ...declared, hint: NOT_SHOWN } : declared;
    // A password is typed again, and a browser lets nobody but its user choose a file.
    const isUnseen = field.type === 'password' || field.isFile;
    const text = isUnseen ? undefined : sent.get(field.name);
    const problem = problems.get(field.name);
    if (field.isChecks) return refillChecks(field, new Set(all(field.name)), problem);
    if (field.isCheckbox) return refillField(field, text, problem);
    const texts = !field.isList ? [text ?? ''] : isUnseen ? [] : all(field.name);
    const length = texts.reduce((sum, one) => sum + one.length, 0);
    const isTooLong = length > room || texts.length > LIST_FIELDS_MAX;
    if (!isTooLong) room -= length;
    const shownProblem = !isTooLong ? problem : problem === undefined ? NOT_REFILLED : `${problem} ${NOT_REFILLED}`;
    if (field.isList) return refillList(field, isTooLong ? [] : texts, shownProblem);
    return refillField(field, isTooLong ? '' : text, shownProblem);
  });
  const first = fields.find(({ problem }) => problem !== false);
  return { ...form, fields: fields.map((field) => (field === first ? focus(field) : field)) };
}

/** Of a group, its first part has the focus. */
function focus(field: FieldModel): FieldModel {
  const choices = field.choices.map((choice, index) =>
    index === 0 && choice.id !== false ? { ...choice, focused: true } : choice,
  );
  return { ...field, focused: true, choices };
}

function refillChecks(field: FieldModel, chosen: ReadonlySet<string>, problem: string | false = false): FieldModel {
  return {
    ...field,
    problem,
    choices: field.choices.map((choice) => ({ ...choice, selected: chosen.has(choice.value) })),
  };
}

/** With inputs for texts where one of another type would not show what was typed. */
function refillList(field: FieldModel, texts: readonly string[], problem: string | false = false): FieldModel {
  const plain = texts.map((text) => constraintsFor(field, text, problem !== false));
  return {
    ...field,
    ...Object.assign({}, ...plain),
    problem,
    choices: listFields(field.id, texts, field.choices.length),
  };
}

function refillField(field: FieldModel, text: string | undefined, problem: string | false = false): FieldModel {
  if (field.isCheckbox) return { ...field, problem, checked: text === undefined ? field.checked : text === 'true' };
  if (field.isChoice) return { ...field, problem, value: text ?? '', choices: choicesWith(field.choices, text) };
  return { ...field, ...constraintsFor(field, text ?? '', problem !== false), problem, value: text ?? '' };
}

/** A value that is not a choice is shown as one, so that people see what they sent. */
function choicesWith(choices: FieldModel['choices'], text: string | undefined): FieldModel['choices'] {
  if (text === undefined) return choices;
  const chosen = choices.map((choice) => ({ ...choice, selected: choice.value === text }));
  const other = text !== '' && chosen.every(({ selected }) => !selected);
  return other
    ? [...chosen, { id: false, value: text, label: shortened(text), selected: true, focused: false }]
    : chosen;
}

const TEXT = { type: 'text', min: false, max: false, step: false } as const;

/** Inputs for numbers, dates and times show nothing for another text; one for numbers counts its steps from a wrong value. */
function constraintsFor({ type, min, step }: FieldModel, text: string, wrong: boolean): Partial<FieldModel> {
  if (text === '') return {};
  if (type === 'date' || type === 'time') return HTML_DATE_OR_TIME[type].test(text) ? {} : TEXT;
  if (type !== 'number') return {};
  if (!HTML_NUMBER.test(text) || !Number.isFinite(Number(text))) return TEXT;
  return wrong && min === false && step !== 'any' ? { step: 'any' } : {};
}

/** WHATWG HTML §2.3.5.2 and §2.3.5.4. */
const HTML_DATE_OR_TIME = { date: /^\d{4,}-\d\d-\d\d$/, time: /^\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/ } as const;

/** WHATWG HTML §2.3.4.3. */
const HTML_NUMBER = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;
