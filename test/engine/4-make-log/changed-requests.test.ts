import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { serveSite } from '../../guards/served-site.ts';

const MANIFEST = `version: 1
handlers: ./handlers.mjs
routes:
  page: { path: /, guards: [changes], handler: ok }
`;

/** What a guard writes into its request, as those that look up a user do; some of it can have come from a client. */
const HANDLERS = {
  'handlers.mjs': `
const FORGED = '","time":"forged';
const LINES = 'a\\n{"time":"forged"}\\r\\u2028\\x1b';
const URL = 'http://user:secret@host/';
export const guards = {
  changes({ request }) {
    request.cookies.set('user', FORGED);
    request.cookies.set(FORGED, LINES);
    request.cookies.set('site', URL);
    request.cookies.set('list', ['a"', URL]);
    request.cookies.set(['"', 1], 2);
    request.fieldLines.push(['X-User', '{"id":1}'], ['X-Site', URL], ['X"', LINES], ['X-List', ['"', URL]], [['X', '"'], 3]);
    request.fieldLines[0] = ['Host', FORGED];
  },
};
export const handlers = { ok: () => 'ok' };
`,
};

const FORGED = '","time":"forged';
const LINES = 'a\n{"time":"forged"}\r\u2028\x1b';
const SHOWN_URL = 'http://[redacted]@host/';

describe('make log: what guards and handlers write into a request', () => {
  const site = serveSite(MANIFEST, HANDLERS);
  // A quotation mark, an "@" or an encoded one in what was sent makes no difference.
  for (const field of ['X: a', 'X: "', 'X: @', 'X: //u%3Asecret%40h']) {
    it(`is escaped and redacted like what was sent, in a request with "${field}"`, async () => {
      const [name = '', value = ''] = field.split(': ');
      await askWith({ [name]: value });
      const { cookies, headers, time } = site.access.at(-1) ?? {};
      assert.notEqual(time, 'forged');
      assert.deepEqual(cookies, {
        user: FORGED,
        [FORGED]: LINES,
        site: SHOWN_URL,
        list: `a",${SHOWN_URL}`,
        '",1': '2',
      });
      assert.ok(Array.isArray(headers));
      assert.deepEqual(headers[0], ['Host', FORGED]);
      assert.doesNotMatch(JSON.stringify(headers), /secret/);
      assert.deepEqual(headers.slice(-5), [
        ['X-User', '{"id":1}'],
        ['X-Site', SHOWN_URL],
        ['X"', LINES],
        ['X-List', `",${SHOWN_URL}`],
        ['X,"', '3'],
      ]);
    });
  }
  it('is escaped and redacted in a short line', async () => {
    await site.reload(`${MANIFEST}logs: { access: { detail: short } }\n`);
    await askWith({});
    const { cookies, headers } = site.access.at(-1) ?? {};
    assert.equal(headers, undefined);
    assert.deepEqual(cookies, { user: FORGED, [FORGED]: LINES, site: SHOWN_URL, list: `a",${SHOWN_URL}`, '",1': '2' });
  });

  async function askWith(headers: Readonly<Record<string, string>>): Promise<void> {
    const { status } = await fetch(`http://${site.host}:${site.port}/`, { headers });
    assert.equal(status, 200, JSON.stringify(site.errors));
  }
});
