import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { stringify } from 'yaml';
import { type Key, manifestKeys, recordOf, referred, type Schema } from '../generate/manifest-keys.ts';
import { makeCertificate } from '../make-certificate.ts';
import { sourceFiles } from '../tidy/tracked-files.ts';
import { loadFiles } from './manifest-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const SCHEMA: Schema = JSON.parse(readFileSync(join(ROOT, 'schemas/manifest.schema.json'), 'utf8'));

describe('schemas/manifest.schema.json', () => {
  const keys = manifestKeys(SCHEMA);
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
  it('has no key that no code reads', () => assert.deepEqual(unread(keys), []));
  it('has no key that no code reads: and the rule would notice', () => {
    const key = { path: 'server.nobodyReads', schema: {}, required: false, value: 'text' };
    assert.deepEqual(unread([...keys, key]), [key.path]);
  });
  it('documents the defaults that a program has', () => checkDefaults(keys));
});

/** Keys whose names are words nowhere in src/, but in what is made of the schema. */
function unread(keys: readonly Key[]): readonly string[] {
  const sources = sourceFiles('src').filter(({ path }) => !path.endsWith('.gen.ts'));
  const words = new Set(sources.flatMap(({ source }) => source.match(/[$\w]+/g) ?? []));
  return keys
    .filter(({ path }) => !FOR_PEOPLE.has(path) && !words.has(path.split('.').at(-1) ?? ''))
    .map(({ path }) => path);
}

/** What only tells those who read a schema something. */
const FOR_PEOPLE: ReadonlySet<string> = new Set(
  ['readOnly', 'writeOnly', 'deprecated', '$comment'].map((word) => `SCHEMA.${word}`),
);

/** A manifest that says every default outright is the same program as one that says nothing. */
async function checkDefaults(keys: readonly Key[]): Promise<void> {
  // A key that only being there means something is there in both.
  const least = {
    version: 1,
    routes: { a: { path: '/', text: '' } },
    server: {
      tls: { cert: 'cert.pem', key: 'key.pem' },
      compression: {},
      cors: { origins: ['https://app.example'] },
    },
    session: { secret: 'x'.repeat(40) },
  };
  const { cert, key } = makeCertificate();
  const files = { 'cert.pem': cert, 'key.pem': key };
  const explicit: Record<string, unknown> = { ...least };
  for (const { path, schema } of keys) {
    if (!('default' in schema) || /NAME|VALUE|SCHEMA/.test(path)) continue;
    const words = path.split('.');
    const said = words.reduce<unknown>((holder, word) => recordOf(holder)[word], least);
    if (said === undefined) setAt(explicit, words, schema['default']);
  }
  const silent = await loadFiles({ ...files, 'routes.yaml': stringify(least) });
  const spoken = await loadFiles({ ...files, 'routes.yaml': stringify(explicit) });
  assert.ok(silent.kind === 'loaded' && spoken.kind === 'loaded', JSON.stringify(spoken.diagnostics));
  const { pages: silentPages, session: silentSession, ...silentRest } = silent.program;
  const { pages: spokenPages, session: spokenSession, ...spokenRest } = spoken.program;
  assert.deepEqual(spokenRest, silentRest);
  // Its functions hold the rest.
  assert.equal(spokenSession?.ttlMs, silentSession?.ttlMs);
  assert.deepEqual({ ...spokenPages, error: undefined }, { ...silentPages, error: undefined });
  assert.equal(Object.keys(explicit).length, 12);
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

/** Each value of such a map has keys of its own, with examples of their own. */
function isMapOfShared(schema: Schema): boolean {
  const values = recordOf(schema['additionalProperties']);
  const definition = recordOf(recordOf(SCHEMA['$defs'])[referred(values) ?? '']);
  return 'properties' in { ...definition, ...values } && schema['examples'] === undefined;
}

/** A part of the schema, to be compiled alone: its references lead into the whole. */
function absolute(rules: Schema): Schema {
  return JSON.parse(JSON.stringify(rules).replaceAll('"#/$defs/', '"manifest#/$defs/'));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
