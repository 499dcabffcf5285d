import type { Parameter, Route } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';

type Texts = ReadonlyMap<string, string>;

/**
 * The texts of what a form declares, without the fields that were left empty: a browser sends those as empty texts. An empty text
 * stays where it is a valid value, or where the field is required.
 */
export function withoutEmpty(parameters: readonly Parameter[], texts: Texts): Texts {
  const given = parameters.filter((parameter) => texts.get(parameter.name) !== '' || !meansNothing(parameter));
  return declaredTexts(given, texts);
}

/** The texts with a declared name. The rest can be half a million texts, and is not copied. */
export function declaredTexts(named: readonly { readonly name: string }[], texts: Texts): Texts {
  const declared = new Map<string, string>();
  for (const { name } of named) {
    const text = texts.get(name);
    if (text !== undefined) declared.set(name, text);
  }
  return declared;
}

/** The query of a request as its route reads it: as that of a form, if the route has one. */
export function queryTexts({ form, query }: Route, request: Request): Texts {
  return form === undefined ? request.query : withoutEmpty(query, request.query);
}

function meansNothing(parameter: Parameter): boolean {
  return parameter.type !== 'string' || (!parameter.required && parameter.check('') !== undefined);
}
