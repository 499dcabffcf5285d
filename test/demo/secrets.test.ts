import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSite, replaceOnce, startServer } from '../start-server.ts';
import { ask, talk } from '../talk.ts';

/** What may be in a field's value (RFC 9110 §5.5), between characters that no page and no log line has of its own. */
const VALUES = Array.from({ length: 0x100 - 0x20 }, (_, index) => index + 0x20)
  .filter((octet) => octet !== 0x7f)
  .map((octet) => `QzJ${String.fromCharCode(octet)}`);

describe('a client whose credentials hold any octet (logs.error.redact)', () => {
  it('gets its 404s, each with its record', async (t) => {
    const { manifest } = createSite((text) => replaceOnce(text, 'notHttp: shutdown', 'notHttp: reject'));
    const server = await startServer({ t, manifest });
    const requests = VALUES.map((value) =>
      requestOf(`/nowhere/${Buffer.from(value, 'latin1').toString('base64url')}`, [`Authorization: ${value}`]),
    );
    const answers = await talk(server.port, `${requests.join('')}${requestOf('/', ['Connection: close'])}`);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [...VALUES.map(() => 404), 200],
    );
    const records = await server.records('error.log', VALUES.length);
    assert.equal(records.length, VALUES.length);
  });
  it('does not keep the others waiting where a backtracking search would: \\*\\*…Z before a path of %5C', async (t) => {
    const server = await startServer({ t });
    const fields = [`Authorization: ${'\\*'.repeat(30)}Z`];
    assert.equal((await ask(server.port, `GET /div/${'%5C'.repeat(60)}/to/3`, fields)).status, 400);
    assert.equal((await ask(server.port, 'GET /', [])).status, 200);
  });
  it('leaves no value in error.log where a handler quotes it', async (t) => {
    const server = await startServer({ t, ...quotingSite() });
    for (const value of VALUES.slice(1))
      await ask(server.port, 'GET /div/6/to/3', [`Authorization: ${value}-${value}`]);
    const records = await server.records('error.log', VALUES.length - 1);
    for (const { cause } of records) assert.match(String(cause), /^Error: (?:" ?)?\[redacted\]"?$/);
  });
});

function requestOf(path: string, fields: readonly string[]): string {
  return `${[`GET ${path} HTTP/1.1`, 'Host: localhost', ...fields].join('\r\n')}\r\n\r\n`;
}

/** The demo, but its division refuses with the credentials, as JSON. */
function quotingSite(): { readonly manifest: string; readonly cwd: string } {
  const { folder, manifest } = createSite((text) => replaceOnce(text, './src/demo/handlers.ts', './handlers.ts'), {
    'handlers.ts': `
      import { HttpError } from './src/contract/http-error.ts';
      import { handlers as shipped } from './src/demo/handlers.ts';
      const divide = ({ request }) => {
        const cause = new Error(JSON.stringify(request.headers.get('authorization')));
        throw new HttpError(400, 'No', { cause });
      };
      export const handlers = { ...shipped, divide };`,
  });
  return { manifest, cwd: folder };
}
