import type { KeyPath } from './1-read/located-manifest.ts';
import type { ParameterShape, RouteShape, SchemaShape, ShapeMap } from './2-validate/manifest-shape.ts';
import { DEFAULT_ROUTE_METHODS } from './default-methods.ts';
import { plainType } from './plain-type.ts';
import { type PlainShape, resolveParameter, resolveSchema } from './resolve-schema.ts';

/** A value that can be written as text. */
export type PlainValue = string | number | boolean;

/** One value that the form of a route asks for. */
export interface FormInput {
  readonly name: string;
  readonly place: 'params' | 'query' | 'body';
  /** The keys that lead to its schema from the route. */
  readonly keys: KeyPath;
  /** Without `$ref`. */
  readonly shape: PlainShape;
  readonly required: boolean;
  /** The only values that there are to choose from; undefined: there are more than can be listed, or it is yes or no. */
  readonly choices: readonly PlainValue[] | undefined;
}

/** What the form of a route asks for, in the manifest's order. Left out is what no form can send. */
export function formInputs(route: RouteShape, schemas: ShapeMap<SchemaShape>): readonly FormInput[] {
  return [
    ...parameterInputs('params', route.params ?? {}, schemas),
    ...parameterInputs('query', route.query ?? {}, schemas),
    ...(route.body === undefined ? [] : bodyInputs(route.body, schemas)),
  ];
}

/** Whether a form is a row of buttons, one for each value of its only input. */
export function buttonChoices(inputs: readonly FormInput[]): readonly PlainValue[] | undefined {
  const [only] = inputs;
  if (only === undefined || inputs.length > 1) return undefined;
  return only.choices ?? (only.shape.type === 'boolean' ? [true, false] : undefined);
}

/** Whether an input is a checkbox: yes or no, beside other inputs. */
export function isCheckbox({ shape, choices }: FormInput): boolean {
  return shape.type === 'boolean' && choices === undefined;
}

/** How a form is sent; undefined where its route takes what no form can send. */
export function formMethod({
  form,
  methods = DEFAULT_ROUTE_METHODS,
  sameOrigin,
}: RouteShape): 'GET' | 'POST' | undefined {
  if (form?.method !== undefined) return form.method;
  const [get, post] = [methods.includes('GET'), methods.includes('POST')];
  if (post && (sameOrigin === true || !get)) return 'POST';
  return get ? 'GET' : undefined;
}

/**
 * Whether a form means a URL that a browser cannot build: it has no way to put fields into a path, sends all fields of a
 * POST in the body, and says nothing of a checkbox that is not checked.
 */
export function needsSubmit(route: RouteShape, inputs: readonly FormInput[]): boolean {
  const posts = formMethod(route) === 'POST';
  return inputs.some((input) => {
    if (input.place === 'params') return true;
    return input.place === 'query' && (posts || (isCheckbox(input) && inputs.length > 1));
  });
}

function parameterInputs(
  place: 'params' | 'query',
  shapes: ShapeMap<ParameterShape>,
  schemas: ShapeMap<SchemaShape>,
): readonly FormInput[] {
  return Object.entries(shapes).flatMap(([name, written]) => {
    const shape = resolveParameter(written, schemas);
    if (shape === undefined) return [];
    const required = place === 'params' || shape.required === true;
    return [{ name, place, keys: [place, name], shape, required, choices: shape.enum }];
  });
}

function bodyInputs(body: SchemaShape, schemas: ShapeMap<SchemaShape>): readonly FormInput[] {
  const { properties = {}, required = [] } = resolveSchema(body, schemas) ?? {};
  return Object.entries(properties).flatMap(([name, written]): readonly FormInput[] => {
    const resolved = resolveSchema(written, schemas);
    const type = resolved === undefined ? undefined : plainType(resolved);
    if (resolved === undefined || type === undefined) return [];
    const { title, description, default: value, enum: all, const: constant } = resolved;
    const choices = constant === undefined ? all : [constant];
    const shape: PlainShape = {
      type,
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(isPlain(value) ? { default: value } : {}),
      ...constraintsOf(resolved),
    };
    return [
      {
        name,
        place: 'body',
        keys: ['body', 'properties', name],
        shape,
        required: required.includes(name),
        choices: choices?.filter(isPlain),
      },
    ];
  });
}

const CONSTRAINTS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
] as const satisfies readonly (keyof ParameterShape & keyof SchemaShape)[];

function constraintsOf(shape: SchemaShape): Partial<ParameterShape> {
  return Object.fromEntries(CONSTRAINTS.flatMap((key) => (shape[key] === undefined ? [] : [[key, shape[key]]])));
}

/** Whether a value can be written as text. */
export function isPlain(value: unknown): value is PlainValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
