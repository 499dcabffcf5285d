import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { freshFolder, type RunningServer, startServer } from '../start-server.ts';
import { ask } from '../talk.ts';

const MANIFEST = `version: 1
handlers: ./handlers.mjs
schemas:
  Halves: { type: number, multipleOf: 0.5 }
  Billions: { type: number, multipleOf: 1000000000 }
  Cents: { type: number, multipleOf: 0.01 }
  Open: { type: object, properties: { a: { type: integer } } }
routes:
  halves: { path: /halves, query: { n: { $ref: '#/schemas/Halves' } }, handler: echo }
  halvesBody: { path: /halves/body, methods: [POST], body: { type: object, properties: { n: { $ref: '#/schemas/Halves' } } }, handler: echo }
  billions: { path: /billions, query: { n: { $ref: '#/schemas/Billions' } }, handler: echo }
  billionsBody: { path: /billions/body, methods: [POST], body: { type: object, properties: { n: { $ref: '#/schemas/Billions' } } }, handler: echo }
  cents: { path: /cents, query: { n: { $ref: '#/schemas/Cents' } }, handler: echo }
  centsBody: { path: /cents/body, methods: [POST], body: { type: object, properties: { n: { $ref: '#/schemas/Cents' } } }, handler: echo }
  closed: { path: /closed, methods: [POST], body: { $ref: '#/schemas/Open', additionalProperties: false }, handler: echo }
  open: { path: /open, methods: [POST], body: { $ref: '#/schemas/Open' }, handler: echo }
  deep: { path: /deep, methods: [POST], body: { type: array, items: { $ref: '#/schemas/Open', additionalProperties: false } }, handler: echo }
  unique: { path: /unique, methods: [POST], body: { type: array, uniqueItems: true }, handler: echo }
  choice: { path: /choice, methods: [POST], body: { type: object, properties: { n: { anyOf: [{ type: integer, minimum: 10 }, { type: 'null' }] } } }, handler: echo }
`;
const HANDLERS =
  'export const handlers = { echo: ({ body, query }) => ({ names: Object.getOwnPropertyNames(body ?? query) }) };\n';

let server: RunningServer;

before(async () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'routes.yaml'), MANIFEST);
  writeFileSync(join(folder, 'handlers.mjs'), HANDLERS);
  server = await startServer({ manifest: join(folder, 'routes.yaml') });
});
after(() => server.stop());

describe('a number: the same verdict as a parameter and in a body', () => {
  const cases: readonly (readonly [route: string, number: string, status: number])[] = [
    ['halves', '1e308', 200],
    ['halves', '-2.5', 200],
    ['halves', '0.25', 400],
    ['billions', '1', 400],
    ['billions', '3e9', 200],
    ['billions', '3000000001', 400],
    ['cents', '4.35', 200],
    ['cents', '1.005', 400],
    ['cents', '1e400', 400],
  ];
  for (const [route, number, status] of cases) {
    it(`${number} in /${route}: ${status}`, async () => {
      assert.equal((await ask(server.port, `GET /${route}?n=${number}`)).status, status);
      assert.equal((await post(`/${route}/body`, `{"n":${number}}`)).status, status);
    });
  }
});

describe('a body with the name __proto__', () => {
  const cases: readonly (readonly [title: string, target: string, body: string, status: number])[] = [
    ['is refused where no other names are allowed', '/closed', '{"__proto__":{}}', 400],
    ['is refused there however it is spelt', '/closed', '{"\\u005f_proto__":1}', 400],
    ['is refused deep inside', '/deep', '[{"a":1},{"__proto__":{}}]', 400],
    ['as constructor, which every object has, is refused too', '/closed', '{"constructor":{}}', 400],
    ['is taken where others are allowed', '/open', '{"__proto__":{},"a":1}', 200],
    ['makes no difference between items, since it is left out', '/unique', '[{},{"__proto__":1}]', 400],
    ['and nothing else of it matters', '/unique', '[{"a":"__proto__"},{"__proto__":1}]', 200],
  ];
  for (const [title, target, body, status] of cases) {
    it(title, async () => {
      const answer = await post(target, body);
      assert.equal(answer.status, status, answer.body);
    });
  }
  it('reaches no handler', async () => {
    assert.equal((await post('/open', '{"__proto__":{},"a":1}')).body, '{"names":["a"]}');
  });
});

describe('a body that is no alternative', () => {
  it('is answered with a rule that it breaks', async () => {
    const answer = await post('/choice', '{"n":5}');
    assert.equal(answer.status, 400);
    assert.match(answer.body, /must be at least 10 or null/);
    assert.doesNotMatch(answer.body, /whole number/);
  });
});

function post(target: string, body: string): ReturnType<typeof ask> {
  return ask(server.port, `POST ${target}`, ['Content-Type: application/json'], { body });
}
