import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { SchemaShape } from '../../src/manifest/2-validate/manifest-shape.gen.ts';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';

const numbers = fc.constantFrom(0, 1, 2, 5, 10, -1, 0.5, 1.5, 2 ** 53, 1e308);
const texts = fc.constantFrom('', 'a', 'b', 'ab', 'abc');
const plain = fc.oneof(numbers, texts, fc.boolean(), fc.constant(null));
const names = ['kind', 'size', 'more'] as const;
const values: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, plain, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 2 }),
  object: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 3, noNullPrototype: true }),
})).value;

const schemas = fc.letrec<{ schema: SchemaShape; object: SchemaShape; list: SchemaShape; choice: SchemaShape }>(
  (tie) => ({
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record(
        {
          type: fc.constantFrom('integer' as const, 'number' as const),
          minimum: numbers,
          multipleOf: numbers.filter((one) => one > 0),
        },
        { requiredKeys: ['type'] },
      ),
      fc.record(
        { type: fc.constant('string' as const), maxLength: fc.nat(2), pattern: fc.constantFrom('^a', 'b$') },
        { requiredKeys: ['type'] },
      ),
      fc.constantFrom<SchemaShape>(
        { type: 'null' },
        { type: 'boolean' },
        { type: ['string', 'null'] },
        { enum: ['a', 'b'] },
        { const: 5 },
      ),
      tie('object'),
      tie('list'),
      tie('choice'),
    ),
    object: fc
      .record({
        properties: fc.dictionary(fc.constantFrom(...names), tie('schema'), { maxKeys: 3 }),
        required: fc.uniqueArray(fc.constantFrom<string>(...names), { maxLength: 2 }),
        additionalProperties: fc.boolean(),
      })
      .map((words): SchemaShape => ({ type: 'object', ...words })),
    list: tie('schema').map((items): SchemaShape => ({ type: 'array', items, maxItems: 1 })),
    choice: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((anyOf): SchemaShape => ({ anyOf })),
  }),
);

describe('the rule that is said of a value', () => {
  it('is never one that the value keeps, alternatives in alternatives included', () => {
    let said = 0;
    fc.assert(
      fc.property(schemas.choice, values, (shape, value) => {
        const rule = new RuleCompiler().compileValue(new Schema(shape));
        const broken = rule(structuredClone(value));
        if (broken === undefined) return;
        said += 1;
        const place = broken.keys.reduce((inside: unknown, key) => Object(inside)[key], value);
        for (const words of takenApart(broken.rule)) {
          assert.equal(keeps(place, words), false, `${JSON.stringify(place)} ${words}, of ${broken.rule}`);
        }
      }),
      { seed: 20_261_130, numRuns: 1500 },
    );
    assert.ok(said > 200, `only ${said} values broke a rule`);
  });
});

/** `must be a, b, or c or must match d`: each of its rules. */
function takenApart(rule: string): readonly string[] {
  return rule
    .replace(/^must /, '')
    .split(/,? or must |, must /)
    .flatMap((part) =>
      part.startsWith('be ')
        ? part
            .slice(3)
            .split(/, or |, | or /)
            .map((each) => `be ${each}`)
        : [part],
    );
}

/** By words of its own, so that it knows nothing of how rules are found. */
function keeps(value: unknown, words: string): boolean {
  const [, limit] = /(?:at least|at most|multiple of) (\S+)/.exec(words) ?? [];
  const number = typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  const [, name = ''] = /property "(.*)"/.exec(words) ?? [];
  const has = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  switch (words) {
    case 'be text':
      return typeof value === 'string';
    case 'be a number':
      return number !== undefined;
    case 'be a whole number':
      return Number.isInteger(value);
    case 'be null':
      return value === null;
    case 'be an object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'be a list':
      return Array.isArray(value);
    case 'be one of the alternatives that its schema lists':
      return false;
    case 'not be so large: its digits would be lost':
      return number === undefined || Math.abs(number) <= Number.MAX_SAFE_INTEGER;
    default:
  }
  if (words.startsWith('have the property')) return has;
  if (words.startsWith('not have the property')) return !has;
  if (words.startsWith('have at most')) return Array.isArray(value) && value.length <= Number(limit);
  if (words.startsWith('match the pattern '))
    return typeof value === 'string' && new RegExp(words.slice(18), 'u').test(value);
  if (words.includes('characters long')) return typeof value === 'string' && value.length <= Number(limit);
  if (words.startsWith('be at least')) return number !== undefined && number >= Number(limit);
  if (words.startsWith('be a multiple of'))
    return number !== undefined && number % Number(limit) === 0 && number < 1e15;
  // A choice.
  return typeof value !== 'object' && `be ${String(value)}` === words;
}
