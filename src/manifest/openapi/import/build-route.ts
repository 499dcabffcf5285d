import { BODILESS_METHODS } from '../../../http/bodiless-methods.ts';
import { essenceOf, isJson, PLAIN_TEXT, UNKNOWN_TYPE } from '../../../http/media-types.ts';
import type { SchemaShape } from '../../2-validate/manifest-shape.gen.ts';
import { isPlainType } from '../../schemas/plain-type.ts';
import { type NamedSchemas, Schema } from '../../schemas/schema.ts';
import { ANYTHING, GUARDS, MADE, REST_FRAGMENT } from '../extension-keys.ts';
import { buildExamples } from './build-examples.ts';
import type { AnswerDraft, ContentDraft, OperationDraft, ParameterDraft } from './operation-draft.ts';
import type { FixedAnswer, RouteParameter, RouteParts } from './route-draft.ts';
import { patternAround, type RoutePathDraft, restOf, routePathOf } from './route-path.ts';
import { type Shape, typesOfShape } from './translate-schema.ts';

const KEYS = [
  ['query', 'query'],
  ['header', 'headers'],
  ['cookie', 'cookies'],
] as const;

/** An operation as a route of the manifest. */
export function buildRoute(operation: OperationDraft, parts: RouteParts): Shape {
  const { report, words } = parts;
  const { node, method, summary, description, tags, body } = operation;
  const rest = restOf(operation);
  const path = routePathOf(operation.path, rest);
  if (/[?#]/.test(operation.path) && !(rest.size > 0 && operation.path.endsWith(REST_FRAGMENT)))
    report.note('Paths with a query or a fragment: they end before it', node);
  const params = buildPathParameters(operation, path, parts);
  const others = operation.parameters.filter(({ place }) => place !== 'path');
  const parameters = others.map((one) => ({
    ...one,
    // Its properties are sent under names of their own.
    required: one.required && !(one.place === 'query' && isSpread(one, parts)),
    said: plainShapeOf(one, parts),
  }));
  const hasBody = body !== undefined && !BODILESS_METHODS.has(method);
  if (body !== undefined && !hasBody) report.note(`Bodies of ${method} requests`, node);
  const answer = buildAnswer(operation, parts);
  const optional = hasBody && !operation.bodyRequired;
  const canOmit = words.route.has('bodyRequired');
  if (optional && !canOmit) report.note('Bodies that are optional: here they are required', node);
  const declared = KEYS.map(([place, key]) => {
    const own = parameters.filter((one) => one.place === place);
    return [key, Object.fromEntries(own.map((one) => [one.name, declaredShape(one)]))] as const;
  });
  if (parameters.some(({ required, said }) => required && said['default'] !== undefined))
    report.note('Defaults of parameters that are required', node);
  const examples = buildExamples(
    { operation, path, parameters: [...params.values(), ...parameters], hasBody, answer },
    parts,
  );
  return withoutEmpty({
    path: path.path,
    methods: [method],
    summary,
    description,
    tags,
    params: Object.fromEntries([...params].map(([name, { said }]) => [name, said])),
    ...Object.fromEntries(declared),
    ...(hasBody ? { body: body.shape ?? {} } : {}),
    ...(optional && canOmit ? { bodyRequired: false } : {}),
    ...(node.in('x-same-origin')?.value === true ? { sameOrigin: true } : {}),
    ...(node.in(GUARDS) === undefined ? {} : { [GUARDS]: node.in(GUARDS)?.value }),
    ...answer.keys,
    examples,
  });
}

/** A value that must be there needs no default. */
function declaredShape({ said, required }: RouteParameter): Shape {
  if (!required) return said;
  const { default: _, ...rules } = said;
  return { ...rules, required };
}

/** Without absent and empty parts that nobody needs. */
function withoutEmpty(route: Shape): Shape {
  const needed = new Set(['body', 'json', 'text', 'model']);
  const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return Object.fromEntries(
    Object.entries(route).filter(([key, value]) => value !== undefined && (needed.has(key) || !isEmpty(value))),
  );
}

function buildPathParameters(
  { node, parameters }: OperationDraft,
  path: RoutePathDraft,
  parts: RouteParts,
): ReadonlyMap<string, RouteParameter> {
  const { report } = parts;
  const declared = new Map(parameters.filter(({ place }) => place === 'path').map((one) => [one.name, one]));
  const found = new Map<string, RouteParameter>();
  const used = new Set<string>();
  for (const [name, { names, around }] of path.parameters) {
    const [first = ''] = names;
    for (const each of names) used.add(each);
    const own = declared.get(first);
    const base: ParameterDraft = own ?? {
      node,
      name: first,
      place: 'path',
      required: true,
      shape: {},
      isPlainList: false,
      examples: [],
    };
    if (own === undefined) report.note('Parameters of a path that are not declared', node);
    if (around !== undefined)
      report.note('Segments of a path with more than a parameter: they are one parameter', node);
    if (around === undefined && name !== first)
      report.note('Names of path parameters that a manifest cannot have', node);
    const choices = names.map((each) => choicesOf(declared.get(each), parts));
    const shape = around === undefined ? base.shape : { type: 'string', pattern: patternAround(around, choices) };
    found.set(name, { ...base, shape, said: around === undefined ? plainShapeOf(base, parts) : shape });
  }
  for (const name of declared.keys())
    if (!used.has(name)) report.note('Path parameters that are not in the path', node);
  return found;
}

/** The texts that an enum allows. */
function choicesOf(parameter: ParameterDraft | undefined, { named }: RouteParts): readonly string[] {
  const choices: unknown = resolvedOf(parameter?.shape ?? {}, named)['enum'];
  return Array.isArray(choices) ? choices.filter((choice) => choice !== null && choice !== '').map(String) : [];
}

/** The schema of a parameter in the words that one has. */
function plainShapeOf(parameter: ParameterDraft, { words, named, report }: RouteParts): Shape {
  const { node, shape, place } = parameter;
  const allowed = place === 'path' ? words.pathParameter : words.parameter;
  const { 'x-rest': _, ...own } = shape;
  const resolved = resolvedOf(own, named);
  const types = typesOfShape(resolved).filter((type) => type !== 'null');
  const [type = 'string'] = types;
  const described = Object.fromEntries(
    ['title', 'description'].flatMap((key) => (resolved[key] === undefined ? [] : [[key, resolved[key]]])),
  );
  const list = type === 'array' && takesLists(parameter) ? listOf(resolved, { words, named }) : undefined;
  if (types.length > 1 || (list === undefined && !isPlainType(type))) {
    report.note('Parameters that are not plain values: here they are any text', node);
    return { type: 'string', ...described };
  }
  const said = list ?? resolved;
  for (const key of Object.keys(said))
    if (!allowed.has(key) && key !== 'required') report.note(`Schema word "${key}" of parameters`, node);
  const kept = Object.entries(said).filter(
    ([key, value]) => allowed.has(key) && key !== 'required' && key !== 'type' && value !== null,
  );
  const choices = Array.isArray(said['enum']) ? { enum: said['enum'].filter((choice) => choice !== null) } : {};
  return { type, ...Object.fromEntries(kept), ...choices };
}

function resolvedOf(shape: Shape, named: NamedSchemas): Shape {
  return (new Schema(shape as SchemaShape, named).resolved ?? {}) as Shape;
}

function isSpread({ shape, node }: ParameterDraft, { named }: RouteParts): boolean {
  return node.in('content') === undefined && typesOfShape(resolvedOf(shape, named)).includes('object');
}

function takesLists({ place, isPlainList }: ParameterDraft): boolean {
  return isPlainList && (place === 'query' || place === 'header');
}

/** undefined: its items are not plain values. */
function listOf(list: Shape, { words, named }: Pick<RouteParts, 'words' | 'named'>): Shape | undefined {
  const items = resolvedOf((list['items'] ?? {}) as Shape, named);
  const [type, ...others] = typesOfShape(items).filter((each) => each !== 'null');
  if (type === undefined || others.length > 0 || !isPlainType(type)) return undefined;
  const kept = Object.entries(items).filter(([key]) => words.pathParameter.has(key) && key !== 'default');
  return { ...list, items: { ...Object.fromEntries(kept), type } };
}

function buildAnswer({ answer, node, method }: OperationDraft, parts: RouteParts): FixedAnswer {
  const { status, content } = answer;
  const builtIn = node.in('x-handler')?.value;
  if (typeof builtIn === 'string' && builtIn.startsWith('velosiped:'))
    return { status, json: undefined, keys: { handler: builtIn } };
  if (REDIRECTS.has(status)) return redirectAnswer(answer, parts, node);
  if (content === undefined || EMPTY.has(status) || method === 'HEAD') {
    if (content !== undefined) parts.report.note('Content of answers that have none', node);
    return { status, json: undefined, keys: { text: '', ...responseOf(answer) } };
  }
  if (content.isAnything)
    return { status, json: undefined, keys: { text: '', [ANYTHING]: true, ...responseOf(answer, UNKNOWN_TYPE) } };
  if (!isJson(content.type)) {
    const shown = content.examples.find(({ value }) => typeof value === 'string')?.value ?? '';
    const type = content.type === essenceOf(PLAIN_TEXT) ? undefined : content.type;
    return { status, json: undefined, keys: { text: shown, ...responseOf(answer, type) } };
  }
  return jsonAnswer(answer, content, parts, node);
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const EMPTY: ReadonlySet<number> = new Set([204, 205, 304]);

function redirectAnswer(answer: AnswerDraft, { report }: RouteParts, node: OperationDraft['node']): FixedAnswer {
  const { status, content, headers } = answer;
  if (content !== undefined) report.note('Content of answers that have none', node);
  const isLocation = ([name]: readonly [string, string]) => name.toLowerCase() === 'location';
  const known = [...headers].find(isLocation)?.[1];
  if (known === undefined) report.note(`Redirects without an example of Location: they lead to ${SOMEWHERE}`, node);
  const redirect = { url: known ?? SOMEWHERE, ...(status === 302 ? {} : { status }) };
  const others = new Map([...headers].filter((header) => !isLocation(header)));
  return {
    status,
    json: undefined,
    keys: {
      redirect,
      ...(known === undefined ? { [MADE]: true } : {}),
      ...responseOf({ ...answer, status: 200, headers: others }),
    },
  };
}

/** A site that is there for examples (RFC 2606 §3). */
const SOMEWHERE = 'https://example.com/';

function jsonAnswer(
  answer: AnswerDraft,
  content: ContentDraft,
  { sampler, report }: RouteParts,
  node: OperationDraft['node'],
): FixedAnswer {
  const { status } = answer;
  const { shape } = content;
  const good = content.examples.filter(({ value, node: at }) => {
    const isGood = shape === undefined || sampler.isValid(value, shape);
    if (!isGood) report.note('Examples that their own schema refuses', at);
    return isGood;
  });
  const [first] = good;
  const made = first ?? (shape === undefined ? { value: {} } : sampler.sample(shape));
  if (made === undefined) report.note('Answers for which no valid value was found', node);
  const { value } = made ?? { value: shape === undefined ? {} : sampler.guess(shape) };
  const isHeld = shape !== undefined && made !== undefined;
  const type = content.type === 'application/json' ? undefined : content.type;
  return {
    status,
    json: { value },
    keys: {
      json: value,
      ...(first === undefined ? { [MADE]: true } : {}),
      ...(isHeld ? { model: shape } : {}),
      ...responseOf(answer, type),
    },
  };
}

function responseOf({ status, headers }: AnswerDraft, type?: string): Shape {
  const response = withoutEmpty({
    status: status === 200 ? undefined : status,
    type,
    headers: Object.fromEntries(headers),
  });
  return Object.keys(response).length === 0 ? {} : { response };
}
