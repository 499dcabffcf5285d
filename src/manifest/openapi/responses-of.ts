import type { PathSegment } from '../../contract/program.ts';
import { essenceOf, HTML, JSON_TYPE, PLAIN_TEXT } from '../../http/media-types.ts';
import { reasonPhrase } from '../../http/reason-phrases.ts';
import type { SoundRoute } from '../3-resolve/sound-site.ts';
import { typeOfName } from '../3-resolve/type-of-name.ts';
import { errorReferences } from './error-responses.ts';
import type { RouteExample } from './examples-of.ts';
import { ANYTHING, MADE, UNNAMED } from './extension-keys.ts';
import type { ReferredSchemas } from './schema-of.ts';

interface Responses {
  readonly responses: object;
  /** The names of the errors among them. */
  readonly errors: readonly string[];
}

/** The answers that a route, its checks and its guards can give. */
export function responsesOf(parts: OperationParts): Responses {
  const { route } = parts;
  const errors = errorsOf(parts);
  const success = statusesOf(route).map((status) => [String(status), successOf(parts, status)]);
  return { responses: { ...Object.fromEntries(success), ...errorReferences(errors) }, errors };
}

function statusesOf({ answer, status }: SoundRoute): readonly number[] {
  return answer.kind === 'submit' ? [303, 307] : [status];
}

function errorsOf({ route, guards, isLimited }: OperationParts): readonly string[] {
  const { parameters, body, sameOrigin } = route;
  const reads = Object.values(parameters).some((list) => list.length > 0) || body !== undefined;
  return [
    ...(reads ? ['BadRequest'] : []),
    ...(guards.length > 0 ? ['Unauthorized'] : []),
    ...(guards.length > 0 || sameOrigin ? ['Forbidden'] : []),
    ...(body === undefined ? [] : ['ContentTooLarge', 'UnsupportedMediaType']),
    ...(isLimited ? ['TooManyRequests'] : []),
    'Error',
  ];
}

function successOf(parts: OperationParts, status: number): object {
  const { route } = parts;
  const headers = route.headers.map(({ name, value }) => [name, headerOf(value)]);
  if (route.answer.kind === 'redirect' && !isMade(route)) headers.push(['Location', headerOf(route.answer.location)]);
  const content = contentOf(parts, status);
  const sent = headers.length === 0 ? undefined : Object.fromEntries(headers);
  return { description: reasonPhrase(status), headers: sent, content };
}

function headerOf(value: string): object {
  return { schema: { type: 'string' }, example: value };
}

function contentOf(parts: OperationParts, status: number): object | undefined {
  const { answer, at } = parts.route;
  if (at.in(ANYTHING).asWritten === true) return { '*/*': {} };
  switch (answer.kind) {
    case 'redirect':
    case 'submit':
      return undefined;
    case 'view':
      return { [essenceOf(HTML)]: {} };
    case 'text': {
      const { type, text } = answer;
      if (text === '' && type === PLAIN_TEXT) return undefined;
      return { [essenceOf(type)]: text === '' ? {} : { example: text } };
    }
    case 'file':
      return { [essenceOf(answer.type ?? typeOfName(answer.file.path))]: {} };
    case 'folder':
      return { [answer.type === undefined ? '*/*' : essenceOf(answer.type)]: {} };
    case 'probe':
    case 'handler':
      return answer.view === undefined ? jsonContent(parts, status, JSON_TYPE) : { [essenceOf(HTML)]: {} };
    case 'json':
      return jsonContent(parts, status, essenceOf(answer.type));
  }
}

function jsonContent({ route, examples, schemas }: OperationParts, status: number, type: string): object {
  const { model } = route;
  const schema = model && schemas.convert(model.shape);
  const named = examples.flatMap(({ name, json, status: said = status }) =>
    json === undefined || said !== status ? [] : [[name, { value: json }] as const],
  );
  return { [type]: { schema, ...shownExamples(route, named) } };
}

function shownExamples(
  route: SoundRoute,
  named: readonly (readonly [name: string, example: { readonly value: unknown }])[],
): object {
  const [first, ...more] = named;
  if (first !== undefined && more.length === 0 && first[0] === UNNAMED) return { example: first[1].value };
  if (first !== undefined) return { examples: Object.fromEntries(named) };
  const { answer } = route;
  const isFixed = answer.kind === 'json' && !isMade(route);
  return isFixed ? { example: answer.value } : {};
}

function isMade({ at }: SoundRoute): boolean {
  return at.in(MADE).asWritten === true;
}

/** What an operation is made of. */
export interface OperationParts {
  readonly route: SoundRoute;
  readonly segments: readonly PathSegment[];
  readonly examples: readonly RouteExample[];
  readonly schemas: ReferredSchemas;
  readonly guards: readonly string[];
  /** Whether there is a rate limit. */
  readonly isLimited: boolean;
}
