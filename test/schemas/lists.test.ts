import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { loadTypes } from '../../src/manifest/load-types.ts';
import { serveSite } from '../guards/served-site.ts';
import { loadFiles, placesOf } from '../manifest/manifest-folder.ts';

const HANDLERS = 'export const handlers = { echo: ({ body, query, headers }) => ({ ...query, ...headers, ...body }) };';

const MANIFEST = `
version: 1
handlers: ./handlers.mjs
server: { errors: problem }
schemas:
  Tags: { type: array, items: { type: string, enum: [new, old, red] }, uniqueItems: true, maxItems: 2 }
routes:
  query:
    path: /query
    query:
      tag: { $ref: '#/schemas/Tags' }
      n: { type: array, items: { type: integer, minimum: 1 }, default: [7] }
      day: { type: array, items: { type: string, format: date }, minItems: 1 }
    handler: echo
  must: { path: /must, query: { n: { type: array, items: { type: number }, required: true, title: Numbers } }, handler: echo }
  header: { path: /header, headers: { X-Tag: { $ref: '#/schemas/Tags' }, X-N: { type: array, items: { type: boolean } } }, handler: echo }
  form:
    path: /form
    methods: [POST]
    body:
      type: object
      required: [tags]
      properties: { tags: { $ref: '#/schemas/Tags' }, n: { type: array, items: { type: integer } }, name: { type: string } }
    handler: echo
  some: { path: /some, methods: [POST], body: { type: object, required: [n], properties: { n: { type: array, items: { type: integer }, minItems: 1 } } }, handler: echo }
`;

const FORM = 'application/x-www-form-urlencoded';

describe('lists of plain values', () => {
  const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });
  const cases: readonly (readonly [
    path: string,
    headers: readonly (readonly [string, string])[],
    form: string | undefined,
    said: unknown,
  ])[] = [
    ['/query', [], undefined, { n: [7] }],
    ['/query?tag=new&n=1&tag=old&n=2', [], undefined, { tag: ['new', 'old'], n: [1, 2] }],
    ['/query?tag=new&tag=new', [], undefined, ['tag: "tag" must not have the same item twice.']],
    ['/query?tag=new&tag=old&tag=red', [], undefined, ['tag: "tag" must have at most 2 items.']],
    [
      '/query?n=0&n=x&n=2&tag=blue&day=2026-02-30',
      [],
      undefined,
      [
        'tag: "tag", item 1, must be new, old, or red.',
        'n: "n", item 1, must be at least 1.',
        'n: "n", item 2, must be a whole number, such as 12 or -3.',
        'day: "day", item 1, must be a date such as 2026-01-31.',
      ],
    ],
    ['/query?n=', [], undefined, ['n: "n", item 1, must be a whole number, such as 12 or -3.']],
    ['/must', [], undefined, ['n: Numbers ("n") is required.']],
    ['/must?n=1.5', [], undefined, { n: [1.5] }],
    ['/header', [['X-Tag', 'new, "old"']], undefined, { 'X-Tag': ['new', 'old'] }],
    [
      '/header',
      [
        ['X-N', 'true,, false ,'],
        ['X-N', 'true'],
      ],
      undefined,
      { 'X-N': [true, false, true] },
    ],
    ['/header', [['X-N', ' , ']], undefined, {}],
    ['/header', [['X-Tag', 'new,"a, b"']], undefined, ['X-Tag: The header "X-Tag", item 2, must be new, old, or red.']],
    ['/form', [], 'tags=new&n=1&n=2&name=a&name=b', { tags: ['new'], n: [1, 2], name: 'a' }],
    ['/form', [], 'name=a', { tags: [], name: 'a' }],
    ['/form', [], 'n=1&n=b&n=', ['/n/1: "n", item 2, must be a whole number, such as 12 or -3.']],
    ['/form', [], 'tags=new&tags=new', ['/tags: "tags" must not have the same item twice.']],
    ['/some', [], '', ['/n: "n" must have at least 1 item.']],
  ];
  for (const [path, headers, form, said] of cases) {
    it(`${path} ${headers.join(' ')} ${form ?? ''}`, async () => {
      const sent = new Headers({ connection: 'close' });
      for (const [name, value] of headers) sent.append(name, value);
      if (form !== undefined) sent.set('content-type', FORM);
      const init = form === undefined ? { headers: sent } : { headers: sent, method: 'POST', body: form };
      const response = await fetch(`http://${site.host}:${site.port}${path}`, init);
      const { errors, ...model } = (await response.json()) as { errors?: Readonly<Record<string, string>>[] };
      const told = errors?.map(({ name, pointer, detail }) => `${name ?? pointer}: ${detail}`);
      assert.deepEqual(told ?? model, said);
      assert.equal(response.status, Array.isArray(said) ? 400 : 200);
    });
  }

  it('come as multipart/form-data, too', async () => {
    const body = new FormData();
    for (const [name, text] of [
      ['n', '1'],
      ['tags', 'new'],
      ['n', '2'],
      ['tags', 'old'],
    ] as const)
      body.append(name, text);
    const response = await fetch(`http://${site.host}:${site.port}/form`, { method: 'POST', body });
    assert.deepEqual(await response.json(), { n: [1, 2], tags: ['new', 'old'] });
  });

  it('are lists in the types of handlers', () => {
    const types = loadTypes(join(site.folder, 'routes.yaml'));
    assert.ok(types.kind === 'loaded');
    assert.match(types.module.text, /readonly tag\?: Tags;\s+readonly n: readonly number\[\];/);
  });
});

describe('lists of plain values: what is wrong with their schemas', () => {
  const cases: readonly (readonly [title: string, route: string, finding: string])[] = [
    ['lists of objects', 'query: { a: { type: array, items: { type: object } } }', '3:60'],
    ['lists of lists', 'query: { a: { type: array, items: { type: array } } }', '3:60'],
    ['no items', 'query: { a: { type: array } }', '3:46'],
    ['a path parameter', 'params: { p: { type: array } }', '3:52'],
    ['a cookie', 'cookies: { a: { type: array, items: { type: string } } }', ''],
    ['bounds that cross', 'query: { a: { type: array, items: { type: string }, minItems: 3, maxItems: 2 } }', ''],
    ['a keyword of another type', 'query: { a: { type: string, minItems: 3 } }', ''],
    ['an unknown format', 'query: { a: { type: string, format: dat } }', ''],
  ];
  for (const [title, route, at] of cases) {
    it(title, async () => {
      const path = route.startsWith('params') ? '"/{p}"' : '/';
      const found = placesOf(
        await loadFiles({ 'routes.yaml': `version: 1\nroutes:\n  a: { path: ${path}, text: x, ${route} }\n` }),
      );
      assert.equal(found.length, 1, found.join());
      assert.match(found[0] ?? '', new RegExp(`^bad-parameter-schema routes.yaml:${at}`));
    });
  }
  it('finds what is wrong inside items', async () => {
    const manifest = (items: string) =>
      `version: 1\nroutes:\n  a: { path: /, text: x, query: { a: { type: array, items: ${items} } } }\n`;
    for (const [items, code] of [
      ["{ type: string, pattern: '(' }", 'bad-schema'],
      ['{ type: string, format: nope }', 'bad-schema'],
      ["{ type: string, pattern: '^(a+)+$' }", 'runaway-pattern'],
      ["{ $ref: '#/schemas/No' }", 'unknown-schema'],
    ] as const) {
      const codes = placesOf(await loadFiles({ 'routes.yaml': manifest(items) })).map((one) => one.split(' ')[0]);
      assert.ok(codes.includes(code), `${items}: ${codes}`);
    }
  });
});
