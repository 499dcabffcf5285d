import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dial, get, refusesConnections } from '../socket/wire-peer.ts';
import { runCommand, startServer } from '../start-server.ts';
import { ask } from '../talk.ts';
import { codeText, createReloadSite, textOf } from './reload-site.ts';

const PROBES = `
  health: { path: /health, handler: "velosiped:health" }
  ready:
    path: /ready
    handler: velosiped:ready
    response: { headers: { Cache-Control: max-age=60, X-Probe: a } }
    examples:
      ready:
        request: GET /ready
        response: { status: 200, json: { status: ready }, headers: { Cache-Control: no-store } }
  page: { path: /page, handler: velosiped:ready, view: state }
`;
const MANIFEST = `version: 1
server: { methods: [GET, HEAD], timeouts: { drain: 1h } }
views: ./pages
routes:${PROBES}`;

function createProbeSite(view = 'It is {{status}}', manifest = MANIFEST): string {
  const pages = { 'pages/state.hbs': view, 'pages/layout.hbs': '<p>{{> page}}</p>' };
  return createReloadSite({}, { 'routes.yaml': manifest, ...pages }).manifest;
}

describe('velosiped:health and velosiped:ready', () => {
  it('answer with 200 while the server takes requests, never out of a cache', async (t) => {
    const server = await startServer({ t, manifest: createProbeSite() });
    const health = await ask(server.port, 'GET /health');
    assert.deepEqual([health.status, health.body], [200, '{"status":"ok"}']);
    const ready = await ask(server.port, 'GET /ready');
    assert.deepEqual([ready.status, ready.body, ready.headers.get('x-probe')], [200, '{"status":"ready"}', 'a']);
    for (const answer of [health, ready]) {
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      assert.equal(answer.headers.get('content-type'), 'application/json');
    }
    const page = await ask(server.port, 'GET /page');
    assert.deepEqual([page.status, page.body.trim()], [200, '<p>It is ready</p>']);
    assert.equal((await ask(server.port, 'HEAD /ready')).status, 200);
  });

  it('ready is 503 for what is still answered while the server drains, health is not', async (t) => {
    const server = await startServer({ t, manifest: createProbeSite() });
    const peers = await Promise.all(
      ['/ready', '/page', '/health'].map((target) => dial(server, `${get('/health')}GET ${target} HTT`)),
    );
    await Promise.all(peers.map((peer) => peer.answers(1)));
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    const last = await Promise.all(
      peers.map(async (peer) => {
        peer.finish('P/1.1\r\nHost: a\r\n\r\n');
        return (await peer.allAnswers()).at(-1);
      }),
    );
    assert.deepEqual(
      last.map((answer) => [answer?.status, answer?.body.trim(), answer?.headers.get('connection')]),
      [
        [503, '{"status":"draining"}', 'close'],
        [503, '<p>It is draining</p>', 'close'],
        [200, '{"status":"ok"}', 'close'],
      ],
    );
    assert.equal((await server.waitExit()).code, 0);
    assert.deepEqual(await server.records('error.log', 0), [], 'a probe that fails is no error');
  });

  it('ready is not 503 where another process has taken over', async (t) => {
    const site = createReloadSite({ routes: ['ready: { path: /ready, handler: "velosiped:ready" }'] });
    const server = await startServer({ t, manifest: site.manifest, args: ['--watch'] });
    const peer = await dial(server, `${get('/')}GET /ready HTT`);
    await peer.answers(1);
    site.write('handlers/code.mjs', codeText('second'));
    // That the other process serves is said only when this one has ended.
    for (let code = ''; code !== '"second"'; ) code = await textOf(server, '/code');
    peer.finish('P/1.1\r\nHost: a\r\n\r\n');
    const last = (await peer.allAnswers()).at(-1);
    assert.deepEqual([last?.status, last?.body, last?.headers.get('connection')], [200, '{"status":"ready"}', 'close']);
  });

  it('are for the names in server.hosts alone: 421 to who asks by address', async (t) => {
    const manifest = createProbeSite(undefined, MANIFEST.replace('server: {', 'server: { hosts: [localhost],'));
    const server = await startServer({ t, manifest });
    const statuses = ['localhost', '127.0.0.1'].map(async (host) => {
      const peer = await dial(server, `GET /ready HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      peer.finish();
      return (await peer.allAnswers())[0]?.status;
    });
    assert.deepEqual(await Promise.all(statuses), [200, 421]);
  });

  it('are checked like any other route, and their examples are run', async () => {
    const good = await runCommand(['check', '--manifest', createProbeSite()]);
    assert.deepEqual([good.code, good.stderr], [0, '']);
    const bad = await runCommand(['check', '--manifest', createProbeSite('It is {{state}}')]);
    assert.equal(bad.code, 1);
    assert.match(bad.stderr, /Unknown name "state": the handler gives only "status"/);
  });

  it('stand in the table of routes, in what explain says, and in the types', async () => {
    const manifest = createProbeSite();
    const routes = await runCommand(['routes', '--manifest', manifest]);
    assert.match(routes.stdout, /GET HEAD +\/health +health +velosiped:health\(\)/);
    assert.match(routes.stdout, /\/page +page +velosiped:ready\(\) → state/);
    const explained = await runCommand(['explain', '--manifest', manifest, 'GET', '/ready']);
    assert.deepEqual([explained.code, /velosiped:ready/.test(explained.stdout)], [0, true]);
  });
});
