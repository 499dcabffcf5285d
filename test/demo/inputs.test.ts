import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createSite, type RunningServer, startServer } from '../start-server.ts';
import { ask } from '../talk.ts';

const MANIFEST = `version: 1
server: { errors: page }
handlers: ./echo.mjs
clients: { max: 10 }
schemas:
  Positive: { type: integer, minimum: 1 }
  Order:
    type: object
    required: [item, amount]
    additionalProperties: false
    properties:
      item: { type: string, maxLength: 20 }
      amount: { $ref: '#/schemas/Positive', maximum: 99 }
      gift: { type: boolean, default: false }
routes:
  order:
    path: /orders/{shop}
    methods: [POST]
    params: { shop: { $ref: '#/schemas/Positive' } }
    headers:
      X-Tenant: { type: integer, required: true }
      Authorization: { type: string, maxLength: 12 }
    cookies: { theme: { type: string, enum: [light, dark], default: light } }
    body: { $ref: '#/schemas/Order' }
    handler: echo
`;
const HANDLERS = `export const handlers = {
  echo: ({ params, headers, cookies, body }) => ({ params, headers, cookies, body }),
};
`;
const TENANT = 'X-tenant: 7';
const JSON_TYPE = 'Content-Type: application/json';
const FORM = 'Content-Type: application/x-www-form-urlencoded';

describe('inputs: what a route declares, over the wire', () => {
  let server: RunningServer;
  before(async () => {
    const site = createSite(() => MANIFEST, { 'echo.mjs': HANDLERS });
    server = await startServer({ manifest: site.manifest });
  });
  after(() => server.stop());

  const taken: readonly (readonly [title: string, fields: readonly string[], body: string, echoed: object])[] = [
    [
      'JSON, a header field and a cookie',
      [JSON_TYPE, TENANT, 'Cookie: theme=dark'],
      '{"item":"tea","amount":2,"gift":true}',
      { cookies: { theme: 'dark' }, body: { item: 'tea', amount: 2, gift: true } },
    ],
    [
      'a form, with the defaults of what is not there',
      [FORM, TENANT],
      'item=green+tea&amount=3',
      { cookies: { theme: 'light' }, body: { item: 'green tea', amount: 3, gift: false } },
    ],
  ];
  for (const [title, fields, body, echoed] of taken) {
    it(`takes ${title}`, async () => {
      const answer = await ask(server.port, 'POST /orders/5', fields, { body });
      assert.equal(answer.status, 200, answer.body);
      assert.deepEqual(JSON.parse(answer.body), { params: { shop: 5 }, headers: { 'X-Tenant': 7 }, ...echoed });
    });
  }

  const refused: readonly (readonly [fields: readonly string[], body: string, status: number, ...words: RegExp[]])[] = [
    [[JSON_TYPE, TENANT], '{"item":"tea"', 400, /The body must be JSON/],
    [[JSON_TYPE, TENANT], '{"item":"tea","amount":0}', 400, /&quot;amount&quot; must be at least 1\./],
    [[FORM, TENANT], 'item=tea&amount=100', 400, /&quot;amount&quot; must be at most 99\./],
    [[JSON_TYPE, TENANT], '{"item":"tea","amount":1,"x":1}', 400, /must not have the property &quot;x&quot;/],
    [[TENANT], '', 400, /This request needs a body/],
    [
      [JSON_TYPE],
      '{"item":5}',
      400,
      /The header &quot;X-Tenant&quot; is required/,
      /must be text/,
      /&quot;amount&quot;/,
    ],
    [
      ['Content-Type: text/plain', TENANT],
      'tea',
      415,
      /application\/json, application\/x-www-form-urlencoded, or multipart\/form-data/,
    ],
  ];
  for (const [fields, body, status, ...words] of refused) {
    it(`answers ${body || 'no body'} as ${fields.join(', ')} with ${status}, on a page that says why`, async () => {
      const answer = await ask(server.port, 'POST /orders/5', fields, { body });
      assert.equal(answer.status, status);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
      for (const word of words) assert.match(answer.body, word);
    });
  }

  it('says which types it takes', async () => {
    const answer = await ask(server.port, 'POST /orders/5', [TENANT], { body: 'x' });
    assert.equal(
      answer.headers.get('accept-post'),
      'application/json, application/x-www-form-urlencoded, multipart/form-data',
    );
  });

  it('does not quote a header in error.log that it leaves out there', async () => {
    const before = (await server.records('error.log', 0)).length;
    await ask(server.port, 'POST /orders/5', ['Authorization: Basic c2VjcmV0', TENANT, FORM], {
      body: 'item=a&amount=1',
    });
    const records = await server.records('error.log', before + 1);
    const cause = String(records.at(-1)?.['cause']);
    assert.match(cause, /the header Authorization must be at most 12 characters long, but another value was found/);
  });
});
