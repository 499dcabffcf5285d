import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { freePort } from '../free-port.ts';
import {
  createSite,
  freshFolder,
  type LogRecord,
  type RunningServer,
  replaceOnce,
  runCommand,
  startServer,
} from '../start-server.ts';
import { ask } from '../talk.ts';
import { noNginx, startNginx } from './start-nginx.ts';
import { isInstalled, noRedis, startRedis } from './start-redis.ts';

const ROOT = resolve(import.meta.dirname, '../..');
type Test = NonNullable<Parameters<typeof startServer>[0]>['t'] & object;

describe('clients.store: two processes on one Redis behind nginx', { skip: noRedis || noNginx }, () => {
  it('put a change in force on the next request through the other', async (t) => {
    const redis = await startRedis({ t });
    // Where the machine is so busy that Redis is late, what is remembered applies: that is another rule, so it is tried again.
    for (let tries = 0; !(await checkInForce(t, redis.url)); tries++) assert.ok(tries < 5, 'Redis is always late');
  });
});

/** Changes through one, and looks through the other. Returns whether Redis was always in time. */
async function checkInForce(t: Test, url: string): Promise<boolean> {
  const servers = [await serve(t, url), await serve(t, url)] as const;
  const port = await startNginx(
    t,
    servers.map((server) => server.port),
  );
  const turns = 20;
  for (let turn = 0; turn < turns; turn++) {
    await ask(port, `POST /short_log/${turn % 2 === 0 ? 1 : 0}`);
    await ask(port, `GET /div/${turn}/to/1`);
  }
  const [changed, divided] = await Promise.all(servers.map((server) => server.records('access.log', turns)));
  if (servers.some((server) => codesIn(server).length > 0)) return false;
  // nginx gives every other request to the other server.
  assert.ok(changed?.every(({ target }) => String(target).startsWith('/short_log/')));
  assert.deepEqual(
    divided?.map(({ target, detail, status }) => `${target} ${detail} ${status}`),
    Array.from({ length: turns }, (_, turn) => `/div/${turn}/to/1 ${turn % 2 === 0 ? 'short' : 'full'} 200`),
  );
  return true;
}

/** A server that Redis was in time for, when this was asked. */
async function serveInTime(t: Test, url: string, request: string): Promise<RunningServer> {
  for (let tries = 0; ; tries++) {
    const server = await serve(t, url);
    await ask(server.port, request);
    if (codesIn(server).length === 0) return server;
    assert.ok(tries < 5, 'Redis is always late');
  }
}

/** Chooses through one server, and looks through the next. Returns whether Redis was always in time. */
async function checkKept(t: Test, url: string): Promise<boolean> {
  const first = await serve(t, url);
  await ask(first.port, 'POST /short_log/1');
  assert.equal(await first.stop(), 0);
  const second = await serve(t, url);
  await ask(second.port, 'GET /');
  const [looked] = await second.records('access.log', 1);
  if ([first, second].some((server) => codesIn(server).length > 0)) return false;
  assert.equal(looked?.['detail'], 'short');
  return true;
}

describe('clients.store: a server with Redis', { skip: noRedis }, () => {
  it('keeps what clients chose when it starts anew', async (t) => {
    const redis = await startRedis({ t });
    for (let tries = 0; !(await checkKept(t, redis.url)); tries++) assert.ok(tries < 5, 'Redis is always late');
  });
  it('answers reads and refuses changes with 503 while Redis is gone; error.log says so once, and again when it is back', async (t) => {
    const redis = await startRedis({ t });
    const server = await serveInTime(t, redis.url, 'POST /show_errors/1');
    await redis.kill();
    for (let turn = 0; turn < 5; turn++) assert.equal((await ask(server.port, 'GET /')).status, 200);
    const refused = await ask(server.port, 'POST /short_log/1');
    assert.equal(refused.status, 503);
    assert.match(refused.body, /Your choice could not be saved/);
    assert.match(refused.body, /Redis has not confirmed the change/, 'show_errors is still known');
    assert.match((await ask(server.port, 'GET /div/1/to/0')).body, /Division by zero: 1 divided by 0/);
    await redis.start();
    const records = await untilRecord(server, 'store-back');
    assert.deepEqual(
      records.map(({ code }) => code),
      ['store-down', 'not-stored', 'refused-by-handler', 'store-back'],
    );
    assert.equal((await ask(server.port, 'POST /short_log/1')).status, 200);
  });
  it('starts, serves and stops while Redis is away', async (t) => {
    const server = await serve(t, `redis://127.0.0.1:${await freePort()}`);
    assert.equal((await ask(server.port, 'GET /')).status, 200);
    assert.equal(await server.stop(), 0);
    assert.deepEqual(codesIn(server), ['store-down']);
  });
  it('stops at once while Redis is silent', async (t) => {
    const redis = await startRedis({ t });
    const server = await serve(t, redis.url);
    redis.freeze();
    assert.equal((await ask(server.port, 'GET /')).status, 200);
    assert.equal(await server.stop(), 0);
  });
  it('tells nobody how it is opened: neither logs nor streams, nor pages with original messages', async (t) => {
    const redis = await startRedis({ args: ['--requirepass', 'other'], password: 'other', t });
    const user = 'hidden-user:hidden%2Fword';
    const url = `redis://${user}@127.0.0.1:${redis.port}/0`;
    const site = createSite((text) => withStore(text));
    const env = { REDIS_URL: url, REDIS_USER: user };
    const server = await startServer({ manifest: site.manifest, env, t });
    await ask(server.port, 'GET /');
    const page = await ask(server.port, 'POST /short_log/1');
    assert.equal(page.status, 503);
    const other = `redis://\${REDIS_USER}@127.0.0.1:${redis.port}/1`;
    writeFileSync(site.manifest, withStore(readFileSync(join(ROOT, 'routes.yaml'), 'utf8'), other));
    server.process.kill('SIGHUP');
    await once(server.process.stderr ?? server.process, 'data');
    const commands = await Promise.all(
      [['check'], ['routes', '--json'], ['explain', 'GET', '/'], ['--help']].map((args) =>
        runCommand([...args, '--manifest', site.manifest], { env, t }),
      ),
    );
    await server.stop();
    assert.match(server.stderr(), /clients\.store waits for a restart/);
    const logs = ['access.log', 'error.log'].map((name) => readFileSync(join(server.logDir, name), 'utf8'));
    const said = [page.body, server.stdout(), server.stderr(), ...logs, JSON.stringify(commands)].join('\n');
    assert.match(said, /the user or the password is wrong/);
    assert.doesNotMatch(said, /hidden/);
  });
  it('tells of the end of an outage in the log that was opened anew', async (t) => {
    const redis = await startRedis({ t });
    const server = await serve(t, redis.url);
    await redis.kill();
    await ask(server.port, 'GET /');
    await server.records('error.log', 1);
    renameSync(join(server.logDir, 'error.log'), join(server.logDir, 'error.log.1'));
    server.process.kill('SIGUSR2');
    await server.records('error.log', 0);
    await redis.start();
    assert.equal((await untilRecord(server, 'store-back')).length, 1);
  });
  it('shares options with the process that takes over its code (--watch)', async (t) => {
    const redis = await startRedis({ t });
    const server = await serve(t, redis.url, ['--watch']);
    await ask(server.port, 'POST /short_log/1');
    assert.equal(await redis.command('HGET', 'velosiped:client:127.0.0.1', 'shortLog'), '1');
    await ask(server.port, 'GET /');
    assert.equal((await server.records('access.log', 2))[1]?.['detail'], 'short');
  });
});

const noOpenssl = !isInstalled('openssl') && 'needs openssl';

describe('clients.store: rediss://', { skip: noRedis || noOpenssl }, () => {
  it('speaks to whom it trusts, and to nobody else', async (t) => {
    const folder = freshFolder();
    const [cert, key, tlsPort] = [join(folder, 'cert.pem'), join(folder, 'key.pem'), await freePort()];
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
        ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
      ],
      { stdio: 'ignore' },
    );
    const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert];
    const redis = await startRedis({ args: ['--tls-port', String(tlsPort), '--tls-auth-clients', 'no', ...files], t });
    const url = `rediss://localhost:${tlsPort}`;
    const trusting = await serve(t, url, [], { NODE_EXTRA_CA_CERTS: cert });
    assert.equal((await ask(trusting.port, 'POST /short_log/1')).status, 200);
    assert.equal(await redis.command('HGET', 'velosiped:client:127.0.0.1', 'shortLog'), '1');
    const wary = await serve(t, url);
    assert.equal((await ask(wary.port, 'POST /short_log/1')).status, 503);
    assert.equal((await wary.records('error.log', 1))[0]?.['cause'], 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });
});

describe('clients.store: without the package @redis/client', () => {
  it('is one line that says how to install it, and exit code 1', async () => {
    const folder = freshFolder();
    for (const name of ['src', 'views', 'schemas', 'package.json'])
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      if (name !== '@redis') symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
    }
    writeFileSync(
      join(folder, 'routes.yaml'),
      withStore(readFileSync(join(ROOT, 'routes.yaml'), 'utf8'), 'redis://localhost'),
    );
    const server = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', '--port', '0'], { cwd: folder });
    let said = '';
    server.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code] = await once(server, 'close');
    assert.equal(
      said,
      'Cannot keep clients in Redis: the package "@redis/client" is not installed; run: npm install @redis/client\n',
    );
    assert.equal(code, 1);
  });
});

function serve(
  t: Test,
  url: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const site = createSite((text) => withStore(text));
  return startServer({ manifest: site.manifest, env: { REDIS_URL: url, ...env }, args, t });
}

function withStore(manifest: string, url = `\${REDIS_URL}`): string {
  return replaceOnce(manifest, 'clients:\n', `clients:\n  store: "${url}"\n`);
}

/** All records of error.log, when one of this code is there. */
async function untilRecord(server: RunningServer, code: string): Promise<readonly LogRecord[]> {
  for (let count = 1; ; count++) {
    const records = await server.records('error.log', count);
    if (records.some((record) => record['code'] === code)) return records;
    count = records.length;
  }
}

function codesIn(server: RunningServer): readonly unknown[] {
  const lines = readFileSync(join(server.logDir, 'error.log'), 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line).code);
}
