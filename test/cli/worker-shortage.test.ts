import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { isInstalled } from '../clients/start-redis.ts';
import { type RunningServer, startServer } from '../start-server.ts';
import { childrenOf, isServerProcess } from '../verdicts/process-figures.ts';
import { codeText, createReloadSite, type KeepAlive, manifestText, said } from './reload-site.ts';
import { askEach, connectEach, ended, rests, startedBy, startWorkers } from './worker-site.ts';

const skip = !isInstalled('prlimit') && 'needs prlimit';

/** How stderr says that there is no file for another process. */
const SHORT = 'the server process could not be started (spawn ';

describe('workers: a process that cannot be started, since the supervisor may open no more files', { skip }, () => {
  it('is tried again until it can be, and says so each time', async (t) => {
    const { server } = await startWorkers(t);
    const before = await connectEach(server);
    await waitsForPlace(server, before);
    limitFiles(server, NO_FILE);
    const [first = 0, second = 0] = before.keys();
    process.kill(first, 'SIGKILL');
    await ended(first);
    const between = await connectEach(server);
    // This one finds no process that waits for its place.
    process.kill(second, 'SIGKILL');
    await ended(second);
    await said(server, `${SHORT}${process.execPath} EMFILE), it will be tried again`, 3);
    limitFiles(server, ENOUGH);
    const after = await connectEach(server);
    assert.ok([...after.keys()].some((pid) => !between.has(pid)));
    assert.deepEqual(await askEach(after, '/code'), ['"first"', '"first"']);
    await waitsForPlace(server, after);
    assert.equal(await server.stop(), 0);
  });

  it('is tried again where it waits for the place of one that dies', async (t) => {
    const { server } = await startWorkers(t);
    const each = await connectEach(server);
    const standby = await waitsForPlace(server, each);
    limitFiles(server, NO_FILE);
    process.kill(standby, 'SIGKILL');
    await said(server, SHORT, 2);
    limitFiles(server, ENOUGH);
    await waitsForPlace(server, each);
  });

  it('holds up the replacement of all, which goes on by itself', async (t) => {
    const { site, server } = await startWorkers(t);
    const before = await connectEach(server);
    limitFiles(server, NO_FILE);
    site.replace('handlers/code.mjs', codeText('second'));
    server.process.kill('SIGUSR1');
    await said(server, SHORT, 2);
    assert.deepEqual(await askEach(before, '/code'), ['"first"', '"first"']);
    limitFiles(server, ENOUGH);
    await said(server, ': restarted with the changed code');
    assert.deepEqual(await askEach(await connectEach(server), '/code'), ['"second"', '"second"']);
    assert.doesNotMatch(server.stderr(), /the old code keeps serving/);
  });

  it('refuses a reload that nobody can judge, and reloads when somebody can', async (t) => {
    const { site, server } = await startWorkers(t);
    const before = await connectEach(server);
    limitFiles(server, NO_FILE);
    site.replace('routes.yaml', `${manifestText()}# changed\n`);
    server.process.kill('SIGHUP');
    await said(server, 'EMFILE');
    assert.deepEqual(await askEach(before, '/code'), ['"first"', '"first"']);
    limitFiles(server, ENOUGH);
    server.process.kill('SIGHUP');
    await said(server, 'reloaded, ');
    assert.equal(await server.stop(), 0);
  });

  it('lives, and reloads, where its files run out while the manifest is being judged', async (t) => {
    const { server } = await startWorkers(t);
    server.process.kill('SIGHUP');
    while (childrenOf(Number(server.process.pid)).every(isServerProcess)) await pause(1);
    limitFiles(server, NO_FILE);
    await said(server, 'reloaded, ');
    limitFiles(server, ENOUGH);
    assert.equal(await server.stop(), 0);
  });

  it('ends a server that is not ready yet with 1, and says why', async (t) => {
    // The first process leaves its supervisor a file for the socket, and none for the second process.
    const limiting = `import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
const open = new Set(readdirSync('/proc/' + process.ppid + '/fd').map(Number));
let limit = 0;
for (let free = 0; free < 2; limit++) if (!open.has(limit)) free++;
execFileSync('prlimit', ['--pid=' + process.ppid, '--nofile=' + limit + ':']);
${codeText('first')}`;
    await assert.rejects(startWorkers(t, {}, { 'handlers/code.mjs': limiting }), (error: Error) => {
      assert.match(
        error.message,
        /ended with 1 before it was ready:\n\S+: the server process could not be started \(spawn [^\n]+ EMFILE\)\n$/,
      );
      return true;
    });
  });
});

describe('one process that may open no more files', { skip }, () => {
  it('refuses a reload, and reloads when it may open files again', async (t) => {
    const server = await startServer({ t, manifest: createReloadSite().manifest });
    await rests(Number(server.process.pid));
    limitFiles(server, NO_FILE);
    server.process.kill('SIGHUP');
    await said(server, 'not reloaded, ');
    limitFiles(server, ENOUGH);
    server.process.kill('SIGHUP');
    await said(server, ': reloaded, ');
  });
});

/** As soon as there is a process that waits for the place of one that dies. */
async function waitsForPlace(server: RunningServer, serving: ReadonlyMap<number, KeepAlive>): Promise<number> {
  for (;;) {
    const standby = startedBy(server).find((pid) => !serving.has(pid));
    if (standby !== undefined) return standby;
    await pause(5);
  }
}

/** The soft limit alone: it can be raised again. What is open stays so. */
const NO_FILE = '3:';
const ENOUGH = '1000:';

function limitFiles({ process: { pid } }: RunningServer, limit: string): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--nofile=${limit}`]);
}
