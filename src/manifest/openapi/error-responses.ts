import type { ErrorFormat } from '../../contract/told-problem.ts';
import { reasonPhrase } from '../../http/reason-phrases.ts';

/** The errors that routes can give, by the names of their responses; `default` stands for all others. */
export const ERRORS: ReadonlyMap<string, number | 'default'> = new Map<string, number | 'default'>([
  ['BadRequest', 400],
  ['Unauthorized', 401],
  ['Forbidden', 403],
  ['ContentTooLarge', 413],
  ['UnsupportedMediaType', 415],
  ['TooManyRequests', 429],
  ['Error', 'default'],
]);

/** A reference to each of these, as the responses of an operation have it. */
export function errorReferences(names: readonly string[]): Readonly<Record<string, object>> {
  return Object.fromEntries(
    names.map((name) => [String(ERRORS.get(name)), { $ref: `#/components/responses/${name}` }]),
  );
}

export interface ErrorWords {
  /** How the server tells errors. */
  readonly format: ErrorFormat;
  /** The name that the schema of problems has. */
  readonly problem: string;
}

/** The components that those references lead to, in the order of their statuses. */
export function errorResponses(used: ReadonlySet<string>, words: ErrorWords): Readonly<Record<string, object>> {
  const schema = { $ref: `#/components/schemas/${words.problem}` };
  const content = {
    ...(words.format === 'page' ? {} : { 'application/problem+json': { schema } }),
    ...(words.format === 'problem' ? {} : { 'text/html': {} }),
  };
  return Object.fromEntries(
    [...ERRORS]
      .filter(([name]) => used.has(name))
      .map(([name, status]) => {
        const description = status === 'default' ? 'Any other error' : reasonPhrase(status);
        return [name, { description, content }];
      }),
  );
}

/** What problems are (RFC 9457), where there are any. */
export function errorSchemas({ format, problem }: ErrorWords): Readonly<Record<string, object>> {
  return format === 'page' ? {} : { [problem]: PROBLEM };
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'detail'],
        properties: {
          in: { type: 'string', enum: ['path', 'query', 'header', 'cookie', 'body'] },
          name: { type: 'string' },
          pointer: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
};
