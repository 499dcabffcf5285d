import type { ErrorObject } from 'ajv/dist/2020.js';
import { TCHAR_MARKS } from '../../http/grammar.ts';
import { pointerTo } from '../../http/json-pointer.ts';
import { wellFormed } from '../../http/percent-coding.ts';
import { recordOf } from '../1-read/is-record.ts';
import type { KeyPath, LocatedManifest } from '../1-read/located-manifest.ts';
import type { Finding } from '../findings/findings.ts';
import { nameHint, nearestName } from '../findings/nearest-name.ts';
import { ruleInWords } from '../findings/rule-words.ts';

/** The known key that an unknown one was probably meant to be. */
export function meantKey({ params, parentSchema }: ErrorObject): string | undefined {
  return nearestName(String(params['additionalProperty']), knownKeys(parentSchema));
}

/** One error of the validator in words. */
export function explainSchemaError(error: ErrorObject, path: KeyPath, located: LocatedManifest): Finding {
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(error, path, located);
    case 'required':
      return missingKey(error, path, located);
    case 'propertyNames':
      return badName(error, path, located);
    default:
      return wrongValue(error, path, located);
  }
}

function unknownKey({ params, parentSchema }: ErrorObject, path: KeyPath, located: LocatedManifest): Finding {
  const key = String(params['additionalProperty']);
  return {
    code: 'unknown-key',
    at: located.keyAt([...path, key]),
    message: `Unknown key "${key}" ${inPlace(path)}`,
    hint: /^\/[/*]/.test(key) ? 'a comment begins with "#"' : nameHint(key, knownKeys(parentSchema)),
  };
}

function missingKey({ params }: ErrorObject, path: KeyPath, located: LocatedManifest): Finding {
  const message = `Missing key "${String(params['missingProperty'])}" ${inPlace(path)}`;
  return { code: 'missing-key', at: located.keyAt(path), message };
}

function badName({ params, parentSchema }: ErrorObject, path: KeyPath, located: LocatedManifest): Finding {
  const name = String(params['propertyName']);
  const message = `Invalid name "${name}" ${inPlace(path)}`;
  const { pattern } = recordOf(parentSchema?.['propertyNames']);
  const hint =
    pattern === undefined
      ? 'it must not be empty'
      : (NAME_HINTS.find(([beginning]) => String(pattern).startsWith(beginning))?.[1] ?? NAME_HINT);
  return { code: 'bad-name', at: located.keyAt([...path, name]), message, hint };
}

const NAME_HINT = 'a name begins with a letter and goes on with letters, digits, "_" and "-"';

/** By the beginning of the pattern. */
const NAME_HINTS: readonly (readonly [pattern: string, hint: string])[] = [
  ['^[45]', 'it must be the status of an error: 400 to 599'],
  ['^[!#$', `a name has letters, digits and any of ${TCHAR_MARKS}`],
];

function wrongValue(error: ErrorObject, path: KeyPath, located: LocatedManifest): Finding {
  const code = error.keyword === 'type' ? 'wrong-type' : 'bad-value';
  const at = located.valueAt(path);
  const written = located.writtenAt(path);
  const secret = SECRET.has(path.join('.'));
  const found = written === undefined ? shown(secret ? undefined : error.data) : `the value of "${written}"`;
  return {
    code,
    at,
    message: `${quotedPath(path)} cannot be ${found}`,
    hint:
      (isRequest(path) ? requestHint(error.data) : undefined) ??
      emptyHint(error, written) ??
      ruleOf(error, secret || written !== undefined),
  };
}

/** A variable that is set to nothing looks like one that is not set. */
function emptyHint(error: ErrorObject, written: string | undefined): string | undefined {
  if (written === undefined || error.data !== '') return undefined;
  const name = /^\$\{(\w+)/.exec(written)?.[1];
  const given = name === undefined ? '' : `, or give a default: "\${${name}:-default}"`;
  return `the variable is empty: set it${given}; ${ruleOf(error, true)}`;
}

/** What may hold a password. */
const SECRET: ReadonlySet<string> = new Set(['clients.store']);

/** The rule that a value breaks. If the value came from the environment it is not shown, and neither are names close to it. */
function ruleOf(error: ErrorObject, secret: boolean): string {
  const { keyword, data, parentSchema } = error;
  switch (keyword) {
    case 'type':
      // Text of a certain form is better described than called text.
      if (parentSchema?.['pattern'] !== undefined) break;
      return `it ${typeWords(parentSchema?.['type'])}${secret ? '' : spellingHint(parentSchema?.['type'], data)}`;
    case 'enum': {
      const meant = secret ? undefined : meantChoice(error);
      return `it ${ruleInWords(error)}${meant === undefined ? '' : `; ${meant}`}`;
    }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'uniqueItems':
      return `it ${ruleInWords(error)}`;
    case 'minLength':
    case 'minItems':
      return 'it must not be empty';
    default:
      break;
  }
  const { description, pattern } = recordOf(parentSchema);
  if (typeof description === 'string') return `it must be ${lowerFirst(description.replace(/\.$/, ''))}`;
  return pattern === undefined ? 'it must be another value' : `it must match ${String(pattern)}`;
}

function meantChoice({ data, schema }: ErrorObject): string | undefined {
  const allowed = Array.isArray(schema) ? schema.map(String) : [];
  return typeof data === 'string' && nearestName(data, allowed) !== undefined ? nameHint(data, allowed) : undefined;
}

/** In the words of YAML. */
function typeWords(type: unknown): string {
  return ruleInWords({ keyword: 'type', schema: type }).replace('an object', 'a map of keys');
}

/** A number, a boolean or null instead of text mostly lacks quotes, and the reverse has superfluous ones. */
function spellingHint(type: unknown, data: unknown): string {
  if (type === 'string' && (typeof data === 'number' || typeof data === 'boolean')) return ': put it in quotes';
  if (type === 'object' && data === null) return ': what belongs to it is indented more than it is';
  if (typeof data !== 'string') return '';
  if (type === 'array' && /^[-\u2010-\u2014\u2022*]/.test(data)) return ': each of its items begins with "- "';
  // As other languages end a value.
  const [, value = data, end] = /^(.*)([,;])$/.exec(data) ?? [];
  const unquoted = typeOfUnquoted(value);
  const isMeant = [type].flat().some((each) => each === unquoted || (each === 'number' && unquoted === 'integer'));
  if (!isMeant) return '';
  return end === undefined ? ': remove the quotes' : `: remove the "${end}"`;
}

/** The type that a text would have without its quotes, if it is one that a schema asks for. */
function typeOfUnquoted(text: string): string | undefined {
  if (/^(?:0|-?[1-9][0-9]{0,14})$/.test(text)) return 'integer';
  if (/^-?\d{1,9}\.\d{1,9}$/.test(text)) return 'number';
  return text === 'true' || text === 'false' ? 'boolean' : undefined;
}

function isRequest(path: KeyPath): boolean {
  return path.length === 5 && path[0] === 'routes' && path[2] === 'examples' && path[4] === 'request';
}

/** What keeps a text from being a method and a target, if it nearly is one. */
function requestHint(request: unknown): string | undefined {
  if (typeof request !== 'string') return undefined;
  if (request.trim() !== request) return 'leave out the spaces around it';
  if (/^\S+[ \t]+\S+[ \t]+HTTP\/\d(?:\.\d)?$/i.test(request)) return 'leave the version out: it is always HTTP/1.1';
  if (/^\S+\s+\S+$/.test(request) && !/^\S+ \S+$/.test(request)) return 'put one space between method and target';
  const [method = '', target = ''] = request.split(' ');
  if (/^[A-Za-z]+ \S+$/.test(request) && method !== method.toUpperCase()) return 'write the method in capitals';
  const encoded = encodeURI(wellFormed(target)).replaceAll('%25', '%');
  return /^[A-Z]+ \S+$/.test(request) ? `percent-encode it: ${method} ${encoded}` : undefined;
}

function shown(data: unknown): string {
  if (data === undefined) return 'this value';
  if (Array.isArray(data)) return 'a list';
  if (data === null) return 'null';
  return typeof data === 'object' ? 'a map' : `"${String(data)}"`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function inPlace(path: KeyPath): string {
  return path.length === 0 ? 'at the top of the manifest' : `in ${quotedPath(path)}`;
}

/** The name of a schema in another file is its path there. */
function quotedPath(path: KeyPath): string {
  const [top, name = '', ...inside] = path;
  const isInFile = top === 'schemas' && name.includes('#');
  return isInFile ? `"${name}${pointerTo(inside)}"` : `"${path.join('.')}"`;
}

function knownKeys(schema: ErrorObject['parentSchema']): readonly string[] {
  return Object.keys(recordOf(schema?.['properties']));
}
