import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse } from 'yaml';
import { compileFit } from '../../src/manifest/2-validate/compile-fit.ts';
import { loadFiles } from './manifest-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const SCHEMA = JSON.parse(readFileSync(join(ROOT, 'schemas/manifest.schema.json'), 'utf8'));
const fits = compileFit(SCHEMA);
const validate = ajv.compile(SCHEMA);

/** With a value of each kind that the shipped manifest has none of. */
const MANIFEST = {
  ...parse(readFileSync(join(ROOT, 'routes.yaml'), 'utf8')),
  include: ['more/*.yaml'],
  'x-mine': { anything: [1] },
};

describe('whether a manifest fits its schema, without ajv (2-validate/compile-fit.ts)', () => {
  it('agrees with ajv on the shipped manifest, and on that with each of its values taken out or changed', () => {
    assert.equal(fits(MANIFEST), true);
    const changed = [...changes(MANIFEST)];
    const valid = changed.filter((manifest) => checkAgrees(manifest));
    assert.ok(changed.length > 1000 && valid.length > 200, `${valid.length} of ${changed.length} are valid`);
  });

  it('agrees with ajv on anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...places(MANIFEST)), (value, path) => {
        checkAgrees(put(MANIFEST, path, value));
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });

  it('compares choices that are maps, which a list of choices may hold', async () => {
    const codes = await loadFiles({
      'routes.yaml': 'version: 1\nschemas:\n  A: { enum: [{ a: 1 }, { a: 1 }] }\nroutes: {}\n',
    });
    assert.deepEqual(
      codes.diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      ['bad-value'],
    );
  });
});

function checkAgrees(manifest: unknown): boolean {
  const expected = validate(manifest);
  if (fits(manifest) !== expected) {
    assert.fail(`${JSON.stringify(manifest)}: ${ajv.errorsText(validate.errors)}`);
  }
  return expected;
}

type Path = readonly (string | number)[];

const OTHERS: readonly unknown[] = [
  undefined,
  null,
  '',
  'GET',
  '5s',
  0,
  -1,
  1.5,
  70_000,
  true,
  [],
  ['a', 'a'],
  {},
  { type: 'string' },
];

function* changes(manifest: unknown): Generator<unknown> {
  for (const path of places(manifest)) {
    for (const other of OTHERS) yield put(manifest, path, other);
    yield put(manifest, [...path, 'stray'], 1);
  }
}

/** Every place of a value inside another. */
function places(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, child]) => places(child, [...path, key]));
  return path.length === 0 ? inner : [path, ...inner];
}

/** The same with another value at a place, or with none there. What is no map or list stays as it is. */
function put(whole: unknown, [key, ...path]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof whole !== 'object' || whole === null) return whole;
  const copy = Array.isArray(whole) ? [...whole] : { ...whole };
  const inner = put(Reflect.get(whole, key), path, value);
  if (inner === undefined && Array.isArray(copy)) copy.splice(Number(key), 1);
  else if (inner === undefined) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, inner);
  return copy;
}
