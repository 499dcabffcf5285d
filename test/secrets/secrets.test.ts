import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { serveSite } from '../guards/served-site.ts';
import { isCollected } from '../is-collected.ts';
import { ask } from '../talk.ts';
import { showsCanary } from './canary.ts';
import { secretRequest } from './secret-requests.ts';

const REDACT = '[authorization, "cookie:session", "body:pin", "query:token"]';
const MANIFEST = `
version: 1
server: { limits: { body: 4KiB } }
handlers: ./handlers.mjs
logs: { access: { bodyMax: 512, redact: ${REDACT} }, error: { redact: ${REDACT} } }
schemas:
  Password: { type: string, format: password, maxLength: 3 }
  Login: { type: object, properties: { name: { type: string }, password: { $ref: "#/schemas/Password" } }, required: [name] }
  Upload:
    type: object
    properties:
      name: { type: string }
      password: { type: string, format: password }
      user: { type: string }
      file: { type: string, format: binary }
  Body:
    type: object
    properties:
      name: { type: string, maxLength: 20 }
      password: { $ref: "#/schemas/Password" }
      user: { type: object }
      codes: { type: array, items: { $ref: "#/schemas/Password" } }
      either: { oneOf: [{ type: number }, { type: object, properties: { key: { type: string, format: password } } }] }
      vault: { type: object, additionalProperties: { type: string, format: password, maxLength: 3 } }
    additionalProperties: false
routes:
  show: { path: /show, methods: [POST], handler: show }
  ok: { path: /ok, methods: [GET, POST], handler: ok }
  strict:
    path: /strict
    query: { token: { type: integer }, password: { type: integer } }
    headers: { X-Key: { type: string, format: password, maxLength: 3 } }
    cookies: { ticket: { type: string, format: password, maxLength: 3 } }
    handler: ok
  body: { path: /strict, methods: [POST], body: { $ref: "#/schemas/Body" }, handler: ok }
  form: { path: /form, methods: [POST], body: { $ref: "#/schemas/Login" }, form: {}, handler: ok }
  upload: { path: /upload, methods: [POST], body: { $ref: "#/schemas/Upload" }, handler: fail }
  upload-refused: { path: /upload/refused, methods: [POST], body: { $ref: "#/schemas/Upload", maxProperties: 1 }, handler: refuse }
  throw: { path: /throw, methods: [GET, POST], handler: fail }
  held: { path: /held, methods: [POST], body: { $ref: "#/schemas/Login" }, handler: held }
  refuse: { path: /refuse, methods: [GET, POST], handler: refuse }
  reset: { path: "/reset/{code}", params: { code: { type: string, format: password, maxLength: 3 } }, text: reset }
`;
/** Handlers that say in their errors what they got, as careless ones do. */
const HANDLERS = `
const HTTP_ERROR = Symbol.for('velosiped.http-error');
const said = ({ target, headers, cookies, query, body }) =>
  [target, JSON.stringify([...headers, ...cookies, ...query]), Buffer.from(body).toString()].join(' and ');
export const handlers = {
  show({ client }) { client.set({ showErrors: true }); return {}; },
  ok: () => ({ done: true }),
  held({ request }) { globalThis.heldBody = new WeakRef(request.body); return {}; },
  fail({ request, body }) { throw new Error('It broke: ' + said(request) + JSON.stringify(body)); },
  refuse({ request, body }) {
    const cause = new Error(said(request) + JSON.stringify(body));
    throw Object.assign(new Error('No', { cause }), { status: 409, [HTTP_ERROR]: true });
  },
};
`;

describe('secrets: what redact and the format password name is shown nowhere', () => {
  const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });
  before(async () => {
    assert.equal((await ask(site.port, 'POST /show')).status, 200);
  });

  it('not in a log and not on a page, whatever it is, wherever it is, and whatever becomes of the request', async () => {
    const seed = Number(process.env['SECRETS_SEED'] ?? Date.now());
    const requests = fc.sample(secretRequest, { numRuns: Number(process.env['SECRETS_RUNS'] ?? 1000), seed });
    while (requests.length > 0) {
      const some = requests.splice(0, AT_ONCE);
      const told = `SECRETS_SEED=${seed}\n${some.map((request) => request.told).join('\n')}`;
      const answers = await Promise.all(some.map(({ bytes }) => send(site.port, bytes)));
      for (const answer of answers) assert.ok(answer !== '' && !showsCanary(answer), `${told}\n${answer.slice(-1200)}`);
      const lines = [...site.access.splice(0), ...site.errors.splice(0)].map((line) => JSON.stringify(line));
      assert.ok(lines.length >= some.length);
      for (const line of lines) assert.ok(!showsCanary(line), `${told}\n${line}`);
    }
  });
});

describe('secrets: the body of a request', () => {
  // The body is the last text that is decoded: a log of it would be the next, without its secrets.
  const site = serveSite(MANIFEST.replace('bodyMax: 512', 'body: none'), { 'handlers.mjs': HANDLERS });

  it('is not kept in memory after its exchange', async () => {
    const body = JSON.stringify({ name: 'x', password: 'шиф' });
    assert.equal((await ask(site.port, 'POST /held', ['Content-Type: application/json'], { body })).status, 200);
    const held: unknown = Reflect.get(globalThis, 'heldBody');
    assert.ok(held instanceof WeakRef);
    assert.equal(await isCollected(held), true);
  });
});

const AT_ONCE = 10;

/** All that comes back. A reset is as good an end as any. */
async function send(port: number, bytes: Buffer): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.end(bytes);
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of socket) chunks.push(chunk);
  } catch {
    // What came before counts.
  }
  return Buffer.concat(chunks).toString();
}
