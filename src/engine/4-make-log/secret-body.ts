import type { RequestSecrets } from '../../contract/log-settings.ts';
import type { Request } from '../../contract/request.ts';
import type { SentPart, Upload } from '../../contract/uploads.ts';
import { guarded } from '../../http/guarded.ts';
import { essenceOf, FORM_TYPE, isJson } from '../../http/media-types.ts';
import { percentDecode } from '../../http/percent-coding.ts';
import {
  endsSecretly,
  isFieldName,
  isSecretField,
  longestOf,
  type SecretNames,
  secretName,
} from '../../http/secret-names.ts';
import { REDACTED, type Span } from '../hide-spans.ts';
import { secretPairs } from '../secret-parts.ts';
import { utf8Text, withoutMark } from '../utf8-text.ts';

/** What a log can show of a body. */
export type FoundInBody =
  /** All of it. */
  | { readonly kind: 'open' }
  /** The text with `mark` instead of these spans. */
  | { readonly kind: 'partly'; readonly text: string; readonly spans: readonly Span[]; readonly mark: string }
  /** Nothing: it is secret as a whole, or cannot be searched. */
  | { readonly kind: 'hidden' };

const OPEN: FoundInBody = { kind: 'open' };
const HIDDEN: FoundInBody = { kind: 'hidden' };

/** A body, and whose it is. */
export interface SearchedBody {
  readonly request: Partial<Pick<Request, 'body' | 'headers'>>;
  /** The route that answers. */
  readonly route: string | undefined;
  /** The body, if it is a form that can carry files. */
  readonly form?: Pick<Upload, 'parts'> | undefined;
}

/**
 * What a body has of secrets, as it is written and as it is meant: for the texts that can quote it. undefined: that is more than can
 * be searched for.
 */
export function secretValuesIn(
  secrets: RequestSecrets,
  { request, route, form }: SearchedBody,
): ReadonlySet<string> | undefined {
  const values: Values = { texts: new Set(), visited: 0 };
  for (const part of form?.parts ?? [])
    if (part.kind === 'text') addValues(values, searchPart(secrets, part, route), part.text);
  addValues(values, searchBody(secrets, request, route), request.body ?? EMPTY);
  return values.visited > VISITED_MAX ? undefined : values.texts;
}

/** What was found of one request. */
interface Values {
  readonly texts: Set<string>;
  visited: number;
}

/** The bound for all values of a body that are secret, or hold one: a client can send a million, or as many levels. */
const VISITED_MAX = 16 * 1024;

function addValues(values: Values, found: FoundInBody, whole: string | Uint8Array): void {
  if (found.kind === 'hidden') values.texts.add(typeof whole === 'string' ? whole : Buffer.from(whole).toString());
  if (found.kind !== 'partly') return;
  for (const { from, to } of found.spans) {
    if (values.visited > VISITED_MAX) return;
    const written = found.text.slice(from, to);
    values.texts.add(written);
    addTexts(
      values,
      guarded((): unknown => JSON.parse(written)),
    );
    if (written.startsWith('"')) values.texts.add(written.slice(1, -1));
  }
}

const EMPTY = new Uint8Array(0);

/** With a stack of its own: JSON can be deeper than calls can. */
function addTexts(values: Values, value: unknown): void {
  const open = [value];
  while (open.length > 0 && values.visited <= VISITED_MAX) {
    const next = open.pop();
    values.visited += 1;
    if (typeof next === 'string') values.texts.add(next);
    else if (typeof next === 'number') values.texts.add(String(next));
    else if (typeof next === 'object' && next !== null) for (const inner of Object.values(next)) open.push(inner);
  }
}

/** Searches a text of a form that can carry files. JSON in it is searched, too. */
export function searchPart(
  secrets: RequestSecrets,
  { name, text }: SentPart & { readonly kind: 'text' },
  route: string | undefined,
): FoundInBody {
  const { body: names } = secrets;
  if (isWhollySecret(secrets, route) || (names.length > 0 && isSecretField(names, name))) return HIDDEN;
  if (names.length === 0 || !/^[ \t\r\n]*[[{]/.test(text)) return OPEN;
  return searched(text, JSON_MARK, () => secretsInJson(names, text));
}

function isWhollySecret({ bodiesOf }: RequestSecrets, route: string | undefined): boolean {
  return bodiesOf.size > 0 && (route === undefined || bodiesOf.has(route));
}

/** JSON stays JSON. */
const JSON_MARK = `"${REDACTED}"`;

/** Searches a body for secrets: JSON, or a form, both in UTF-8. `route` is the one that answers. */
export function searchBody(
  secrets: RequestSecrets,
  { body = EMPTY, headers }: SearchedBody['request'],
  route: string | undefined,
): FoundInBody {
  const { body: names } = secrets;
  if (body.length === 0) return OPEN;
  if (isWhollySecret(secrets, route)) return HIDDEN;
  if (names.length === 0) return OPEN;
  const coding = headers?.get('content-encoding');
  const type = essenceOf(headers?.get('content-type') ?? '');
  if (coding !== undefined && coding.toLowerCase() !== 'identity') return HIDDEN;
  const text = utf8Text(body);
  const find = isJson(type) ? secretsInJson : type === FORM_TYPE ? secretsInForm : undefined;
  if (text === undefined || find === undefined) return HIDDEN;
  // JSON cannot begin with a byte order mark.
  const unmarked = withoutMark(text);
  return searched(unmarked, isJson(type) ? JSON_MARK : REDACTED, () => find(names, unmarked));
}

/** What cannot be searched is hidden whole. */
function searched(text: string, mark: string, find: () => readonly Span[] | undefined): FoundInBody {
  const spans = guarded(find);
  if (spans === undefined) return HIDDEN;
  return spans.length === 0 ? OPEN : { kind: 'partly', text, spans, mark };
}

/** undefined: it is not a form, whatever its type says. */
function secretsInForm(names: SecretNames, text: string): readonly Span[] | undefined {
  if (percentDecode(text) === undefined) return undefined;
  const pairs = text.split('&').filter((pair) => pair !== '');
  return pairs.every(isField) ? [...secretPairs(names, text)] : undefined;
}

function isField(pair: string): boolean {
  const name = percentDecode(pair.slice(0, Math.max(0, pair.indexOf('='))));
  return name !== undefined && isFieldName(name);
}

/**
 * Where the values of secret properties are. In the text, and not in what it means: a name can be there twice, and numbers can have
 * more digits than a double. Throws if it is not JSON.
 */
function secretsInJson(names: SecretNames, json: string): readonly Span[] {
  JSON.parse(json);
  const spans: Span[] = [];
  const holders: { readonly path: string; readonly isList: boolean }[] = [];
  let path = '';
  let hidden: { readonly from: number; readonly depth: number } | undefined;
  const pathMax = longestOf(names);
  let isName = false;
  for (let at = 0; at < json.length; ) {
    const unit = json.charAt(at);
    const holder = holders.at(-1);
    if (unit === ',') {
      isName = holder?.isList === false;
      path = holder?.path ?? '';
    }
    if (BETWEEN.has(unit)) {
      at += 1;
      continue;
    }
    const isEnd = unit === '}' || unit === ']';
    const to = unit === '"' ? stringEnd(json, at) : BRACKETS.has(unit) ? at + 1 : scalarEnd(json, at);
    if (isName && !isEnd) {
      // No more of it than counts: a path can be as long as the body at each of its places.
      path = `${path}${secretName(String(JSON.parse(json.slice(at, to))))}`.slice(-pathMax);
      isName = false;
      at = to;
      continue;
    }
    if (!isEnd && hidden === undefined && endsSecretly(names, path)) hidden = { from: at, depth: holders.length };
    if (unit === '{' || unit === '[') holders.push({ path, isList: unit === '[' });
    if (isEnd) holders.pop();
    isName = unit === '{';
    at = to;
    if (hidden?.depth === holders.length) {
      spans.push({ from: hidden.from, to });
      hidden = undefined;
    }
  }
  return spans;
}

const BETWEEN: ReadonlySet<string> = new Set([',', ':', ' ', '\t', '\r', '\n']);
const BRACKETS: ReadonlySet<string> = new Set(['{', '}', '[', ']']);

function stringEnd(json: string, start: number): number {
  let at = start + 1;
  while (json.charAt(at) !== '"') at += json.charAt(at) === '\\' ? 2 : 1;
  return at + 1;
}

function scalarEnd(json: string, start: number): number {
  let at = start;
  while (at < json.length && !BETWEEN.has(json.charAt(at)) && !BRACKETS.has(json.charAt(at))) at += 1;
  return at;
}
