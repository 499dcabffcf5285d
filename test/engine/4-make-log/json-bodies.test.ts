import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Asker } from '../../../src/engine/2-process-request/asker.ts';
import { processRequest } from '../../../src/engine/2-process-request/process-request.ts';
import { serveSite } from '../../guards/served-site.ts';
import { acceptWire } from '../accept-wire.ts';
import { ASKER } from '../asker.ts';

const MANIFEST = `version: 1
handlers: ./handlers.mjs
logs: { access: { bodyMax: 100KiB } }
routes:
  read: { path: /read, methods: [POST], body: { type: [string, object] }, handler: ok }
  unread: { path: /unread, methods: [POST], handler: ok }
  wiped: { path: /wiped, methods: [POST], body: { type: [string, object] }, handler: wipe }
  spoilt: { path: /spoilt, methods: [POST], body: { type: [string, object] }, handler: spoil }
`;
const BODY_MAX = 100 * 1024;
const HANDLERS = {
  'handlers.mjs': `
export const handlers = {
  ok: () => 'ok',
  wipe({ request }) { request.body.fill(0x20); return 'ok'; },
  spoil({ request }) { request.body.fill(0); return 'ok'; },
};
`,
};

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
  it('is that of the bytes as a handler left them: one that wipes a password keeps it out', async () => {
    const json = '{"password":"wiped"}';
    assert.deepEqual(await bodyLogged('/wiped', json), { body: ' '.repeat(json.length) });
    const zeros = Buffer.alloc(json.length);
    assert.deepEqual(await bodyLogged('/spoilt', json), { bodyBase64: zeros.toString('base64') });
  });
  it('is whole up to logs.access.bodyMax; of a longer one the beginning, and nothing is kept that was read', async () => {
    for (const bytes of [BODY_MAX - 1, BODY_MAX, BODY_MAX + 1]) {
      const json = JSON.stringify('é'.repeat(100).padEnd(bytes - 102, 'a'));
      assert.equal(Buffer.byteLength(json), bytes);
      const isWhole = bytes <= BODY_MAX;
      const logged = isWhole ? { body: json } : { body: json.slice(0, -1), bodyBytes: bytes };
      assert.deepEqual(await bodyLogged('/unread', json), logged);
      assert.deepEqual(await bodyLogged('/read', json), logged);
      assert.equal(await keptOf(json), isWhole ? json : undefined);
    }
  });

  /** What block 2 keeps for the log. */
  async function keptOf(json: string): Promise<string | undefined> {
    const asker: Asker = { ...ASKER };
    const limits = { bodyBytesMax: 2 * BODY_MAX };
    const fields = `Host: a\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}`;
    const head = Buffer.from(`POST /read HTTP/1.1\r\n${fields}\r\n\r\n`);
    const accepted = acceptWire(Buffer.concat([head, Buffer.from(json)]), { limits });
    assert.ok(accepted.kind === 'request');
    await processRequest(site.program, accepted.request, asker);
    return asker.json;
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
