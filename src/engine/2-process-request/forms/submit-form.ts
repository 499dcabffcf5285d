import type { Answer } from '../../../contract/answer.ts';
import type { FormModel } from '../../../contract/page-data.ts';
import type { PathSegment, Program, Route } from '../../../contract/program.ts';
import type { Request } from '../../../contract/request.ts';
import { guarded } from '../../../http/guarded.ts';
import { isDotSegment } from '../../../http/percent-coding.ts';
import { badParameters, methodNotAllowed, noSuchForm } from '../../default-answers.ts';
import { declaredTexts, hiddenNames, sentNames, withoutEmpty } from '../input/form-texts.ts';
import { besideFields, type InputProblem } from '../input/input-problem.ts';
import { readOnlyForm } from '../input/read-form.ts';
import type { AllTexts } from '../input/read-input.ts';
import { buildUrl } from '../match/build-url.ts';
import { refillForm } from './refill-form.ts';

/**
 * `/submit/divide?dividend=6&divisor=3` leads to `/div/6/to/3`: a plain HTML form cannot put its fields into a path. GET
 * is 303; POST is 307, so that the browser posts again. 404: no such form; 400: a field is empty, or its value cannot
 * be part of a path; 405: the route does not take the method that follows; 415: what was posted is not a form.
 */
export function submitForm(program: Program, request: Request, name: string): Answer {
  const route = program.routesByName.get(name);
  if (route?.form === undefined) return noSuchForm(name);
  const follows = request.method === 'POST' ? 'POST' : 'GET';
  if (!route.methods.includes(follows)) return methodNotAllowed(request.method, route.methods);
  const problems: InputProblem[] = [];
  const wanted = new Set([...route.params, ...route.query, ...route.form.fields].map(({ name: field }) => field));
  const posted =
    request.method === 'POST'
      ? readOnlyForm(request, wanted, problems, { secret: (program.logs.secrets?.body ?? []).length > 0 })
      : undefined;
  if (posted?.kind === 'refused') return posted.answer;
  const sent = posted === undefined ? request.query : posted.texts;
  if (sent === undefined) return badParameters(problems);
  const texts = withUnchecked(route, route.form, sent);
  const wrong = wrongFields(route, texts);
  const room = program.limits.requestLineBytesMax - REQUEST_LINE_REST_BYTES;
  const builds = wrong.length === 0 && !holdsLonger(route, texts, room);
  const location = builds ? locationOf(program, route, texts) : undefined;
  if (location === undefined || location.length > room) return refused(route, route.form, { texts, wrong });
  const head = { status: posted === undefined ? 303 : 307, headers: [['Location', location]] as const, cookies: [] };
  return { kind: 'empty', head };
}

/** The rest of the request line, `POST` and ` HTTP/1.1`: a longer URL would only be a 414, without what was typed. */
const REQUEST_LINE_REST_BYTES = 'POST  HTTP/1.1'.length;

type Texts = ReadonlyMap<string, string>;

/** The sent texts that the route declares. A browser sends nothing for a checkbox that is not checked. */
function withUnchecked({ params, query }: Route, { fields }: FormModel, sent: Texts): Texts {
  const unchecked = fields.filter(({ isCheckbox, name }) => isCheckbox && !sent.has(name));
  const known = declaredTexts([...params, ...query, ...fields], sent);
  return new Map([...known, ...unchecked.map(({ name }) => [name, 'false'] as const)]);
}

/** What is wrong with the fields for the URL; whether a value is valid is for the route to say. */
function wrongFields({ paths: [path = []], params, query }: Route, texts: Texts): readonly InputProblem[] {
  const wrong: InputProblem[] = [];
  const titleOf = (name: string) => params.find((parameter) => parameter.name === name)?.title ?? name;
  for (const segment of path) {
    if (segment.kind === 'literal') continue;
    const { name } = segment;
    // An empty one would empty a segment.
    if ((texts.get(name) ?? '') === '') wrong.push(missing(titleOf(name), name));
    else if (hasDotSegment(segment.kind, texts.get(name) ?? '')) wrong.push(notInAddress(titleOf(name), name));
  }
  const given = withoutEmpty(query, texts);
  for (const { name, title, required, default: otherwise } of query) {
    if (required && otherwise === undefined && !given.has(name)) wrong.push(missing(title, name));
  }
  return wrong;
}

function missing(title: string, name: string): InputProblem {
  return {
    in: 'query',
    name,
    message: `Please fill in the field "${title}".`,
    cause: `The form has no value for ${name}`,
    beside: [name, 'Please fill in this field.'],
  };
}

function notInAddress(title: string, name: string): InputProblem {
  return {
    in: 'query',
    name,
    message: `What you typed as "${title}" cannot be part of an address. Please change it.`,
    cause: `The field ${name} is a dot segment`,
    beside: [name, 'It cannot be "." or "..", which would lead to another address.'],
  };
}

function hasDotSegment(kind: PathSegment['kind'], text: string): boolean {
  return kind === 'rest' ? text.split('/').some(isDotSegment) : isDotSegment(text);
}

/** Whether a text alone is too long for the URL. Encoding makes none shorter, so a megabyte is not encoded to find out. */
function holdsLonger({ params, query }: Route, texts: Texts, lengthMax: number): boolean {
  return [...params, ...query].some(({ name }) => (texts.get(name)?.length ?? 0) > lengthMax);
}

function refused(
  { name, params, query }: Route,
  form: FormModel,
  { texts, wrong }: { readonly texts: Texts; readonly wrong: readonly InputProblem[] },
): Answer {
  const secret = hiddenNames([...params, ...query]);
  const shown = new Map([...texts].filter(([field]) => !secret.has(field)));
  const all: AllTexts = (field) => [shown.get(field) ?? []].flat();
  const unseen = new Set(sentNames(secret, texts));
  const refilled = refillForm(form, { texts: shown, all, unseen, problems: besideFields(wrong) });
  if (wrong.length > 0) return badParameters(wrong, refilled);
  const message = 'What you typed cannot be part of an address, or is too long for one. Please change it.';
  return badParameters(
    [{ in: 'query', message, cause: `A browser would change the address that the form "${name}" leads to` }],
    refilled,
  );
}

const ANY_ORIGIN = 'http://origin.invalid';

/** The URL; undefined if a browser would change it. */
function locationOf(program: Program, { name, paths: [path = []], query }: Route, texts: Texts): string | undefined {
  const names = path.flatMap((segment) => (segment.kind === 'literal' ? [] : [segment.name]));
  // A path that begins with `//` cannot be built, whatever was typed.
  const location = guarded(() => buildUrl(program, name, pick(names, texts)));
  // A browser takes `//host` for another site, and `..` for a step up even when its dots are escaped (WHATWG URL §4.4).
  const resolved =
    location !== undefined && URL.canParse(location, ANY_ORIGIN) ? new URL(location, ANY_ORIGIN).href : undefined;
  if (resolved !== `${ANY_ORIGIN}${location}`) return undefined;
  const given = withoutEmpty(query, texts);
  const pairs = query.flatMap((parameter) => {
    const text = given.get(parameter.name);
    return text === undefined ? [] : [`${encodeURIComponent(parameter.name)}=${encodeURIComponent(text)}`];
  });
  return pairs.length === 0 ? location : `${location}?${pairs.join('&')}`;
}

function pick(names: readonly string[], texts: Texts): Readonly<Record<string, string>> {
  const picked: Record<string, string> = Object.create(null);
  for (const name of names) picked[name] = texts.get(name) ?? '';
  return picked;
}
