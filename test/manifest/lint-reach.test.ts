import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadFiles, placesOf } from './manifest-folder.ts';

/** Routes, one in a line, and the lines (the first is 1) whose route no request reaches. */
type Case = readonly [title: string, routes: readonly string[], unreachable?: readonly number[]];

const B = 'b: { path: /b, text: B }';
const C = 'c: { path: /c, text: C }';

const HEAD = "version: 1\nschemas: { X: { type: string, enum: [b] } }\nroutes:\n  x-x: { $ref: '#/schemas/X' }\n";
const FIRST_LINE = HEAD.split('\n').length;

/** A route `a` at a path, with parameters. */
function a(path: string, params: string): string {
  return `a: { path: '${path}', params: { ${params} }, text: A }`;
}

describe('lint manifest: routes that no request reaches', () => {
  checkTable(
    ['a choice whose values all have paths of their own', [a('/{x}', 'x: { type: string, enum: [b, c] }'), B, C], [1]],
    ['nothing where one value is left', [a('/{x}', 'x: { type: string, enum: [b, c, d] }'), B, C]],
    ['nothing where the parameter takes any text', [a('/{x}', 'x: { type: string }'), B, C]],
    [
      'nothing where the pattern is more than can be tried',
      [a('/{x}', "x: { type: string, pattern: '^[bc]$' }"), B, C],
    ],
    [
      'a path whose rivals take another method: the path is chosen before the method',
      [a('/{x}', 'x: { type: string, enum: [b] }'), 'b: { path: /b, methods: [POST], text: B }'],
      [1],
    ],
    [
      'a truth value',
      [a('/{x}', 'x: { type: boolean }'), 't: { path: /true, text: T }', 'f: { path: /false, text: F }'],
      [1],
    ],
    [
      'a short range of whole numbers',
      [
        a('/{x}', 'x: { type: integer, minimum: 1, exclusiveMaximum: 3 }'),
        'b: { path: /1, text: B }',
        'c: { path: /2, text: C }',
      ],
      [1],
    ],
    ['nothing in a range without an end', [a('/{x}', 'x: { type: integer, minimum: 1 }'), 'b: { path: /1, text: B }']],
    ['a choice that a $ref brings', [a('/{x}', "x: { $ref: '#/schemas/X' }"), B], [1]],
    [
      'several choices at once, as products',
      [
        a('/{x}/{y}', 'x: { type: string, enum: [b, c] }, y: { type: boolean }'),
        "b: { path: '/b/{y}', params: { y: { type: string } }, text: B }",
        "c: { path: '/{x}/true', params: { x: { type: string } }, text: C }",
        'd: { path: /c/false, text: D }',
      ],
      [1],
    ],
    [
      'nothing where one of the products is left',
      [
        a('/{x}/{y}', 'x: { type: string, enum: [b, c] }, y: { type: boolean }'),
        "b: { path: '/b/{y}', params: { y: { type: string } }, text: B }",
        "c: { path: '/{x}/true', params: { x: { type: string } }, text: C }",
      ],
    ],
    [
      'nothing where the rival goes on further',
      [a('/{x}', 'x: { type: string, enum: [b] }'), 'b: { path: /b/c, text: B }'],
    ],
    [
      'nothing where the rival is less specific',
      [
        a('/{x}/c', 'x: { type: string, enum: [b] }'),
        "b: { path: '/{x}/{y}', params: { x: { type: string }, y: { type: string } }, text: B }",
      ],
    ],
    [
      'a rest of one segment behind a parameter',
      [a('/n/{x...}', 'x: { type: integer }'), "b: { path: '/n/{y}', params: { y: { type: string } }, text: B }"],
      [1],
    ],
    [
      'nothing where the rest may be longer',
      [a('/n/{x...}', 'x: { type: string }'), "b: { path: '/n/{y}', params: { y: { type: string } }, text: B }"],
    ],
    [
      'a rest behind rests that begin as early',
      [
        a('/{x}/{y...}', 'x: { type: string, enum: [b] }, y: { type: string }'),
        "b: { path: '/b/{y...}', params: { y: { type: string } }, text: B }",
      ],
      [1],
    ],
    [
      'nothing where the other rest begins later',
      [
        a('/{x}/{y...}', 'x: { type: string, enum: [b] }, y: { type: string }'),
        "b: { path: '/b/c/{y...}', params: { y: { type: string } }, text: B }",
      ],
    ],
    ['a choice of rests', [a('/{x...}', 'x: { type: string, enum: [b/c] }'), 'b: { path: /b/c, text: B }'], [1]],
    [
      'nothing where a slash of the value is no slash of the path',
      [a('/{x}', 'x: { type: string, enum: [b/c] }'), 'b: { path: /b/c, text: B }'],
    ],
    [
      'an alias alone',
      ["a: { path: '/a/{x}', aliases: ['/{x}'], params: { x: { type: string, enum: [b] } }, text: A }", B],
      [1],
    ],
    ['a parameter that only nothing satisfies', [a('/{x}', 'x: { type: string, maxLength: 0 }')], [1]],
    ['a parameter whose values clients resolve', [a('/{x}', "x: { type: string, enum: ['..', '.'] }")], [1]],
    ['nothing in a dot beside a slash that is data', [a('/{x}', "x: { type: string, enum: ['../b'] }")]],
    [
      'nothing where equally specific routes take other methods',
      [
        a('/{x}', 'x: { type: string, enum: [b] }'),
        "b: { path: '/{y}', params: { y: { type: string } }, methods: [POST], text: B }",
      ],
    ],
    [
      'nothing about a parameter that is wrong itself',
      [a('/{x}', 'x: { type: string, enum: [b], minimum: 5 }'), B],
      [],
    ],
  );

  it('shows the paths that take its requests', async () => {
    const { diagnostics } = await loadRoutes([a('/{x}', 'x: { type: string, enum: [b, c] }'), B, C]);
    assert.deepEqual(
      diagnostics.flatMap(({ related }) => related.map(({ line, message }) => [line, message])),
      [
        [FIRST_LINE + 1, 'the route "b" takes its requests here'],
        [FIRST_LINE + 2, 'the route "c" takes its requests here'],
      ],
    );
  });

  it('gives up on a product that is too large to be tried, and says nothing', async () => {
    const letters = [...'bcdefghijklmnopqrstuvwxyz'];
    const choice = `{ type: string, enum: [${letters.join(', ')}] }`;
    const names = [...'stuvw'];
    const path = (last: string) =>
      `/${names
        .slice(0, -1)
        .map((name) => `{${name}}`)
        .join('/')}/${last}`;
    const given = (kept: readonly string[]) => kept.map((name) => `${name}: ${choice}`).join(', ');
    const rivals = letters.map(
      (letter) => `${letter}: { path: '${path(letter)}', params: { ${given(names.slice(0, -1))} }, text: B }`,
    );
    const result = await loadRoutes([a(path('{w}'), given(names)), ...rivals]);
    assert.deepEqual(placesOf(result), []);
  });
});

describe('lint manifest: request lines', () => {
  const limited = (limit: string, ...routes: readonly string[]) =>
    `version: 1\nserver: { limits: { requestLine: ${limit} } }\nroutes:\n${routes.map((route) => `  ${route}\n`).join('')}`;
  const cases: readonly (readonly [title: string, text: string, places: readonly string[]])[] = [
    ['nothing where the line just fits', limited('17', 'a: { path: /abc, text: A }'), []],
    [
      'one byte too many, where another path fits',
      limited('16', 'a: { path: /abc, text: A }', 'b: { path: /ab, text: B }'),
      ['unreachable-route routes.yaml:4:14'],
    ],
    [
      'a longer method',
      limited('17', 'a: { path: /abc, methods: [POST], text: A }', 'b: { path: /ab, text: B }'),
      ['unreachable-route routes.yaml:4:14'],
    ],
    [
      'nothing where one of its methods is shorter',
      limited('17', 'a: { path: /abc, methods: [POST, GET], text: A }'),
      [],
    ],
    [
      'characters that have to be encoded',
      limited('19', 'a: { path: /é, text: A }', 'b: { path: /, text: B }'),
      ['unreachable-route routes.yaml:4:14'],
    ],
    ['nothing in characters that need not be', limited('20', "a: { path: '/[]|^%21', text: A }"), []],
    [
      'the shortest text of a parameter',
      limited(
        '17',
        "a: { path: '/{b}', params: { b: { type: string, minLength: 4 } }, text: A }",
        'b: { path: /, text: B }',
      ),
      ['unreachable-route routes.yaml:4:14'],
    ],
    [
      'the limit itself, where it lets no path through',
      limited('13', 'a: { path: /abc, text: A }', 'b: { path: /ab, text: B }'),
      ['contradictory-limits routes.yaml:2:34'],
    ],
    [
      'a path that is longer than the default',
      `version: 1\nroutes: { a: { path: '/${'a'.repeat(8192)}', text: A }, b: { path: /, text: B } }\n`,
      ['unreachable-route routes.yaml:2:22'],
    ],
    ['nothing in a limit without routes', 'version: 1\nserver: { limits: { requestLine: 1 } }\nroutes: {}\n', []],
  ];
  for (const [title, text, places] of cases) {
    it(`finds ${title}`, async () => assert.deepEqual(placesOf(await loadFiles({ 'routes.yaml': text })), places));
  }
});

async function loadRoutes(routes: readonly string[]) {
  return loadFiles({ 'routes.yaml': HEAD + routes.map((route) => `  ${route}\n`).join('') });
}

function checkTable(...cases: readonly Case[]): void {
  for (const [title, routes, unreachable = []] of cases) {
    it(`finds ${title}`, async () => {
      const { diagnostics } = await loadRoutes(routes);
      const found = diagnostics
        .filter(({ code }) => code === 'unreachable-route')
        .map(({ line }) => line - FIRST_LINE + 1);
      assert.deepEqual(found, unreachable);
    });
  }
}
