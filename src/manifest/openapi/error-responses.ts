import { reasonPhrase } from '../../http/reason-phrases.ts';

/** The errors that routes can give, by the names of their responses; `default` stands for all others. */
export const ERRORS: ReadonlyMap<string, number | 'default'> = new Map<string, number | 'default'>([
  ['BadRequest', 400],
  ['Unauthorized', 401],
  ['Forbidden', 403],
  ['ContentTooLarge', 413],
  ['UnsupportedMediaType', 415],
  ['Error', 'default'],
]);

/** A reference to each of these, as the responses of an operation have it. */
export function errorReferences(names: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries(
    names.map((name) => [String(ERRORS.get(name)), { $ref: `#/components/responses/${name}` }]),
  );
}

/** The components that those references lead to, in the order of their statuses. */
export function errorResponses(used: ReadonlySet<string>, _problem: string): Readonly<Record<string, object>> {
  return Object.fromEntries(
    [...ERRORS]
      .filter(([name]) => used.has(name))
      .map(([name, status]) => {
        const description = status === 'default' ? 'Any other error' : reasonPhrase(status);
        return [name, { description, content: { 'text/html': {} } }];
      }),
  );
}

/** What problems are. */
export function ERROR_SCHEMAS(_name: string): Readonly<Record<string, object>> {
  return {};
}
