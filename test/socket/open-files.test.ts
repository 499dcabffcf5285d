import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { ask } from '../talk.ts';
import { startGated } from './gated-server.ts';
import { dial, get, type WirePeer } from './wire-peer.ts';

const noPrlimit = spawnSync('prlimit', ['--version']).error !== undefined && 'needs prlimit';
const LIMIT = 128;
/** What a server keeps for its logs, its streams and its modules, and a quarter for uploads. */
const RESERVED = 64 + LIMIT / 4;

describe('out of file descriptors', { skip: noPrlimit, timeout: 60_000 }, () => {
  it('the server tells new connections so, tells its operator once, and lives on', async (t) => {
    limitOpenFiles(process.pid); // the server inherits it
    const server = await startGated(t);
    const busy: WirePeer[] = [];
    while (busy.length < LIMIT - RESERVED) {
      const peer = await dial(
        server,
        'POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n',
      );
      await peer.until(/100 Continue/);
      busy.push(peer);
    }
    assert.equal(server.stderr(), '');
    for (let count = 0; count < 3; count++) {
      const refused = await dial(server, get('/'));
      assert.equal((await refused.allAnswers())[0]?.status, 503);
      refused.finish();
    }
    for (const peer of busy) {
      peer.finish('hello');
      assert.equal((await peer.allAnswers())[0]?.body, 'posted\n');
    }
    assert.equal((await ask(server.port, 'GET /')).status, 200);
    assert.equal(await server.stop(), 0);
    assert.match(server.stderr(), /^Cannot hold more than 32 connections: the system allows 128 open files\n$/);
  });

  it('the server outlives even what it was not prepared for', async (t) => {
    const server = await startGated(t);
    const first = await dial(server, get('/'));
    await first.answers(1);
    limitOpenFiles(server.process.pid ?? 0, 64); // it believes that it has twice as many
    const peers: WirePeer[] = [];
    for (let dropped = false; !dropped; ) {
      const peer = await dial(server, get('/'));
      peers.push(peer);
      dropped = await peer.answers(1).then(
        () => false,
        () => true,
      );
    }
    assert.equal(peers.at(-1)?.received, '', 'no place for it, not even for a refusal');
    await first.send(get('/'));
    assert.equal((await first.answers(2)).length, 2);
    for (const peer of peers) peer.socket.destroy();
    await first.send(get('/'));
    await first.answers(3);
    assert.equal((await ask(server.port, 'GET /')).status, 200, 'there is place again');
    assert.equal(await server.stop(), 0);
  });
});

function limitOpenFiles(pid: number, limit = LIMIT): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--nofile=${limit}:${limit}`]);
}
