import type { PathSegment } from '../../contract/program.ts';
import { splitList } from '../../http/field-list.ts';
import { valuesInQuery } from '../../http/parse-form.ts';
import { percentDecode } from '../../http/percent-coding.ts';
import { matchPath } from '../3-resolve/fill-path.ts';
import type { SiteExample } from '../3-resolve/site.ts';
import type { SoundParameter, SoundRoute } from '../3-resolve/sound-site.ts';
import { fileShape } from '../schemas/file-shape.ts';
import { type PlainType, plainType } from '../schemas/plain-type.ts';
import { listShape } from '../schemas/schema.ts';
import { MADE } from './extension-keys.ts';

/** An example of a manifest, taken apart as OpenAPI has it: one name at each parameter, at the body and at the answer. */
export interface RouteExample {
  readonly name: string;
  /** By `in name`, such as `path id`. */
  readonly values: ReadonlyMap<string, unknown>;
  /** Also of a form, in which a file is its text. */
  readonly body: unknown;
  /** undefined: the example does not say. */
  readonly status: number | undefined;
  readonly json: unknown;
}

interface Asked {
  readonly method: string;
  readonly segments: readonly PathSegment[];
}

/** The examples of a route that ask for this path with this method, and succeed. */
export function examplesOf(route: SoundRoute, asked: Asked): readonly RouteExample[] {
  // What it is sent belongs to another route.
  if (route.answer.kind === 'submit') return [];
  return route.examples.flatMap((example) => exampleOf(example, route, asked) ?? []);
}

function exampleOf(
  { name, shape }: SiteExample,
  { parameters, body }: SoundRoute,
  { method, segments }: Asked,
): RouteExample | undefined {
  const [asked, target = ''] = (shape.request ?? '').split(' ');
  const { status, json } = shape.response ?? {};
  if (asked !== method || (status ?? 200) >= 400) return undefined;
  const [path = '', query = ''] = splitOnce(target);
  const texts = matchPath(segments, path.slice(1).split('/').map(percentDecode));
  if (texts === undefined) return undefined;
  const values = new Map<string, unknown>();
  const made = new Set<unknown>([(shape as Readonly<Record<string, unknown>>)[MADE]].flat());
  const put = (place: string, { name: of, plain, list }: SoundParameter, texts: readonly string[]): void => {
    const [first] = texts;
    if (first === undefined || made.has(`${place} ${of}`)) return;
    const value =
      plain === undefined ? texts.map((text) => typed(text, list?.type ?? 'string')) : typed(first, plain.type);
    values.set(`${place} ${of}`, value);
  };
  const textOf = (text: string | undefined) => (text === undefined ? [] : [text]);
  const fieldOf = (text: string | undefined) => (text === undefined ? [] : splitList(text));
  const headers = new Map(Object.entries(shape.headers ?? {}).map(([field, value]) => [field.toLowerCase(), value]));
  const cookies = new Map(Object.entries(shape.cookies ?? {}));
  for (const parameter of parameters.params) put('path', parameter, textOf(texts.get(parameter.name)));
  for (const parameter of parameters.query) put('query', parameter, valuesInQuery(query, parameter.name));
  for (const parameter of parameters.headers) {
    const value = headers.get(parameter.name.toLowerCase());
    put('header', parameter, parameter.plain === undefined ? fieldOf(value) : textOf(value));
  }
  for (const parameter of parameters.cookies) put('cookie', parameter, textOf(cookies.get(parameter.name)));
  const sent = shape.form === undefined ? shape.body : formValues(shape.form, body);
  return { name, values, body: made.has('body') ? undefined : sent, status, json };
}

type Form = NonNullable<SiteExample['shape']['form']>;

function formValues(form: Form, body: SoundRoute['body']): object {
  const sentValue = (item: Exclude<Form[string], readonly unknown[]>, type: PlainType) =>
    typeof item === 'object' ? (item.text ?? '') : typed(String(item), type);
  return Object.fromEntries(
    Object.entries(form).map(([name, value]) => {
      const property = body?.properties.get(name);
      const list = property && listShape(property);
      const type = list?.type ?? (property?.resolved && plainType(property.resolved)) ?? 'string';
      const isList = Array.isArray(value) || list !== undefined || (property && fileShape(property)?.many);
      const items = [value].flat().map((item) => sentValue(item, type));
      return [name, isList ? items : items[0]];
    }),
  );
}

function splitOnce(target: string): readonly string[] {
  const mark = target.indexOf('?');
  return mark === -1 ? [target] : [target.slice(0, mark), target.slice(mark + 1)];
}

function typed(text: string, type: PlainType): unknown {
  if (type === 'number' || type === 'integer') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}
