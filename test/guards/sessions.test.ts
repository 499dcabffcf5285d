import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ask } from '../talk.ts';
import { serveSite } from './served-site.ts';

const OLD = 'an old secret of thirty-two bytes!';
const NEW = 'a new secret, which is as long as it';
const MANIFEST = `
version: 1
server: { trustProxy: ["127.0.0.1"] }
session: { secret: ${JSON.stringify(OLD)}, ttl: 10s }
handlers: ./handlers.mjs
groups:
  members: { under: /members, guards: [member] }
routes:
  who: { path: /who, handler: who }
  login: { path: "/login/{name}", params: { name: { type: string } }, methods: [GET, POST], handler: login }
  fails: { path: /fails, handler: fails }
  large: { path: "/large/{bytes}", params: { bytes: { type: integer } }, handler: large }
  odd: { path: "/odd/{how}", params: { how: { type: string } }, handler: odd }
  logout: { path: /logout, handler: logout }
  page: { path: /members/page, handler: who }
  as: { path: "/as/{sealed}", params: { sealed: { type: string } }, guards: [as], handler: who }
  cookie: { path: /cookie, body: {}, methods: [POST], handler: cookie }
`;
const HANDLERS = `
import { answer, HttpError } from '${import.meta.resolve('../../src/api.ts')}';
export const handlers = {
  who: ({ session, context, client }) => ({ session: session.get() ?? null, ...context, address: client.address }),
  login: ({ session, params }) => { session.set({ name: params.name }); return session.get(); },
  fails: ({ session }) => { session.set({ name: 'nobody' }); throw new Error('broken'); },
  large: ({ session, params }) => { session.set({ text: 'x'.repeat(params.bytes) }); return 'ok'; },
  odd: ({ session, params }) => { session.set({ list: [], null: null, text: 'x', big: 1n, function() {} }[params.how]); return 'ok'; },
  logout: ({ session }) => { session.clear(); return session.get() ?? null; },
  cookie: ({ body }) => answer({ cookies: [{ ...body, ...(body.expires === undefined ? {} : { expires: new Date(body.expires) }) }] }),
};
export const guards = {
  member: ({ session }) => {
    const user = session.get();
    if (user === undefined) throw new HttpError(403, 'Please log in');
    return { context: { user: user.name } };
  },
  as: ({ request, params }) => { request.cookies.set('session', params.sealed); },
};
`;
const site = serveSite(MANIFEST, { 'handlers.mjs': HANDLERS });
const TLS = 'X-Forwarded-Proto: https';

async function cookieOf(line: string, ...fields: readonly string[]): Promise<string> {
  const { setCookies } = await ask(site.port, line, fields);
  assert.equal(setCookies.length, 1);
  return setCookies[0] ?? '';
}

async function sessionOf(cookie: string, ...fields: readonly string[]): Promise<unknown> {
  const [pair] = cookie.split(';');
  const answer = await ask(site.port, 'GET /who', [...fields, `Cookie: ${pair}`]);
  assert.equal(answer.status, 200);
  return JSON.parse(answer.body).session;
}

describe('sessions: sealed in a cookie', { timeout: 30_000 }, () => {
  it('comes back to the server that has set it, and says who is a member', async () => {
    const cookie = await cookieOf('GET /login/ada');
    assert.match(cookie, /^session=[\w-]+; Path=\/; Max-Age=10; HttpOnly; SameSite=Lax$/);
    assert.doesNotMatch(Buffer.from(cookie.slice(8, cookie.indexOf(';')), 'base64url').toString('latin1'), /ada/);
    assert.deepEqual(await sessionOf(cookie), { name: 'ada' });
    const page = await ask(site.port, 'GET /members/page', [`Cookie: ${cookie.split(';')[0]}`]);
    assert.equal(JSON.parse(page.body).user, 'ada');
    assert.equal((await ask(site.port, 'GET /members/page')).status, 403);
  });
  it('is of no later request, if a guard adds a cookie to one without any', async () => {
    const [sealed] = (await cookieOf('GET /login/ada')).slice('session='.length).split(';');
    const asAda = await ask(site.port, `GET /as/${sealed}`);
    assert.deepEqual(JSON.parse(asAda.body).session, { name: 'ada' });
    assert.equal(JSON.parse((await ask(site.port, 'GET /who')).body).session, null);
  });
  it('has a name over TLS that no other host can set', async () => {
    const cookie = await cookieOf('GET /login/ada', TLS);
    assert.match(cookie, /^__Host-session=[\w-]+; Path=\/; Max-Age=10; HttpOnly; SameSite=Lax; Secure$/);
    assert.deepEqual(await sessionOf(cookie, TLS), { name: 'ada' });
    assert.equal(await sessionOf(cookie), null, 'in the clear it counts for nothing');
  });
  it('is none if one bit of it is other, or it is cut or foreign', async () => {
    const sealed = /^session=([\w-]+)/.exec(await cookieOf('GET /login/ada'))?.[1] ?? '';
    const bytes = Buffer.from(sealed, 'base64url');
    for (const [index] of bytes.entries()) {
      const changed = Buffer.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      assert.equal(await sessionOf(`session=${changed.toString('base64url')}`), null, `byte ${index}`);
    }
    for (const odd of ['', 'x', sealed.slice(0, -4), `${sealed}AAAA`, sealed.slice(4), '"', '%00', 'A'.repeat(5000)]) {
      assert.equal(await sessionOf(`session=${odd}`), null, odd);
    }
  });
  it('is cleared at once, and for the browser', async () => {
    const [pair] = (await cookieOf('GET /login/ada')).split(';');
    const answer = await ask(site.port, 'GET /logout', [`Cookie: ${pair}`]);
    assert.deepEqual(
      [answer.body, answer.setCookies],
      ['null', ['session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax']],
    );
    assert.deepEqual((await ask(site.port, 'GET /logout')).setCookies, [], 'there is nothing to clear');
  });
  it('is over after its time, however long the browser keeps it', async () => {
    const cookie = await cookieOf('GET /login/ada');
    site.advance(9_900);
    assert.deepEqual(await sessionOf(cookie), { name: 'ada' });
    site.advance(200);
    assert.equal(await sessionOf(cookie), null);
  });
  it('is a 500 where it is too large, and says so in error.log', async () => {
    assert.equal((await ask(site.port, 'GET /large/2000')).status, 200);
    const answer = await ask(site.port, 'GET /large/3000');
    assert.deepEqual([answer.status, answer.setCookies], [500, []]);
    assert.match(JSON.stringify(site.errors.at(-1)), /The session is too large: sealed it has \d+ bytes, over 3072/);
  });
  for (const how of ['list', 'null', 'text', 'big', 'function']) {
    it(`holds records of JSON only: ${how}`, async () => {
      assert.equal((await ask(site.port, `GET /odd/${how}`)).status, 500);
    });
  }
  it('does not change by a mistake of ours', async () => {
    const answer = await ask(site.port, 'GET /fails');
    assert.deepEqual([answer.status, answer.setCookies], [500, []]);
  });
  it('opens with each of the secrets, and seals with the first', async () => {
    const old = await cookieOf('GET /login/ada');
    const both = JSON.stringify([NEW, OLD]);
    await site.reload(MANIFEST.replace(JSON.stringify(OLD), both));
    assert.deepEqual(await sessionOf(old), { name: 'ada' });
    const fresh = await cookieOf('GET /login/eve');
    await site.reload(MANIFEST.replace(JSON.stringify(OLD), JSON.stringify(NEW)));
    assert.equal(await sessionOf(old), null);
    assert.deepEqual(await sessionOf(fresh), { name: 'eve' });
    await site.reload(MANIFEST);
  });
  it('is in no log', async () => {
    for (const fields of [[], [TLS]]) {
      const cookie = await cookieOf('GET /login/ada', ...fields);
      const [pair = ''] = cookie.split(';');
      const [, sealed = ''] = pair.split('=');
      await ask(site.port, 'GET /members/nowhere', [...fields, `Cookie: a=b; ${pair}; c=d`]);
      await ask(site.port, 'GET /fails', [...fields, `Cookie: ${pair}`]);
      const lines = JSON.stringify([site.access, site.errors]);
      assert.ok(!lines.includes(sealed));
      assert.ok(lines.includes('[redacted]'));
    }
  });
});

describe('client.address', () => {
  it('is that of the connection, or what a trusted proxy names', async () => {
    const addressOf = async (...fields: readonly string[]) =>
      JSON.parse((await ask(site.port, 'GET /who', fields)).body).address;
    assert.equal(await addressOf(), '127.0.0.1');
    assert.equal(await addressOf('X-Forwarded-For: 192.0.2.7'), '192.0.2.7');
  });
});

describe('cookies of answers', { timeout: 30_000 }, () => {
  const written: readonly (readonly [cookie: object, text: string])[] = [
    [{}, 'Path=/; HttpOnly; SameSite=Lax'],
    [{ maxAge: 60 }, 'Path=/; Max-Age=60; HttpOnly; SameSite=Lax'],
    [{ expires: 0 }, 'Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax'],
    [{ path: '/a', domain: 'a.example' }, 'Path=/a; Domain=a.example; HttpOnly; SameSite=Lax'],
    [{ sameSite: 'none', secure: true, httpOnly: false }, 'Path=/; SameSite=None; Secure'],
    [{ sameSite: 'Strict' }, 'Path=/; HttpOnly; SameSite=Strict'],
  ];
  for (const [cookie, text] of written) {
    it(JSON.stringify(cookie), async () => {
      const body = JSON.stringify({ name: 'n', value: 'v', ...cookie });
      const answer = await ask(site.port, 'POST /cookie', ['Content-Type: application/json'], { body });
      assert.deepEqual([answer.status, answer.setCookies], [200, [`n=v; ${text}`]]);
    });
  }
  const wrong: readonly object[] = [
    { maxage: 60 },
    { httponly: true },
    { partitioned: true },
    { maxAge: 1.5 },
    { maxAge: '60' },
    { path: 'a' },
    { path: '/a; Domain=evil' },
    { domain: '.a' },
    { domain: 'a; Path=/' },
    { sameSite: 'none' },
    { sameSite: 'loose' },
    { secure: 'no' },
    { expires: 'never' },
  ];
  for (const cookie of wrong) {
    it(`is a 500: ${JSON.stringify(cookie)}`, async () => {
      const body = JSON.stringify({ name: 'n', value: 'v', ...cookie });
      const answer = await ask(site.port, 'POST /cookie', ['Content-Type: application/json'], { body });
      assert.deepEqual([answer.status, answer.setCookies], [500, []]);
    });
  }
});
