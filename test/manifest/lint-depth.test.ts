import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type LoadScope, loadManifest } from '../../src/manifest/load-manifest.ts';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';
import { inFolder, placesOf } from './manifest-folder.ts';

/** Names, and how each is written. The first is that of the body. */
type Written = readonly (readonly [name: string, schema: string])[];

function load(written: Written, scope: LoadScope) {
  const body = "routes: { a: { path: /a, methods: [POST], body: { $ref: '#/schemas/S0' }, text: A } }";
  const lines = written.map(([name, schema]) => `  ${name}: ${schema}\n`).join('');
  return inFolder({ 'routes.yaml': `version: 1\nschemas:\n${lines}${body}\n` }, (folder) =>
    loadManifest(join(folder, 'routes.yaml'), { scope }),
  );
}

const ref = (name: string | number) => `{ $ref: '#/schemas/S${name}' }`;

interface Chain {
  /** How one schema holds the next. */
  readonly held: (next: string) => string;
  readonly count: number;
  /** The last one holds the first. */
  readonly isRing?: boolean;
}

/** S0 holds S1, and so on: each on a line of its own, from the third on. */
function chain({ held, count, isRing = false }: Chain): Written {
  return Array.from({ length: count }, (_, index) => {
    if (index + 1 < count) return [`S${index}`, held(ref(index + 1))];
    return [`S${index}`, isRing ? held(ref(0)) : '{ type: [object, string, array], properties: { z: false } }'];
  });
}

function holding(properties: Readonly<Record<string, string | number>>): string {
  const all = Object.entries(properties).map(([property, name]) => `${property}: ${ref(name)}`);
  return `{ type: object, properties: { ${[...all, 'z: false'].join(', ')} } }`;
}

/** Each holds the one before and the one after, and the middle is the first in the file. */
function doublyLinked(count: number): Written {
  const all = Array.from({ length: count }, (_, index): Written[number] => {
    const before = index > 0 ? { p: index - 1 } : {};
    return [`S${index}`, holding({ ...before, ...(index + 1 < count ? { n: index + 1 } : {}) })];
  });
  return [...all.slice(count / 2), ...all.slice(0, count / 2)];
}

/** A spine, and a branch from each of it, whose last schema holds the one of the spine before that. The body's is the last of the spine. */
function caterpillar(spine: number, branch: number): Written {
  const nameOf = (index: number) => (index === spine - 1 ? 0 : `a${index}`);
  const all = Array.from({ length: spine }, (_, index) => index);
  return all.flatMap((index): Written => {
    const next = index + 1 < spine ? { n: nameOf(index + 1) } : {};
    const back = index > 0 ? { n: nameOf(index - 1) } : {};
    const steps = Array.from({ length: branch }, (__, at): Written[number] => [
      `S${index}b${at}`,
      holding(at + 1 < branch ? { n: `${index}b${at + 1}` } : back),
    ]);
    return [[`S${nameOf(index)}`, holding({ b: `${index}b0`, ...next })], ...steps];
  });
}

const inProperty = (next: string) => `{ type: object, properties: { n: ${next}, z: false } }`;
const inItems = (next: string) => `{ type: array, items: ${next} }`;
const inAlternative = (next: string) => `{ anyOf: [{ type: string }, { type: object, properties: { n: ${next} } }] }`;
/** Defaults in an alternative are one more schema. */
const besideDefault = (next: string) =>
  `{ anyOf: [{ type: string }, { type: object, properties: { n: ${next}, d: { type: integer, default: 1 } } }] }`;

describe('schemas that lead into each other', () => {
  const accepted: readonly (readonly [what: string, written: Written, inside: 'n' | 'items'])[] = [
    ['a chain, in a property', chain({ held: inProperty, count: 600 }), 'n'],
    ['a chain, in items', chain({ held: inItems, count: 300 }), 'items'],
    ['a chain, in alternatives', chain({ held: inAlternative, count: 600 }), 'n'],
    ['a chain, in alternatives with defaults', chain({ held: besideDefault, count: 300 }), 'n'],
    ['a chain of names alone', chain({ held: (next) => next, count: 300 }), 'n'],
    ['a circle', chain({ held: inProperty, count: 300, isRing: true }), 'n'],
    ['a doubly linked list', doublyLinked(390), 'n'],
    ['a caterpillar', caterpillar(5, 60), 'n'],
    ['a larger one', caterpillar(30, 30), 'n'],
  ];
  for (const [what, written, inside] of accepted) {
    it(`${what}: a value is judged by them, whichever schema is needed first`, async () => {
      const loaded = await load(written, 'check');
      assert.deepEqual(placesOf(loaded), []);
      assert.ok(loaded.kind === 'loaded');
      const { schemas } = loaded.site;
      for (const name of ['S0', written[Math.floor(written.length / 3)]?.[0], written.at(-1)?.[0]]) {
        // Another process than the one that has looked for mistakes.
        const rule = new RuleCompiler().compileValue(new Schema({ $ref: `#/schemas/${name}` }, schemas));
        assert.equal(rule(inside === 'items' ? [] : {}), undefined);
        const broken = rule(inside === 'items' ? [[[5]]] : { n: { n: 5 }, z: 1 });
        if (name === 'S0') assert.notEqual(broken, undefined);
        assert.notEqual(broken?.rule, 'must not be nested so deeply');
      }
    });
  }

  const inAll = (next: string) => `{ allOf: [${next}], title: A }`;
  const besideWords = (next: string) => next.replace('{', '{ title: A,');
  for (const [what, held] of Object.entries({ inAll, besideWords })) {
    it(`of the same value, ${what}: 200 are accepted, and the 200th is asked`, async () => {
      const loaded = await load(chain({ held, count: 200 }), 'check');
      assert.deepEqual(placesOf(loaded), []);
      assert.ok(loaded.kind === 'loaded');
      const rule = new RuleCompiler().compileValue(new Schema({ $ref: '#/schemas/S0' }, loaded.site.schemas));
      assert.equal(rule({}), undefined);
      assert.deepEqual(rule({ z: 1 })?.keys, ['z']);
    });

    const refused: readonly (readonly [chained: string, written: Written, line: number])[] = [
      ['201', chain({ held, count: 201 }), 3],
      ['201, the last the first in the file', chain({ held, count: 201 }).toReversed(), 203],
      ['1,000', chain({ held, count: 1000 }), 3],
      ['a circle of 1,000', chain({ held, count: 1000, isRing: true }), 3],
    ];
    for (const [chained, written, line] of refused) {
      it(`of the same value, ${what}: ${chained} are too-deep, for a start and for check`, async () => {
        for (const scope of ['start', 'check'] as const) {
          assert.deepEqual(placesOf(await load(written, scope)), [`too-deep routes.yaml:${line}:7`], scope);
        }
      });
    }

    it(`of the same value, ${what}: a small circle is another mistake`, async () => {
      const [first] = (await load(chain({ held, count: 3, isRing: true }), 'check')).diagnostics;
      assert.equal(first?.code, 'circular-schema');
    });
  }
});
