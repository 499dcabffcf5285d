import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { connect } from 'node:tls';
import { makeCertificate } from '../make-certificate.ts';
import type { RunningServer } from '../start-server.ts';
import { ask } from '../talk.ts';
import { type KeepAlive, manifestText, said, saidAnew, textOf } from './reload-site.ts';
import {
  askEach,
  connectAnew,
  connectEach,
  ended,
  isRunning,
  startedBy,
  startWorkers,
  type Workers,
} from './worker-site.ts';

const TRUST = 'server: { trustProxy: ["127.0.0.1"] }';
/** Nobody listens there: whoever took this up would know no choice. */
const ELSEWHERE = 'clients: { store: "redis://127.0.0.1:1" }';

describe('workers: settings that wait for a restart', { timeout: 120_000 }, () => {
  it('wait in the processes that take the places of dead ones too', async (t) => {
    const workers = await startWorkers(t);
    const { site, server } = workers;
    assert.equal(await textOf(server, '/choose', 'POST'), '"chosen"');
    site.replace('routes.yaml', manifestText({ top: [ELSEWHERE, 'logs: { access: { file: other.log } }'] }));
    await saidAnew(server, 'logs.access.file, clients.store wait for a restart', () => server.process.kill('SIGHUP'));
    const each = await replaceByDeath(workers);
    assert.deepEqual(await askEach(each, '/chosen'), ['true', 'true']);
    assert.equal(existsSync(join(server.logDir, 'other.log')), false);
  });

  it('wait where SIGUSR1 replaces all, which says so', async (t) => {
    const { site, server } = await startWorkers(t);
    assert.equal(await textOf(server, '/choose', 'POST'), '"chosen"');
    site.replace('routes.yaml', manifestText({ home: 'two', top: [ELSEWHERE] }));
    server.process.kill('SIGUSR1');
    await said(server, ': restarted with the changed code');
    assert.equal(server.stderr().split(': clients.store waits for a restart\n').length, 2, server.stderr());
    const each = await connectEach(server);
    assert.deepEqual(await askEach(each, '/'), ['two', 'two']);
    assert.deepEqual(await askEach(each, '/chosen'), ['true', 'true']);
  });

  it('wait in what all of them know together: no choice is forgotten', async (t) => {
    const workers = await startWorkers(t, { top: [TRUST] });
    const { site, server } = workers;
    const clients = ['192.0.2.1', '192.0.2.2', '192.0.2.3'].map((address) => [`X-Forwarded-For: ${address}`]);
    for (const client of clients) assert.equal((await ask(server.port, 'POST /choose', client)).status, 200);
    site.replace('routes.yaml', manifestText({ top: [TRUST, 'clients: { max: 1 }'] }));
    await saidAnew(server, 'clients.max waits for a restart', () => server.process.kill('SIGHUP'));
    await replaceByDeath(workers);
    await replaceByDeath(workers);
    for (const client of clients) assert.equal((await ask(server.port, 'GET /chosen', client)).body, 'true');
  });

  it('wait where TLS comes: all go on to speak what they spoke', async (t) => {
    const workers = await startWorkers(t, {}, certificateFiles());
    const { site, server } = workers;
    site.replace('routes.yaml', manifestText({ top: [TLS] }));
    await saidAnew(server, 'server.tls waits for a restart', () => server.process.kill('SIGHUP'));
    assert.deepEqual(await askEach(await replaceByDeath(workers), '/'), ['one', 'one']);
  });

  it('wait where TLS goes: a process that has no certificate in its manifest has that of the others', async (t) => {
    const { site, server } = await startWorkers(t, { count: 1, top: [TLS] }, certificateFiles());
    const first = await shakeHands(server);
    site.replace('routes.yaml', manifestText());
    await saidAnew(server, 'server.tls waits for a restart', () => server.process.kill('SIGHUP'));
    for (const pid of startedBy(server)) {
      // The standby one may have been given up just now.
      if (isRunning(pid)) process.kill(pid, 'SIGKILL');
      await ended(pid);
    }
    let last: string | undefined;
    // Until another process listens, nobody does.
    while (last === undefined) last = await shakeHands(server).catch(refused);
    assert.equal(last, first);
  });
});

const TLS = 'server: { tls: { cert: cert.pem, key: key.pem } }';

function certificateFiles(): Readonly<Record<string, string>> {
  const { cert, key } = makeCertificate({ name: 'first.example' });
  return { 'cert.pem': cert, 'key.pem': key };
}

/** The fingerprint of the certificate that a new connection gets. */
async function shakeHands({ host, port }: RunningServer): Promise<string> {
  const socket = connect({ host, port, rejectUnauthorized: false });
  try {
    await once(socket, 'secureConnect');
    return socket.getPeerCertificate().fingerprint256;
  } finally {
    socket.destroy();
  }
}

function refused(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ECONNREFUSED') throw error;
}

/** Kills the processes that serve, one after another, and connects to those that take their places. */
async function replaceByDeath({ server }: Workers): Promise<ReadonlyMap<number, KeepAlive>> {
  const before = await connectEach(server);
  for (const pid of before.keys()) {
    process.kill(pid, 'SIGKILL');
    await ended(pid);
  }
  return connectAnew(server, before);
}
