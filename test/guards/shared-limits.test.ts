import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { noRedis, startRedis } from '../clients/start-redis.ts';
import { freshFolder, type RunningServer, startServer, type TestContext } from '../start-server.ts';
import { ask } from '../talk.ts';

const LIMIT = 5;
const MANIFEST = `
version: 1
server: { notHttp: reject }
handlers: ./handlers.mjs
session: { secret: "a secret of thirty-two characters!" }
routes:
  limited: { path: /limited, rateLimit: { requests: ${LIMIT}, per: 1h }, handler: who }
  who: { path: /who, handler: who }
  login: { path: /login, methods: [POST], handler: login }
  ready: { path: /ready, handler: velosiped:ready }
`;
const HANDLERS = `
export const handlers = {
  who: ({ session }) => ({ pid: process.pid, name: session.get()?.name ?? null }),
  login: ({ session }) => { session.set({ name: 'Ada' }); return { pid: process.pid }; },
};
`;

function start(t: TestContext, { keys = '', args = ['--workers', '2'] } = {}): Promise<RunningServer> {
  const folder = freshFolder();
  writeFileSync(join(folder, 'routes.yaml'), MANIFEST + keys);
  writeFileSync(join(folder, 'handlers.mjs'), HANDLERS);
  return startServer({ manifest: join(folder, 'routes.yaml'), args, t });
}

/** How many of so many requests, each on a connection of its own and all at once, are within the limit. */
async function within({ port }: RunningServer, from: string, count: number): Promise<number> {
  const answers = await Promise.all(Array.from({ length: count }, () => ask(port, 'GET /limited', [], { from })));
  for (const { status, headers } of answers) {
    if (status === 429) assert.match(headers.get('retry-after') ?? '', /^\d+$/);
    else assert.equal(status, 200);
  }
  return answers.filter(({ status }) => status === 200).length;
}

/** Asks until both processes have answered. */
async function namesByProcess({ port }: RunningServer, cookie: string): Promise<ReadonlyMap<number, unknown>> {
  const names = new Map<number, unknown>();
  for (let time = 0; time < 500 && names.size < 2; time++) {
    const asked = Array.from({ length: 8 }, () => ask(port, 'GET /who', [`Cookie: ${cookie}`]));
    for (const { body } of await Promise.all(asked)) {
      const { pid, name } = JSON.parse(body) as { pid: number; name: unknown };
      names.set(pid, name);
    }
  }
  return names;
}

async function logIn({ port }: RunningServer): Promise<string> {
  const { setCookies } = await ask(port, 'POST /login');
  return setCookies[0]?.split(';')[0] ?? assert.fail('no session');
}

describe('two processes', { timeout: 120_000 }, () => {
  it('have one count and one session; while the supervisor is out of reach each counts alone', async (t) => {
    const server = await start(t);
    const names = await namesByProcess(server, await logIn(server));
    assert.equal(names.size, 2, 'both processes answer');
    assert.deepEqual([...names.values()], ['Ada', 'Ada']);
    assert.equal(await within(server, '127.8.0.1', 30), LIMIT);
    server.process.kill('SIGSTOP');
    try {
      const alone = await within(server, '127.8.0.2', 30);
      assert.ok(alone >= LIMIT && alone <= 2 * LIMIT, `${alone} were let through`);
    } finally {
      server.process.kill('SIGCONT');
    }
    // What it was asked meanwhile comes first.
    for (let client = 3; (await within(server, `127.8.0.${client}`, 30)) !== LIMIT; client++) assert.ok(client < 200);
  });
});

describe('servers that share a Redis', { skip: noRedis, timeout: 120_000 }, () => {
  it('have one count; while Redis is gone each process counts alone and says so once, and then they count together again', async (t) => {
    const redis = await startRedis({ t });
    const keys = `clients: { store: "${redis.url}" }\n`;
    const [two, one] = await Promise.all([start(t, { keys }), start(t, { keys, args: [] })]);
    assert.equal(await within(two, '127.8.1.1', 20), LIMIT);
    assert.equal(await within(one, '127.8.1.1', 10), 0, 'the other server knows it');
    const session = await logIn(two);
    assert.match((await ask(one.port, 'GET /who', [`Cookie: ${session}`])).body, /"Ada"/);

    await redis.kill();
    assert.equal(await within(one, '127.8.1.2', 20), LIMIT);
    const alone = await within(two, '127.8.1.2', 30);
    assert.ok(alone >= LIMIT && alone <= 2 * LIMIT, `${alone} were let through`);
    assert.match((await ask(one.port, 'GET /who', [`Cookie: ${session}`])).body, /"Ada"/);

    await redis.start();
    for (const server of [one, two]) await untilReady(server);
    assert.equal(await within(two, '127.8.1.3', 20), LIMIT);
    assert.equal(await within(one, '127.8.1.3', 10), 0);
    const records = await one.records('error.log', 1);
    const codes = records.map(({ code }) => code).filter((code) => `${code}`.startsWith('store'));
    assert.deepEqual(codes, ['store-down', 'store-back']);
  });
});

/** All processes of it. */
async function untilReady({ port }: RunningServer): Promise<void> {
  for (let ready = 0; ready < 16; ) {
    const { status } = await ask(port, 'GET /ready');
    ready = status === 200 ? ready + 1 : 0;
  }
}
