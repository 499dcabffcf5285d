import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { SchemaShape } from '../../src/manifest/2-validate/manifest-shape.gen.ts';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { plainRule } from '../../src/manifest/schemas/plain-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';
import type { BrokenValue } from '../../src/manifest/schemas/tell-broken.ts';

const small = fc.integer({ min: -4, max: 4 });
const numbers = fc.oneof(
  small,
  small.map((number) => number / 10),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(2 ** 53 - 1, 2 ** 53, -(2 ** 53), 1e300, 5e-324),
);
/** With characters of two code units, and halves of such. */
const texts = fc.string({ unit: fc.constantFrom('a', 'b', '1', '\u{1F600}', '\u{D83D}', 'é', '\n'), maxLength: 5 });
const plain = fc.oneof(numbers, texts, fc.boolean(), fc.constant(null));
const values = fc.oneof({ weight: 9, arbitrary: plain }, fc.jsonValue({ maxDepth: 1 }));

const choices = {
  enum: fc.uniqueArray(plain, { minLength: 1, maxLength: 3 }),
  const: plain,
};
const bounds = { maximum: numbers, minimum: numbers, exclusiveMaximum: numbers, exclusiveMinimum: numbers };
const ofNumbers = { ...choices, ...bounds, multipleOf: numbers.filter((number) => number > 0) };
const ofTexts = {
  ...choices,
  minLength: fc.nat(4),
  maxLength: fc.nat(4),
  pattern: fc.constantFrom('^a', '.', '^.$', 'b+$', '\\p{L}'),
};

/** What a parameter can be told: words of its type, in any order. */
const schemas: fc.Arbitrary<SchemaShape> = fc.oneof(
  ...(['number', 'integer'] as const).map((type) => record({ ...ofNumbers, type: fc.constant(type) })),
  record({ ...ofTexts, type: fc.constant('string' as const) }),
  record({ ...choices, type: fc.constant('boolean' as const) }),
  record(choices),
);

describe('rules of plain values', () => {
  it('are those of ajv, to the word: the same values, and of several broken rules the same', () => {
    fc.assert(
      fc.property(schemas, values, (schema, value) => checkLikeAjv(schema, value)),
      { seed: 20_261_122, numRuns: 1000, examples: RARE },
    );
  });

  it('count characters and not code units', () => {
    const rule = new RuleCompiler().compile(new Schema({ type: 'string', minLength: 2, maxLength: 2 }));
    assert.equal(rule('\u{1F600}\u{1F600}'), undefined);
    assert.equal(rule('\u{1F600}'), 'must be at least 2 characters long');
    assert.equal(rule('aaa'), 'must be at most 2 characters long');
  });

  const beyond: readonly Readonly<Record<string, unknown>>[] = [
    { type: ['string', 'null'] },
    { type: 'object' },
    { type: 'string', minimum: 1 },
    { minimum: 1 },
    { enum: [{ a: 1 }] },
    { const: [] },
    { anyOf: [{ type: 'string' }] },
    { type: 'string', $defs: { a: {} } },
  ];
  for (const schema of beyond) {
    it(`leave ${JSON.stringify(schema)} to ajv`, () => assert.equal(plainRule(schema), undefined));
  }
});

const rules = new RuleCompiler();

/** Several rules at once that one value breaks, and the last digits. */
const RARE: [SchemaShape, unknown][] = [
  [{ type: 'number', minimum: 5, maximum: 1 }, 3],
  [{ type: 'number', exclusiveMinimum: 5, exclusiveMaximum: 1, minimum: 5 }, 3],
  [{ type: 'integer', maximum: 1, multipleOf: 2 }, 2 ** 53 + 2],
  [{ type: 'string', minLength: 5, maxLength: 1, pattern: 'x' }, 'abc'],
  [{ type: 'string', const: 'a', enum: ['b'] }, 'c'],
  [{ type: 'number', multipleOf: 0.1 }, 0.3],
  [{ type: 'number', multipleOf: 1_000_000_000 }, 1],
  [{ type: 'number', multipleOf: 0.5 }, 1e308],
  [{ type: 'integer', multipleOf: 3 }, 2 ** 53 + 2],
  [{ type: 'number', multipleOf: 1 }, 1 + 2e-9],
  [{ type: 'number', multipleOf: 1 }, 1 + 5e-10],
];

function checkLikeAjv(schema: SchemaShape, value: unknown): void {
  const own = rules.compileValue(new Schema(schema))(value);
  // As a property it takes ajv, which says the same of it.
  const whole = rules.compileValue(new Schema({ type: 'object', properties: { value: schema } }));
  const { keys, ...told } = whole({ value }) ?? NOTHING;
  assert.deepEqual(own ?? NOTHING, { ...told, keys: keys.slice(1) });
}

const NOTHING: BrokenValue = { keys: [], rule: '', found: undefined };

function record(words: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<SchemaShape> {
  const requiredKeys = 'type' in words ? ['type'] : [];
  return fc.record(words, { requiredKeys }).map((schema) => ({ ...schema }));
}
