import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BodyRule, Route } from '../../src/contract/program.ts';
import { loadFiles, placesOf } from './manifest-folder.ts';

describe('compile route: parameters with a $ref', () => {
  it('have the type, the title, the default and the rules of the schema, and what stands beside', async () => {
    const route = await compile(
      "query: { page: { $ref: '#/schemas/Page', maximum: 50, required: true } }",
      'Page: { $ref: "#/schemas/Positive", title: Page, default: 1 }\n  Positive: { type: integer, minimum: 1, maximum: 99 }',
    );
    const page = route.query[0] ?? assert.fail();
    const { name, title, type, required, default: value } = page;
    assert.deepEqual([name, title, type, required, value], ['page', 'Page', 'integer', true, 1]);
    assert.equal(page.check(0), 'must be at least 1');
    assert.equal(page.check(51), 'must be at most 50');
  });
  it('keep the tighter of two bounds, whichever it is', async () => {
    const [a, b] = (
      await compile(
        "query: { a: { $ref: '#/schemas/A', maximum: 99 }, b: { $ref: '#/schemas/A', maximum: 5 } }",
        'A: { type: integer, maximum: 9 }',
      )
    ).query;
    assert.deepEqual([a?.check(10), b?.check(6)], ['must be at most 9', 'must be at most 5']);
  });
  it('are headers and cookies too, under the names as they are written', async () => {
    const route = await compile('headers: { X-Tenant: { type: integer } }\n    cookies: { theme: { type: string } }');
    assert.deepEqual([route.headers[0]?.name, route.cookies[0]?.name], ['X-Tenant', 'theme']);
  });
});

describe('compile route: the rule of a body, in words', () => {
  const order = `type: object
      required: [name, address]
      additionalProperties: false
      properties:
        name: { type: string, minLength: 2 }
        age: { type: integer, minimum: 0 }
        tags: { type: array, maxItems: 2, uniqueItems: true, items: { enum: [a, b, 3] } }
        size: { anyOf: [{ type: integer }, { title: a size, enum: [S, M] }] }
        address: { type: object, required: [zip], properties: { zip: { type: string } } }`;
  const good = { name: 'Ada', address: { zip: '1' } };
  const cases: readonly (readonly [value: unknown, ...rules: string[]])[] = [
    [good],
    [{ ...good, age: 3, tags: ['a', 3], size: 'M' }],
    [[], 'The body must be an object'],
    [null, 'The body must be an object'],
    [{}, 'The body must have the property "name"', 'The body must have the property "address"'],
    [{ ...good, name: 1, age: -1 }, '"name" must be text', '"age" must be at least 0'],
    [{ ...good, name: 'A' }, '"name" must be at least 2 characters long'],
    [{ ...good, age: 1.5 }, '"age" must be a whole number'],
    [{ ...good, age: 2 ** 60 }, '"age" must not be so large: its digits would be lost'],
    [{ ...good, address: { zip: 1 } }, '"address.zip" must be text'],
    [{ ...good, address: {} }, '"address" must have the property "zip"'],
    [{ ...good, tags: ['a', 'c'] }, '"tags.1" must be a, b, or 3'],
    [{ ...good, tags: ['a', 'b', 'a'] }, '"tags" must have at most 2 items'],
    [{ ...good, tags: ['a', 'a'] }, '"tags" must not have the same item twice'],
    [
      { name: 1, tags: ['c', 'd', 'a'], address: {}, x: 1, y: 2 },
      '"name" must be text',
      '"tags.0" must be a, b, or 3',
      '"tags.1" must be a, b, or 3',
      '"tags" must have at most 2 items',
      '"address" must have the property "zip"',
      'The body must not have the property "x"',
      'The body must not have the property "y"',
    ],
    [{ ...good, size: null }, '"size" must be a whole number or a size'],
    [{ ...good, x: 1 }, 'The body must not have the property "x"'],
    // Names that every object has are names like any other.
    [{ ...good, constructor: 1 }, 'The body must not have the property "constructor"'],
  ];
  for (const [value, ...rules] of cases) {
    it(`${JSON.stringify(value)}: ${rules.join('; ') || 'nothing'}`, async () => {
      const found = (await compileBody(order)).check(JSON.parse(JSON.stringify(value)));
      assert.deepEqual(
        found.map(({ rule }) => rule),
        rules,
      );
    });
  }
  it('says where, with a JSON Pointer (RFC 6901)', async () => {
    const found = (await compileBody(order)).check({ name: 'Ada', tags: ['a', 'c'], address: {}, 'x/~': 1 });
    assert.deepEqual(
      found.map(({ pointer }) => pointer),
      ['/tags/1', '/address/zip', '/x~1~0'],
    );
  });
  it('tells a hundred problems and no more, and ends in a recursive schema', async () => {
    const many = await compileBody('type: array, items: { type: integer }', 'flow');
    assert.equal(many.check(Array.from({ length: 5000 }, () => 'x')).length, 100);
    let deep: unknown = { next: 1 };
    for (let depth = 0; depth < 90; depth++) deep = { next: deep };
    const route = await compile(
      "body: { $ref: '#/schemas/Node' }",
      'Node: { type: object, properties: { next: { $ref: "#/schemas/Node" } } }',
    );
    assert.equal(route.body?.check(deep).length, 1);
  });
  it('says what was found', async () => {
    const [broken] = (await compileBody(order)).check({ ...good, address: { zip: 7 } });
    assert.equal(broken?.found, 7);
  });
  it('does not take what every object inherits for a property', async () => {
    const rule = await compileBody('type: object, required: [toString]', 'flow');
    assert.equal(rule.check({}).length, 1);
  });
  it('compares items by their contents, whatever the order of their keys', async () => {
    const rule = await compileBody('type: array, uniqueItems: true', 'flow');
    assert.equal(
      rule.check([
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]).length,
      1,
    );
    assert.equal(rule.check([{ a: 1 }, { a: '1' }, [['a', 1]], '[["a",1]]', 1, '1', null, 'null']).length, 0);
  });
  it('looks at no item behind one that was there before: a body can hold half a million', async () => {
    const rule = await compileBody('type: array, uniqueItems: true', 'flow');
    let looked = 0;
    const watched = {
      get a(): number {
        looked += 1;
        return 1;
      },
    };
    assert.equal(rule.check([{}, {}, watched]).length, 1);
    assert.equal(rule.check([1, 1, watched]).length, 1);
    assert.equal(looked, 0);
    assert.equal(rule.check([{}, watched]).length, 0);
    assert.equal(looked, 1);
  });
  it('compares items when their defaults are in them, but in an alternative as they were sent', async () => {
    const items = 'items: { type: object, properties: { n: { type: integer, default: 1 } } }';
    const rule = await compileBody(
      `type: array, ${items}, uniqueItems: true, anyOf: [{ type: array, uniqueItems: true }]`,
      'flow',
    );
    assert.deepEqual(rule.check([{}, { n: 2 }]), []);
    assert.deepEqual(
      rule.check([{}, { n: 1 }]).map(({ rule: words }) => words),
      ['The body must not have the same item twice'],
    );
  });
});

describe('compile route: uniqueItems of what a client has chosen', () => {
  const TREE = `Tree:
    type: object
    properties: { children: { type: array, items: { $ref: '#/schemas/Tree' }, uniqueItems: true }, name: { type: string } }`;
  const cases: readonly (readonly [why: string, tree: Tree, reads: number])[] = [
    ['is not read where there is nothing to compare it with', { brothers: [] }, 0],
    ['is read once, though each of 45 lists that hold it is compared', { brothers: [{ name: 'a' }] }, 1],
    ['is read again where something is wrong, to tell all', { brothers: [{ name: 'a' }], rootName: 1 }, 2],
  ];
  for (const [why, { brothers, rootName = 'root' }, reads] of cases) {
    it(`an object deep in a schema that holds itself ${why}`, async () => {
      const rule = await compileBody("$ref: '#/schemas/Tree'", 'flow', TREE);
      let counted = 0;
      const ownKeys = (target: object) => {
        counted += 1;
        return Reflect.ownKeys(target);
      };
      let tree: object = new Proxy({ key: 1 }, { ownKeys });
      for (let level = 0; level < 45; level++) tree = { children: [tree, ...brothers] };
      assert.equal(rule.check({ ...tree, name: rootName }).length, rootName === 'root' ? 0 : 1);
      assert.equal(counted, reads);
    });
  }
  it('numbers whose hashes V8 does not seed cost no more than others', async () => {
    const rule = await compileBody('type: array, uniqueItems: true, items: { type: integer }', 'flow');
    const ordinary = Array.from({ length: 8000 }, (_, index) => index * 7);
    const colliding: number[] = [];
    for (let number = 0; colliding.length < ordinary.length; number++) {
      if ((unseededHash(number) & 0x1fff) === 0) colliding.push(number);
    }
    const cost = (numbers: readonly number[]): number => {
      const before = process.cpuUsage();
      assert.deepEqual(rule.check(numbers), []);
      return process.cpuUsage(before).user;
    };
    cost(ordinary);
    // A set of these numbers costs some 300 times as much.
    assert.ok(cost(colliding) < 50 * Math.max(cost(ordinary), 1000));
  });
});

interface Tree {
  readonly brothers: readonly object[];
  readonly rootName?: unknown;
}

/** V8's ComputeUnseededHash, of a number that is whole and small. */
function unseededHash(number: number): number {
  let hash = ~number + (number << 15);
  hash ^= hash >>> 12;
  hash = (hash + (hash << 2)) | 0;
  hash ^= hash >>> 4;
  hash = Math.imul(hash, 2057);
  return hash ^ (hash >>> 16);
}

describe('compile route: bodies', () => {
  it('puts in the defaults of what is not there, deep inside too', async () => {
    const rule = await compileBody(
      "type: object, properties: { a: { $ref: '#/schemas/A' }, o: { type: object, default: {}, properties: { b: { default: [1] } } } }",
      'flow',
      'A: { type: integer, default: 5 }',
    );
    const value = {};
    assert.deepEqual(rule.check(value), []);
    assert.deepEqual(value, { a: 5, o: { b: [1] } });
  });
  it('puts in none that an alternative has which was only tried', async () => {
    const rule = await compileBody(
      "anyOf: [{ $ref: '#/schemas/A' }, { type: object }]",
      'flow',
      'A: { type: object, required: [x], properties: { a: { type: integer, default: 5 } } }',
    );
    const value = {};
    assert.deepEqual(rule.check(value), []);
    assert.deepEqual(value, {});
  });
  it('follows a schema that holds itself', async () => {
    const rule = await compileBody(
      "$ref: '#/schemas/Tree', required: [name]",
      'flow',
      "Tree: { type: object, properties: { name: { type: string }, children: { type: array, items: { $ref: '#/schemas/Tree', title: Child } } } }",
    );
    assert.deepEqual(rule.check({ name: 'a', children: [{ children: [{ name: 'b' }] }] }), []);
    const [broken] = rule.check({ name: 'a', children: [{ children: [{ name: 1 }] }] });
    assert.equal(broken?.rule, '"children.0.children.0.name" must be text');
  });
  it('ignores x- keys everywhere', async () => {
    const rule = await compileBody('type: object, x-a: 1, properties: { b: { type: string, x-b: { c: 1 } } }', 'flow');
    assert.deepEqual(rule.check({ b: 'b' }), []);
  });
  const forms: readonly (readonly [schema: string, fields: readonly string[] | undefined])[] = [
    ['type: object, properties: { a: { type: integer }, b: { type: [string, "null"] } }', ['a integer', 'b string']],
    ["type: object, properties: { a: { $ref: '#/schemas/A' } }", ['a boolean']],
    ['type: object', []],
    ['type: object, properties: { a: { type: array }, b: { type: string } }', ['b string']],
    ['type: object, properties: { a: {}, b: { type: object } }', []],
    ['type: object, properties: { a: { type: [string, integer] } }', []],
    [
      'type: object, properties: { a: { enum: [b, null] }, c: { const: 1 }, d: { enum: [true] } }',
      ['a string', 'c number', 'd boolean'],
    ],
    ['type: object, properties: { a: { enum: [b, 1] }, c: { const: {} } }', []],
    ['type: object, properties: { a: { type: string } }, anyOf: [{ required: [a] }]', ['a string']],
    ['type: object, required: [a], properties: { a: { type: array } }', undefined],
    ['type: object, required: [a], properties: { a: { type: array, default: [] } }', []],
    ['type: object, required: [a]', undefined],
    ['type: array', undefined],
    ['', undefined],
  ];
  for (const [schema, fields] of forms) {
    it(`${schema || 'anything'} ${fields === undefined ? 'is no form' : 'can be a form'}`, async () => {
      const rule = await compileBody(schema, 'flow', 'A: { type: boolean }');
      assert.deepEqual(
        rule.fields?.map(({ name, type }) => `${name} ${type}`),
        fields,
      );
    });
  }
});

async function compileBody(schema: string, style = 'block', schemas?: string): Promise<BodyRule> {
  const body = style === 'flow' ? `body: { ${schema} }` : `body:\n      ${schema}`;
  return (await compile(body, schemas)).body ?? assert.fail('the route has no body');
}

async function compile(keys: string, schemas = 'x-none: {}'): Promise<Route> {
  const manifest = `version: 1
schemas:
  ${schemas}
routes:
  a:
    path: /
    methods: [POST]
    text: A
    ${keys}
`;
  const result = await loadFiles({ 'routes.yaml': manifest });
  assert.ok(result.kind === 'loaded', placesOf(result).join('; '));
  return result.program.routes[0] ?? assert.fail('there is no route');
}
