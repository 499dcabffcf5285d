import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { hashSync } from 'bcryptjs';
import type { GuardInput } from '../../src/contract/gates.ts';
import { HttpError } from '../../src/contract/http-error.ts';
import { createBasicAuth } from '../../src/manifest/5-compile/basic-auth.ts';
import { loadManifest } from '../../src/manifest/load-manifest.ts';
import { ask } from '../talk.ts';
import { serveSite } from './served-site.ts';

const ADA = hashSync('s3cret:ü', 4).replace('$2b$', '$2y$');
const MANIFEST = `
version: 1
handlers: ./handlers.mjs
groups:
  club: { under: /club, guards: [velosiped:basicAuth], auth: { realm: The Club, users: ./users.htpasswd } }
routes:
  page: { path: /club, handler: who, methods: [GET, POST] }
  alone: { path: /alone, handler: who, guards: [velosiped:basicAuth, last], auth: { realm: Alone, users: users.htpasswd } }
  open: { path: /open, handler: who }
`;
const HANDLERS = `
export const handlers = { who: ({ context }) => ({ secret: true, ...context }) };
export const guards = { last: ({ context }) => ({ context: { greeting: 'Hello, ' + context.user } }) };
`;
const USERS = `# who may\r\nada:${ADA}\n\neve:${hashSync('evening', 5)}\n`;
const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS, 'users.htpasswd': USERS });

const basic = (credentials: string, scheme = 'Basic') =>
  `Authorization: ${scheme} ${Buffer.from(credentials).toString('base64')}`;

describe('velosiped:basicAuth (RFC 7617)', { timeout: 30_000 }, () => {
  it('lets users in, and says who they are', async () => {
    for (const field of [basic('ada:s3cret:ü'), basic('ada:s3cret:ü', 'bAsIc'), basic('eve:evening')]) {
      const answer = await ask(site.port, 'GET /club', [field]);
      assert.equal(answer.status, 200);
      assert.equal(JSON.parse(answer.body).user, field === basic('eve:evening') ? 'eve' : 'ada');
    }
    const alone = await ask(site.port, 'GET /alone', [basic('ada:s3cret:ü')]);
    assert.deepEqual(JSON.parse(alone.body), { secret: true, user: 'ada', greeting: 'Hello, ada' });
  });
  const refused: readonly (readonly [title: string, ...fields: string[]])[] = [
    ['nothing'],
    ['a wrong password', basic('ada:s3cret')],
    ['the password of another user', basic('ada:evening')],
    ['an unknown user', basic('bob:evening')],
    ['a name in other letters', basic('Ada:s3cret:ü')],
    ['no name', basic(':evening')],
    ['no password', basic('ada:')],
    ['no colon', basic('ada')],
    ['an empty text', basic('')],
    ['a hash for a password', basic(`ada:${ADA}`)],
    ['a control character', basic('ada:s3cret:ü\0')],
    ['a name of the prototype', basic('__proto__:x')],
    ['a password that is too long to count', basic(`eve:${'x'.repeat(73)}`)],
    ['another scheme', basic('ada:s3cret:ü', 'Bearer')],
    ['no scheme', `Authorization: ${Buffer.from('eve:evening').toString('base64')}`],
    ['no Base64', 'Authorization: Basic ada:evening'],
    ['Base64 and more', `${basic('eve:evening')} x`],
    ['two fields', basic('eve:evening'), basic('eve:evening')],
    ['an empty field', 'Authorization:'],
    ['Latin-1', `Authorization: Basic ${Buffer.from('ada:s3cret:ü', 'latin1').toString('base64')}`],
  ];
  for (const [title, ...fields] of refused) {
    it(`is a 401 that asks: ${title}`, async () => {
      for (const line of ['GET /club', 'POST /club', 'GET /alone']) {
        const answer = await ask(site.port, line, fields);
        assert.equal(answer.status, 401);
        const realm = line === 'GET /alone' ? 'Alone' : 'The Club';
        assert.equal(answer.headers.get('www-authenticate'), `Basic realm="${realm}", charset="UTF-8"`);
        assert.equal(answer.headers.get('cache-control'), 'no-store');
        assert.doesNotMatch(answer.body, /secret/);
      }
    });
  }
  it('writes no password and no hash into a log', () => {
    const lines = JSON.stringify([site.access, site.errors]);
    assert.ok(!lines.includes(Buffer.from('eve:evening').toString('base64')));
    assert.ok(!lines.includes('evening') && !lines.includes(ADA));
  });
  it('reads its file again with a reload, and forgets whom it knew', async () => {
    assert.equal((await ask(site.port, 'GET /club', [basic('eve:evening')])).status, 200);
    const path = join(site.folder, 'users.htpasswd');
    writeFileSync(path, `ada:${ADA}\n`);
    await site.reload(MANIFEST, { keep: ['users.htpasswd'] });
    assert.equal((await ask(site.port, 'GET /club', [basic('eve:evening')])).status, 401);
    writeFileSync(path, '');
    await site.reload(MANIFEST, { keep: ['users.htpasswd'] });
    assert.equal((await ask(site.port, 'GET /club', [basic('ada:s3cret:ü')])).status, 401, 'without users nobody');
    await site.reload(MANIFEST);
    assert.equal((await ask(site.port, 'GET /club', [basic('eve:evening')])).status, 200);
  });
});

describe('velosiped:basicAuth: what it remembers', { timeout: 30_000 }, () => {
  const input = (field: string) =>
    ({
      request: { headers: new Map([['authorization', field.slice('Authorization: '.length)]]) },
    }) as unknown as GuardInput;
  let nowMs = 0;
  const guard = createBasicAuth({ realm: 'r', passwords: new Map([['ada', ADA]]) }, () => nowMs);
  it('is who was right, for a minute', async () => {
    const right = input(basic('ada:s3cret:ü'));
    const first = guard(right);
    assert.ok(first instanceof Promise, 'it is looked up');
    assert.deepEqual(await first, { context: { user: 'ada' } });
    nowMs = 59_999;
    assert.deepEqual(guard(right), { context: { user: 'ada' } });
    nowMs = 60_000;
    const again = guard(right);
    assert.ok(again instanceof Promise);
    await again;
  });
  it('is not who was wrong', async () => {
    for (const field of [basic('ada:wrong'), basic('ada:wrong'), basic('bob:s3cret:ü')]) {
      const result = guard(input(field));
      assert.ok(result instanceof Promise);
      await assert.rejects(result, (thrown) => HttpError.is(thrown) && thrown.status === 401);
    }
  });
  it('keeps no more than fifty waiting, known users or not, and refuses the others', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, index) =>
        Promise.resolve(guard(input(basic(`${index % 2 === 0 ? 'ada' : 'bob'}:${index}`)))),
      ),
    );
    const statuses = results.map((result) => result.status === 'rejected' && result.reason.status);
    assert.deepEqual(statuses, [...Array(50).fill(401), ...Array(10).fill(503)]);
  });
});

describe('velosiped:basicAuth: findings', { timeout: 30_000 }, () => {
  const of = (users: string, group: string) => ({ users, group });
  const auth = 'auth: { realm: Club, users: wrong.htpasswd }';
  const guards = 'guards: [velosiped:basicAuth]';
  const cases: readonly (readonly [ReturnType<typeof of>, code: string, message: RegExp])[] = [
    [of('', guards), 'bad-auth', /The guard "velosiped:basicAuth" has no users/],
    [of('', auth), 'bad-auth', /Nothing asks for these users/],
    [of('ada', `${guards}, ${auth}`), 'bad-auth', /Line 1 .* is not a name, a colon and a hash/],
    [of('ada:{SHA}x', `${guards}, ${auth}`), 'bad-auth', /Line 1 .* not of bcrypt/],
    [of('ada:plain', `${guards}, ${auth}`), 'bad-auth', /Line 1 .* not of bcrypt/],
    [of(`a:${ADA}\na:${ADA}`, `${guards}, ${auth}`), 'bad-auth', /Line 2 .* the name of an earlier line/],
    [of(`a:${ADA.replace('$04$', '$15$')}`, `${guards}, ${auth}`), 'bad-auth', /the cost 15/],
    [of('', `${guards}, auth: { realm: Club, users: none.htpasswd }`), 'cannot-read', /Cannot read the users' file/],
    [
      of('#'.repeat(2 ** 20 + 1), `${guards}, ${auth}`),
      'too-large',
      /the users' file "wrong.htpasswd": it is too large/,
    ],
    [of('', `${guards}, auth: { realm: 'a"b', users: wrong.htpasswd }`), 'bad-value', /realm/],
    [of('', `${guards}, auth: { realm: a }`), 'missing-key', /users/],
    [of('', 'guards: [velosiped:basicauth]'), 'unknown-guard', /Unknown guard/],
  ];
  for (const [{ users, group }, code, message] of cases) {
    it(`${code}: ${message.source}`, async () => {
      writeFileSync(join(site.folder, 'wrong.htpasswd'), users);
      const file = join(site.folder, 'wrong.yaml');
      writeFileSync(file, `version: 1\ngroups:\n  all: { under: /, ${group} }\nroutes: { a: { path: /, text: a } }\n`);
      const loaded = await loadManifest(file, { scope: 'start' });
      assert.equal(loaded.kind, 'rejected');
      assert.deepEqual(
        loaded.diagnostics.map((found) => found.code),
        [code],
      );
      assert.match(loaded.diagnostics[0]?.message ?? '', message);
      assert.ok(!JSON.stringify(loaded.diagnostics).includes(ADA));
      if (group.includes('wrong.htpasswd')) assert.ok(loaded.files.includes(join(site.folder, 'wrong.htpasswd')));
    });
  }
});
