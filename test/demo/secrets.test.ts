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

describe('a client that sends a URL with a password in it (RFC 9110 §4.2.4)', () => {
  const USER = 'visitor:wachtwoord';
  const LONG = `visitor:wachtwoord${'x'.repeat(300)}`;
  const cases: readonly (readonly [what: string, request: string, status: number])[] = [
    ['as its target', `GET http://${USER}@localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
    ['as its target, to another version', `GET http://${USER}@localhost/ HTTP/2.0\r\nHost: localhost\r\n\r\n`, 505],
    ['as its target, with a blank in it', 'GET http://visitor:wacht wachtwoord@localhost/ HTTP/1.1\r\n\r\n', 400],
    ['as an authority', `CONNECT ${USER}@localhost:443 HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
    ['as its target and no URL', `GET ${USER}@localhost HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
    ['as Host', `GET / HTTP/1.1\r\nHost: ${USER}@localhost\r\n\r\n`, 400],
    [
      'before a head that is no head',
      `GET http://${USER}@localhost/ HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n`,
      400,
    ],
    ['and goes on for kilobytes', `GET http://visitor:wachtwoord${'x'.repeat(9000)}@localhost/ HTTP/1.1\r\n\r\n`, 414],
    [
      'as Referer',
      `POST /show_errors/1 HTTP/1.1\r\nHost: a\r\nReferer: http://${USER}@b/\r\nConnection: close\r\n\r\n`,
      403,
    ],
    [
      'as a long Referer',
      `POST /show_errors/1 HTTP/1.1\r\nHost: a\r\nReferer: http://${LONG}@b/\r\nConnection: close\r\n\r\n`,
      403,
    ],
    ['as Origin', `POST /show_errors/1 HTTP/1.1\r\nHost: a\r\nOrigin: //${USER}@a/\r\nConnection: close\r\n\r\n`, 403],
    ['in its query', `GET /nowhere?next=https://${USER}@a/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 404],
    [
      'in a query that does not decode',
      `GET /?next=https://${USER}@a/% HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`,
      400,
    ],
    [
      'in a cookie',
      `GET /nowhere HTTP/1.1\r\nHost: a\r\nCookie: next=https://${USER}@a/\r\nConnection: close\r\n\r\n`,
      404,
    ],
    ['in a path that it asks for', `GET /nowhere//${USER}@a/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 404],
    ['to where its short log is', `GET http://${USER}@localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n`, 400],
  ];
  it('leaves it in no line of a log', async (t) => {
    const { manifest } = createSite((text) => replaceOnce(text, 'notHttp: shutdown', 'notHttp: reject'));
    const server = await startServer({ t, manifest });
    for (const [index, [what, request, status]] of cases.entries()) {
      if (what.startsWith('to where')) await ask(server.port, 'POST /short_log/1');
      const [answer] = await talk(server.port, request);
      assert.equal(answer?.status, status, what);
      const lines = index + (what.startsWith('to where') ? 2 : 1);
      const records = [await server.records('access.log', lines), await server.records('error.log', index + 1)];
      for (const record of records.map((all) => JSON.stringify(all.at(-1)))) {
        assert.doesNotMatch(record, /wachtwoord/, what);
      }
      assert.match(JSON.stringify(records[0]?.at(-1)), /\[redacted\]/, what);
    }
  });
  it('shows as much of it as the rest of the line', async (t) => {
    const server = await startServer({ t });
    await talk(server.port, cases[0]?.[1] ?? '');
    const [access] = await server.records('access.log', 1);
    assert.equal(access?.['target'], 'http://[redacted]@localhost/');
    const [error] = await server.records('error.log', 1);
    assert.equal(error?.['target'], 'http://[redacted]@localhost/');
  });
  it('does so in the lines of a handler that quotes it', async (t) => {
    const { folder, manifest } = createSite((text) => replaceOnce(text, './src/demo/handlers.ts', './handlers.ts'), {
      'handlers.ts': `
        import { handlers as shipped } from './src/demo/handlers.ts';
        const divide = ({ request }) => {
          const { username, password } = new URL(request.headers.get('referer'));
          throw new Error('No page ' + encodeURIComponent(password) + ' of ' + JSON.stringify([username, password]));
        };
        export const handlers = { ...shipped, divide };`,
    });
    const server = await startServer({ t, manifest, cwd: folder });
    await ask(server.port, 'GET /div/6/to/3', ['Referer: http://visitor:wacht%22woord@a/']);
    const [error] = await server.records('error.log', 1);
    assert.equal(error?.['code'], 'handler-failed');
    assert.equal(error?.['cause'], 'Error: No page [redacted] of ["visitor","[redacted]"]');
  });
});
