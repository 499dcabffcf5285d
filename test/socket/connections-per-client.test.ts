import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { createSite, type RunningServer, startServer } from '../start-server.ts';
import { errorsOf, shareGated, startGated } from './gated-server.ts';
import { dialTls, startTls } from './tls-peer.ts';
import { dial, get, lastGet, openFiles, type WirePeer } from './wire-peer.ts';

/** As src/socket/house.ts says. */
const REFUSALS_MAX = 32;
const PROXY = '127.0.9.9';

let addresses = 0;

/** Of a client of its own. */
function freshAddress(): string {
  addresses++;
  return `127.9.0.${addresses}`;
}

/** A connection of one client in the middle of a request. */
async function busy(server: RunningServer, from: string): Promise<WirePeer> {
  const peer = await dial(
    server,
    'POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n',
    { from },
  );
  await peer.until(/100 Continue/);
  return peer;
}

async function checkRefused(server: RunningServer, from: string): Promise<void> {
  const peer = await dial(server, '', { from });
  const [answer] = await peer.allAnswers();
  assert.equal(answer?.status, 503);
  assert.equal(answer?.headers.get('connection'), 'close');
  assert.match(answer?.body ?? '', /<html[\s\S]*from your network address/);
  peer.finish();
}

async function checkServed(server: RunningServer, from: string): Promise<void> {
  const peer = await dial(server, lastGet('/'), { from });
  assert.equal((await peer.allAnswers())[0]?.status, 200);
  peer.finish();
}

describe('limits.connectionsPerClient', { timeout: 120_000 }, () => {
  const shared = shareGated({ limits: 'connectionsPerClient: 2', server: `trustProxy: ["${PROXY}"]` });

  it('refuses one more of a client whose connections are all busy, and nobody else', async () => {
    const [server, from] = [shared(), freshAddress()];
    const peers = [await busy(server, from), await busy(server, from)];
    await checkRefused(server, from);
    await checkServed(server, freshAddress());
    const [record] = await errorsOf(server, from);
    assert.deepEqual([record?.['code'], record?.['status']], ['too-many-connections', 503]);
    assert.match(String(record?.['cause']), /This client already has 2 connections.*limits\.connectionsPerClient/);
    for (const peer of peers) {
      peer.finish('hello');
      assert.equal((await peer.allAnswers())[0]?.body, 'posted\n');
    }
    await checkServed(server, from);
  });

  it('lets the connection of the client that has been idle longest make room, and no other’s', async () => {
    const [server, from] = [shared(), freshAddress()];
    const other = await dial(server, get('/'));
    await other.answers(1);
    const first = await dial(server, get('/'), { from });
    await first.answers(1);
    await busy(server, from);
    // Until it has been idle for a second, nobody takes its place.
    while (!first.over) {
      const peer = await dial(server, lastGet('/'), { from });
      await peer.allAnswers();
      peer.finish();
    }
    await busy(server, from);
    await checkRefused(server, from);
    await other.send(get('/'));
    await other.answers(2);
    other.finish();
  });

  it('does not count connections that only linger', async () => {
    const [server, from] = [shared(), freshAddress()];
    for (let count = 0; count < 5; count++) {
      const peer = await dial(server, lastGet('/'), { from });
      assert.equal((await peer.allAnswers())[0]?.status, 200);
    }
  });

  it('does not count trusted proxies', async () => {
    const server = shared();
    const peers = await Promise.all(Array.from({ length: 5 }, () => busy(server, PROXY)));
    for (const peer of peers) peer.finish('hello');
    for (const peer of peers) assert.equal((await peer.allAnswers())[0]?.status, 200);
  });

  it('holds no more of a client that is refused than a few', async () => {
    const [server, from] = [shared(), freshAddress()];
    const before = openFiles(server);
    for (let count = 0; count < 2; count++) await busy(server, from);
    const peers = await Promise.all(Array.from({ length: 60 }, () => dial(server, '', { from })));
    await Promise.all(peers.map((peer) => peer.ended));
    // None of them has closed its direction.
    assert.ok(openFiles(server) - before <= 2 + REFUSALS_MAX, 'the oldest went');
    for (const peer of peers) peer.finish();
    await checkServed(server, freshAddress());
  });

  it('takes the place of nobody for a connection that it refuses', async (t) => {
    const server = await startGated(t, { limits: 'connections: 2, connectionsPerClient: 1' });
    const from = freshAddress();
    const other = await dial(server, get('/'));
    await other.answers(1);
    await busy(server, from);
    for (let count = 0; count < 3; count++) await checkRefused(server, from);
    await other.send(get('/'));
    await other.answers(2);
  });

  it('counts handshakes, which make room as others do, and says so over TLS', async (t) => {
    const server = await startTls(t, { limits: 'connectionsPerClient: 1', timeouts: 'head: 1h' });
    const from = freshAddress();
    const handshaking = await dial(server, '\x16\x03\x01\x02\x00', { from });
    const statuses = new Set<number | undefined>();
    // For a second it is new; then it makes room.
    while (!statuses.has(200)) {
      const peer = await dialTls(server, lastGet('/'), { localAddress: from });
      statuses.add((await peer.allAnswers())[0]?.status);
      peer.finish();
    }
    statuses.delete(503);
    assert.deepEqual([...statuses], [200]);
    await handshaking.ended;
    handshaking.finish();
  });

  it('is taken up by a reload, for new connections', async (t) => {
    const text = (limits: string): string => `
version: 1
server: { limits: { ${limits} } }
views: ./views
routes:
  home: { path: /, text: "home" }
  post: { path: /post, methods: [POST], text: "posted" }
`;
    const { manifest } = createSite(() => text('connectionsPerClient: 1'));
    const server = await startServer({ t, manifest });
    const from = freshAddress();
    const reload = async (limits: string, count: number): Promise<void> => {
      writeFileSync(manifest, text(limits));
      server.process.kill('SIGHUP');
      while (server.stderr().split('reloaded').length <= count) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await busy(server, from);
    await checkRefused(server, from);
    await reload('connectionsPerClient: 2', 1);
    await busy(server, from);
    await checkRefused(server, from);
    await reload('connections: 100', 2);
    await busy(server, from);
  });
});

describe('limits.connectionsPerClient: IPv6', { timeout: 60_000 }, () => {
  it('is for a whole /64, by which clients are told apart', async (t) => {
    const { manifest } = createSite(
      () => 'version: 1\nserver: { limits: { connectionsPerClient: 1 } }\nroutes:\n  home: { path: /, text: home }\n',
    );
    const server = await startServer({ t, manifest, listen: ['--host', '::1', '--port', '0'] }).catch(() => undefined);
    if (server === undefined) return t.skip('this machine has no IPv6');
    const peer = await dial(server, 'GET / HT', { from: '::1' });
    const refused = await dial(server, '', { from: '::1' });
    assert.equal((await refused.allAnswers())[0]?.status, 503);
    peer.finish();
    refused.finish();
  });
});
