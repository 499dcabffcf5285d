import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSite, type RunningServer, replaceOnce, startServer, type TestContext } from '../start-server.ts';
import { ask, talkRaw } from '../talk.ts';

/** Starts the demo with its manifest edited: S14, behaviour changes without touching code. */
async function startEdited(
  t: TestContext,
  ...edits: readonly (readonly [from: string, to: string])[]
): Promise<RunningServer> {
  const site = createSite((manifest) => edits.reduce((text, [from, to]) => replaceOnce(text, from, to), manifest));
  return startServer({ t, manifest: site.manifest });
}

describe('S14: an edit of routes.yaml changes what its line says', () => {
  it('a path', async (t) => {
    const { port } = await startEdited(t, ['/div/{dividend}/to/{divisor}', '/divide/{dividend}/by/{divisor}']);
    assert.equal((await ask(port, 'GET /divide/6/by/3')).status, 200);
    assert.equal((await ask(port, 'GET /div/6/to/3')).status, 404);
    const form = await ask(port, 'GET /submit/divide?dividend=6&divisor=3');
    assert.equal(form.headers.get('location'), '/divide/6/by/3');
  });

  it('a colour', async (t) => {
    const { port } = await startEdited(t, ['{ green: green }', '{ green: palegreen, night: "#002" }']);
    assert.match((await ask(port, 'GET /', ['Cookie: bg_color=green'])).body, /<body[^>]*palegreen/);
    assert.match((await ask(port, 'GET /', ['Cookie: bg_color=night'])).body, /<body[^>]*#002/);
  });

  it('a method of the server and of a route', async (t) => {
    const { port } = await startEdited(
      t,
      ['methods: [GET, POST] # any other method: 501', 'methods: [GET, HEAD, POST, DELETE]'],
      ['methods: [POST]', 'methods: [POST, DELETE]'],
    );
    assert.equal((await ask(port, 'DELETE /short_log/0')).status, 200);
    assert.equal((await ask(port, 'DELETE /')).status, 405);
    const head = await ask(port, 'HEAD /');
    const get = await ask(port, 'GET /');
    assert.equal(head.status, 200);
    assert.equal(head.headers.get('content-length'), get.headers.get('content-length'));
  });

  it('the policy for input that is not HTTP', async (t) => {
    const { port } = await startEdited(t, ['notHttp: shutdown', 'notHttp: reject']);
    await talkRaw(port, 'hello\r\n\r\n');
    assert.equal((await ask(port, 'GET /')).status, 200);
  });

  it('a handler and a view', async (t) => {
    const { port } = await startEdited(t, [
      'handler: showErrors\n    view: errorDetail',
      'handler: shortLog\n    view: logDetail',
    ]);
    assert.match((await ask(port, 'GET /show_errors/1')).body, /logged in short/);
  });

  it('a limit', async (t) => {
    const { port } = await startEdited(t, ['requestLine: 8KiB', 'requestLine: 32'], ['body: 1MiB', 'body: 10']);
    assert.equal((await ask(port, `GET /${'a'.repeat(32)}`)).status, 414);
    assert.equal((await ask(port, 'POST /short_log/0', [], { body: 'x'.repeat(11) })).status, 413);
  });

  it('a timeout', async (t) => {
    const { port } = await startEdited(t, ['head: 10s', 'head: 300ms']);
    assert.match(await talkRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\n'), /^HTTP\/1\.1 408 /);
  });

  it('what the access log records of a client that has not chosen', async (t) => {
    const server = await startEdited(t, ['detail: full', 'detail: short']);
    await ask(server.port, 'GET /');
    const [record] = await server.records('access.log', 1);
    assert.equal(record?.['detail'], 'short');
  });

  it('new routes that need no code', async (t) => {
    const routes = `
  hello: { path: /hello, methods: [GET], text: "Hällo\\n" }
  status: { path: /status, methods: [GET], json: { up: true }, response: { headers: { Cache-Control: no-store } } }
  old: { path: /old, methods: [GET], redirect: { route: divide, params: { dividend: 6, divisor: 3 }, status: 301 } }
  away: { path: /away, methods: [GET], redirect: { url: "https://example.org/" } }
  submitForm:`;
    const { port } = await startEdited(t, ['\n  submitForm:', routes]);
    const hello = await ask(port, 'GET /hello');
    assert.deepEqual([hello.status, hello.body], [200, 'Hällo\n']);
    assert.equal(hello.headers.get('content-type'), 'text/plain; charset=utf-8');
    const status = await ask(port, 'GET /status');
    assert.deepEqual(JSON.parse(status.body), { up: true });
    assert.equal(status.headers.get('content-type'), 'application/json');
    assert.equal(status.headers.get('cache-control'), 'no-store');
    const old = await ask(port, 'GET /old');
    assert.deepEqual([old.status, old.headers.get('location')], [301, '/div/6/to/3']);
    const away = await ask(port, 'GET /away');
    assert.deepEqual([away.status, away.headers.get('location')], [302, 'https://example.org/']);
  });
});

describe('logs after SIGTERM', () => {
  it('hold one whole line for each answer', async (t) => {
    const server = await startServer({ t });
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(server.port, 'GET /div/6/to/3')));
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(await server.stop(), 0);
    assert.equal((await server.records('access.log', 50)).length, 50);
  });
});
