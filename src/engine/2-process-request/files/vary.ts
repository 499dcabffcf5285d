import type { Failure } from '../../../contract/answer.ts';
import type { FieldLine } from '../../../contract/request.ts';

/** Header fields with a Vary that names these request fields too (RFC 9110 §12.5.5). */
export function withVary(headers: readonly FieldLine[], names: readonly string[]): readonly FieldLine[] {
  if (names.length === 0) return headers;
  const [, said = ''] = headers.find(([name]) => name.toLowerCase() === 'vary') ?? [];
  const known = said.toLowerCase().split(/[\t ]*,[\t ]*/);
  const more = known.includes('*') ? [] : names.filter((name) => !known.includes(name.toLowerCase()));
  if (more.length === 0) return headers;
  const others = headers.filter(([name]) => name.toLowerCase() !== 'vary');
  return [...others, ['Vary', [...(said === '' ? [] : [said]), ...more].join(', ')]];
}

/** The same of an error. */
export function varying(failure: Failure, names: readonly string[]): Failure {
  return { ...failure, headers: withVary(failure.headers, names) };
}
