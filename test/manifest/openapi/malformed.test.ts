import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { importInto } from './import-site.ts';

const HEAD = 'openapi: 3.0.3\ninfo: { title: A, version: "1" }\n';
const NEW = HEAD.replace('3.0.3', '3.1.0');
const get = (operation: string) => `${HEAD}paths: { /a: { get: ${operation} } }\n`;
const OK = 'responses: { "200": { description: A } }';
const schema = (text: string) => `${HEAD}paths: {}\ncomponents: { schemas: { A: ${text} } }\n`;
const parameter = (text: string) => get(`{ parameters: [${text}], ${OK} }`);

/** A document, where its fault is, and what is said of it. */
const CASES: readonly (readonly [document: string, place: string, message: RegExp])[] = [
  ['', '1:1', /must be a map of keys; it is empty|must be a map of keys/],
  ['[]', '1:1', /The document must be a map of keys/],
  ['hello', '1:1', /The document must be a map of keys/],
  ['{', '1:2', /./],
  ['a: [1, 2', '1:9', /./],
  ['a: b: c', '1:4', /./],
  ['\tb: 1', '1:1', /./],
  [`${HEAD}paths: {}\npaths: {}\n`, '4:1', /The key "paths" is written twice/],
  [`${HEAD}paths: *nowhere\n`, '3:8', /nowhere/],
  [`${HEAD}paths: &a { /x: *a }\n`, '3:17', /leads nowhere/],
  [`${HEAD}paths: {}\nx-a: .inf\n`, '4:6', /is not a value of JSON/],
  [`${HEAD}paths: ${'['.repeat(300)}${']'.repeat(300)}\n`, '3:208', /nested more than 200 deep/],
  ['swagger: "2.0"\npaths: {}\n', '1:1', /This is a Swagger 2.0 document/],
  ['info: {}\npaths: {}\n', '1:1', /Missing key "openapi"/],
  ['openapi: 3.0\n', '1:1', /"openapi" must be a text; it is "3"/],
  ['openapi: 4.0.0\n', '1:1', /Cannot read OpenAPI "4.0.0"/],
  ['openapi: 3.0.0\npaths: {}\n', '1:1', /Missing key "info"/],
  ['openapi: 3.0.0\ninfo: A\npaths: {}\n', '2:1', /"info" must be a map of keys; it is a text/],
  ['openapi: 3.0.0\ninfo: { version: "1" }\npaths: {}\n', '2:1', /Missing key "title" in "info"/],
  ['openapi: 3.0.0\ninfo: { title: A }\npaths: {}\n', '2:1', /Missing key "version" in "info"/],
  ['openapi: 3.0.0\ninfo: { title: [], version: "1" }\npaths: {}\n', '2:9', /"title" must be a text; it is a list/],
  ['openapi: 3.0.0\ninfo: { title: A, version: 1 }\npaths: {}\n', '2:19', /"version" must be a text; it is "1"/],
  [HEAD, '1:1', /Missing key "paths"/],
  [`${HEAD}paths: []\n`, '3:1', /"paths" must be a map of keys; it is a list/],
  [`${HEAD}paths: { a: {} }\n`, '3:10', /The path "a" does not begin with "\/"/],
  [`${HEAD}paths: { /a: 1 }\n`, '3:10', /A path must be a map of keys; it is "1"/],
  [`${HEAD}paths: {}\nservers: {}\n`, '4:1', /"servers" must be a list/],
  [`${HEAD}paths: {}\nservers: [a]\n`, '4:11', /A server must be a map/],
  [`${HEAD}paths: {}\nservers: [{}]\n`, '4:11', /Missing key "url" of a server/],
  [`${HEAD}paths: {}\ntags: a\n`, '4:1', /"tags" must be a list/],
  [`${HEAD}paths: {}\ncomponents: []\n`, '4:1', /"components" must be a map/],
  [get('[]'), '3:16', /An operation must be a map of keys; it is a list/],
  [get('{}'), '3:16', /Missing key "responses" of an operation/],
  [get(`{ operationId: 5, ${OK} }`), '3:23', /"operationId" must be a text/],
  [get(`{ tags: a, ${OK} }`), '3:23', /"tags" must be a list/],
  [get(`{ summary: {}, ${OK} }`), '3:23', /"summary" must be a text; it is a map/],
  [get(`{ security: [{ no: [] }], ${OK} }`), '3:36', /There is no security scheme "no"/],
  [get('{ responses: [] }'), '3:23', /"responses" must be a map/],
  [get('{ responses: { "20": {} } }'), '3:36', /"20" is not a status/],
  [get('{ responses: { "200": 1 } }'), '3:36', /A response must be a map/],
  [get(`{ requestBody: { required: true }, ${OK} }`), '3:23', /Missing key "content" of a request body/],
  [
    get(`{ requestBody: { content: { $ref: "#/components/no" } }, ${OK} }`),
    '3:49',
    /The reference "#\/components\/no" leads nowhere/,
  ],
  [parameter('{ in: query }'), '3:36', /Missing key "name" of a parameter/],
  [parameter('{ name: a }'), '3:36', /Missing key "in" of a parameter/],
  [parameter('{ name: a, in: body }'), '3:47', /"body" is not a place of a parameter/],
  [parameter('{ name: a, in: query, required: 1 }'), '3:58', /"required" must be true or false/],
  [parameter('{ $ref: "#/components/parameters/A" }'), '3:38', /leads nowhere/],
  [parameter('{ $ref: "none.yaml#/A" }'), '3:38', /Cannot read ".*none.yaml": there is no such file/],
  [parameter('{ $ref: 1 }'), '3:38', /"\$ref" must be a text/],
  [schema('1'), '4:26', /A schema must be a map of keys/],
  [schema('{ type: file }'), '4:31', /Unknown type "file"/],
  [schema('{ properties: [] }'), '4:31', /"properties" must be a map/],
  [schema('{ required: true }'), '4:31', /"required" must be a list/],
  [schema('{ minLength: -1 }'), '4:31', /must be a whole number from 0 on/],
  [schema('{ $ref: "#/components/schemas/A" }'), '4:31', /only leads to itself/],
  [
    schema('{ default: ["\\uD83D\\uDE00", "\\uDE00"] }'),
    '4:57',
    /A character of this text is half of a surrogate pair/,
  ],
  [schema('{ enum: [A, { "\\uD83D": A }] }'), '4:43', /A character of this text is half of a surrogate pair/],
  [
    `${HEAD}paths: {}\ncomponents: { schemas: { ${Array.from({ length: 5000 }, (_, index) => `A${index}: { allOf: [{ $ref: "#/components/schemas/A${index + 1}" }] }`).join(', ')}, A5000: {} } }\n`,
    '1:1',
    /Its schemas lead into each other too deeply/,
  ],
  [schema('{ $ref: "#a" }'), '4:31', /leads nowhere/],
  [
    `${NEW}paths: {}\ncomponents: { schemas: { A: { items: { not: 5 } } } }\n`,
    '4:40',
    /A schema must be a map of keys/,
  ],
];

describe('import of a malformed OpenAPI document', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'velosiped-malformed-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [document, place, message] of CASES) {
    it(`says what is wrong at ${place} of ${JSON.stringify(document.slice(0, 160))}`, async () => {
      const file = join(folder, 'document.yaml');
      writeFileSync(file, document);
      const { code, err, out } = await importInto(join(folder, 'out'), file);
      assert.equal(code, 1);
      assert.equal(out, '');
      const [first = ''] = err.split('\n');
      assert.match(first, message);
      assert.equal(first.slice(file.length + 1).split(': ', 1)[0], place, err);
      assert.doesNotMatch(err, /\n +at /);
    });
  }
});
