import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { stringify } from 'yaml';
import { makeCertificate } from '../make-certificate.ts';
import { loadFiles } from './manifest-folder.ts';

type Schema = Readonly<Record<string, unknown>>;

const ROOT = join(import.meta.dirname, '../..');
const SCHEMA: Schema = JSON.parse(readFileSync(join(ROOT, 'schemas/manifest.schema.json'), 'utf8'));
const PAGE = readFileSync(join(ROOT, 'docs/MANIFEST.md'), 'utf8');

/** Definitions that several keys share, or that hold themselves: their own keys stand on the page once, under this name. */
const SHARED: ReadonlyMap<string, string> = new Map([
  ['queryParameter', 'VALUE'],
  ['schema', 'SCHEMA'],
]);

interface Key {
  readonly path: string;
  readonly schema: Schema;
  readonly required: boolean;
}

describe('schemas/manifest.schema.json', () => {
  const keys = [...allKeys()];
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
  it('has an example of every key that is no map of keys, and each is what the key takes', () => checkExamples(keys));
  it('documents the defaults that a program has', () => checkDefaults(keys));
});

describe('docs/MANIFEST.md', () => {
  const keys = [...allKeys()];
  const rows = [...PAGE.matchAll(/^\| `([a-zA-Z.$]+)` \| (.*?[^\\]) \| (.*?) ?\| (.*?) ?\| (.*) \|$/gm)];
  it('has a row for each key of the schema, and no other', () => {
    assert.deepEqual(rows.map(([, path]) => path).toSorted(), keys.map(({ path }) => path).toSorted());
  });
  it('says of each key what the schema says: its default, an example and its meaning', () => {
    const said = new Map(
      rows.map(([, path, , otherwise, example, meaning]) => [path, { otherwise, example, meaning }]),
    );
    for (const { path, schema, required } of keys) {
      const otherwise = required ? 'required' : defaultInWords(schema);
      const example = exampleInWords(schema);
      assert.deepEqual(said.get(path), { otherwise, example, meaning: schema['description'] }, path);
    }
  });
});

/** A manifest that says every default outright is the same program as one that says nothing. */
async function checkDefaults(keys: readonly Key[]): Promise<void> {
  // A key that only being there means something is there in both.
  const least = {
    version: 1,
    routes: { a: { path: '/', text: '' } },
    server: { tls: { cert: 'cert.pem', key: 'key.pem' } },
  };
  const { cert, key } = makeCertificate();
  const files = { 'cert.pem': cert, 'key.pem': key };
  const explicit: Record<string, unknown> = { ...least };
  for (const { path, schema } of keys) {
    if ('default' in schema && !/NAME|VALUE|SCHEMA/.test(path)) setAt(explicit, path.split('.'), schema['default']);
  }
  const silent = await loadFiles({ ...files, 'routes.yaml': stringify(least) });
  const spoken = await loadFiles({ ...files, 'routes.yaml': stringify(explicit) });
  assert.ok(silent.kind === 'loaded' && spoken.kind === 'loaded', 'both load');
  const { pages: silentPages, ...silentRest } = silent.program;
  const { pages: spokenPages, ...spokenRest } = spoken.program;
  assert.deepEqual(spokenRest, silentRest);
  assert.deepEqual({ ...spokenPages, error: undefined }, { ...silentPages, error: undefined });
  assert.equal(Object.keys(explicit).length, 9);
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

function* allKeys(): Generator<Key> {
  yield* keysOf(SCHEMA, '');
  for (const [definition, name] of SHARED) yield* keysOf(definitionOf(definition), name);
}

function* keysOf(schema: Schema, path: string): Generator<Key> {
  const required = [schema, recordOf(schema['then'])].flatMap((one) => one['required'] ?? []);
  for (const [name, value] of Object.entries(recordOf(schema['properties']))) {
    const key = { path: path === '' ? name : `${path}.${name}`, schema: resolved(value) };
    yield { ...key, required: required.includes(name) };
    if (!isShared(value)) yield* keysOf(key.schema, key.path);
  }
  const named = schema['additionalProperties'];
  if ('properties' in resolved(named)) {
    yield { path: `${path}.NAME`, schema: resolved(named), required: false };
    if (!isShared(named)) yield* keysOf(resolved(named), `${path}.NAME`);
  }
}

function isShared(value: unknown): boolean {
  return [...SHARED.keys()].some((name) => recordOf(value)['$ref'] === `#/$defs/${name}`);
}

function definitionOf(name: string): Schema {
  return recordOf(recordOf(SCHEMA['$defs'])[name]);
}

/** What stands beside a `$ref` goes before what it leads to. */
function resolved(value: unknown): Schema {
  const schema = recordOf(value);
  const name = /^#\/\$defs\/(.+)$/.exec(String(schema['$ref']))?.[1];
  return name === undefined ? schema : { ...definitionOf(name), ...schema };
}

function checkExamples(keys: readonly Key[]): void {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  ajv.addSchema(SCHEMA, 'manifest');
  for (const { path, schema } of keys) {
    if (schema['properties'] !== undefined || isMapOfShared(schema)) continue;
    const { examples, $ref, ...rules } = schema;
    assert.ok(Array.isArray(examples) && examples.length > 0, `${path} has an example`);
    const validate = ajv.compile(absolute(rules));
    for (const example of examples) assert.ok(validate(example), `${path}: ${ajv.errorsText(validate.errors)}`);
  }
}

function defaultInWords(schema: Schema): string {
  return 'default' in schema ? inCode(schema['default']) : '';
}

function exampleInWords(schema: Schema): string {
  const [first] = Array.isArray(schema['examples']) ? schema['examples'] : [];
  return first === undefined ? '' : inCode(first);
}

/** A bar would end the cell, and a line end the row. */
function inCode(value: unknown): string {
  const text = isText(value) ? value.replaceAll('\n', '\\n') : JSON.stringify(value);
  return `\`${text.replaceAll('","', '", "').replaceAll('|', '\\|')}\``;
}

/** Each value of such a map has keys of its own, with examples of their own. */
function isMapOfShared(schema: Schema): boolean {
  return 'properties' in resolved(schema['additionalProperties']) && schema['examples'] === undefined;
}

/** A part of the schema, to be compiled alone: its references lead into the whole. */
function absolute(rules: Schema): Schema {
  return JSON.parse(JSON.stringify(rules).replaceAll('"#/$defs/', '"manifest#/$defs/'));
}

function recordOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null ? (value as Schema) : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
