import type { Diagnostic } from '../../../contract/diagnostic.ts';
import { keysOf } from '../../../http/json-pointer.ts';
import { wordSet } from '../../../http/word-list.ts';
import { buildValue } from '../../1-read/build-value.ts';
import { isRecord } from '../../1-read/is-record.ts';
import { parseYaml } from '../../1-read/parse-yaml.ts';
import { HOLDS_BY_NAME } from '../../1-read/schema-keywords.ts';
import { getOrMake } from '../../collections/get-or-make.ts';
import { Findings } from '../../findings/findings.ts';
import { makeSource } from '../../findings/source.ts';
import type { ImportReport } from './import-report.ts';
import { holdsSchemas, type ManifestDraft } from './manifest-draft.ts';
import type { Shape } from './translate-schema.ts';

interface MendParts {
  readonly draft: ManifestDraft;
  readonly report: ImportReport;
  /** The texts that were checked, by name. */
  readonly texts: ReadonlyMap<string, string>;
  /** The errors that were found; their files are named like the texts. */
  readonly errors: readonly Diagnostic[];
  /** Whether whole schemas are taken out, since taking out keywords has not been enough. */
  readonly wholly: boolean;
}

/**
 * Takes out of a draft what `check` refuses, and notes it with its place in the document: a keyword of a schema, an example, at worst a
 * route. So whatever a document says, its manifest passes.
 */
export function mendDraft({ draft, report, texts, errors, wholly }: MendParts): void {
  const finders = new Map<string, ReturnType<typeof keyFinder>>();
  // Of alternatives that add up, all but one would come back one after another.
  const all = errors.flatMap((error) => [
    error,
    ...(wholly ? error.related : []).map((place) => ({ ...error, ...place, message: error.message })),
  ]);
  for (const { code, message, file, line, column } of all) {
    const text = texts.get(file);
    const value = draft.files.get(file);
    if (text === undefined || value === undefined) continue;
    const found = getOrMake(finders, file, () => keyFinder(file, text))(line, column);
    const inside = holdsSchemas(file) ? ['schemas', ...found] : found;
    const keys = wholly ? inside.slice(0, lengthOfSchema(inside)) : inside;
    const kind = `Left out, because check refuses it: ${message.replace(/"[^"]*"/g, '"…"')} (${code})`;
    const [part, name = ''] = keys;
    const source = part === 'schemas' ? draft.sources.schemas.get(name) : draft.sources.routes.get(name);
    const place = source ?? [...draft.sources.routes.values()][0];
    if (remedy(holdsSchemas(file) ? { schemas: value } : value, keys) && place !== undefined) report.note(kind, place);
  }
}

/** How many of these keys lead to the schema in which they end; all of them if it is none. */
function lengthOfSchema([part, , key]: readonly string[]): number | undefined {
  if (part === 'schemas') return 2;
  return part === 'routes' && (key === 'body' || key === 'model') ? 3 : undefined;
}

/** Finds the keys that lead to a place in a text, as `check` has read it: to the last value that begins before it, itself or by its key. */
function keyFinder(file: string, text: string): (line: number, column: number) => readonly string[] {
  const [source, findings] = [makeSource(file, text), new Findings()];
  const root = parseYaml(source, findings);
  const places = root === undefined ? [] : [...buildValue({ source, root, env: {}, findings }).places];
  return (line, column) => {
    const offset = (source.lineStarts[line - 1] ?? 0) + column - 1;
    const [pointer] = places.findLast(([, { key, value }]) => (key ?? value)[0] <= offset) ?? [''];
    return keysOf(pointer);
  };
}

/** Whether something was taken out. */
function remedy(manifest: Shape, keys: readonly string[]): boolean {
  const [part, name, ...inside] = keys;
  const parts = part === undefined ? undefined : (manifest[part] as Shape | undefined);
  if (parts === undefined || name === undefined || parts[name] === undefined) return false;
  if (part === 'schemas') return mendSchema(parts, [name, ...inside]);
  if (part === 'info') return take(parts, name);
  return part === 'routes' && mendRoute(parts, name, inside);
}

/** What a route cannot do without takes the whole of it along. */
function mendRoute(routes: Shape, name: string, inside: readonly string[]): boolean {
  const route = routes[name] as Shape;
  const [key = '', item, ...deeper] = inside;
  const held = route[key];
  const isNamed = isRecord(held) && item !== undefined;
  if ((key === 'body' || key === 'model') && item !== undefined) return mendSchema(route, inside);
  // Without its type, nothing is left of a parameter.
  const isInSchema = PARAMETERS.has(key) && deeper.length > 0 && deeper[0] !== 'type';
  if (isNamed && isInSchema) return mendSchema(held, [item, ...deeper]);
  if (isNamed && BY_NAME.has(key)) return take(held, item);
  if (key === 'redirect') route['text'] = '';
  if (BY_NAME.has(key) || OPTIONAL.has(key)) return take(route, key);
  const first = GOES_FIRST.get(key);
  return (first !== undefined && take(route, first)) || take(routes, name);
}

const PARAMETERS = wordSet('params query headers cookies');
/** Of these, one can go alone; not so a parameter of the path. */
const BY_NAME = wordSet('examples response query headers cookies');
const OPTIONAL = wordSet('body model redirect summary description tags guards bodyRequired sameOrigin');
/** What is taken out in place of the route, for what a key says. */
const GOES_FIRST: ReadonlyMap<string, string> = new Map([
  ['json', 'model'],
  ['methods', 'body'],
]);

function take(holder: Shape, key: string): boolean {
  if (!Object.hasOwn(holder, key)) return false;
  delete holder[key];
  return true;
}

/** Takes out the keyword at the end of the keys; a whole schema becomes one that allows everything. */
function mendSchema(holder: Shape, keys: readonly string[]): boolean {
  let around: Shape = holder;
  let word = keys[0] ?? '';
  let isSchema = true;
  let last: { readonly around: Shape; readonly word: string; readonly isSchema: boolean } = { around, word, isSchema };
  for (const key of keys.slice(1)) {
    const inside = around[word];
    if (Array.isArray(inside)) {
      const item: unknown = inside[Number(key)];
      // A choice or a name takes its whole list with it.
      if (!isRecord(item)) break;
      around = inside as unknown as Shape;
    } else if (isRecord(inside)) around = inside as Shape;
    else break;
    const isName: boolean = !isSchema && HOLDS_BY_NAME.has(word);
    isSchema = isName || Array.isArray(around);
    word = key;
    if (DATA.has(word) && !isSchema) return take(around, word);
    last = { around, word, isSchema };
  }
  if (!last.isSchema) return take(last.around, last.word);
  if (Object.keys((last.around[last.word] ?? {}) as Shape).length === 0) return false;
  last.around[last.word] = {};
  return true;
}

const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'required', 'type']);
