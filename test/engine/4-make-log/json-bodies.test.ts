import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serveSite } from '../../guards/served-site.ts';

const MANIFEST = `version: 1
handlers: ./handlers.mjs
logs: { access: { bodyMax: 100KiB } }
routes:
  read: { path: /read, methods: [POST], body: { type: [string, object] }, handler: ok }
  unread: { path: /unread, methods: [POST], handler: ok }
`;
const HANDLERS = { 'handlers.mjs': `export const handlers = { ok: () => 'ok' };` };

const SENTENCE = 'people write sentences like this one, which have little to escape; ';

describe('make log: the body of a JSON request', () => {
  const site = serveSite(MANIFEST, HANDLERS);
  const texts: readonly (readonly [what: string, json: string])[] = [
    ['short', '{"from":"Berlin","notes":["a","b"]}'],
    ['of sentences', JSON.stringify({ note: SENTENCE.repeat(30) })],
    ['of sentences with escapes', JSON.stringify({ note: `${SENTENCE}\\ "${SENTENCE}"\n\t\r${SENTENCE.repeat(9)}` })],
    ['of sentences, with white space of each kind', ` {\r\n\t"note": ${JSON.stringify(SENTENCE.repeat(30))}\n} `],
    ['of quotation marks and backslashes', JSON.stringify('"\\'.repeat(200))],
    ['longer than a piece', JSON.stringify(SENTENCE.repeat(1300))],
    ['not ASCII', JSON.stringify({ note: `Zürich, 東京, 😀. ${SENTENCE}` })],
    ['with a byte order mark', `\uFEFF"${SENTENCE}"`],
    ['with the separators of lines', JSON.stringify(`a\u2028b\u2029${SENTENCE.repeat(9)}`)],
    ['with DEL', JSON.stringify(`a\x7f${SENTENCE.repeat(9)}`)],
    ['with a control character of two octets', JSON.stringify(`a\x9b${SENTENCE.repeat(9)}`)],
    ['with escaped control characters', JSON.stringify(`a\x1b\x00${SENTENCE.repeat(9)}`)],
  ];
  for (const [what, json] of texts) {
    it(`${what}: is logged as it came, whether it was read before or not`, async () => {
      const isText = !/[\x7f-\x9f]/.test(json);
      const logged = isText ? { body: json } : { bodyBase64: Buffer.from(json).toString('base64') };
      assert.deepEqual(await bodyLogged('/unread', json), logged);
      assert.deepEqual(await bodyLogged('/read', json), logged);
    });
  }

  async function bodyLogged(path: string, body: string): Promise<unknown> {
    const headers = { 'Content-Type': 'application/json' };
    const url = `http://${site.host}:${site.port}${path}`;
    const { status } = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) });
    assert.equal(status, 200);
    const record = site.access.at(-1) ?? {};
    return Object.fromEntries(Object.entries(record).filter(([key]) => key.startsWith('body')));
  }
});
