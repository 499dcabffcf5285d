import type { Parameter, Route } from '../../contract/program.ts';
import type { Request } from '../../contract/request.ts';

type Texts = ReadonlyMap<string, string>;

/**
 * The texts of a form without its fields that were left empty: a browser sends them as empty texts. One that is
 * itself a value, or that has to be given, stays.
 */
export function withoutEmpty(parameters: readonly Parameter[], texts: Texts): Texts {
  const left = parameters.filter((parameter) => texts.get(parameter.name) === '' && meansNothing(parameter));
  if (left.length === 0) return texts;
  const kept = new Map(texts);
  for (const { name } of left) kept.delete(name);
  return kept;
}

/** The query of a request as its route reads it: that of a form, where it has one. */
export function queryTexts({ form, query }: Route, request: Request): Texts {
  return form === undefined ? request.query : withoutEmpty(query, request.query);
}

function meansNothing(parameter: Parameter): boolean {
  return parameter.type !== 'string' || (!parameter.required && parameter.check('') !== undefined);
}
