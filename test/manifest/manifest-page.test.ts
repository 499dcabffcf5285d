import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { stringify } from 'yaml';
import { loadFiles } from './manifest-folder.ts';

type Schema = Readonly<Record<string, unknown>>;

const ROOT = join(import.meta.dirname, '../..');
const SCHEMA: Schema = JSON.parse(readFileSync(join(ROOT, 'schemas/manifest.schema.json'), 'utf8'));
const PAGE = readFileSync(join(ROOT, 'docs/MANIFEST.md'), 'utf8');

interface Key {
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
}

describe('schemas/manifest.schema.json', () => {
  const keys = [...keysOf(SCHEMA, '')];
  it('is a schema of JSON Schema 2020-12, without a word that means nothing', () => {
    assert.doesNotThrow(() => new Ajv2020({ strict: true, allowUnionTypes: true }).compile(SCHEMA));
  });
  it('has a title and a description on every key, so that editors complete and explain', () => {
    const silent = keys.filter(({ schema }) => !isText(schema['title']) || !isText(schema['description']));
    assert.ok(keys.length > 60);
    assert.deepEqual(
      silent.map(({ path }) => path),
      [],
    );
  });
  it('documents the defaults that a program has', () => checkDefaults(keys));
});

describe('docs/MANIFEST.md', () => {
  const keys = [...keysOf(SCHEMA, '')];
  const rows = [...PAGE.matchAll(/^\| `([a-zA-Z.]+\.?[a-zA-Z.]*)` \| (.*?[^\\]) \| (.*?) ?\| (.*) \|$/gm)];
  it('has a row for each key of the schema, and no other', () => {
    assert.deepEqual(rows.map(([, path]) => path).toSorted(), keys.map(({ path }) => path).toSorted());
  });
  it('says of each key what the schema says: its default and its meaning', () => {
    const said = new Map(rows.map(([, path, , otherwise, meaning]) => [path, { otherwise, meaning }]));
    for (const { path, schema, required } of keys) {
      const otherwise = required ? 'required' : defaultInWords(schema);
      assert.deepEqual(said.get(path), { otherwise, meaning: schema['description'] }, path);
    }
  });
});

/** A manifest that says every default outright is the same program as one that says nothing. */
async function checkDefaults(keys: readonly Key[]): Promise<void> {
  const explicit: Record<string, unknown> = { version: 1, routes: { a: { path: '/', text: '' } } };
  for (const { path, schema } of keys) {
    if ('default' in schema && !path.includes('NAME')) setAt(explicit, path.split('.'), schema['default']);
  }
  const silent = await loadFiles({ 'routes.yaml': 'version: 1\nroutes: { a: { path: /, text: "" } }' });
  const spoken = await loadFiles({ 'routes.yaml': stringify(explicit) });
  assert.ok(silent.kind === 'loaded' && spoken.kind === 'loaded', 'both load');
  const { pages: silentPages, ...silentRest } = silent.program;
  const { pages: spokenPages, ...spokenRest } = spoken.program;
  assert.deepEqual(spokenRest, silentRest);
  assert.deepEqual({ ...spokenPages, error: undefined }, { ...silentPages, error: undefined });
  assert.equal(Object.keys(explicit).length, 7);
}

function setAt(holder: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    holder[key] = value;
    return;
  }
  const inner: Record<string, unknown> = { ...recordOf(holder[key]) };
  holder[key] = inner;
  setAt(inner, rest, value);
}

function* keysOf(schema: Schema, path: string): Generator<Key> {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  for (const [name, value] of Object.entries(recordOf(schema['properties']))) {
    const key = { path: path === '' ? name : `${path}.${name}`, schema: resolved(value) };
    yield { ...key, required: required.includes(name) };
    yield* keysOf(key.schema, key.path);
  }
  const named = resolved(schema['additionalProperties']);
  if ('properties' in named) {
    yield { path: `${path}.NAME`, schema: named, required: false };
    yield* keysOf(named, `${path}.NAME`);
  }
}

/** What stands beside a `$ref` goes before what it leads to. */
function resolved(value: unknown): Schema {
  const schema = recordOf(value);
  const name = /^#\/\$defs\/(.+)$/.exec(String(schema['$ref']))?.[1];
  return name === undefined ? schema : { ...recordOf(recordOf(SCHEMA['$defs'])[name]), ...schema };
}

function defaultInWords(schema: Schema): string {
  if (!('default' in schema)) return '';
  const value = schema['default'];
  return `\`${isText(value) ? value : JSON.stringify(value).replaceAll('","', '", "')}\``;
}

function recordOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? (value as Schema) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
