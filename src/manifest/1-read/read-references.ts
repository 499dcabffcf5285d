import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { keysOf, pointerTo } from '../../http/json-pointer.ts';
import { percentDecode } from '../../http/percent-coding.ts';
import type { Findings } from '../findings/findings.ts';
import { nameHint } from '../findings/nearest-name.ts';
import { isRecord } from './is-record.ts';
import { JoinedManifest } from './joined-manifest.ts';
import type { KeyPath, LocatedManifest } from './located-manifest.ts';
import type { RootWords } from './parse-yaml.ts';
import { readManifest } from './read-manifest.ts';
import { SCHEMA_LISTS, SCHEMA_MAPS, SCHEMAS } from './schema-keywords.ts';

/** A manifest among whose schemas are those of other files. */
export interface WithReferences {
  readonly located: LocatedManifest;
  /** The files that are referred to, whether or not they could be read. */
  readonly files: readonly string[];
}

interface Reading {
  readonly findings: Findings;
  readonly sources: Map<string, string>;
}

/**
 * Reads the files that schemas refer to, and those that these refer to in turn. What a `$ref` leads to joins the schemas of the manifest
 * as if it were written there, by the name `./FILE#POINTER`, and the `$ref` becomes that name. Places know their own file.
 * Faults: unknown-schema, and those of reading a manifest.
 */
export function readReferences(main: LocatedManifest, reading: Reading): WithReferences {
  if (!refersElsewhere(main.value)) return { located: main, files: [] };
  const joined = new JoinedSchemas(main, reading);
  return { located: joined.located(), files: [...joined.files.keys()] };
}

/** Most manifests do not, and need no copy. */
function refersElsewhere(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? !inner.startsWith('#') : refersElsewhere(inner),
  );
}

const FILE_WORDS: RootWords = {
  noun: 'file of schemas',
  smallest: 'the smallest schema is "{}"',
  keys: 'a schema, or what holds schemas, is a map of keys',
};

/** A schema, where it is written, and where it goes. */
interface Origin {
  /** The file that holds it, as values. */
  readonly located: LocatedManifest;
  /** Its path there. */
  readonly path: KeyPath;
  /** Its path in the manifest. */
  readonly to: KeyPath;
}

/** The schema that a reference to a file leads to. */
interface Target {
  readonly file: string;
  readonly keys: KeyPath;
  /** What comes behind `#` leads to it. */
  readonly isPointer: boolean;
}

const MAPS: ReadonlySet<string> = new Set(SCHEMA_MAPS);
const LISTS: ReadonlySet<string> = new Set(SCHEMA_LISTS);
const SINGLE: ReadonlySet<string> = new Set(SCHEMAS);

/** What a file says of itself, and the schemas that it holds for others: each is read where a `$ref` leads to it. */
const OF_FILE: ReadonlySet<string> = new Set(['$schema', '$id', '$defs', 'definitions']);

/** The manifest's schemas, with those of other files. */
class JoinedSchemas {
  readonly files = new Map<string, LocatedManifest | undefined>();
  readonly #main: LocatedManifest;
  readonly #folder: string;
  readonly #reading: Reading;
  readonly #added = new Map<string, unknown>();
  readonly #pending: Origin[] = [];
  readonly #joined: JoinedManifest;

  constructor(main: LocatedManifest, reading: Reading) {
    this.#main = main;
    this.#folder = dirname(main.source.file);
    this.#reading = reading;
    this.#joined = new JoinedManifest(main);
  }

  located(): LocatedManifest {
    const value = this.#followed();
    return this.#joined.located(value, new Set(this.#added.keys()));
  }

  /** The manifest's value, with its references followed. */
  #followed(): unknown {
    const { value } = this.#main;
    const own = (path: KeyPath): Origin => ({ located: this.#main, path, to: path });
    const copied = mapped(value, (part, key) => {
      if (key === 'schemas') return mapped(part, (schema, name) => this.#copy(schema, own([key, name])));
      if (key === 'routes') return mapped(part, (route, name) => this.#copyRoute(route, own([key, name])));
      return part;
    });
    this.#addPending();
    if (!isRecord(copied)) return value;
    const { schemas = record({}) } = copied;
    return isRecord(schemas)
      ? record({ ...copied, schemas: record({ ...schemas, ...Object.fromEntries(this.#added) }) })
      : copied;
  }

  #copyRoute(route: unknown, origin: Origin): unknown {
    return mapped(route, (part, key) => {
      const place = inside(origin, key);
      if (OF_VALUES.has(key)) return mapped(part, (schema, name) => this.#copy(schema, inside(place, name)));
      return OF_ROUTE.has(key) ? this.#copy(part, place) : part;
    });
  }

  #addPending(): void {
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      const { located, path, to } = next;
      const [, name = ''] = to;
      const schema = this.#copy(valueAt(located.value, path), next);
      this.#added.set(name, schema === true ? {} : schema === false ? { not: {} } : schema);
      this.#joined.carry({ value: schema, located, path }, to);
    }
  }

  #copy(schema: unknown, origin: Origin): unknown {
    const isOfFile = origin.located !== this.#main;
    const known = isRecord(schema) && isOfFile ? without(schema, OF_FILE) : schema;
    return mapped(known, (value, key) => {
      const place = inside(origin, key);
      if (key === '$ref') return typeof value === 'string' ? this.#refer(value, place) : value;
      if (MAPS.has(key)) return mapped(value, (inner, name) => this.#copy(inner, inside(place, name)));
      if (LISTS.has(key) && Array.isArray(value))
        return value.map((inner, index) => this.#copy(inner, inside(place, String(index))));
      return SINGLE.has(key) ? this.#copy(value, place) : value;
    });
  }

  /** The reference in the words of the manifest. */
  #refer(reference: string, origin: Origin): string {
    const saying = origin.located.places.get(pointerTo(origin.path))?.source.file ?? this.#main.source.file;
    const isOwn = origin.located === this.#main;
    if (isOwn && reference.startsWith('#')) return reference;
    if (URL_REFERENCE.test(reference)) {
      const message = `Cannot refer to "${reference}": it is not a file`;
      return this.#refuse(origin, reference, { message, hint: 'save it beside the manifest, and refer to that' });
    }
    const target = targetOf(reference, saying);
    const fragment = target.isPointer ? pointerTo(target.keys) : reference.slice(reference.indexOf('#') + 1);
    if (resolve(target.file) === resolve(this.#main.source.file)) return `#${fragment}`;
    const name = `${this.#called(target.file)}#${fragment}`;
    if (this.#added.has(name)) return name;
    const located = this.#read(target.file, origin);
    if (located === undefined) {
      this.#joined.spoil(origin.to);
      return reference;
    }
    const hint = target.isPointer ? hintIn(located.value, target.keys) : 'write "#", and a JSON pointer to the schema';
    if (!target.isPointer || valueAt(located.value, target.keys) === undefined)
      return this.#refuse(origin, reference, { message: `Unknown schema "${name}"`, hint });
    this.#added.set(name, undefined);
    this.#pending.push({ located, path: target.keys, to: ['schemas', name] });
    return name;
  }

  #refuse(
    { located, path, to }: Origin,
    reference: string,
    words: { readonly message: string; readonly hint: string | undefined },
  ): string {
    this.#reading.findings.add({ code: 'unknown-schema', at: located.valueAt(path), ...words });
    this.#joined.spoil(to);
    return reference;
  }

  /** Relative to the manifest. */
  #called(file: string): string {
    const path = relative(resolve(this.#folder), resolve(file)).split(sep).join('/');
    return path.startsWith('.') || isAbsolute(path) ? path : `./${path}`;
  }

  #read(file: string, { located, path }: Origin): LocatedManifest | undefined {
    if (this.files.has(file)) return this.files.get(file);
    const read = readManifest({ ...this.#reading, file, at: located.valueAt(path), env: {}, words: FILE_WORDS });
    this.files.set(file, read);
    return read;
  }
}

/** The parts of a route that hold schemas, and those that are one. */
const OF_VALUES: ReadonlySet<string> = new Set(['params', 'query', 'headers', 'cookies']);
const OF_ROUTE: ReadonlySet<string> = new Set(['body', 'model']);

const URL_REFERENCE = /^(?:[A-Za-z][A-Za-z0-9+.-]+:|\/\/)/;

/** A reference is a URL, so that what it holds can be percent-encoded (RFC 3986 §4.2, RFC 6901 §6). */
function targetOf(reference: string, saying: string): Target {
  const [path = '', fragment = ''] = reference.split(/#(.*)/s);
  const [name, pointer] = [percentDecode(path) ?? path, percentDecode(fragment) ?? fragment];
  const file = name === '' ? saying : isAbsolute(name) ? name : join(dirname(saying), name);
  return { file, keys: keysOf(pointer), isPointer: pointer === '' || pointer.startsWith('/') };
}

/** The name that was nearly met, where a way ends. */
function hintIn(value: unknown, keys: KeyPath): string | undefined {
  for (const [index, key] of keys.entries()) {
    const around = valueAt(value, keys.slice(0, index));
    if (!isRecord(around)) return undefined;
    if (!Object.hasOwn(around, key)) return nameHint(key, Object.keys(around));
  }
  return undefined;
}

function valueAt(value: unknown, keys: KeyPath): unknown {
  let found = value;
  for (const key of keys) {
    const holds = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
    found = holds ? Reflect.get(found as object, key) : undefined;
  }
  return found;
}

function inside({ located, path, to }: Origin, key: string): Origin {
  return { located, path: [...path, key], to: [...to, key] };
}

/** A copy of a map; anything else as it is. */
function mapped(value: unknown, change: (inner: unknown, key: string) => unknown): unknown {
  if (!isRecord(value)) return value;
  return record(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)])));
}

function without(value: Readonly<Record<string, unknown>>, keys: ReadonlySet<string>): Record<string, unknown> {
  return record(Object.fromEntries(Object.entries(value).filter(([key]) => !keys.has(key))));
}

/** As all maps of a manifest: without a prototype. */
function record(entries: object): Record<string, unknown> {
  return Object.assign(Object.create(null), entries);
}
