import { fillMarked } from './fill-marked.ts';

/** A part of schemas/manifest.schema.json. */
export type Schema = Readonly<Record<string, unknown>>;

/** A key that a manifest can have. */
export interface Key {
  /** `server.port`; NAME is a name of the user's, and VALUE and SCHEMA are every place that takes such a value. */
  readonly path: string;
  /** The definition that its `$ref` names, with the keys next to the `$ref`. */
  readonly schema: Schema;
  readonly required: boolean;
  /** What its value is, in Markdown. */
  readonly value: string;
}

/** Definitions that several keys share, or that contain themselves: the page lists their keys once, under this name. */
const SHARED: ReadonlyMap<string, string> = new Map([
  ['queryParameter', 'VALUE'],
  ['schema', 'SCHEMA'],
]);

/** Definitions that the start of docs/reference/MANIFEST.md explains, or whose title says enough. */
const NAMED: ReadonlySet<string> = new Set([
  'clientStore',
  'color',
  'duration',
  'lifetime',
  'mediaType',
  'path',
  'reference',
  'schema',
  'size',
  'subschema',
  'token',
]);

/** Every key, in the order of the schema. */
export function manifestKeys(manifest: Schema): readonly Key[] {
  const reader = new KeyReader(manifest);
  return [
    ...reader.keysOf(manifest, ''),
    ...[...SHARED].flatMap(([name, path]) => [...reader.keysOfShared(name, path)]),
  ];
}

/** docs/reference/MANIFEST.md with its tables: `<!-- keys: server info -->` marks where these keys go, with all keys inside them. */
export function manifestPage(manifest: Schema, page: string): string {
  const keys = manifestKeys(manifest);
  const tables = [...page.matchAll(/^<!-- keys: (.+) -->$/gm)].flatMap(([, words = '']) => words.split(' '));
  const tableOf = ({ path }: Key) =>
    tables.filter((table) => path === table || path.startsWith(`${table}.`)).sort((a, b) => b.length - a.length)[0];
  const homeless = keys.filter((key) => tableOf(key) === undefined).map(({ path }) => path);
  if (homeless.length > 0)
    throw new Error(`docs/reference/MANIFEST.md has no <!-- keys: … --> for ${homeless.join(', ')}`);
  return fillMarked(page, 'keys', (words) => {
    const rows = keys.filter((key) => words.split(' ').includes(tableOf(key) ?? '')).map(rowOf);
    return `| key | value | default | example | meaning |\n|---|---|---|---|---|\n${rows.join('')}`;
  });
}

function rowOf({ path, schema, required, value }: Key): string {
  const otherwise = required ? 'required' : 'default' in schema ? inCode(schema['default']) : '';
  const [example] = Array.isArray(schema['examples']) ? schema['examples'] : [];
  const shown = example === undefined ? '' : inCode(example);
  return `| \`${path}\` | ${value} | ${otherwise} | ${shown} | ${escaped(String(schema['description']))} |\n`;
}

class KeyReader {
  readonly #manifest: Schema;

  constructor(manifest: Schema) {
    this.#manifest = manifest;
  }

  keysOfShared(name: string, path: string): Generator<Key> {
    return this.keysOf(this.#resolved({ $ref: `#/$defs/${name}` }), path);
  }

  *keysOf(schema: Schema, path: string): Generator<Key> {
    const required = [schema, recordOf(schema['then'])].flatMap((one) => one['required'] ?? []);
    for (const [name, inner] of Object.entries(recordOf(schema['properties']))) {
      const key = this.#keyOf(inner, path === '' ? name : `${path}.${name}`);
      yield { ...key, required: required.includes(name) };
      if (!isShared(inner)) yield* this.keysOf(key.schema, key.path);
    }
    const named = schema['additionalProperties'];
    if ('properties' in this.#resolved(named)) {
      const key = this.#keyOf(named, `${path}.NAME`);
      yield key;
      if (!isShared(named)) yield* this.keysOf(key.schema, key.path);
    }
  }

  #keyOf(written: unknown, path: string): Key {
    return { path, schema: this.#resolved(written), required: false, value: this.#words(written, 'one') };
  }

  /** Keys next to a `$ref` override those of its definition. */
  #resolved(value: unknown): Schema {
    const schema = recordOf(value);
    const name = referred(schema);
    return name === undefined ? schema : { ...recordOf(recordOf(this.#manifest['$defs'])[name]), ...schema };
  }

  #words(written: unknown, count: 'one' | 'many'): string {
    const name = referred(recordOf(written));
    const schema = this.#resolved(written);
    if (name !== undefined && NAMED.has(name)) {
      const { title } = recordOf(recordOf(this.#manifest['$defs'])[name]);
      return plural(lowerFirst(String(title)), count);
    }
    const choices = Array.isArray(schema['enum']) ? schema['enum'].map(inCode) : undefined;
    if (choices !== undefined) return choices.join(count === 'one' ? ' \\| ' : ', ');
    const types = [schema['type'] ?? []].flat().map(String);
    if (types.length === 0) return count === 'one' ? 'any value' : 'values';
    if (isAnyPlain(types)) return plural('value', count);
    return types.map((type) => this.#typeWords(schema, type, count)).join(' or ');
  }

  #typeWords(schema: Schema, type: string, count: 'one' | 'many'): string {
    switch (type) {
      case 'object':
        return plural('map', count) + this.#ofInner(schema['additionalProperties']);
      case 'array':
        return `${plural('list', count)} of ${this.#words(schema['items'], 'many')}`;
      case 'boolean':
        return '`true` \\| `false`';
      case 'integer':
        return plural('whole number', count);
      case 'number':
        return plural('number', count);
      default:
        return type === 'string' ? 'text' : type;
    }
  }

  /** The keys of each value in the map have rows of their own, unless these are shared. */
  #ofInner(inner: unknown): string {
    const hasRows = 'properties' in this.#resolved(inner) && !NAMED.has(referred(recordOf(inner)) ?? '');
    return typeof inner !== 'object' || hasRows ? '' : ` of ${this.#words(inner, 'many')}`;
  }
}

function isAnyPlain(types: readonly string[]): boolean {
  return ['string', 'number', 'boolean'].every((type) => types.includes(type));
}

function plural(word: string, count: 'one' | 'many'): string {
  return count === 'one' ? word : `${word}s`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function isShared(value: unknown): boolean {
  return SHARED.has(referred(recordOf(value)) ?? '');
}

/** The name of the definition that a `$ref` refers to. */
export function referred(schema: Schema): string | undefined {
  return /^#\/\$defs\/(.+)$/.exec(String(schema['$ref']))?.[1];
}

export function recordOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function inCode(value: unknown): string {
  const text = typeof value === 'string' ? value.replaceAll('\n', '\\n') : JSON.stringify(value);
  return `\`${escaped(text.replaceAll('","', '", "'))}\``;
}

/** A bar would end the cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
