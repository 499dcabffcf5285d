import { answer } from '../contract/answer.ts';
import type { BuildUrl } from '../contract/handler.ts';
import { HttpError } from '../contract/http-error.ts';
import type { Request } from '../contract/request.ts';
import type { Handlers } from '../routes.gen.ts';

/**
 * `/submit/divide?dividend=6&divisor=3` leads to `/div/6/to/3`: a plain HTML form cannot put its fields into a path.
 * GET is 303; POST is 307, so that the browser posts again. 404: no such form; 400: a field is empty, or its value
 * cannot stand in a path; 415: what was posted is no form.
 */
export const submitForm: Handlers['submitForm'] = ({ params: { route }, request, url }) => {
  const names = FORMS.get(route);
  if (names === undefined) throw new HttpError(404, `There is no form "${route}".`);
  const fields = pickFields(names, request.method === 'POST' ? readForm(request) : request.query);
  const status = request.method === 'POST' ? 307 : 303;
  return answer({ status, headers: { Location: buildLocation(url, route, fields) } });
};

/** The routes that are reached by a form on the start page, each with its fields. */
const FORMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['divide', ['dividend', 'divisor']],
  ['setCookie', ['pairs']],
]);

type Fields = Readonly<Record<string, string>>;

/** Fields that the form does not have are left out; an empty one counts as missing, since it would empty a segment. */
function pickFields(names: readonly string[], submitted: ReadonlyMap<string, string>): Fields {
  const picked: Record<string, string> = Object.create(null);
  for (const name of names) {
    const value = submitted.get(name);
    if (value === undefined || value === '') {
      throw new HttpError(400, `Please go back and fill in the field "${name}".`);
    }
    if (value.split('/').some((segment) => segment === '.' || segment === '..')) {
      throw notInPath(`The field "${name}" holds a dot segment`);
    }
    picked[name] = value;
  }
  return picked;
}

/** application/x-www-form-urlencoded (WHATWG URL §5.1), in UTF-8; the first of a repeated name counts. */
function readForm(request: Request): ReadonlyMap<string, string> {
  const mediaType = request.headers.get('content-type')?.split(';', 1)[0];
  if (mediaType?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw new HttpError(415, 'What was posted here is no form: its type has to be application/x-www-form-urlencoded.');
  }
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(decodeText(request.body))) {
    if (!fields.has(name)) fields.set(name, value);
  }
  return fields;
}

function decodeText(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw new HttpError(400, 'What was posted here is not readable as UTF-8 text.', { cause });
  }
}

function buildLocation(url: BuildUrl, route: string, fields: Fields): string {
  const location = buildUrl(url, route, fields);
  // A browser takes `//host` for another site, and `..` for a step up even when its dots are escaped (WHATWG URL §4.4).
  // Whatever the manifest makes of what was typed, it has to arrive as it is written here.
  const resolved = URL.canParse(location, ANY_ORIGIN) ? new URL(location, ANY_ORIGIN).href : undefined;
  if (resolved !== ANY_ORIGIN + location) throw notInPath(`A browser would not keep the address "${location}"`);
  return location;
}

function notInPath(cause: string): HttpError {
  const message = 'What was typed cannot be a part of an address. Please go back and change it.';
  return new HttpError(400, message, { cause: new RangeError(cause) });
}

const ANY_ORIGIN = 'http://origin.invalid';

/** The form's fields are all there: when this fails, the manifest has no such route, or one with other parameters. */
function buildUrl(url: BuildUrl, route: string, fields: Fields): string {
  try {
    return url(route, fields);
  } catch (cause) {
    throw new HttpError(404, `The form "${route}" does not lead anywhere on this server.`, { cause });
  }
}
