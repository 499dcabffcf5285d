import type { Parameter, Route } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';
import type { AllTexts } from './read-input.ts';

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

/** The names of which a form can send several texts. */
export function listNames(parameters: readonly Parameter[]): ReadonlySet<string> {
  return new Set(parameters.flatMap(({ name, item }) => (item === undefined ? [] : [name])));
}

/** The names of those whose values are not shown. */
export function hiddenNames(parameters: readonly Parameter[]): ReadonlySet<string> {
  return new Set(parameters.flatMap(({ name, secret }) => (secret ? [name] : [])));
}

/** Those of these names for which something was sent. */
export function sentNames(names: Iterable<string>, texts: Texts): readonly string[] {
  return [...names].filter((name) => (texts.get(name) ?? '') !== '');
}

/** All texts of a name: the first, and those that came after it. An empty one is nothing, as of any other field. */
export function allTexts(texts: Texts, more: ReadonlyMap<string, readonly string[]>): AllTexts {
  return (name) => [texts.get(name) ?? [], more.get(name) ?? []].flat().filter((text) => text !== '');
}

/** Those of a query, as its route reads it. */
export function allInQuery({ form }: Route, request: Request): AllTexts {
  return (name) => request.queryAll(name).filter((text) => form === undefined || text !== '');
}

function meansNothing(parameter: Parameter): boolean {
  return (
    parameter.item !== undefined ||
    parameter.type !== 'string' ||
    (!parameter.required && parameter.check('') !== undefined)
  );
}
