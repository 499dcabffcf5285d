import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serveSite } from '../guards/served-site.ts';
import { ask } from '../talk.ts';
import { MULTIPART, multipart } from '../uploads/multipart.ts';

const MANIFEST = `
version: 1
handlers: ./handlers.mjs
schemas:
  Login: { type: object, properties: { name: { type: string }, password: { type: string, format: password } } }
routes:
  form: { path: /form, methods: [POST], body: { $ref: "#/schemas/Login" }, handler: echo }
  plain: { path: /plain, methods: [POST], text: plain }
`;
const HANDLERS = 'export const handlers = { echo: () => "done" };';

describe('secrets: the lines of an exchange that met a bug of ours', () => {
  const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });
  const form = multipart([
    ['name', 'joe'],
    ['password', 'hunter2'],
  ]);
  const cases: readonly (readonly [title: string, path: string, type: string, body: string, cause: unknown])[] = [
    ['a form', '/form', 'application/x-www-form-urlencoded', 'name=joe&password=hunter2', 'joe, [redacted]'],
    ['a form that can carry files', '/form', MULTIPART, `${form}`, 'joe, [redacted]'],
    ['such a form that nobody has taken in', '/plain', MULTIPART, `${form}`, undefined],
    ['none at all', '/plain', 'text/plain', 'joe', 'joe, hunter2'],
  ];
  for (const [title, path, type, body, cause] of cases) {
    it(`do not quote the password of ${title}`, async () => {
      // As a bug in block 4 would: the usual line is not written.
      site.access.push = () => {
        Reflect.deleteProperty(site.access, 'push');
        throw new Error('joe, hunter2');
      };
      const { status } = await ask(site.port, `POST ${path}`, [`Content-Type: ${type}`], { body });
      assert.equal(status, 500);
      const line = site.errors.at(-1);
      assert.equal(line?.['code'], 'internal-error');
      assert.equal(line?.['cause'], cause && `Error: ${cause}`);
      assert.match(String(line?.['stack']), /^ {4}at /m);
      assert.equal(/hunter2/.test(JSON.stringify(line)), body === 'joe');
    });
  }
});
