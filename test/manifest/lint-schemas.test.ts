import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RuleCompiler } from '../../src/manifest/schemas/compile-rule.ts';
import { Schema } from '../../src/manifest/schemas/schema.ts';
import { loadFiles, placesOf } from './manifest-folder.ts';

/** A manifest without its version line; `§` stands before each place where `codes` are found, in their order. */
type Case = readonly [title: string, manifest: string, ...codes: string[]];

describe('lint schemas: words that do not go together', () => {
  checkTable(
    ['a word of another type', body('type: string, minimum: §1'), 'bad-schema'],
    ['a word that none of several types has', body('type: [string, "null"], items: §{}'), 'bad-schema'],
    ['nothing where one of several types has it', body('type: [string, "null"], minLength: 1')],
    ['nothing in words without a type', body('properties: {}, minLength: 2')],
    ['nothing where an alternative has the type of the whole', body('type: object, anyOf: [{ required: [a] }]')],
    ['nothing in a schema of anything', body('')],
    ['crossed bounds of a list', body('type: array, minItems: 2, maxItems: §1'), 'bad-schema'],
    ['a pattern that is none', body("type: string, pattern: §'('"), 'bad-schema'],
    ['a format that nobody knows', body('type: string, format: §emial'), 'bad-schema'],
    ['nothing in one that is known', body('type: string, format: email')],
    ['a pattern of names that is none', body("type: object, patternProperties: { '(': §{} }"), 'bad-schema'],
    ['a word of lists in a text', body('type: string, prefixItems: §[{}]'), 'bad-schema'],
    ['a branch that nothing decides', body('then: §{}'), 'bad-schema'],
    ['a mistake in an alternative that excludes others', body('oneOf: [{ type: string, minimum: §1 }]'), 'bad-schema'],
    ['a mistake in what must not be', body('not: { type: string, minimum: §1 }'), 'bad-schema'],
    ['nothing in a schema that is true or false', body('type: object, properties: { a: true, b: false }')],
    ['a choice that breaks the type', body('type: integer, enum: [1, §1.5]'), 'bad-schema'],
    ['a choice that breaks another rule', body('type: integer, maximum: 1, enum: [1, §2]'), 'bad-schema'],
    ['a constant that breaks the type', body('type: string, const: §1'), 'bad-schema'],
    ['a constant that is none of the choices', body('enum: [a, b], const: §c'), 'bad-schema'],
    ['nothing in one that is', body('enum: [a, b], const: b')],
    ['a default deep inside', body('type: object, properties: { a: { type: integer, default: §x } }'), 'bad-schema'],
    [
      'the part of a default that is wrong',
      body('type: object, properties: { a: { type: array, items: { type: integer }, default: [1, §x] } }'),
      'bad-schema',
    ],
    ['what is in a list', body('type: array, items: { type: string, maximum: §1 }'), 'bad-schema'],
    ['what is an alternative', body('anyOf: [{ type: string, maximum: §1 }]'), 'bad-schema'],
    ['what a model has', 'routes: { a: { path: /, text: A, model: { type: string, maximum: §1 } } }\n', 'bad-schema'],
    [
      'a property that is required and cannot be',
      body('type: object, additionalProperties: false, required: [§a]'),
      'bad-schema',
    ],
    ['nothing in x- keys', body('type: string, x-widget: area')],
    ['no consequence of a misspelt word', body('type: object, §proprties: {}, required: [a]'), 'unknown-key'],
    [
      'a mistake beside one in what is inside',
      body('type: object, minimum: §1, properties: { a: { §typ: string } }'),
      'bad-schema',
      'unknown-key',
    ],
  );
});

describe('lint schemas: properties that are required and not declared', () => {
  const object = (required: string, more = '') =>
    body(
      `type: object, required: [${required}], properties: { item: { type: string }, amount: { type: integer }, line1: {} }${more}`,
    );
  const referred = 'schemas: { Order: { type: object, properties: { amount: { type: integer } } } }\n';
  checkTable(
    ['two letters swapped', object('item, §amuont'), 'misspelt-property'],
    ['a letter of another case', object('§Amount'), 'misspelt-property'],
    ['a letter of another script', object('§аmount'), 'misspelt-property'],
    ['nothing in one that is declared', object('item, amount')],
    ['nothing in one of another name', object('item, price')],
    ['nothing beside one that is required as well', object('amount, amounts')],
    ['nothing in names that are numbered', object('line2')],
    ['nothing in very short names', body('type: object, required: [to], properties: { do: {} }')],
    ['nothing where nothing is declared', body('type: object, required: [amuont]')],
    ['an error where no others are allowed', object('§amuont', ', additionalProperties: false'), 'bad-schema'],
    ['one beside a $ref', `${referred}${body("$ref: '#/schemas/Order', required: [§amuont]")}`, 'misspelt-property'],
    [
      'one in an alternative',
      object('item', ', anyOf: [{ required: [§amuont] }, { required: [line1] }]'),
      'misspelt-property',
    ],
    [
      'nothing in one that an alternative declares',
      object('amounts', ', anyOf: [{ type: object, properties: { amounts: {} } }]'),
    ],
    [
      'one that another needs',
      object('item', ', dependentRequired: { amount: [§naem], item: [name] }').replace(
        'properties: {',
        'properties: { name: {},',
      ),
      'misspelt-property',
    ],
    ['one that needs others', object('item', ', dependentRequired: { §amuont: [item] }'), 'misspelt-property'],
    [
      'one that another schema is for',
      object('item', ', dependentSchemas: { §amuont: { minProperties: 2 } }'),
      'misspelt-property',
    ],
    [
      'one deep inside',
      body('type: array, items: { type: object, required: [§naem], properties: { name: {} } }'),
      'misspelt-property',
    ],
  );
});

describe('lint schemas: the name __proto__, which no body keeps', () => {
  checkTable(
    ['it among the properties', body('type: object, properties: { __proto__: §{} }'), 'bad-schema'],
    ['it where it is required', body('type: object, required: [§__proto__]'), 'bad-schema'],
    ['nothing in constructor', body('type: object, required: [constructor], properties: { constructor: {} }')],
  );
});

describe('lint schemas: references', () => {
  const positive = 'schemas: { Positive: { type: integer, minimum: 1, maximum: 9 } }\n';
  const object = 'schemas: { Thing: { type: object, properties: { a: { type: string } } } }\n';
  const query = (schema: string) => `routes: { a: { path: /, text: A, query: { q: { ${schema} } } } }\n`;
  const toPositive = "$ref: '#/schemas/Positive'";
  checkTable(
    ['nothing in words that add to it', positive + query(`${toPositive}, required: false, default: 2, maximum: 5`)],
    ['a bound that it crosses', positive + query(`$ref: §'#/schemas/Positive', minimum: 10`), 'bad-parameter-schema'],
    ['a default that breaks its rule', positive + query(`${toPositive}, default: §0`), 'bad-parameter-schema'],
    ['another type', positive + query(`${toPositive}, type: §string`), 'bad-parameter-schema'],
    [
      'nothing in a property that both describe, since both hold',
      `${object}${body("$ref: '#/schemas/Thing', properties: { a: {} }")}`,
    ],
    ['a parameter that would be an object', object + query("$ref: §'#/schemas/Thing'"), 'bad-parameter-schema'],
    ['an unknown name', query("$ref: §'#/schemas/Nope'"), 'unknown-schema'],
    ['an unknown name inside a body', body("type: array, items: { $ref: §'#/schemas/Nope' }"), 'unknown-schema'],
    ['a name that every object has', query("$ref: §'#/schemas/constructor'"), 'unknown-schema'],
    [
      'a fault once, however often it is referred to',
      `schemas: { A: { type: string, minimum: §1 } }\nroutes:\n  a: { path: /, text: A, query: { q: { $ref: '#/schemas/A', maxLength: 1 }, r: { $ref: '#/schemas/A' } } }\n`,
      'bad-schema',
    ],
    [
      'one circle once',
      `schemas:\n  A: { $ref: '#/schemas/C' }\n  B: { $ref: §'#/schemas/C' }\n  C: { $ref: '#/schemas/B' }\n${query("$ref: '#/schemas/A'")}`,
      'circular-schema',
    ],
    [
      'a schema that is itself',
      `schemas: { A: { $ref: §'#/schemas/A' } }\n${query("$ref: '#/schemas/A'")}`,
      'circular-schema',
    ],
    [
      'a schema that is itself as an alternative',
      `schemas: { A: { anyOf: [{ type: string }, { $ref: §'#/schemas/A' }] } }\n${body("$ref: '#/schemas/A'")}`,
      'circular-schema',
    ],
    [
      'nothing in a schema that holds itself',
      `schemas: { Tree: { type: object, properties: { children: { type: array, items: { $ref: '#/schemas/Tree' } } } } }\n${body("$ref: '#/schemas/Tree'")}`,
    ],
    [
      'every schema that no route comes to',
      "schemas: { §A: { $ref: '#/schemas/B' }, §B: { type: string }, x-c: 1 }\nroutes: {}\n",
      'unused-schema',
      'unused-schema',
    ],
    [
      'those in $defs as well, of schemas and of routes, but not what is in one that is not used itself',
      `schemas:
  A: { $defs: { b: { type: string }, §c: { $defs: { d: { $ref: '#/$defs/b' } } } }, $ref: '#/$defs/b' }
  §B: { $defs: { e: { type: string } } }
${body("$ref: '#/schemas/A', $defs: { §f: { items: { $ref: '#/$defs/f' } } }")}`,
      'unused-schema',
      'unused-schema',
      'unused-schema',
    ],
    [
      'no unused schema around one that is used, and none in $defs where a reference may mean it',
      `schemas: { A: { $defs: { b: { $defs: { c: { type: string } } } } } }\n${query("$ref: '#/schemas/A/$defs/b/$defs/c'")}`,
    ],
    [
      'none in $defs where a name inside a schema is unknown',
      `schemas: { A: { $defs: { b: { type: string } } } }\n${query("$ref: §'#/schemas/A/$defs/bb'")}`,
      'unknown-schema',
    ],
    [
      'no unused schema where its name was misspelt',
      `schemas: { Amount: { type: string } }\n${query("$ref: §'#/schemas/Amuont'")}`,
      'unknown-schema',
    ],
  );
});

describe('lint schemas: patterns that can run away', () => {
  const pattern = (words: string) =>
    `routes: { a: { path: /, text: A, headers: { X: { type: string, ${words} } } } }\n`;
  checkTable(
    ['a repeated repetition', pattern("pattern: §'^(a+)+$'"), 'runaway-pattern'],
    ['one that several beginnings make slow', pattern("pattern: §'a*b'"), 'runaway-pattern'],
    ['one in a body', body("type: array, items: { type: string, pattern: §'^(a|a)*$' }"), 'runaway-pattern'],
    ['one of letters beyond ASCII', pattern("pattern: §'^(?:[а-яё]+ ?)+$'"), 'runaway-pattern'],
    [
      'one that is slow on long texts',
      pattern("pattern: §'^[^@]+@[^@]+[.][^@]+$', maxLength: 1400"),
      'runaway-pattern',
    ],
    ['nothing where texts are no longer than it bears', pattern("pattern: '^[^@]+@[^@]+[.][^@]+$', maxLength: 1000")],
    ['one that cannot be judged', pattern("pattern: §'^(?:|||||a){9}$'"), 'runaway-pattern'],
    [
      'no default that it would take for ever on',
      pattern(`pattern: §'^(a+)+$', default: ${'a'.repeat(60)}!`),
      'runaway-pattern',
    ],
    ['one with a named group', pattern("pattern: §'^(?<all>a+)+$'"), 'runaway-pattern'],
    ['nothing where the text is shorter than its beginning', pattern("pattern: '^long-prefix(a+)+$', maxLength: 2")],
    ['nothing where the text is short', pattern("pattern: '^(a+)+$', maxLength: 8")],
    ['nothing where several ways stay few', pattern("pattern: '^(?:[a-z0-9]+-)*[a-z0-9]+$'")],
    ['nothing in a usual pattern', pattern("pattern: '^\\d{4}-\\d{2}-\\d{2}$'")],
  );
});

describe('a pattern beside a maxLength', () => {
  const rules = new RuleCompiler();
  const runaway = { pattern: '^(a+)+$', maxLength: 8 } as const;
  for (const type of ['string', ['string', 'null']] as const) {
    it(`of the type ${type} is not tried on a text that is too long`, () => {
      const rule = rules.compileValue(new Schema({ ...runaway, type }));
      assert.equal(rule(`${'a'.repeat(60)}!`)?.rule, 'must be at most 8 characters long');
    });
  }
  it('is not tried either where the alternative of a text has it', () => {
    const rule = rules.compileValue(new Schema({ type: 'string', anyOf: [{ type: 'string', ...runaway }] }));
    assert.ok(rule(`${'a'.repeat(60)}!`));
  });
});

describe('lint bodies: methods', () => {
  const methods = (list: string) => `routes: { a: { path: /, text: A, ${list}body: {} } }\n`;
  checkTable(
    ['the method that is not said', 'routes: { a: { path: /, text: A, §body: {} } }\n', 'body-without-method'],
    [
      'nothing in POST, the others being known',
      `server: { methods: [POST, PUT, PATCH] }\n${methods('methods: [POST, PUT, PATCH], ')}`,
    ],
    ['HEAD', `server: { methods: [GET, HEAD] }\n${methods('methods: [§HEAD], ')}`, 'body-without-method'],
    ['nothing in DELETE', `server: { methods: [DELETE] }\n${methods('methods: [DELETE], ')}`],
    [
      'nothing in a body that need not be sent',
      `server: { methods: [POST] }\n${methods('methods: [POST], bodyRequired: false, ')}`,
    ],
    ['bodyRequired without a body', 'routes: { a: { path: /, text: A, §bodyRequired: false } }\n', 'stray-key'],
  );
});

function body(schema: string): string {
  return `routes: { b: { path: /b, methods: [POST], text: B, body: { ${schema} } } }\n`;
}

function checkTable(...cases: readonly Case[]): void {
  for (const [title, manifest, ...codes] of cases) it(`finds ${title}`, () => checkFound(manifest, codes));
}

async function checkFound(manifest: string, codes: readonly string[]): Promise<void> {
  const parts = `version: 1\n${manifest}`.split('§');
  const places = codes.map((code, index) => {
    const before = parts
      .slice(0, index + 1)
      .join('')
      .split('\n');
    return `${code} routes.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  });
  assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': parts.join('') })), places);
}
