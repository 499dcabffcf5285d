import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createReloadSite, KeepAlive } from '../cli/reload-site.ts';
import { noNginx, startNginxWith } from '../clients/start-nginx.ts';
import { type RunningServer, replaceOnce, startServer, type TestContext } from '../start-server.ts';
import { ask } from '../talk.ts';
import { deployFile } from './deploy-files.ts';

describe('deploy: nginx in front of two servers', { skip: noNginx }, () => {
  it('hands on who asks, and goes on with one where the other is killed', async (t) => {
    const { servers, port } = await startBoth(t);
    const forged = ['X-Forwarded-For: 192.0.2.1', 'Forwarded: for=192.0.2.2', 'X-Forwarded-Proto: https'];
    const pids = new Set<string>();
    while (pids.size < 2) pids.add((await ask(port, 'GET /pid', forged, { from: '127.0.0.5' })).body);
    for (const server of servers) {
      const clients = new Set((await server.records('access.log', 1)).map(({ client }) => client));
      assert.deepEqual([...clients], ['127.0.0.5']);
    }
    const [victim, other] = servers;
    victim.process.kill('SIGKILL');
    await victim.waitExit();
    for (let request = 0; request < 20; request++) {
      const { status, body } = await ask(port, 'GET /pid');
      assert.deepEqual({ status, body }, { status: 200, body: String(other.process.pid) });
    }
  });

  it('asks both again whatever they answered, so that a 503 of each is not the end of all others', async (t) => {
    const { port } = await startBoth(t, ['full: { path: /full, text: full, response: { status: 503 } }']);
    for (let request = 0; request < 10; request++) {
      assert.deepEqual([(await ask(port, 'GET /full')).status, (await ask(port, 'GET /')).status], [503, 200]);
    }
  });

  it('lets no request that changes something fail where one is told to stop under load, and then the other', async (t) => {
    const { manifest, servers, port } = await startBoth(t);
    const over = { now: false };
    const asking = Array.from({ length: 24 }, async () => {
      const statuses: number[] = [];
      let connection = await KeepAlive.open({ host: '127.0.0.1', port });
      while (!over.now) {
        connection.send('/choose', 'POST');
        const { status, close } = await connection.receive();
        statuses.push(status);
        // nginx takes a thousand requests of one.
        if (close) connection = await KeepAlive.open({ host: '127.0.0.1', port });
      }
      connection.close();
      return statuses;
    });
    for (const server of servers) {
      const { length } = await server.records('access.log', 1);
      await server.records('access.log', length + 100);
      assert.equal(await server.stop(), 0);
      await startServer({ t, manifest, listen: ['--host', '127.0.0.1', '--port', String(server.port)] });
    }
    over.now = true;
    const statuses = (await Promise.all(asking)).flat();
    assert.deepEqual([...new Set(statuses)], [200], `of ${statuses.length}`);
  });

  it('goes on where one is started again and the other is stopped right after', async (t) => {
    const { manifest, servers, port } = await startBoth(t);
    const [first, second] = servers;
    await first.stop();
    for (let request = 0; request < 4; request++) assert.equal((await ask(port, 'GET /')).status, 200);
    await startServer({ t, manifest, listen: ['--host', '127.0.0.1', '--port', String(first.port)] });
    await second.stop();
    for (let request = 0; request < 4; request++) assert.equal((await ask(port, 'GET /')).status, 200);
  });
});

interface Both {
  readonly manifest: string;
  readonly servers: readonly [first: RunningServer, second: RunningServer];
  /** That of nginx. */
  readonly port: number;
}

async function startBoth(t: TestContext, routes: readonly string[] = []): Promise<Both> {
  const { manifest } = createReloadSite({ top: ['server: { trustProxy: ["127.0.0.1"] }'], routes });
  const servers = [await startServer({ t, manifest }), await startServer({ t, manifest })] as const;
  const ports = servers.map((server) => server.port);
  return { manifest, servers, port: await startNginxWith(t, (listen) => siteFor(listen, ports)) };
}

/** As shipped, but for the ports. */
function siteFor(listen: number, ports: readonly number[]): string {
  const [first = 0, second = 0] = ports;
  let text = replaceOnce(deployFile('nginx.conf'), 'listen 80;', `listen 127.0.0.1:${listen};`);
  text = replaceOnce(text, '127.0.0.1:8881', `127.0.0.1:${first}`);
  return replaceOnce(text, '127.0.0.1:8882', `127.0.0.1:${second}`);
}
