import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { describe, it } from 'node:test';
import { type RunningServer, startServer, type TestContext } from '../start-server.ts';
import {
  createReloadSite,
  KeepAlive,
  manifestText,
  type ReloadSite,
  type SiteWords,
  said,
  saidAnew,
  textOf,
} from './reload-site.ts';

async function startSite(t: TestContext, words: SiteWords = {}): Promise<{ site: ReloadSite; server: RunningServer }> {
  const site = createReloadSite(words);
  return { site, server: await startServer({ t, manifest: site.manifest }) };
}

/** Saves a manifest, sends SIGHUP, and waits until it is in force, or refused. */
function reload(
  { site, server }: { readonly site: ReloadSite; readonly server: RunningServer },
  text: string,
  words = ': reloaded,',
): Promise<void> {
  return saidAnew(server, words, () => {
    site.write('routes.yaml', text);
    server.process.kill('SIGHUP');
  });
}

describe('reload: SIGHUP', () => {
  it('puts a changed manifest in force, and says so in one line', async (t) => {
    const running = await startSite(t);
    assert.equal(await textOf(running.server, '/'), 'one');
    await reload(running, manifestText({ home: 'two', routes: ['more: { path: /more, text: more }'] }));
    assert.equal(await textOf(running.server, '/'), 'two');
    assert.equal(await textOf(running.server, '/more'), 'more');
    assert.equal(running.server.stderr(), `${running.site.manifest}: reloaded, 8 routes\n`);
    assert.equal(running.server.stdout(), `${running.server.url}\n`);
  });

  it('puts a changed view in force', async (t) => {
    const { site, server } = await startSite(t);
    site.release();
    assert.match(await textOf(server, '/held'), /old held/);
    site.write('views/held.hbs', 'new {{word}}');
    server.process.kill('SIGHUP');
    await said(server, ': reloaded,');
    assert.match(await textOf(server, '/held'), /new held/);
  });

  it('keeps connections open, and answers on them by the new manifest', async (t) => {
    const running = await startSite(t);
    const connection = await KeepAlive.open(running.server);
    assert.equal((await connection.ask('/')).body, 'one');
    await reload(running, manifestText({ home: 'two' }));
    assert.deepEqual(await connection.ask('/'), { status: 200, body: 'two', close: false });
    connection.close();
  });

  it('lets a request that has begun end on the manifest that it began with', async (t) => {
    const { site, server } = await startSite(t, { top: ['info: { title: Old title }'] });
    const connection = await KeepAlive.open(server);
    connection.send('/held');
    await textOf(server, '/begun');
    site.write('views/held.hbs', 'new {{word}}');
    await reload({ site, server }, manifestText({ top: ['info: { title: New title }'] }));
    site.release();
    const begun = await connection.receive();
    assert.match(begun.body, /<title>[^<]*Old title.*old held/s);
    const next = await connection.ask('/held');
    assert.match(next.body, /<title>[^<]*New title.*new held/s);
    assert.equal(next.close, false);
    connection.close();
  });

  it('measures the next request on an open connection by the new limits, and refuses it by the new pages', async (t) => {
    const running = await startSite(t);
    const connection = await KeepAlive.open(running.server);
    assert.equal((await connection.ask(`/${'x'.repeat(100)}`)).status, 404);
    const limits = 'server: { limits: { requestLine: 50 } }';
    await reload(running, manifestText({ top: [limits, 'info: { title: New title }'] }));
    const refused = await connection.ask(`/${'x'.repeat(100)}`);
    assert.equal(refused.status, 414);
    assert.match(refused.body, /New title/);
    connection.close();
  });

  it('reads the last state, however often it is told to', async (t) => {
    const { site, server } = await startSite(t);
    for (let turn = 1; turn <= 20; turn++) {
      site.replace('routes.yaml', manifestText({ home: `turn ${turn}` }));
      server.process.kill('SIGHUP');
    }
    for (let times = 1; (await textOf(server, '/')) !== 'turn 20'; times++) await said(server, ': reloaded,', times);
    assert.doesNotMatch(server.stderr(), /not reloaded/);
  });
});

describe('reload: a manifest with mistakes', () => {
  it('changes nothing, is printed and logged, and may be mended', async (t) => {
    const running = await startSite(t);
    const { server } = running;
    const connection = await KeepAlive.open(server);
    await connection.ask('/');
    const broken = manifestText({ home: 'two', routes: ['more: { path: /more, txt: more }'] });
    await reload(running, broken, ': not reloaded,');
    assert.match(server.stderr(), /routes\.yaml:\d+:\d+ error unknown-key\n {2}[^\n]*"txt"/);
    assert.equal((await connection.ask('/')).body, 'one');
    const [record] = await server.records('error.log', 1);
    assert.deepEqual(Object.keys(record ?? {}), ['time', 'code', 'message', 'cause']);
    assert.equal(record?.['code'], 'reload-failed');
    assert.match(String(record?.['cause']), /^\S+routes\.yaml:\d+:\d+ unknown-key: /);
    await reload(running, broken.replace('txt:', 'text:'));
    assert.deepEqual(await connection.ask('/'), { status: 200, body: 'two', close: false });
    assert.equal((await server.records('error.log', 1)).length, 1);
    connection.close();
  });

  it('counts a failing example among them, because a manifest that breaks its own promise is not to be served', async (t) => {
    const running = await startSite(t);
    const example = 'examples: { says three: { request: GET /more, response: { status: 200, contains: three } } }';
    const text = manifestText({ home: 'two', routes: [`more: { path: /more, text: more, ${example} }`] });
    await reload(running, text, ': not reloaded,');
    assert.match(running.server.stderr(), /error failed-example/);
    assert.equal(await textOf(running.server, '/'), 'one');
    await reload(running, text.replace('contains: three', 'contains: more'));
    assert.equal(await textOf(running.server, '/'), 'two');
  });

  it('survives a manifest that is gone for a while', async (t) => {
    const running = await startSite(t);
    renameSync(running.site.manifest, running.site.path('elsewhere.yaml'));
    running.server.process.kill('SIGHUP');
    await said(running.server, ': not reloaded,');
    assert.equal(await textOf(running.server, '/'), 'one');
    await reload(running, manifestText({ home: 'two' }));
    assert.equal(await textOf(running.server, '/'), 'two');
  });
});

describe('reload: what waits for a restart', () => {
  const cases: readonly (readonly [name: string, line: string])[] = [
    ['logs.access.file', 'logs: { access: { file: other.log } }'],
    ['logs.error.file', 'logs: { error: { file: null } }'],
    ['clients.max', 'clients: { max: 7 }'],
    ['clients.ttl', 'clients: { ttl: 7d }'],
    ['clients.store', 'clients: { store: "redis://localhost" }'],
  ];
  it('is said, and what does not wait is in force', async (t) => {
    const running = await startSite(t);
    for (const [name, line] of cases) {
      await reload(running, manifestText({ home: name, top: [line] }), `; ${name} waits for a restart\n`);
      assert.equal(await textOf(running.server, '/'), name);
    }
    await reload(running, manifestText());
    assert.match(running.server.stderr(), /: reloaded, 7 routes\n$/, 'what is as it was waits no more');
  });

  it('is host and port too, where the command does not say them', async (t) => {
    const site = createReloadSite({ top: ['server: { host: 127.0.0.1, port: 0 }'] });
    const server = await startServer({ t, manifest: site.manifest, listen: [] });
    const text = manifestText({ top: ['server: { host: 127.0.0.2, port: 1 }'] });
    await reload({ site, server }, text, '; server.host, server.port wait for a restart\n');
    assert.equal(await textOf(server, '/'), 'one');
  });

  it('is not said of a host and a port that the command says', async (t) => {
    const running = await startSite(t);
    await reload(running, manifestText({ top: ['server: { host: 127.0.0.2, port: 1 }'] }));
    assert.equal(running.server.stderr(), `${running.site.manifest}: reloaded, 7 routes\n`);
  });
});

describe('reload: at the wrong time', () => {
  it('does no harm during the start: it comes after it', async (t) => {
    const site = createReloadSite();
    const signal = "process.kill(process.pid, 'SIGHUP');\nawait new Promise((done) => setImmediate(done));\n";
    site.write('handlers/code.mjs', `${signal}export const code = 'first';\n`);
    const server = await startServer({ t, manifest: site.manifest });
    await said(server, ': reloaded,');
    assert.equal(await textOf(server, '/code'), '"first"');
  });

  it('does no harm while the server stops', async (t) => {
    const { server } = await startSite(t);
    const connection = await KeepAlive.open(server);
    connection.send('/held');
    await textOf(server, '/begun');
    const other = await KeepAlive.open(server);
    await other.ask('/');
    server.process.kill('SIGTERM');
    // Connections that wait are closed first of all.
    await assert.rejects(other.receive(), /closed/);
    server.process.kill('SIGHUP');
    server.process.kill('SIGHUP');
    server.process.kill('SIGTERM');
    const { code, stderr } = await server.waitExit();
    assert.equal(code, 1, 'the second SIGTERM ends at once');
    assert.equal(stderr, '');
    connection.close();
  });
});
