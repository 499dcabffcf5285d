import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { keysOf, pointerTo } from '../../http/json-pointer.ts';
import { percentDecode } from '../../http/percent-coding.ts';
import { getOrMake } from '../collections/get-or-make.ts';
import { isRecord } from './is-record.ts';
import { JoinedManifest } from './joined-manifest.ts';
import type { KeyPath, LocatedManifest } from './located-manifest.ts';
import type { RootWords } from './parse-yaml.ts';
import { readManifest } from './read-manifest.ts';
import type { Reading } from './read-text.ts';
import { hintIn, OF_RESOURCE, SchemaAddresses, valueAt, withoutAddresses } from './schema-addresses.ts';
import { HOLDS_BY_NAME, HOLDS_LIST, HOLDS_ONE, NAMED_SCHEMAS } from './schema-keywords.ts';

/**
 * Reads the files that schemas refer to, and those that these refer to in turn. What a `$ref` leads to, in them or inside a schema, joins
 * the schemas of the manifest as if it were written there, by the name `./FILE#POINTER`, and the `$ref` becomes that name. So does each
 * of the `$defs` of the manifest's own schemas. Places know their own file.
 * Faults: unknown-schema, and those of reading a manifest.
 */
export function readReferences(main: LocatedManifest, reading: Reading): LocatedManifest {
  return needsJoining(main.value) ? new JoinedSchemas(main, reading).located() : main;
}

/** Most manifests do not, and need no copy. */
function needsJoining(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? !TO_NAMED.test(inner) : OF_RESOURCE.has(key) || needsJoining(inner),
  );
}

/** A reference that needs no following: to a schema that the manifest names. */
const TO_NAMED = new RegExp(`^${NAMED_SCHEMAS}[A-Za-z][\\w-]*$`);

const FILE_WORDS: RootWords = {
  noun: 'file of schemas',
  smallest: 'the smallest schema is "{}"',
  keys: 'a schema, or what holds schemas, is a map of keys',
};

/** A schema, and where it is written. */
interface Placed {
  /** The file that holds it, as values. */
  readonly located: LocatedManifest;
  /** Its path there. */
  readonly path: KeyPath;
  /** The path of what `#` means there: a file of schemas is one document, and each schema of the manifest. */
  readonly root: KeyPath;
}

/** One that goes somewhere in the manifest. */
interface Origin extends Placed {
  readonly to: KeyPath;
}

/** What a reference leads to. */
type Target =
  | ({ readonly kind: 'schema' } & Placed)
  | { readonly kind: 'unknown'; readonly message?: string; readonly hint: string | undefined }
  | { readonly kind: 'unread' };

/** The manifest's schemas, with those of other files. */
class JoinedSchemas {
  readonly #files = new Map<string, LocatedManifest | undefined>();
  readonly #main: LocatedManifest;
  readonly #folder: string;
  readonly #reading: Reading;
  readonly #added = new Map<string, unknown>();
  readonly #pending: Origin[] = [];
  /** By file and pointer. */
  readonly #addresses = new Map<string, SchemaAddresses>();
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
    const own = (path: KeyPath): Origin => ({ located: this.#main, path, to: path, root: path });
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
      if (OF_VALUES.has(key)) return mapped(part, (schema, name) => this.#copy(schema, rooted(inside(place, name))));
      return OF_ROUTE.has(key) ? this.#copy(part, rooted(place)) : part;
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
    const isOwn = origin.located === this.#main;
    const defined = isRecord(schema) && isOwn ? schema['$defs'] : undefined;
    if (isRecord(defined)) for (const name of Object.keys(defined)) this.#join(inside(origin, '$defs', name));
    const known = isRecord(schema) ? withoutAddresses(schema, isOwn) : schema;
    return mapped(known, (value, key) => {
      const place = inside(origin, key);
      if (key === '$ref') return typeof value === 'string' ? this.#refer(value, place) : value;
      if (HOLDS_BY_NAME.has(key)) return mapped(value, (inner, name) => this.#copy(inner, inside(place, name)));
      if (HOLDS_LIST.has(key) && Array.isArray(value))
        return value.map((inner, index) => this.#copy(inner, inside(place, String(index))));
      return HOLDS_ONE.has(key) ? this.#copy(value, place) : value;
    });
  }

  /** The reference in the words of the manifest. */
  #refer(reference: string, origin: Origin): string {
    if (origin.located === this.#main && TO_NAMED.test(reference)) return reference;
    const target = this.#find(reference, origin);
    if (target.kind === 'schema') return this.#join(target);
    if (target.kind === 'unknown') {
      const at = origin.located.valueAt(origin.path);
      const { message = `Unknown schema "${reference}"`, hint } = target;
      this.#reading.findings.add({ code: 'unknown-schema', at, message, hint });
    }
    this.#joined.spoilt.add(pointerTo(origin.to));
    return reference;
  }

  #find(reference: string, origin: Origin): Target {
    const { located, root, path } = origin;
    if (located === this.#main && reference.startsWith(NAMED_SCHEMAS))
      return this.#named(percentDecode(reference) ?? '');
    const address = this.#addressesOf(located, root).find(reference, path.slice(0, -1));
    switch (address.kind) {
      case 'here':
        return checked({ located, path: address.keys, root }, located === this.#main ? OF_NAMES : undefined);
      case 'no-anchor':
        return NO_ANCHOR;
      case 'remote': {
        const message = `Cannot refer to "${reference}": it is not a file`;
        return { kind: 'unknown', message, hint: 'save it beside the manifest, and refer to that' };
      }
      case 'file':
        return this.#inFile(address, origin);
    }
  }

  #inFile({ file, fragment }: { readonly file: string; readonly fragment: string }, origin: Origin): Target {
    if (resolve(file) === resolve(this.#main.source.file)) return this.#named(percentDecode(fragment) ?? '');
    const located = this.#read(file, origin);
    if (located === undefined) return { kind: 'unread' };
    const address = this.#addressesOf(located, []).find(`#${fragment}`, []);
    return address.kind === 'here' ? checked({ located, path: address.keys, root: [] }) : NO_ANCHOR;
  }

  /** Of the manifest itself, by a pointer from its root. */
  #named(pointer: string): Target {
    const path = keysOf(pointer);
    if (path[0] !== 'schemas' || path.length < 2) return { kind: 'unknown', hint: OF_NAMES };
    return checked({ located: this.#main, path, root: path.slice(0, 2) });
  }

  #addressesOf(located: LocatedManifest, root: KeyPath): SchemaAddresses {
    const pointer = pointerTo(root);
    const file = located.places.get(pointer)?.source.file ?? located.source.file;
    const name = `${located.source.file}#${pointer}`;
    const read = () => new SchemaAddresses({ value: valueAt(located.value, root), root, file });
    return getOrMake(this.#addresses, name, read);
  }

  /** Adds a schema once, and returns what refers to it. */
  #join({ located, path, root }: Placed): string {
    if (located === this.#main && path.length === 2 && path[0] === 'schemas') return `${NAMED_SCHEMAS}${path[1]}`;
    const name = `${this.#called(located.source.file)}#${pointerTo(path)}`;
    if (!this.#added.has(name)) {
      this.#added.set(name, undefined);
      this.#pending.push({ located, path, root, to: ['schemas', name] });
    }
    return name;
  }

  /** Relative to the manifest. */
  #called(file: string): string {
    const path = relative(resolve(this.#folder), resolve(file)).split(sep).join('/');
    return path.startsWith('.') || isAbsolute(path) ? path : `./${path}`;
  }

  #read(file: string, { located, path }: Origin): LocatedManifest | undefined {
    if (this.#files.has(file)) return this.#files.get(file);
    const read = readManifest({ file, at: located.valueAt(path), env: {}, words: FILE_WORDS }, this.#reading);
    this.#files.set(file, read);
    return read;
  }
}

/** The parts of a route that hold schemas, and those that are one. */
const OF_VALUES: ReadonlySet<string> = new Set(['params', 'query', 'headers', 'cookies']);
const OF_ROUTE: ReadonlySet<string> = new Set(['body', 'model']);

const OF_NAMES = `write '${NAMED_SCHEMAS}NAME' for a schema of the manifest`;

const NO_ANCHOR: Target = {
  kind: 'unknown',
  hint: 'write "#", and a JSON pointer to the schema, or the name that its "$anchor" gives it',
};

/** `hint` is for what begins with an unknown name. */
function checked({ located, path, root }: Placed, hint?: string): Target {
  if (valueAt(located.value, path) !== undefined) return { kind: 'schema', located, path, root };
  const isFirst = valueAt(located.value, path.slice(0, root.length + 1)) === undefined;
  return { kind: 'unknown', hint: (isFirst ? hint : undefined) ?? hintIn(located.value, path) };
}

function inside(origin: Origin, ...keys: KeyPath): Origin {
  return { ...origin, path: [...origin.path, ...keys], to: [...origin.to, ...keys] };
}

/** A schema of the manifest, inside which `#` means itself. */
function rooted(origin: Origin): Origin {
  return { ...origin, root: origin.path };
}

/** A copy of a map; anything else as it is. */
function mapped(value: unknown, change: (inner: unknown, key: string) => unknown): unknown {
  if (!isRecord(value)) return value;
  return record(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner, key)])));
}

/** As all maps of a manifest: without a prototype. */
function record(entries: object): Record<string, unknown> {
  return Object.assign(Object.create(null), entries);
}
