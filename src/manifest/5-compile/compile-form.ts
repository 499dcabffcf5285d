import type { ButtonModel, ChoiceModel, FieldModel, FormModel } from '../../contract/page-data.ts';
import type { Program } from '../../contract/program.ts';
import { choiceId, LIST_FIELDS_MAX, listFields } from '../../http/list-fields.ts';
import { MULTIPART_TYPE } from '../../http/media-types.ts';
import { type FormInput, isCheckbox, type PlainValue, type SiteForm } from '../3-resolve/site-form.ts';
import type { SoundForm, SoundRoute, SoundSite } from '../3-resolve/sound-site.ts';
import { fileTypes } from '../schemas/file-shape.ts';
import { exampleValues } from './example-values.ts';
import { controlOf } from './field-control.ts';
import { inputConstraints } from './input-constraints.ts';

/** The forms of the routes that have one. With a prototype, since Handlebars converts an object to text to report a missing name. */
export function compileForms({ routes }: SoundSite): Program['forms'] {
  const ids = new Ids();
  const forms = [...routes.values()].flatMap((route) => {
    return route.form === undefined ? [] : [[route.name, compileForm(route, route.form, ids)] as const];
  });
  return Object.fromEntries(forms);
}

/** The ids of fields: a page can show all forms. */
class Ids {
  readonly #taken = new Set<string>();

  /** That of a field; what is beside it, and its choices, have ids that begin with it. */
  of(route: string, { name, choices = [], list }: FormInput): string {
    const base = `${route}-${name.replace(/[^A-Za-z0-9_-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}`)}`;
    const count = choices.length === 0 && list !== undefined ? LIST_FIELDS_MAX : choices.length;
    const own = Array.from({ length: count }, (_, index) => index);
    const all = (id: string) => [id, `${id}-hint`, `${id}-problem`, ...own.map((index) => choiceId(id, index))];
    let id = base;
    for (let more = 2; all(id).some((one) => this.#taken.has(one)); more++) id = `${base}-${more}`;
    for (const one of all(id)) this.#taken.add(one);
    return id;
  }
}

function compileForm(route: SoundRoute, form: SoundForm, ids: Ids): FormModel {
  const { name, summary = name } = route;
  const { method, action, inputs, buttons, labels, controls } = form;
  const prefilled = exampleValues(route);
  return {
    route: name,
    summary,
    method: method === 'POST' ? 'post' : 'get',
    action,
    enctype: inputs.some(({ file }) => file !== undefined) && MULTIPART_TYPE,
    fields:
      buttons === undefined
        ? inputs.map((input) => compileField(input, { id: ids.of(name, input), labels, controls, prefilled }))
        : [],
    buttons:
      buttons === undefined
        ? [{ label: form.submit, name: false, value: false }]
        : buttons.map((choice) => choiceButton(inputs[0]?.name ?? '', choice, labels)),
    presets: Object.entries(form.presets).map(([preset, values]) => ({
      label: preset,
      fields: [...Object.entries(values), ...checkedByDefault(inputs, values)].map(([field, value]) => ({
        name: field,
        value: String(value),
      })),
    })),
  };
}

/** A checkbox that a preset does not name has its default. */
function checkedByDefault(inputs: readonly FormInput[], values: object): readonly (readonly [string, boolean])[] {
  const checked = inputs.filter((input) => isCheckbox(input) && input.shape.default === true);
  return checked.flatMap(({ name }) => (Object.hasOwn(values, name) ? [] : [[name, true] as const]));
}

function choiceButton(name: string, choice: PlainValue, labels: SiteForm['labels']): ButtonModel {
  return { label: labelOf(labels, name, choice), name, value: String(choice) };
}

function labelOf(labels: SiteForm['labels'], name: string, choice: PlainValue): string {
  return labels[name]?.[String(choice)] ?? String(choice);
}

interface FieldParts {
  readonly id: string;
  readonly labels: SiteForm['labels'];
  readonly controls: SiteForm['controls'];
  readonly prefilled: ReadonlyMap<string, string>;
}

function compileField(input: FormInput, { id, labels, controls, prefilled }: FieldParts): FieldModel {
  const { name, shape, choices } = input;
  const checkbox = isCheckbox(input);
  const { list } = input;
  const isTyped = choices === undefined && !checkbox;
  const { control, rows, ...rest } = controlOf(input, controls[name] ?? {});
  const known = shape.default === undefined ? (prefilled.get(name) ?? '') : String(shape.default);
  // Nobody's password is part of a page.
  const value = control === 'password' || control === 'file' ? '' : known;
  return {
    id,
    name,
    label: shape.title ?? name,
    hint: shape.description || false,
    problem: false,
    focused: false,
    // An unchecked box is an answer too.
    required: input.required && !checkbox && list === undefined,
    value: checkbox ? 'true' : value,
    isInput: isTyped && list === undefined && control !== 'textarea' && control !== 'file',
    isTextarea: isTyped && control === 'textarea',
    isFile: control === 'file',
    isChoice: choices !== undefined && list === undefined,
    isChecks: choices !== undefined && list !== undefined,
    isList: isTyped && list !== undefined,
    isCheckbox: checkbox,
    accept: (input.file && fileTypes(input.file.each).join(',')) || false,
    multiple: input.file?.many ?? false,
    ...inputConstraints(isTyped ? shape : { type: 'boolean' }, control),
    ...rest,
    rows: isTyped && control === 'textarea' && String(rows),
    choices: allChoices(),
    checked: checkbox && value === 'true',
  };

  function allChoices(): readonly ChoiceModel[] {
    if (choices !== undefined) return [...placeholder(input), ...choices.map(choiceOf)];
    if (list === undefined) return [];
    return listFields(id, control === 'password' ? [] : list.given.map(String), controls[name]?.rows ?? list.fields);
  }

  function choiceOf(choice: PlainValue, index: number): ChoiceModel {
    const selected = list === undefined ? String(choice) === value : list.given.includes(choice);
    const own = list !== undefined && choiceId(id, index);
    return { id: own, value: String(choice), label: labelOf(labels, name, choice), selected, focused: false };
  }
}

/** WHATWG HTML §4.10.7: a required choice begins with an empty one; an optional choice needs one too. */
function placeholder({ required, shape, list }: FormInput): readonly ChoiceModel[] {
  if (list !== undefined || (!required && shape.default !== undefined)) return [];
  return [{ id: false, value: '', label: required ? 'Please choose' : 'None', selected: false, focused: false }];
}
