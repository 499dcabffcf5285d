import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { helloOf } from '../socket/tls-peer.ts';
import { begin, refusesConnections } from '../socket/wire-peer.ts';
import { appears, createSite, replaceOnce, startServer } from '../start-server.ts';
import { talkRaw } from '../talk.ts';

const addresses = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
const noIpv6 = !addresses.some(({ address }) => address === '::1') && 'this machine has no IPv6';

describe('serve: the ready line', () => {
  it('is the only line on stdout, and holds the URL with the real port', async (t) => {
    const server = await startServer({ t });
    assert.match(server.stdout(), /^http:\/\/127\.0\.0\.1:[1-9]\d*\n$/);
    assert.equal((await fetch(server.url)).status, 200);
    assert.equal(server.stderr(), '');
  });

  it('puts an IPv6 address in brackets', { skip: noIpv6 }, async (t) => {
    const server = await startServer({ t, args: ['--host', '::1'] });
    assert.match(server.url, /^http:\/\/\[::1\]:\d+$/);
    assert.equal((await fetch(server.url)).status, 200);
  });

  it('takes one that is in brackets already', { skip: noIpv6 }, async (t) => {
    const server = await startServer({ t, args: ['--host', '[::1]'] });
    assert.match(server.url, /^http:\/\/\[::1\]:\d+$/);
  });
  it('takes one in brackets from the manifest, too', { skip: noIpv6 }, async (t) => {
    const { manifest } = createSite((text) => replaceOnce(text, 'host: 127.0.0.1', 'host: "[::1]"'));
    const server = await startServer({ t, manifest, listen: ['--port', '0'] });
    assert.match(server.url, /^http:\/\/\[::1\]:\d+$/);
  });
  it('takes host and port from the manifest where no flag says otherwise', async (t) => {
    const { folder, manifest } = createSite((text) => replaceOnce(text, 'host: 127.0.0.1', 'host: 127.0.0.2'));
    const byManifest = await startServer({ t, manifest, cwd: folder, listen: ['--port', '0'] });
    assert.match(byManifest.url, /^http:\/\/127\.0\.0\.2:/);
  });
});

describe('serve: the warning of notHttp: shutdown', () => {
  const cases: readonly (readonly [host: string, policy: string, warns: boolean])[] = [
    ['0.0.0.0', 'shutdown', true],
    ['::', 'shutdown', true],
    ['0.0.0.0', 'reject', false],
    ['localhost', 'shutdown', false],
    ['127.0.0.9', 'shutdown', false],
  ];
  for (const [host, policy, warns] of cases) {
    const skip = host.includes(':') && noIpv6;
    it(`${warns ? 'is given' : 'is not given'} for ${policy} on ${host}`, { skip }, async (t) => {
      const { manifest } = createSite((text) => replaceOnce(text, 'notHttp: shutdown', `notHttp: ${policy}`));
      const server = await startServer({ t, manifest, args: ['--host', host] });
      await server.stop();
      const words =
        /^warning: anyone who reaches [^\n]*browser [^\n]*port scanner, ssh\. [^\n]*reject [^\n]*notHttp: shutdown\)\n$/;
      if (warns) assert.match(server.stderr(), words);
      else assert.equal(server.stderr(), '');
    });
  }
});

describe('serve: signals', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends with 0 on ${signal}, with whole logs`, async (t) => {
      const server = await startServer({ t });
      for (let count = 0; count < 5; count += 1) await fetch(`${server.url}/nope`);
      server.process.kill(signal);
      assert.deepEqual(await server.waitExit(), { code: 0, stdout: `${server.url}\n`, stderr: '' });
      for (const file of ['access.log', 'error.log']) {
        const text = readFileSync(join(server.logDir, file), 'utf8');
        assert.ok(text.endsWith('\n'));
        for (const line of text.trimEnd().split('\n')) assert.equal(typeof JSON.parse(line), 'object');
        assert.equal(text.trimEnd().split('\n').length, 5, file);
      }
    });
  }

  it('answers what has begun before it ends', async (t) => {
    const server = await startServer({ t });
    const peer = await begin(server, '/short_log/0');
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    await peer.send('hello');
    assert.equal((await peer.allAnswers())[0]?.status, 200);
    peer.finish();
    assert.equal((await server.waitExit()).code, 0);
    assert.equal((await server.records('access.log', 1)).length, 1);
  });

  it('ends at once with 1 on a second signal', async (t) => {
    const server = await startServer({ t });
    const peer = await begin(server, '/short_log/0');
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    server.process.kill('SIGTERM');
    assert.equal((await server.waitExit()).code, 1);
    peer.socket.destroy();
  });

  it('opens the logs anew on SIGUSR2', async (t) => {
    const server = await startServer({ t });
    const log = join(server.logDir, 'access.log');
    await fetch(server.url);
    await server.records('access.log', 1);
    renameSync(log, `${log}.1`);
    const created = appears(server.logDir, 'access.log');
    server.process.kill('SIGUSR2');
    await created;
    await fetch(`${server.url}/nope`);
    const records = await server.records('access.log', 1);
    assert.deepEqual(
      records.map(({ target }) => target),
      ['/nope'],
    );
    assert.equal((await server.records('access.log.1', 1)).length, 1);
  });
});

describe('serve: where lines go', () => {
  it('writes to stdout where the manifest says "-"', async (t) => {
    const { manifest } = createSite((text) => replaceOnce(text, 'file: access.log', 'file: "-"'));
    const server = await startServer({ t, manifest });
    await fetch(`${server.url}/nope`);
    await server.stop();
    const [ready, line = '', rest] = server.stdout().split('\n');
    assert.equal(ready, server.url);
    assert.equal(JSON.parse(line).target, '/nope');
    assert.equal(rest, '');
    assert.ok(!existsSync(join(server.logDir, 'access.log')));
  });

  it('goes on serving when nobody reads its stdout any more', async (t) => {
    const { manifest } = createSite((text) => replaceOnce(text, 'file: access.log', 'file: "-"'));
    const server = await startServer({ t, manifest });
    server.process.stdout?.destroy();
    for (let count = 0; count < 3; count += 1) assert.equal((await fetch(server.url)).status, 200);
    assert.equal(await server.stop(), 0);
    assert.match(server.stderr(), /^Cannot write stdout: EPIPE/);
  });
});

describe('serve: input that is not HTTP (notHttp: shutdown)', () => {
  it('ends with 1 and the error on stderr, after the 400 and the records are out', async (t) => {
    const server = await startServer({ t });
    assert.match(await talkRaw(server.port, 'hello\r\n\r\n'), /^HTTP\/1\.1 400 /);
    const { code, stderr } = await server.waitExit();
    assert.equal(code, 1);
    assert.match(stderr, /^[^\n]+\n$/);
    assert.equal((await server.records('access.log', 1)).length, 1);
    assert.equal((await server.records('error.log', 1)).length, 1);
  });

  it('says of a TLS handshake that it was one: page, record and stderr', async (t) => {
    const server = await startServer({ t });
    const page = await talkRaw(server.port, (await helloOf()).toString('latin1'));
    assert.match(page, /^HTTP\/1\.1 400 [\s\S]*a TLS handshake[\s\S]* use http:\/\/ instead of https:\/\//);
    assert.match((await server.waitExit()).stderr, /^Input that is not HTTP stopped the server: .*a TLS handshake/);
    const [error] = await server.records('error.log', 1);
    assert.equal(error?.['code'], 'not-http');
    assert.match(String(error['message']), /a TLS handshake/);
  });

  it('lives on with reject', async (t) => {
    const { manifest } = createSite((text) => replaceOnce(text, 'notHttp: shutdown', 'notHttp: reject'));
    const server = await startServer({ t, manifest });
    assert.match(await talkRaw(server.port, 'hello\r\n\r\n'), /^HTTP\/1\.1 400 /);
    assert.equal((await fetch(server.url)).status, 200);
    assert.equal(await server.stop(), 0);
  });
});

describe('serve: an uncaught error', () => {
  it('ends with 1 and says what it was, after the answers that are owed', async (t) => {
    const { folder, manifest } = createSite(
      (text) =>
        replaceOnce(replaceOnce(text, './src/demo/handlers.ts', './handlers.ts'), 'handler: divide', 'handler: stray'),
      {
        'handlers.ts': `
          import { handlers as shipped } from './src/demo/handlers.ts';
          const stray = () => {
            setImmediate(() => { throw new Error('astray'); });
            return new Promise((answer) => {
              process.once('uncaughtException', () => setImmediate(answer, { dividend: 6, divisor: 3, quotient: '2' }));
            });
          };
          export const handlers = { ...shipped, stray };`,
      },
    );
    const server = await startServer({ t, manifest, cwd: folder });
    assert.equal((await fetch(`${server.url}/div/6/to/3`)).status, 200);
    const { code, stderr } = await server.waitExit();
    assert.equal(code, 1);
    assert.match(stderr, /^Stopped by an uncaught error: Error: astray\n/);
    const [record] = await server.records('access.log', 1);
    assert.equal(record?.['status'], 200);
  });
});
