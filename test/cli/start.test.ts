import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type StartedServer, type StartOptions, start } from '../../src/api.ts';
import { freshFolder } from '../start-server.ts';

const API = join(import.meta.dirname, '../../src/api.ts');
const MANIFEST = `version: 1
handlers: ./handlers.ts
routes:
  hello: { path: /hello, handler: hello }
  tea: { path: /tea, handler: tea }
`;
const HANDLERS = `import { answer, HttpError } from ${JSON.stringify(API)};
export const handlers = {
  hello: () => answer({ body: 'hi', type: 'text/plain' }),
  tea: () => { throw new HttpError(418, 'I am a teapot'); },
};
`;

function site(manifest = MANIFEST): string {
  const folder = freshFolder();
  writeFileSync(join(folder, 'routes.yaml'), manifest);
  writeFileSync(join(folder, 'handlers.ts'), HANDLERS);
  return folder;
}

async function started(t: { after(task: () => Promise<void>): void }, options: StartOptions): Promise<StartedServer> {
  const server = await start({ port: 0, ...options });
  t.after(() => server.close());
  return server;
}

describe('start(): a server in the process of a test', () => {
  it('answers under its URL, several at once, and is gone when it is closed', async (t) => {
    const folder = site();
    const [one, other] = [
      await started(t, { manifest: join(folder, 'routes.yaml') }),
      await started(t, { manifest: join(folder, 'routes.yaml') }),
    ];
    assert.match(one.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    for (const { url } of [one, other]) assert.equal(await (await fetch(`${url}/hello`)).text(), 'hi');
    assert.equal((await fetch(`${one.url}/tea`)).status, 418);
    await Promise.all([one.close(), one.close()]);
    await assert.rejects(fetch(`${one.url}/hello`));
    assert.equal((await fetch(`${other.url}/hello`)).status, 200);
  });

  it('writes no file, unless it is asked for logs', async (t) => {
    const folder = site();
    const manifest = join(folder, 'routes.yaml');
    const silent = await started(t, { manifest });
    await (await fetch(`${silent.url}/hello`)).text();
    await silent.close();
    assert.deepEqual(readdirSync(folder).sort(), ['handlers.ts', 'routes.yaml']);
    assert.ok(!existsSync('access.log'), 'nor in the working directory');
    const logs = join(folder, 'logs');
    mkdirSync(logs);
    const server = await started(t, { manifest, logs });
    await (await fetch(`${server.url}/hello`)).text();
    await server.close();
    assert.match(readFileSync(join(logs, 'access.log'), 'utf8'), /"\/hello"/);
  });

  it('writes no secret into its logs: a started server keeps all that the manifest says of them', async (t) => {
    const folder = site(`version: 1
handlers: ./handlers.ts
logs: { access: { redact: ["body:pin", "query:token"] } }
routes:
  hello: { path: /hello, handler: hello }
  join: { path: /join, methods: [POST], body: { type: object, properties: { password: { type: string, format: password } } }, handler: tea }
`);
    const server = await started(t, { manifest: join(folder, 'routes.yaml'), logs: folder });
    const form = { password: 'kanarie', pin: 'kanarie', town: 'Lindau' };
    await (await fetch(`${server.url}/hello?token=kanarie`)).text();
    for (const body of [new URLSearchParams(form), JSON.stringify(form)]) {
      const headers = typeof body === 'string' ? { 'Content-Type': 'application/json' } : {};
      await (await fetch(`${server.url}/join?password=kanarie`, { method: 'POST', headers, body })).text();
    }
    await server.close();
    const lines = ['access.log', 'error.log'].map((name) => readFileSync(join(folder, name), 'utf8')).join('');
    assert.equal(lines.match(/Lindau/g)?.length, 2);
    assert.doesNotMatch(lines, /kanarie/);
  });

  it('listens to no signal and to no uncaught error: they are of the process', async (t) => {
    const listeners = (): readonly number[] =>
      ['SIGTERM', 'SIGINT', 'SIGHUP', 'uncaughtException', 'unhandledRejection'].map((name) =>
        process.listenerCount(name),
      );
    const before = listeners();
    const server = await started(t, { manifest: join(site(), 'routes.yaml') });
    assert.deepEqual(listeners(), before);
    await server.close();
    assert.deepEqual(listeners(), before);
  });

  it('rejects with all mistakes of the manifest, as check shows them', async () => {
    const manifest = join(
      site(MANIFEST.replace('tea, handler: tea', 'tea, handler: tee').replace('/hello,', 'hello,')),
      'routes.yaml',
    );
    await assert.rejects(start({ manifest, port: 0 }), (error: Error) => {
      assert.match(error.message, /routes\.yaml:4:18 error bad-path\n/);
      assert.match(error.message, /error unknown-handler\n.*"tee"/);
      assert.match(error.message, /did you mean/);
      return true;
    });
  });

  it('rejects where it cannot listen, and says why', async (t) => {
    const manifest = join(site(), 'routes.yaml');
    const { port } = new URL((await started(t, { manifest })).url);
    await assert.rejects(start({ manifest, port: Number(port) }), { message: new RegExp(`${port}`) });
  });

  it('closes although a client keeps its connection open', async (t) => {
    const server = await started(t, { manifest: join(site(), 'routes.yaml') });
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.write('GET /hello HTTP/1.1\r\nHost: a\r\n\r\n');
    while (!answer.endsWith('hi')) await new Promise((resolve) => socket.once('data', resolve));
    await server.close();
    await ended;
  });
});
