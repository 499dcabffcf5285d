import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import type { SchemaShape } from '../../src/manifest/2-validate/manifest-shape.gen.ts';
import { compileBody } from '../../src/manifest/5-compile/compile-body.ts';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';
import { NAMED, RandomSchemas } from './random-schemas.ts';

/** A value that one of the two accepts, and the other does not. */
export interface Difference {
  readonly schema: SchemaShape;
  readonly value: unknown;
  readonly ajv: boolean;
}

/** Whether ajv itself accepts a value: its own rules, with formats asserted. */
export function ajvJudge(schema: SchemaShape): (value: unknown) => boolean {
  const require = createRequire(import.meta.url);
  const { Ajv2020 }: typeof import('ajv/dist/2020.js') = require('ajv/dist/2020.js');
  const addFormats: typeof import('ajv-formats').default = require('ajv-formats');
  const ajv = new Ajv2020({ strict: false, logger: false, ownProperties: true, code: { optimize: false } });
  addFormats(ajv);
  const written = JSON.stringify({ ...schema, $defs: NAMED }).replaceAll('"#/schemas/', '"#/$defs/');
  return ajv.compile(JSON.parse(written)) as (value: unknown) => boolean;
}

/** Compares as many pairs, twenty values for each schema, and ends at the tenth difference. */
export function compareWithAjv(pairs: number, seed: number): { readonly differences: Difference[]; accepted: number } {
  const random = new RandomSchemas(seed);
  const named = new Map<string, Schema>();
  for (const [name, shape] of Object.entries(NAMED)) named.set(name, new Schema(shape, named));
  const differences: Difference[] = [];
  let accepted = 0;
  for (let count = 0; count < pairs && differences.length < 10; ) {
    const schema = random.schema();
    const judge = ajvJudge(schema);
    const rule = compileBody(new Schema(schema, named) as Parameters<typeof compileBody>[0], {
      rules: new RuleCompiler(),
      secrets: undefined,
      route: 'r',
    });
    for (let each = 0; each < 20; each++, count++) {
      const value = random.value(schema);
      const ajv = judge(structuredClone(value));
      if (ajv) accepted += 1;
      if ((rule.check(structuredClone(value)).length === 0) !== ajv) differences.push({ schema, value, ajv });
    }
  }
  return { differences, accepted };
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { pairs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
  });
  const { differences, accepted } = compareWithAjv(Number(values.pairs), Number(values.seed));
  for (const difference of differences) console.log(JSON.stringify(difference));
  console.log(`${values.pairs} pairs, of which ajv accepts ${accepted}: ${differences.length} differences`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}
