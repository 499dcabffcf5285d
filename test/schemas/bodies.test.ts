import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';

const HANDLERS = `export const handlers = {
  echo: ({ body }) => ({ body: body === undefined ? 'none' : body }),
};`;

const MANIFEST = `
version: 1
handlers: ./handlers.mjs
server: { methods: [GET, POST, PUT, DELETE], errors: problem }
schemas:
  Ride:
    type: object
    required: [id]
    properties: { id: { type: integer, readOnly: true }, pin: { type: string, writeOnly: true, deprecated: true } }
routes:
  optional: { path: /optional, methods: [POST], body: { type: object, required: [a] }, bodyRequired: false, handler: echo }
  drop: { path: /drop, methods: [DELETE], body: { type: array, items: { type: integer } }, handler: echo }
  ride: { path: /ride, methods: [PUT], body: { $ref: '#/schemas/Ride' }, handler: echo }
`;

describe('bodies', () => {
  const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });
  const FORM = 'application/x-www-form-urlencoded';
  const JSON_TYPE = 'application/json';
  const cases: readonly (readonly [
    title: string,
    line: string,
    type: string | undefined,
    body: string | undefined,
    status: number,
    answer: unknown,
  ])[] = [
    ['bodyRequired: false, none sent', 'POST /optional', undefined, undefined, 200, 'none'],
    ['bodyRequired: false, an empty one', 'POST /optional', JSON_TYPE, '', 200, 'none'],
    ['bodyRequired: false, an empty form', 'POST /optional', FORM, '', 200, 'none'],
    ['bodyRequired: false, a right one', 'POST /optional', JSON_TYPE, '{"a":1}', 200, { a: 1 }],
    ['bodyRequired: false, a wrong one', 'POST /optional', JSON_TYPE, '{}', 400, ['/a']],
    ['bodyRequired: false, one of another type', 'POST /optional', 'text/plain', 'a', 415, undefined],
    ['DELETE with a body', 'DELETE /drop', JSON_TYPE, '[1,2]', 200, [1, 2]],
    ['DELETE with a wrong body', 'DELETE /drop', JSON_TYPE, '[1,"b"]', 400, ['/1']],
    ['DELETE without the body that it needs', 'DELETE /drop', undefined, undefined, 400, ['']],
    ['what only answers have, sent', 'PUT /ride', JSON_TYPE, '{"id":1,"pin":"x"}', 200, { id: 1, pin: 'x' }],
    ['what only answers have, and need', 'PUT /ride', JSON_TYPE, '{}', 400, ['/id']],
  ];
  for (const [title, line, type, body, status, answer] of cases) {
    it(`${title}: ${status}`, async () => {
      const [method = '', path = ''] = line.split(' ');
      const sent = body === undefined ? {} : { body };
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const response = await fetch(`http://${site.host}:${site.port}${path}`, { method, headers, ...sent });
      assert.equal(response.status, status);
      const { errors, body: echoed } = (await response.json()) as { errors?: { pointer: string }[]; body?: unknown };
      assert.deepEqual(errors?.map(({ pointer }) => pointer) ?? echoed, answer);
    });
  }
});
