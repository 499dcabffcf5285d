import { MULTIPART_TYPE } from '../../../http/media-types.ts';
import { isRecord } from '../../1-read/is-record.ts';
import { MADE, UNNAMED } from '../extension-keys.ts';
import type { NamedExample, ParameterDraft } from './operation-draft.ts';
import type { RouteDraft, RouteParameter, RouteParts } from './route-draft.ts';
import type { Shape } from './translate-schema.ts';

/** The examples of an operation as requests with their answers, by name. Values that their schema refuses are noted. */
export function buildExamples(draft: RouteDraft, parts: RouteParts): Shape {
  const { operation, answer, parameters, hasBody } = draft;
  const shown = [
    ...parameters.flatMap(({ examples }) => examples),
    ...(hasBody ? (operation.body?.examples ?? []) : []),
  ];
  const answers = operation.answer.content?.examples ?? [];
  const names = new Set([...shown, ...answers].map(({ name }) => name));
  if (operation.node.in('x-handler') !== undefined) return {};
  const built: Shape = {};
  for (const name of names) {
    const answered = answers.find((one) => one.name === name);
    const isFixed = answered !== undefined && answer.json !== undefined && same(answered.value, answer.json.value);
    if (answered !== undefined && !isFixed && !shown.some((one) => one.name === name)) {
      if (answered.value !== answer.keys['text'] && isRight(answered.value, draft, parts))
        parts.report.note('Further examples of answers: a fixed answer has one', answered.node);
      continue;
    }
    const request = requestOf(draft, name, parts);
    if (request === undefined) continue;
    const response = { status: answer.status, ...(isFixed ? { json: answered.value } : {}) };
    built[name === '' ? UNNAMED : name] = { ...request, response };
  }
  return built;
}

/** One that is not was noted already. */
function isRight(value: unknown, { operation }: RouteDraft, { sampler }: RouteParts): boolean {
  const shape = operation.answer.content?.shape;
  return shape === undefined || sampler.isValid(value, shape);
}

/** undefined: a required value is missing, or refused. */
function requestOf(draft: RouteDraft, name: string, parts: RouteParts): Shape | undefined {
  const { operation, path, parameters, hasBody } = draft;
  const values = new Map<RouteParameter, unknown>();
  const made: string[] = [];
  for (const parameter of parameters) {
    const value = valueFor(parameter, name, parts);
    if (value.kind === 'none' && parameter.required) return undefined;
    if (value.kind === 'none') continue;
    values.set(parameter, value.value);
    if (value.isMade) made.push(`${parameter.place} ${parameter.name}`);
  }
  const body = hasBody && operation.body !== undefined ? contentOf(draft, name, parts) : undefined;
  if (hasBody && body === undefined) return undefined;
  const inPlace = (place: ParameterDraft['place']) => [...values].filter(([parameter]) => parameter.place === place);
  const query = inPlace('query').flatMap(([{ name: key, said }, value]) =>
    (said['type'] === 'array' ? [value].flat() : [value]).map((item) => `${encode(key)}=${encode(text(item))}`),
  );
  const target = `${fillPath(path.path, [...path.parameters.keys()], parameters, values)}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  const headers = Object.fromEntries(inPlace('header').map(([{ name: key }, value]) => [key, text(value)]));
  const cookies = Object.fromEntries(inPlace('cookie').map(([{ name: key }, value]) => [key, text(value)]));
  return {
    request: `${operation.method} ${target}`,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(Object.keys(cookies).length === 0 ? {} : { cookies }),
    ...(body === undefined ? {} : body.keys),
    ...(made.length === 0 && body?.isMade !== true ? {} : { [MADE]: [...made, ...(body?.isMade ? ['body'] : [])] }),
  };
}

type Chosen = { readonly kind: 'none' } | { readonly kind: 'value'; readonly value: unknown; readonly isMade: boolean };
const NONE: Chosen = { kind: 'none' };

function valueFor(
  { examples, shape, required }: ParameterDraft,
  name: string,
  { sampler, report }: RouteParts,
): Chosen {
  const shown = byName(examples, name);
  if (shown !== undefined) {
    if (sampler.isValid(shown.value, shape)) return { kind: 'value', value: shown.value, isMade: false };
    report.note('Examples that their own schema refuses', shown.node);
  }
  const made = required ? sampler.sample(shape) : undefined;
  return made === undefined ? NONE : { kind: 'value', value: made.value, isMade: true };
}

function byName(examples: readonly NamedExample[], name: string): NamedExample | undefined {
  return examples.find((one) => one.name === name) ?? examples.find((one) => one.name === UNNAMED);
}

/** The keys of an example that say what is sent, and whether that was made from the schema. */
function contentOf({ operation }: RouteDraft, name: string, { sampler, report }: RouteParts): Content | undefined {
  const { body } = operation;
  const shape = body?.shape ?? {};
  const shown = byName(body?.examples ?? [], name);
  const isGood = shown !== undefined && sampler.isValid(shown.value, shape);
  if (shown !== undefined && !isGood) report.note('Examples that their own schema refuses', shown.node);
  const chosen = isGood ? { value: shown.value } : sampler.sample(shape);
  if (chosen === undefined) return undefined;
  // A text would be sent as it is, and not as JSON.
  const { value } = chosen;
  const jsonOf = () =>
    typeof value === 'string'
      ? { body: JSON.stringify(value), headers: { 'Content-Type': 'application/json' } }
      : { body: value };
  const keys = body?.type === MULTIPART_TYPE ? formOf(value, shape) : jsonOf();
  return keys && { keys, isMade: !isGood };
}

interface Content {
  readonly keys: Shape;
  readonly isMade: boolean;
}

/** undefined: no form can carry it. */
function formOf(value: unknown, shape: Shape): Shape | undefined {
  if (!isRecord(value)) return undefined;
  const properties = (shape['properties'] ?? {}) as Readonly<Record<string, Shape>>;
  const isFile = (name: string) =>
    [properties[name], properties[name]?.['items']].some((one) => isRecord(one) && one['format'] === 'binary');
  const fields = Object.entries(value).map(([name, field]) => {
    const items = [field].flat();
    if (items.some((item) => typeof item === 'object')) return undefined;
    const sent = isFile(name) ? items.map((item) => ({ name: 'file', text: String(item) })) : items.map(String);
    return [name, Array.isArray(field) ? sent : sent[0]] as const;
  });
  const known = fields.filter((field) => field !== undefined);
  return known.length < fields.length ? undefined : { form: Object.fromEntries(known) };
}

function fillPath(
  path: string,
  names: readonly string[],
  parameters: readonly RouteParameter[],
  values: ReadonlyMap<RouteParameter, unknown>,
): string {
  const own = parameters.filter(({ place }) => place === 'path');
  let filled = path;
  for (const [index, name] of names.entries()) {
    const parameter = own[index];
    const value = text(parameter && values.get(parameter));
    filled = filled
      .replace(`{${name}...}`, () => value.split('/').map(encode).join('/'))
      .replace(`{${name}}`, () => encode(value));
  }
  return filled.replace(/[^!-~]/gu, encode);
}

function text(value: unknown): string {
  if (Array.isArray(value)) return value.map(text).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function encode(value: string): string {
  return encodeURIComponent(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
