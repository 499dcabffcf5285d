import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { guarded } from '../../http/guarded.ts';
import { keysOf, pointerTo } from '../../http/json-pointer.ts';
import { percentDecode } from '../../http/percent-coding.ts';
import { nameHint } from '../findings/nearest-name.ts';
import { isRecord } from './is-record.ts';
import type { KeyPath } from './located-manifest.ts';
import { HOLDS_BY_NAME } from './schema-keywords.ts';

/** What a schema says of its addresses, and those that it holds for others: each is read where a `$ref` leads to it. */
export const OF_RESOURCE: ReadonlySet<string> = new Set(['$schema', '$id', '$anchor', '$defs']);

/** Where a `$ref` leads: into the document that says it, into another file, or to neither. */
export type Address =
  | { readonly kind: 'here'; readonly keys: KeyPath }
  | { readonly kind: 'no-anchor' }
  | { readonly kind: 'file'; readonly file: string; readonly fragment: string }
  | { readonly kind: 'remote' };

interface AddressedDocument {
  readonly value: unknown;
  /** From the root of its file to it: a file of schemas is one, and each schema of a manifest. */
  readonly root: KeyPath;
  /** The file that says it. */
  readonly file: string;
}

/** What has an address of its own. */
interface Resource {
  readonly path: KeyPath;
  readonly uri: string;
}

/** The addresses of the schemas of one document: `$id`, `$anchor` and pointers (JSON Schema 2020-12, Core §8.2). */
export class SchemaAddresses {
  readonly #root: Resource;
  readonly #file: string;
  /** By pointer. */
  readonly #resources = new Map<string, Resource>();
  /** By URI, and `URI#ANCHOR`. */
  readonly #paths = new Map<string, KeyPath>();

  constructor({ value, root, file }: AddressedDocument) {
    this.#file = file;
    this.#root = { path: root, uri: pathToFileURL(resolve(file)).href };
    this.#index(value, root, this.#root);
  }

  /** `from` is the path of the schema that says the reference. */
  find(reference: string, from: KeyPath): Address {
    const [path = '', written = ''] = reference.split(/#(.*)/s);
    const around = this.#chain(from).at(-1) ?? this.#root;
    const uri = path === '' ? around.uri : resolvedUri(path, around.uri);
    const resource = path === '' ? around.path : uri === undefined ? undefined : this.#paths.get(uri);
    // A reference is a URL, so that what it holds can be percent-encoded (RFC 3986 §4.2, RFC 6901 §6).
    const fragment = percentDecode(written) ?? written;
    if (resource !== undefined) return this.#inside({ path: resource, uri: uri ?? '' }, fragment);
    const file = this.#fileOf(path, uri, from);
    if (file === undefined) return { kind: 'remote' };
    return { kind: 'file', file: isAbsolute(file) ? file : join(dirname(this.#file), file), fragment: written };
  }

  /** What no `$id` of the document claims is a file: beside this one, as the outermost `$id` is where this file is. */
  #fileOf(path: string, uri: string | undefined, from: KeyPath): string | undefined {
    const [outermost = this.#root, ...nested] = this.#chain(from);
    if (HAS_SCHEME.test(path) || nested.length > 0) {
      if (uri?.startsWith('file:')) return HAS_SCHEME.test(path) ? undefined : guarded(() => fileURLToPath(uri));
      const folder = outermost.uri.replace(/[^/]*$/, '');
      return uri?.startsWith(folder) && folder !== '' ? percentDecode(uri.slice(folder.length)) : undefined;
    }
    return percentDecode(path) ?? path;
  }

  #inside({ path, uri }: Resource, fragment: string): Address {
    if (fragment === '' || fragment.startsWith('/')) return { kind: 'here', keys: [...path, ...keysOf(fragment)] };
    const keys = this.#paths.get(`${uri}#${fragment}`);
    return keys === undefined ? { kind: 'no-anchor' } : { kind: 'here', keys };
  }

  /** The resources that a schema is in, the outermost first. */
  #chain(from: KeyPath): readonly Resource[] {
    if (this.#resources.size === 0) return [];
    const lengths = Array.from({ length: from.length + 1 }, (_, length) => length);
    return lengths.flatMap((length) => this.#resources.get(pointerTo(from.slice(0, length))) ?? []);
  }

  #index(value: unknown, path: KeyPath, around: Resource): void {
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) this.#index(item, [...path, String(index)], around);
    if (!isRecord(value)) return;
    const { $id: id, $anchor: anchor } = value;
    const uri = typeof id === 'string' ? resolvedUri(id, around.uri) : undefined;
    const here = uri === undefined ? around : { path, uri };
    if (here !== around) {
      this.#resources.set(pointerTo(path), here);
      this.#name(here.uri, path);
    }
    if (typeof anchor === 'string') this.#name(`${here.uri}#${anchor}`, path);
    for (const [key, inner] of Object.entries(value)) {
      if (DATA.has(key)) continue;
      if (!MAPS.has(key) || !isRecord(inner)) this.#index(inner, [...path, key], here);
      else for (const [name, named] of Object.entries(inner)) this.#index(named, [...path, key, name], here);
    }
  }

  /** The first of two that claim one address has it. */
  #name(uri: string, path: KeyPath): void {
    if (!this.#paths.has(uri)) this.#paths.set(uri, path);
  }
}

/** The keys inside these are names: of a schema, and of the OpenAPI document around it. */
const MAPS: ReadonlySet<string> = new Set([
  ...[...HOLDS_BY_NAME, '$defs', 'definitions', 'schemas', 'paths', 'pathItems', 'webhooks', 'callbacks', 'responses'],
  ...['parameters', 'headers', 'requestBodies', 'content', 'encoding'],
]);

/** Values of these are not schemas. */
const DATA: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'example', 'examples']);

const HAS_SCHEME = /^(?:[A-Za-z][A-Za-z0-9+.-]+:|\/\/)/;

/** Without its fragment. */
function resolvedUri(reference: string, base: string): string | undefined {
  return URL.canParse(reference, base) ? new URL(reference, base).href.replace(/#.*$/s, '') : undefined;
}

/** The name that was nearly met, where a way ends. */
export function hintIn(value: unknown, keys: KeyPath): string | undefined {
  for (const [index, key] of keys.entries()) {
    const around = valueAt(value, keys.slice(0, index));
    if (!isRecord(around)) return undefined;
    if (!Object.hasOwn(around, key)) return nameHint(key, Object.keys(around));
  }
  return undefined;
}

/** undefined: there is none. */
export function valueAt(value: unknown, keys: KeyPath): unknown {
  let found = value;
  for (const key of keys) {
    const holds = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
    found = holds ? Reflect.get(found as object, key) : undefined;
  }
  return found;
}

/** What is of a wrong type stays, so that it is found. */
export function withoutAddresses(schema: Readonly<Record<string, unknown>>, isOwn: boolean): Record<string, unknown> {
  const isRest = ([key, value]: [string, unknown]) =>
    key === '$defs'
      ? !isRecord(value)
      : OF_RESOURCE.has(key)
        ? typeof value !== 'string'
        : isOwn || key !== 'definitions';
  return Object.fromEntries(Object.entries(schema).filter(isRest));
}
