import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FieldLine } from '../../src/contract/request.ts';
import { mergeFields, varyingBy } from '../../src/http/merge-fields.ts';
import { serveSite } from '../guards/served-site.ts';

const site = serveSite(
  `version: 1
server: { cors: { origins: ["https://a.example"] } }
handlers: ./handlers.mjs
page: { headers: { Vary: Cookie } }
groups:
  files: { under: /files, response: { headers: { Vary: Cookie } } }
  inner: { under: /files/inner, response: { headers: { vary: "X-Inner, cookie" } } }
  star: { under: /star, response: { headers: { Vary: "*" } } }
routes:
  page: { path: /page, text: "<p>", response: { type: text/html } }
  own: { path: /own, text: "<p>", response: { type: text/html, headers: { Vary: X-Own } } }
  said: { path: /said, handler: said, response: { headers: { Vary: Accept-Language } } }
  file: { path: /files/a.txt, file: ./a.txt }
  inner: { path: /files/inner/a.txt, file: ./a.txt }
  star: { path: /star, text: "<p>", response: { type: text/html } }
`,
  {
    'a.txt': 'a text',
    'a.txt.gz': 'packed',
    'handlers.mjs': `
      import { answer } from ${JSON.stringify(new URL('../../src/api.ts', import.meta.url).href)};
      export const handlers = { said: () => answer({ model: 1, headers: { Vary: 'X-Said' } }) };`,
  },
);

describe('Vary: an answer names all that it depends on (RFC 9110 §12.5.5)', () => {
  const cases: readonly (readonly [path: string, vary: readonly string[], why: string])[] = [
    ['/page', ['Cookie', 'Origin'], 'pages, and cors'],
    ['/own', ['Cookie', 'X-Own', 'Origin'], 'pages, the route, and cors'],
    ['/nowhere', ['Cookie', 'Accept', 'Origin'], 'pages, how errors are told, and cors'],
    ['/said', ['Accept-Language', 'X-Said', 'Origin'], 'the route, its handler, and cors'],
    ['/files/a.txt', ['Cookie', 'Accept-Encoding', 'Origin'], 'the group, packed forms, and cors'],
    ['/files/inner/a.txt', ['X-Inner', 'cookie', 'Accept-Encoding', 'Origin'], 'both groups, packed forms, and cors'],
    ['/star', ['*'], 'the group, which says that nothing tells'],
  ];
  for (const [path, vary, why] of cases) {
    it(`${path}: ${why}`, async () => {
      const answer = await fetch(`http://${site.host}:${site.port}${path}`, {
        headers: { 'Accept-Encoding': 'identity' },
      });
      await answer.arrayBuffer();
      assert.deepEqual(answer.headers.get('vary')?.split(', ').toSorted(), [...vary].toSorted());
    });
  }
});

describe('http: header fields, merged', () => {
  const vary = (value: string): FieldLine => ['Vary', value];
  const cases: readonly (readonly [first: string, second: string, merged: string])[] = [
    ['Cookie', 'Origin', 'Cookie, Origin'],
    ['Cookie, Accept', 'accept ,Origin', 'Cookie, Accept, Origin'],
    ['*', 'Origin', '*'],
    ['Cookie', '*', '*'],
    ['Cookie', '', 'Cookie'],
  ];
  for (const [first, second, merged] of cases) {
    it(`Vary: ${first} and Vary: ${second}`, () => {
      assert.deepEqual(mergeFields([vary(first), ['A', '1']], [['vary', second]]).at(-1)?.[1], merged);
    });
  }
  it('keep a line that says all already: it is known by its identity where it is written', () => {
    const line = vary('Origin, Cookie');
    assert.equal(varyingBy('cookie', [line])[0], line);
    assert.equal(mergeFields([vary('Cookie')], [line])[0], line);
  });
  it('have only the second of any other name', () => {
    assert.deepEqual(mergeFields([['A', '1']], [['a', '2']]), [['a', '2']]);
  });
});
