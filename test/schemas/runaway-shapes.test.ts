import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';
import { inFolder } from '../manifest/manifest-folder.ts';
import { DOUBLE, type Shape, SINGLE } from './runaway-shapes.ts';

/** The schemas that a load refuses for the time that they can take. */
async function refusedOf(shapes: readonly Shape[], scope: 'start' | 'check'): Promise<readonly string[]> {
  const schemas = Object.fromEntries(shapes.map(({ name, schema }) => [name, schema]));
  const bodies = shapes.map(
    ({ name }, index) =>
      `  r${index}: { path: /${index}, methods: [POST], body: { $ref: '#/schemas/${name}' }, text: ok }`,
  );
  const text = ['version: 1', `schemas: ${JSON.stringify(schemas)}`, 'routes:', ...bodies].join('\n');
  return inFolder({ 'routes.yaml': text }, async (folder) => {
    const { diagnostics } = await loadManifest(join(folder, 'routes.yaml'), { scope });
    assert.deepEqual(
      [...new Set(diagnostics.map(({ code }) => code))].filter((code) => code !== 'runaway-schema'),
      [],
    );
    return diagnostics.map(({ message }) => /against "([^"]+)"/.exec(message)?.[1] ?? message);
  });
}

describe('schemas that lead to themselves by two applicators', () => {
  const all = DOUBLE.map(({ name }) => name).toSorted();
  for (const scope of ['check', 'start'] as const) {
    it(`are refused by a ${scope}: ${all.length} shapes`, async () => {
      assert.ok(all.length > 100);
      assert.deepEqual((await refusedOf(DOUBLE, scope)).toSorted(), all);
    });
  }
});

describe('schemas that lead to themselves by one applicator', () => {
  it('are accepted', async () => assert.deepEqual(await refusedOf(SINGLE, 'check'), []));
  const named = new Map<string, Schema>();
  for (const { name, schema } of SINGLE) named.set(name, new Schema(schema, named));
  for (const { name, good, bad } of SINGLE) {
    it(`${name}: judge a value that is as deep as one can be`, () => {
      const schema = named.get(name);
      assert.ok(schema !== undefined);
      const rule = new RuleCompiler().compileValue(schema);
      const verdicts = [good, bad].map((value) => rule(structuredClone(value)) === undefined);
      // What only decides refuses nothing, and a chain of double negations is none.
      assert.deepEqual(verdicts, name.endsWith('-if') ? [true, true] : [true, false]);
    });
  }
});
