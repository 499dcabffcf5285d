import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import type { Diagnostic } from '../../../src/contract/diagnostic.ts';
import { ImportReport } from '../../../src/manifest/openapi/import/import-report.ts';
import { mendDraft } from '../../../src/manifest/openapi/import/mend-draft.ts';

/** Each part of a route that can be refused. */
const ROUTE = `
summary: A
tags: [a]
path: /a/{id}
methods: [POST]
params: { id: { type: string, pattern: a } }
query: { q: { type: integer, minimum: 1 }, r: { type: string } }
headers: { x-a: { type: string, format: uuid } }
cookies: { c: { type: string, enum: [a] } }
body: { type: object, properties: { n: { type: integer, maximum: 2 } } }
response: { x-b: b, x-c: c }
json: { n: 1 }
model: { type: object, required: [n] }
examples: { first: { body: { n: 1 } }, second: { query: { q: 0 } } }
redirect: { url: /b }
`.trim();

describe('import: what goes when check refuses a part of a route', () => {
  // Of ROUTE, `refused` is where the finding is; `left` is what has changed then, `undefined` if it is gone.
  const cases: readonly (readonly [title: string, refused: string, left: object | 'nothing'])[] = [
    ['a keyword of a parameter of the path', 'pattern: a', { params: { id: { type: 'string' } } }],
    ['the route, with the type of a parameter of its path', 'type: string, pattern', 'nothing'],
    ['the route, with a parameter of its path', 'id: {', 'nothing'],
    ['the route, with its path', 'path:', 'nothing'],
    [
      'a keyword of a parameter of the query',
      'minimum: 1',
      { query: { q: { type: 'integer' }, r: { type: 'string' } } },
    ],
    ['a parameter, with its type', 'type: integer, minimum', { query: { r: { type: 'string' } } }],
    ['a parameter', 'r: {', { query: { q: { type: 'integer', minimum: 1 } } }],
    ['all parameters, where none is named', 'query:', { query: undefined }],
    ['a keyword of a header', 'format: uuid', { headers: { 'x-a': { type: 'string' } } }],
    ['a keyword of a cookie', 'enum: [a]', { cookies: { c: { type: 'string' } } }],
    ['a keyword inside a body', 'maximum: 2', { body: { type: 'object', properties: { n: { type: 'integer' } } } }],
    ['a body', 'body: { type', { body: undefined }],
    ['a keyword of a model', 'required: [n]', { model: { type: 'object' } }],
    ['a model', 'model:', { model: undefined }],
    ['a header of the answer', 'x-b: b', { response: { 'x-c': 'c' } }],
    ['an example, wherever the mistake in it is', 'q: 0', { examples: { first: { body: { n: 1 } } } }],
    ['all examples', 'examples:', { examples: undefined }],
    ['the model, where the answer does not fit it', 'json:', { model: undefined }],
    ['the body, where the methods have none', 'methods:', { body: undefined }],
    ['a redirect, for an empty text', 'url: /b', { redirect: undefined, text: '' }],
    ['what only describes it', 'summary:', { summary: undefined }],
    ['all tags, with one of them', '[a]\npath', { tags: undefined }],
  ];
  for (const [title, refused, left] of cases) it(title, () => checkLeft(ROUTE, refused, left));

  it('the route, where what goes first is not there', () => {
    checkLeft(ROUTE.replace(/^model:.*\n/m, ''), 'json:', 'nothing');
    checkLeft(ROUTE.replace(/^body:.*\n/m, ''), 'methods:', 'nothing');
  });
});

function checkLeft(route: string, refused: string, left: object | 'nothing'): void {
  const text = `routes:\n  a:\n${route.replace(/^/gm, '    ')}\n`;
  const before = text.slice(0, text.indexOf(refused.replace('\n', '\n    '))).split('\n');
  assert.notEqual(before.length, 1);
  const error: Diagnostic = {
    code: 'bad-schema',
    severity: 'error',
    message: 'Refused',
    file: 'routes.yaml',
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    endLine: before.length,
    endColumn: (before.at(-1) ?? '').length + 2,
    related: [],
  };
  const manifest = parse(text);
  mendDraft({
    draft: {
      files: new Map([['routes.yaml', manifest]]),
      once: new Map(),
      sources: { schemas: new Map(), routes: new Map() },
    },
    report: new ImportReport(),
    texts: new Map([['routes.yaml', text]]),
    errors: [error],
    wholly: false,
  });
  const expected = Object.entries({ ...parse(route), ...(left === 'nothing' ? {} : left) });
  assert.deepEqual(manifest, {
    routes: left === 'nothing' ? {} : { a: Object.fromEntries(expected.filter(([, value]) => value !== undefined)) },
  });
}
