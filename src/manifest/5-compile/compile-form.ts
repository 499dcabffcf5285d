import type { ButtonModel, FieldModel, FormModel, PathSegment } from '../../contract/program.ts';
import type { FormShape, RouteShape, SchemaShape, ShapeMap } from '../2-validate/manifest-shape.ts';
import { DEFAULT_ROUTE_METHODS } from '../default-methods.ts';
import {
  buttonChoices,
  type FormInput,
  formInputs,
  formMethod,
  isCheckbox,
  needsSubmit,
  type PlainValue,
} from '../form-inputs.ts';
import { parameterNames, parsePath } from '../parse-path.ts';
import { SUBMIT_HANDLER, SUBMIT_PARAMETER } from '../product-handlers.ts';
import { fillPath } from '../redirect-location.ts';
import { exampleValues } from './example-values.ts';
import { inputConstraints } from './input-constraints.ts';

/** What the forms of a manifest are compiled with. */
export interface FormParts {
  readonly schemas: ShapeMap<SchemaShape>;
  readonly submit: SubmitPaths;
}

/** By method, the path of the route that turns a form into a URL. */
export type SubmitPaths = ReadonlyMap<string, readonly PathSegment[]>;

/** The paths of the routes with `velosiped:submit`; of several that take a method, the first one's. */
export function submitPaths(routes: ShapeMap<RouteShape>): SubmitPaths {
  const paths = new Map<string, readonly PathSegment[]>();
  for (const { handler, path = '', methods = DEFAULT_ROUTE_METHODS } of Object.values(routes)) {
    const parsed = handler === SUBMIT_HANDLER ? parsePath(path) : undefined;
    if (parsed?.kind !== 'path' || parameterNames(parsed.segments).join() !== SUBMIT_PARAMETER) continue;
    for (const method of methods) if (!paths.has(method)) paths.set(method, parsed.segments);
  }
  return paths;
}

/** The form of a route that has passed the lint. */
export function compileForm(name: string, route: RouteShape, { schemas, submit }: FormParts): FormModel {
  const { form = {}, summary } = route;
  const method = formMethod(route) ?? 'GET';
  const inputs = formInputs(route, schemas);
  const prefilled = exampleValues(route);
  const choices = buttonChoices(inputs);
  const label = form.submit ?? summary ?? name;
  return {
    route: name,
    summary: summary ?? name,
    method: method === 'POST' ? 'post' : 'get',
    action: needsSubmit(route, inputs)
      ? fill(submit.get(method) ?? [], { [SUBMIT_PARAMETER]: name })
      : fill(segmentsOf(route.path ?? ''), {}),
    fields: choices === undefined ? inputs.map((input) => compileField(input, { name, form, prefilled })) : [],
    buttons:
      choices === undefined
        ? [{ label, name: false, value: false }]
        : choices.map((choice) => choiceButton(inputs[0]?.name ?? '', choice, form)),
    presets: Object.entries(form.presets ?? {}).map(([preset, values]) => ({
      label: preset,
      fields: [...Object.entries(values), ...checkedByDefault(inputs, values)].map(([field, value]) => ({
        name: field,
        value: String(value),
      })),
    })),
  };
}

/** A checkbox that a preset does not name was not unchecked by anybody: it has its default. */
function checkedByDefault(inputs: readonly FormInput[], values: object): readonly (readonly [string, boolean])[] {
  const checked = inputs.filter((input) => isCheckbox(input) && input.shape.default === true);
  return checked.flatMap(({ name }) => (Object.hasOwn(values, name) ? [] : [[name, true] as const]));
}

function segmentsOf(path: string): readonly PathSegment[] {
  const parsed = parsePath(path);
  return parsed.kind === 'path' ? parsed.segments : [];
}

function fill(path: readonly PathSegment[], values: ShapeMap<string>): string {
  const filled = fillPath(path, values);
  if (filled.kind === 'fault') throw new Error(`The lint let a form without ${filled.parameter} pass`);
  return filled.location;
}

function choiceButton(name: string, choice: PlainValue, form: FormShape): ButtonModel {
  return { label: labelOf(form, name, choice), name, value: String(choice) };
}

function labelOf({ labels = {} }: FormShape, name: string, choice: PlainValue): string {
  return labels[name]?.[String(choice)] ?? String(choice);
}

interface FieldParts {
  /** Of the route. */
  readonly name: string;
  readonly form: FormShape;
  readonly prefilled: ReadonlyMap<string, string>;
}

function compileField(input: FormInput, { name: route, form, prefilled }: FieldParts): FieldModel {
  const { name, shape, choices } = input;
  const checkbox = isCheckbox(input);
  const value = shape.default === undefined ? (prefilled.get(name) ?? '') : String(shape.default);
  const isInput = choices === undefined && !checkbox;
  return {
    id: `${route}-${name.replace(/[^A-Za-z0-9_-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}`)}`,
    name,
    label: shape.title ?? name,
    hint: shape.description || false,
    problem: false,
    // Not to check a box is an answer too.
    required: input.required && !checkbox,
    value: checkbox ? 'true' : value,
    isInput,
    isChoice: choices !== undefined,
    isCheckbox: checkbox,
    ...inputConstraints(isInput ? shape : { type: 'boolean' }),
    choices: choices === undefined ? [] : [...placeholder(input), ...choices.map(choiceOf)],
    checked: checkbox && value === 'true',
  };

  function choiceOf(choice: PlainValue): FieldModel['choices'][number] {
    return { value: String(choice), label: labelOf(form, name, choice), selected: String(choice) === value };
  }
}

/** WHATWG HTML §4.10.7: what is required begins with a choice that is none; what is not has to have one too. */
function placeholder({ required, shape }: FormInput): FieldModel['choices'] {
  if (!required && shape.default !== undefined) return [];
  return [{ value: '', label: required ? 'Please choose' : 'None', selected: false }];
}
