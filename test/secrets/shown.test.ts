import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { explain } from '../../src/cli/commands/explain.ts';
import { checkExamples } from '../../src/cli/judge/check-examples.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { plainTerminal } from '../cli/plain-terminal.ts';
import { serveSite } from '../guards/served-site.ts';
import { ask } from '../talk.ts';

const MANIFEST = `
version: 1
handlers: ./handlers.mjs
logs: { access: { bodyMax: 100, redact: ["body:user.pin", "query:token"] } }
schemas:
  Codes: { type: array, items: { type: string, format: password } }
routes:
  login:
    path: /login
    methods: [POST]
    body:
      type: object
      properties:
        name: { type: string, maxLength: 5 }
        password: { type: string, format: password, minLength: 4 }
        codes: { $ref: "#/schemas/Codes" }
    handler: echo
    examples:
      wrong:
        request: POST /login
        body: { name: ann, password: longer }
        response: { json: { name: bob } }
  list: { path: /list, methods: [POST], body: { $ref: "#/schemas/Codes" }, handler: echo }
  plain: { path: /plain, methods: [POST], body: { type: object }, handler: echo }
  reset:
    path: "/reset/{code}"
    params: { code: { type: string, format: password } }
    query: { token: { type: integer }, lang: { type: string } }
    text: reset
  done: { path: /reset/done, text: done }
`;
const HANDLERS = 'export const handlers = { echo: ({ body }) => body };';

const JSON_FIELD = 'Content-Type: application/json';
const FORM_FIELD = 'Content-Type: application/x-www-form-urlencoded';

describe('secrets: all but their values is logged (logs.access.redact, format: password)', () => {
  const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });
  const last = async (line: string, fields: readonly string[] = [], body = ''): Promise<Record<string, unknown>> => {
    await ask(site.port, line, fields, { body });
    return { ...site.access.at(-1) };
  };

  for (const [title, type, body, shown] of [
    [
      'JSON as it was sent',
      JSON_FIELD,
      '{ "name": "a", "password" : "b c" }',
      '{ "name": "a", "password" : "[redacted]" }',
    ],
    [
      'a name that is there twice',
      JSON_FIELD,
      '{"password":"a","password":1}',
      '{"password":"[redacted]","password":"[redacted]"}',
    ],
    ['what a secret name holds', JSON_FIELD, '{"codes":["a",{"b":[]}],"c":1e400}', '{"codes":"[redacted]","c":1e400}'],
    [
      'a name in a name',
      JSON_FIELD,
      '{"pin":1,"user":{"pin":2},"a":[{"user":[{"pin":3}]}]}',
      '{"pin":1,"user":{"pin":"[redacted]"},"a":[{"user":[{"pin":"[redacted]"}]}]}',
    ],
    ['a name in another case', JSON_FIELD, '{"Password":1,"passwords":2}', '{"Password":"[redacted]","passwords":2}'],
    [
      'a form',
      FORM_FIELD,
      'name=a&password=b%20c&user[pin]=1&password_hint=d',
      'name=a&password=[redacted]&user[pin]=[redacted]&password_hint=d',
    ],
    [
      'items of a secret list in a form',
      FORM_FIELD,
      'password[0]=a&password[x]=b&user[pin][]=c&password2=d',
      'password[0]=[redacted]&password[x]=[redacted]&user[pin][]=[redacted]&password2=d',
    ],
    ['no secret at all', JSON_FIELD, '{"name": [1.0]}', '{"name": [1.0]}'],
  ] as const) {
    it(title, async () => {
      const { body: logged, bodyBytes } = await last('POST /plain', [type], body);
      assert.deepEqual([logged, bodyBytes], [shown, undefined]);
    });
  }
  it('a long body is cut behind its secrets, and its length is that of what was sent', async () => {
    const body = `{"password":"${'x'.repeat(99)}","name":"${'y'.repeat(199)}"}`;
    const { body: logged, bodyBytes } = await last('POST /plain', [JSON_FIELD], body);
    assert.equal(logged, `{"password":"[redacted]","name":"${'y'.repeat(199)}`.slice(0, 100));
    assert.equal(bodyBytes, body.length);
  });
  it('a body that cannot be read is left out whole', async () => {
    for (const [type, body] of [
      [JSON_FIELD, '{"password":'],
      [FORM_FIELD, 'name=%zz&password=a'],
      ['Content-Type: text/plain', 'abc'],
      [`${JSON_FIELD}\r\nContent-Encoding: gzip`, '{"name":"a"}'],
    ] as const) {
      const { body: logged, bodyBytes } = await last('POST /plain', [type], body);
      assert.deepEqual([logged, bodyBytes], ['[redacted]', body.length]);
    }
  });
  it('a body whose values have no names is left out whole, and those of other routes are not', async () => {
    assert.equal((await last('POST /list', [JSON_FIELD], '["a"]'))['body'], '[redacted]');
    assert.equal((await last('POST /nowhere', [JSON_FIELD], '["a"]'))['body'], '[redacted]');
    assert.equal((await last('POST /plain', [JSON_FIELD], '["a"]'))['body'], '["a"]');
  });
  it('what is too deep or too much to be searched for is in no words, and no failure of ours', async () => {
    const deep = (depth: number): string => `${'['.repeat(depth)}"hunter2"${']'.repeat(depth)}`;
    for (const [secret, isHidden] of [
      [deep(100), false],
      [deep(15_000), false],
      [deep(100_000), true],
      [`[${'1,'.repeat(50_000)}"hunter2"]`, true],
      [`${'{"a":["hunter2"],"b":'.repeat(7000)}1${'}'.repeat(7000)}`, true],
    ] as const) {
      const body = `{"name":"abcdef","password":${secret}}`;
      assert.equal((await ask(site.port, 'POST /login', [JSON_FIELD], { body })).status, 400);
      assert.equal(site.errors.at(-1)?.['message'] === '[redacted]', isHidden, secret.slice(0, 9));
    }
    assert.doesNotMatch(JSON.stringify([site.access, site.errors]), /hunter2/);
  });
  it('targets, of this request and of others', async () => {
    const line = await last('GET /reset/abc?token=1&lang=de', ['Referer: http://a/reset/abc?x=1&token=2&y']);
    assert.equal(line['target'], '/reset/[redacted]?token=[redacted]&lang=de');
    assert.deepEqual(line['headers'], [
      ['Host', 'localhost'],
      ['Referer', 'http://a/reset/[redacted]?x=1&token=[redacted]&y'],
      ['Connection', 'close'],
    ]);
    assert.equal((await last('GET /reset/done?token='))['target'], '/reset/done?token=');
  });
  it('values that are too short to be searched for are in no message of ours', async () => {
    await ask(site.port, 'POST /login', [JSON_FIELD], { body: '{"name":"abcdef","password":"abc"}' });
    assert.equal(
      site.errors.at(-1)?.['cause'],
      '"name" must be at most 5 characters long, but "abcdef" was found; "password" must be at least 4 characters long',
    );
    await ask(site.port, 'GET /reset/a?token=b');
    assert.equal(
      site.errors.at(-1)?.['cause'],
      'token must be a whole number, such as 12 or -3, but another value was found',
    );
  });
});

describe('secrets: logs.access.body: none', () => {
  const site = serveSite(`version: 1\nlogs: { access: { body: none } }\nroutes: { a: { path: /a, text: a } }\n`, {});
  it('a line has only the length of a body', async () => {
    await ask(site.port, 'POST /a', [JSON_FIELD], { body: '{"a":1}' });
    const { body, bodyBytes } = { ...site.access.at(-1) };
    assert.deepEqual([body, bodyBytes], [undefined, 7]);
  });
  it('nor has the beginning of a request that was cut off', async () => {
    await ask(site.port, 'POST /a', ['Content-Length: 9', 'X : y'], { body: 'abc' });
    assert.match(String(site.access.at(-1)?.['raw']), /\r\n\r\n\[redacted\]$/);
  });
});

describe('secrets: reports', () => {
  const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });
  it('explain shows none', async () => {
    for (const target of [
      '/reset/canary?token=765432&lang=de',
      '/reset/canary?token=canary',
      '/reset/canary/?x',
      'http://me:canary@a/',
      '/reset/c?token=can%zzary',
      '/reset/c?token=a canary',
    ]) {
      for (const json of [true, false]) {
        const shown = await explained(join(site.folder, 'routes.yaml'), target, json);
        assert.match(shown, /\[redacted\]/);
        assert.doesNotMatch(shown, /canary|7654/, target);
      }
    }
  });
  it('nor does the report about an example', async () => {
    const loaded = await loadManifest(join(site.folder, 'routes.yaml'));
    assert.equal(loaded.kind, 'loaded');
    const { diagnostics } = await checkExamples(loaded);
    assert.equal(diagnostics.length, 1);
    assert.match(JSON.stringify(diagnostics), /found/);
    assert.doesNotMatch(JSON.stringify(diagnostics.map(({ message, hint }) => [message, hint])), /longer/);
  });
});

async function explained(manifest: string, target: string, json: boolean): Promise<string> {
  const shown: string[] = [];
  const out = (text: string) => void shown.push(text);
  await explain({ kind: 'explain', manifest, method: 'GET', target, json }, plainTerminal({ out, err: out }));
  return shown.join('\n');
}
