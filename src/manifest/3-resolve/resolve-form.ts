import { BOUNDS } from '../1-read/schema-keywords.ts';
import type { QueryParameterShape, RouteFormShape, SchemaShape } from '../2-validate/manifest-shape.gen.ts';
import type { Spot } from '../2-validate/spot.ts';
import { fileShape } from '../schemas/file-shape.ts';
import { plainType } from '../schemas/plain-type.ts';
import { type ListShape, listShape, type PlainShape, Schema } from '../schemas/schema.ts';
import { locationIn } from './fill-path.ts';
import { SUBMIT_PARAMETER } from './product-handlers.ts';
import type { RoutePath, SiteParameter, SiteRoute } from './site.ts';
import { type FormInput, isCheckbox, isPlain, type PlainValue, type SiteForm } from './site-form.ts';

/** By method, the path of the first route that turns a form into a URL. */
export type SubmitPaths = ReadonlyMap<string, RoutePath | undefined>;

/** The form of a route. */
export function resolveForm(form: RouteFormShape, route: Omit<SiteRoute, 'form'>, submits: SubmitPaths): SiteForm {
  const { params, query } = route.parameters;
  const all = [
    ...parameterInputs('params', params),
    ...parameterInputs('query', query),
    ...(route.body === undefined ? [] : bodyInputs(route.body, route.at.in('body'))),
  ];
  const inputs = form.fields === undefined ? all : named(all, form.fields);
  const method = form.method ?? methodFor(route);
  return {
    at: route.at.in('form'),
    method,
    inputs,
    leftOut: all.filter((input) => !inputs.includes(input)),
    fields: form.fields ?? [],
    controls: form.controls ?? {},
    buttons: buttonsFor(inputs),
    needsSubmit: inputs.some((input) => {
      if (input.place === 'params') return true;
      return input.place === 'query' && (method === 'POST' || (isCheckbox(input) && inputs.length > 1));
    }),
    get action() {
      const target = this.needsSubmit ? submits.get(this.method ?? '') : route.path;
      return method && locationIn(target, { [SUBMIT_PARAMETER]: route.name });
    },
    submit: form.submit ?? route.summary ?? route.name,
    labels: form.labels ?? {},
    presets: form.presets ?? {},
  };
}

/** In the order of the names. Two inputs of one name stay together, for the lint to see. */
function named(all: readonly FormInput[], names: readonly string[]): readonly FormInput[] {
  return [...new Set(names)].flatMap((name) => all.filter((input) => input.name === name));
}

function methodFor({ methods, sameOrigin }: Pick<SiteRoute, 'methods' | 'sameOrigin'>): SiteForm['method'] {
  const [get, post] = [methods.includes('GET'), methods.includes('POST')];
  if (post && (sameOrigin || !get)) return 'POST';
  return get ? 'GET' : undefined;
}

function buttonsFor(inputs: readonly FormInput[]): readonly PlainValue[] | undefined {
  const [only] = inputs;
  if (only === undefined || only.list !== undefined || inputs.length > 1) return undefined;
  return only.choices ?? (only.shape.type === 'boolean' ? [true, false] : undefined);
}

function parameterInputs(place: 'params' | 'query', parameters: readonly SiteParameter[]): readonly FormInput[] {
  return parameters.flatMap(({ name, at, schema, plain, list, required }): readonly FormInput[] => {
    if (list !== undefined) return listInput(schema, list, { name, place, at, required });
    if (plain === undefined) return [];
    const format = schema.resolved?.format;
    return [{ name, place, at, shape: plain, judge: schema, format, required, choices: plain.enum }];
  });
}

function bodyInputs(body: Schema, at: Spot): readonly FormInput[] {
  if (body.resolved === undefined) return [];
  const { required = [] } = body.resolved;
  return [...body.properties].flatMap(([name, property]): readonly FormInput[] => {
    const { resolved, choices } = property;
    const file = fileShape(property);
    const list = file === undefined ? listShape(property) : undefined;
    const input = { name, place: 'body', at: at.in('properties', name), required: required.includes(name) } as const;
    if (list !== undefined) return listInput(property, list, input);
    const type = file !== undefined ? 'string' : resolved === undefined ? undefined : plainType(resolved);
    if (resolved === undefined || type === undefined) return [];
    const { default: value } = resolved;
    const shape: PlainShape = {
      type,
      ...wordsIn(resolved, TEXTS),
      ...(isPlain(value) ? { default: value } : {}),
      ...(file === undefined ? wordsIn(resolved, CONSTRAINTS) : {}),
    };
    return [
      {
        ...input,
        shape,
        judge: new Schema(shape),
        format: resolved.format,
        choices: file === undefined ? choices?.filter(isPlain) : undefined,
        ...(file === undefined ? {} : { file }),
      },
    ];
  });
}

/** A list of what can be checked or typed: not one of any booleans. */
function listInput(
  schema: Schema,
  { item, type }: ListShape,
  input: Pick<FormInput, 'name' | 'place' | 'at' | 'required'>,
): readonly FormInput[] {
  const { default: value, minItems = 0, maxItems, ...shapeOfList } = schema.resolved ?? {};
  const { enum: all, format, ...shapeOfItem } = item.resolved ?? {};
  const choices = all?.filter(isPlain);
  if (choices === undefined && type === 'boolean') return [];
  const shape: PlainShape = {
    type,
    ...wordsIn(shapeOfList, TEXTS),
    ...(choices === undefined ? wordsIn(shapeOfItem, CONSTRAINTS) : {}),
  };
  const list = {
    given: Array.isArray(value) ? value.filter(isPlain) : [],
    fields: Math.min(Math.max(maxItems ?? FIELDS, minItems), FIELDS_MAX),
  };
  return [{ ...input, shape, judge: new Schema(shape), format, choices, list }];
}

/** Of a list whose schema does not say how many items it can have. */
const FIELDS = 3;
/** People scroll past more. `rows` can say another number. */
const FIELDS_MAX = 10;

type SharedWord = keyof QueryParameterShape & keyof SchemaShape;
const TEXTS: readonly SharedWord[] = ['title', 'description'];
const CONSTRAINTS: readonly SharedWord[] = [...BOUNDS, 'pattern'];

function wordsIn(shape: SchemaShape, words: readonly SharedWord[]): Partial<PlainShape> {
  return Object.fromEntries(words.flatMap((key) => (shape[key] === undefined ? [] : [[key, shape[key]]])));
}
