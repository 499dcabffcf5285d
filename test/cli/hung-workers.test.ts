import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { manifestText, said, saidAnew } from './reload-site.ts';
import { askEach, connectEach, ended, startedBy, startWorkers } from './worker-site.ts';

/** A handler that never lets go of its process; a message to the supervisor that is not of ours is no sign of life. */
const FILES = {
  'handlers/spin.mjs':
    "import { handlers as all } from './all.mjs';\nexport const handlers = { ...all, spin };\nfunction spin() {\n  for (;;) {\n    const until = Date.now() + 100;\n    while (Date.now() < until);\n    process.send?.({ kind: 'metrics' });\n  }\n}\n",
};

/** Long enough for a machine that is busy. */
const HUNG = 'server: { timeouts: { hung: 3s } }';
const SAID = 'the server process has not answered for 3 s and was killed';

describe('workers: a process that hangs (server.timeouts.hung)', { timeout: 240_000 }, () => {
  it('is replaced, where a handler never lets go', async (t) => {
    const { server } = await startSpinning(t);
    const each = await connectEach(server);
    const [first] = each;
    assert.ok(first !== undefined);
    const [pid, connection] = first;
    connection.send('/spin');
    await said(server, SAID);
    await ended(pid);
    await assert.rejects(connection.receive(), /closed/);
    const after = await connectEach(server);
    assert.deepEqual(await askEach(after, '/code'), ['"first"', '"first"']);
    assert.ok(!after.has(pid));
  });

  it('is replaced one after another, where all of them hang', async (t) => {
    const { server } = await startSpinning(t);
    const before = await connectEach(server);
    for (const connection of before.values()) connection.send('/spin');
    await said(server, SAID, 2);
    const after = await connectEach(server);
    assert.ok([...after.keys()].every((pid) => !before.has(pid)));
    const words = server.stderr().match(/has not answered|another one is starting/g);
    assert.deepEqual(words, [
      'has not answered',
      'another one is starting',
      'has not answered',
      'another one is starting',
    ]);
  });

  it('is replaced, where the system has stopped it', async (t) => {
    const { server } = await startWorkers(t, { top: [HUNG] });
    const [pid = 0] = (await connectEach(server)).keys();
    process.kill(pid, 'SIGSTOP');
    await said(server, SAID);
    await ended(pid);
    assert.ok(!(await connectEach(server)).has(pid));
  });

  it('is found by the time that a reload has put in force', async (t) => {
    const { site, server } = await startWorkers(t, { top: ['server: { timeouts: { hung: 24h } }'] });
    site.replace('routes.yaml', manifestText({ top: [HUNG] }));
    await saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
    const [pid = 0] = (await connectEach(server)).keys();
    process.kill(pid, 'SIGSTOP');
    await said(server, SAID);
    await ended(pid);
  });

  it('is none of those that were stopped together with their supervisor', async (t) => {
    const { server } = await startWorkers(t, { top: ['server: { timeouts: { hung: 1s } }'] });
    const each = await connectEach(server);
    const group = [server.process.pid ?? 0, ...startedBy(server)];
    for (const pid of group) process.kill(pid, 'SIGSTOP');
    await pause(2500);
    for (const pid of group) process.kill(pid, 'SIGCONT');
    assert.deepEqual(await askEach(each, '/code'), ['"first"', '"first"']);
    await saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
    assert.deepEqual(await askEach(each, '/code'), ['"first"', '"first"']);
    assert.doesNotMatch(server.stderr(), /has not answered/);
  });

  it('is not looked for under --watch, where it may be held in a debugger', async (t) => {
    const { server } = await startWorkers(t, { top: ['server: { timeouts: { hung: 100ms } }'], args: ['--watch'] });
    const each = await connectEach(server);
    for (const pid of each.keys()) process.kill(pid, 'SIGSTOP');
    await pause(1500);
    for (const pid of each.keys()) process.kill(pid, 'SIGCONT');
    assert.deepEqual(await askEach(each, '/code'), ['"first"', '"first"']);
  });
});

function startSpinning(t: Parameters<typeof startWorkers>[0]) {
  const routes = ['spin: { path: /spin, handler: spin }'];
  const text = manifestText({ top: [HUNG], routes }).replace('all.mjs', 'spin.mjs');
  return startWorkers(t, {}, { ...FILES, 'routes.yaml': text });
}
