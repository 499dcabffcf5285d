import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';
import { inFolder, placesOf } from './manifest-folder.ts';

/** How one schema holds the next. */
const HOLDS = {
  'in a property': (next: string) => `{ type: object, properties: { n: ${next} } }`,
  'in items': (next: string) => `{ type: array, items: ${next} }`,
  'in an alternative': (next: string) => `{ anyOf: [{ type: string }, { type: object, properties: { n: ${next} } }] }`,
  'beside words of its own': (next: string) => `{ allOf: [${next}], title: A }`,
  'by its name alone': (next: string) => next,
} as const;

type Held = keyof typeof HOLDS;

interface Chain {
  readonly held: Held;
  readonly count: number;
  /** The last one holds the first. */
  readonly isRing?: boolean;
  readonly isReversed?: boolean;
}

/** S0 holds S1, and so on: each on a line of its own, from the third on. */
function chain({ held, count, isRing = false, isReversed = false }: Chain): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const next = index + 1 < count ? index + 1 : isRing ? 0 : undefined;
    return `  S${index}: ${HOLDS[held](next === undefined ? '{ type: [object, string, array] }' : `{ $ref: '#/schemas/S${next}' }`)}`;
  });
  const body = "routes: { a: { path: /a, methods: [POST], body: { $ref: '#/schemas/S0' }, text: A } }";
  return `version: 1\nschemas:\n${(isReversed ? lines.toReversed() : lines).join('\n')}\n${body}\n`;
}

function load(manifest: string, scope: 'start' | 'check') {
  return inFolder({ 'routes.yaml': manifest }, (folder) => loadManifest(join(folder, 'routes.yaml'), { scope }));
}

describe('schemas that lead into each other', () => {
  const refused: readonly (readonly [what: string, chain: Chain, line: number])[] = [
    ['a chain, in a property', { held: 'in a property', count: 300 }, 3],
    ['a long one', { held: 'in a property', count: 1500 }, 3],
    [
      'a chain whose last schema is the first in the file',
      { held: 'in a property', count: 300, isReversed: true },
      302,
    ],
    ['a chain, in items', { held: 'in items', count: 300 }, 3],
    ['a chain, in alternatives', { held: 'in an alternative', count: 300 }, 3],
    ['a long one of the same value', { held: 'beside words of its own', count: 3000 }, 3],
    ['a circle', { held: 'in a property', count: 300, isRing: true }, 3],
  ];
  for (const [what, each, line] of refused) {
    it(`${what} of ${each.count}: too-deep for a start and for check, and nothing else ends`, async () => {
      for (const scope of ['start', 'check'] as const) {
        assert.deepEqual(placesOf(await load(chain(each), scope)), [`too-deep routes.yaml:${line}:7`], scope);
      }
    });
  }

  const all = Object.keys(HOLDS) as Held[];
  for (const held of all) {
    it(`up to where they are refused, ${held}, a first value is judged by them`, async () => {
      for (const count of [150, 190, 215]) {
        const loaded = await load(chain({ held, count, isRing: held === 'in items' }), 'start');
        if (loaded.kind !== 'loaded') {
          assert.ok(count > 150);
          return assert.deepEqual(placesOf(loaded), ['too-deep routes.yaml:3:7']);
        }
        const named = loaded.site.schemas;
        // Another process than the one that has tried them.
        const rule = new RuleCompiler().compileValue(new Schema({ $ref: '#/schemas/S0' }, named));
        assert.notEqual(rule({ n: [] })?.rule, 'must not be nested so deeply');
        assert.equal(rule(held === 'in items' ? [[]] : held === 'in an alternative' ? 'a' : {}), undefined);
      }
    });
  }
});
