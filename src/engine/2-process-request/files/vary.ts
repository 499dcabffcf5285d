import type { Failure } from '../../../contract/answer.ts';
import type { FieldLine } from '../../../contract/request.ts';
import { varyingBy } from '../../../http/merge-fields.ts';

/** Header fields with a Vary that names these request fields too. */
export function withVary(headers: readonly FieldLine[], names: readonly string[]): readonly FieldLine[] {
  return names.reduce((lines, name) => varyingBy(name, lines), headers);
}

/** The same of an error. */
export function varying(failure: Failure, names: readonly string[]): Failure {
  return { ...failure, headers: withVary(failure.headers, names) };
}
