import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { noRedis, startRedis } from '../clients/start-redis.ts';
import { refusesConnections } from '../socket/wire-peer.ts';
import { appears, startServer } from '../start-server.ts';
import { talkRaw } from '../talk.ts';
import { codeText, createReloadSite, KeepAlive, manifestText, said, saidAnew, textOf } from './reload-site.ts';
import {
  askEach,
  beginsIn,
  connectAnew,
  connectEach,
  ended,
  isRunning,
  keepConnecting,
  standbyOf,
  startWorkers,
  timesSaid,
  type Workers,
} from './worker-site.ts';

describe('workers: several processes are one server', () => {
  it('says once that it is ready, when all accept connections', async (t) => {
    const { server } = await startWorkers(t, { count: 3 });
    assert.equal((await connectEach(server, 3)).size, 3);
    assert.equal(server.stdout(), `${server.url}\n`);
    assert.equal(server.stderr(), '');
  });

  it('ends with 1, and says once why, where the manifest is broken', async (t) => {
    const site = createReloadSite({ routes: ['more: 1'] });
    const server = startServer({ t, manifest: site.manifest, args: ['--workers', '2'] });
    await assert.rejects(server, (error: Error) => {
      assert.match(error.message, /ended with 1 before it was ready:\n\S+ error wrong-type/);
      assert.equal(error.message.split('error wrong-type').length, 2);
      return true;
    });
  });

  it('holds as many connections as the manifest says in all, each process its share', {
    timeout: 60_000,
  }, async (t) => {
    const { site, server } = await startWorkers(t, { top: ['server: { limits: { connections: 4 } }'] });
    const connections = await Promise.all(Array.from({ length: 12 }, () => KeepAlive.open(server)));
    for (const connection of connections) connection.send('/held');
    const answers = connections.map((connection) => statusOf(connection));
    await new Promise<void>((resolve) => {
      let refusals = 0;
      // As many as are too many for all processes together are refused; who is not refused waits.
      for (const answer of answers) void answer.then(() => ++refusals === 8 && resolve());
    });
    site.release();
    const statuses = await Promise.all(answers);
    const held = statuses.filter((status) => status === 200).length;
    assert.ok(held >= 2 && held <= 4, `${held} of 12 were held`);
  });
});

describe('workers: what clients choose', () => {
  it('is in force in every process when the choice is answered', async (t) => {
    const { server } = await startWorkers(t);
    const each = await connectEach(server);
    assert.deepEqual(await askEach(each, '/chosen'), ['false', 'false']);
    assert.equal(await textOf(server, '/choose', 'POST'), '"chosen"');
    assert.deepEqual(await askEach(each, '/chosen'), ['true', 'true']);
  });

  it('is in force in every process where Redis remembers it, without the supervisor', { skip: noRedis }, async (t) => {
    const redis = await startRedis({ t });
    const { server } = await startWorkers(t, { top: [`clients: { store: "${redis.url}" }`] });
    const each = await connectEach(server);
    assert.equal(await textOf(server, '/choose', 'POST'), '"chosen"');
    assert.deepEqual(await askEach(each, '/chosen'), ['true', 'true']);
  });

  it('is not confirmed while a process hangs, and is in force in that one too when it wakes', async (t) => {
    const { server } = await startWorkers(t);
    const each = await connectEach(server);
    const [asleep = 0, awake = 0] = each.keys();
    process.kill(asleep, 'SIGSTOP');
    t.after(async () => void (isRunning(asleep) && process.kill(asleep, 'SIGCONT')));
    const connection = each.get(awake);
    connection?.send('/choose', 'POST');
    assert.equal((await connection?.receive())?.status, 503);
    assert.equal((await connection?.ask('/chosen'))?.body, 'true');
    process.kill(asleep, 'SIGCONT');
    assert.deepEqual(await askEach(each, '/chosen'), ['true', 'true']);
    assert.equal(await textOf(server, '/choose', 'POST'), '"chosen"');
  });

  it('outlives each process: the one that takes its place knows it', async (t) => {
    const { server } = await startWorkers(t);
    await textOf(server, '/choose', 'POST');
    const before = await connectEach(server);
    for (const pid of before.keys()) {
      process.kill(pid, 'SIGKILL');
      await ended(pid);
    }
    const after = await connectAnew(server, before);
    assert.deepEqual(await askEach(after, '/chosen'), ['true', 'true']);
  });
});

describe('workers: a process that dies', () => {
  it('is replaced, and meanwhile the others accept every connection', async (t) => {
    const { server } = await startWorkers(t);
    const each = await connectEach(server);
    const [victim = 0] = each.keys();
    for (const connection of each.values()) connection.close();
    process.kill(victim, 'SIGKILL');
    await ended(victim);
    const over = { now: false };
    const asking = keepConnecting(server, '/code', over);
    await said(server, 'the server process ended (SIGKILL), another one is starting');
    await connectEach(server);
    over.now = true;
    assert.deepEqual([...new Set(await asking)], ['"first"']);
    assert.equal(await server.stop(), 0);
  });

  it('is replaced by one that waits for it, with the manifest and the code that the others have', async (t) => {
    const workers = await startWorkers(t, {}, { 'handlers/code.mjs': NOTING });
    const { site, server } = workers;
    const before = await connectEach(server);
    const standby = await standbyReads(workers, before);
    site.replace('routes.yaml', manifestText({ home: 'two' }));
    site.replace('handlers/code.mjs', codeText('second'));
    const [victim = 0] = before.keys();
    process.kill(victim, 'SIGKILL');
    await ended(victim);
    const after = await connectEach(server);
    assert.ok(after.has(standby));
    assert.deepEqual(await askEach(after, '/'), ['one', 'one']);
    assert.deepEqual(await askEach(after, '/code'), ['"first"', '"first"']);
  });

  it('is replaced where none waits too, and a manifest that was saved since is then in force in all', async (t) => {
    const { site, server } = await startWorkers(t);
    const before = await connectEach(server);
    const [victim = 0] = before.keys();
    const [standby = 0] = await standbyOf(server, before);
    site.replace('routes.yaml', manifestText({ home: 'two' }));
    process.kill(standby, 'SIGKILL');
    await ended(standby);
    process.kill(victim, 'SIGKILL');
    await said(server, ': reloaded, 7 routes');
    assert.deepEqual(await askEach(await connectEach(server), '/'), ['two', 'two']);
  });
});

describe('workers: SIGHUP', () => {
  it('reloads the manifest in all processes, and says so once', async (t) => {
    const workers = await startWorkers(t);
    const { site, server } = workers;
    const each = await connectEach(server);
    for (const home of ['two', 'three']) {
      site.replace('routes.yaml', manifestText({ home }));
      await hup(workers, ': reloaded, 7 routes');
      assert.deepEqual(await askEach(each, '/'), [home, home]);
    }
    assert.equal(timesSaid(workers, 'reloaded'), 2);
  });

  it('changes nothing where the manifest is broken, and says once why', async (t) => {
    const workers = await startWorkers(t, {}, { 'handlers/code.mjs': NOTING });
    const { site, server } = workers;
    const each = await connectEach(server);
    // One that still has to read the manifest says the same.
    await standbyReads(workers, each);
    site.replace('routes.yaml', 'version: 1\nroutes: { home: 1 }\n');
    await hup(workers, ': not reloaded,');
    assert.equal(timesSaid(workers, 'error wrong-type'), 1);
    assert.deepEqual(await askEach(each, '/'), ['one', 'one']);
    assert.equal((await server.records('error.log', 1)).length, 1);
  });

  it('changes nothing in any process where one of them cannot', async (t) => {
    const picky = `
import { readFileSync } from 'node:fs';
if (readFileSync(new URL('../victim', import.meta.url), 'utf8') === String(process.pid)) throw new Error('not here');
export { handlers } from './all.mjs';
`;
    const files = { 'handlers/picky.mjs': picky, victim: '' };
    const workers = await startWorkers(t, {}, files);
    const { site, server } = workers;
    const each = await connectEach(server);
    const [, last = 0] = [...each.keys()].sort((a, b) => a - b);
    // The second process to be asked refuses: the first one, and the judge, have found nothing wrong.
    site.write('victim', String(last));
    site.replace('routes.yaml', manifestText({ home: 'two' }).replace('all.mjs', 'picky.mjs'));
    await hup(workers, ': not reloaded,');
    assert.deepEqual(await askEach(each, '/'), ['one', 'one']);
    // A module that has failed once fails again.
    site.replace('routes.yaml', manifestText({ home: 'two' }));
    await hup(workers, ': reloaded, 7 routes');
    assert.deepEqual(await askEach(each, '/'), ['two', 'two']);
  });
});

describe('workers: SIGUSR1', () => {
  it('replaces all processes by ones with the code that is there now, and no request fails', async (t) => {
    const { site, server } = await startWorkers(t);
    const before = await connectEach(server);
    const over = { now: false };
    const asking = keepConnecting(server, '/code', over);
    site.replace('handlers/code.mjs', codeText('second'));
    server.process.kill('SIGUSR1');
    await said(server, ': restarted with the changed code');
    over.now = true;
    assert.deepEqual([...new Set(await asking)].sort(), ['"first"', '"second"']);
    const after = await connectEach(server);
    assert.deepEqual(await askEach(after, '/code'), ['"second"', '"second"']);
    assert.ok([...before.keys()].every((pid) => !after.has(pid) && !isRunning(pid)));
  });

  it('leaves all of the old ones serving where the new code cannot start', async (t) => {
    const workers = await startWorkers(t);
    const { site, server } = workers;
    const before = await connectEach(server);
    site.write('handlers/code.mjs', 'export const code = ;');
    server.process.kill('SIGUSR1');
    await said(server, 'the old code keeps serving');
    assert.equal(timesSaid(workers, 'error cannot-load-handlers'), 1);
    assert.deepEqual(await askEach(before, '/code'), ['"first"', '"first"']);
  });
});

describe('workers: with --watch', () => {
  it('a save of code replaces all processes, a save of the manifest reloads them', async (t) => {
    const { site, server } = await startWorkers(t, { args: ['--watch'] });
    site.replace('handlers/code.mjs', codeText('second'));
    await said(server, ': restarted with the changed code');
    const each = await connectEach(server);
    assert.deepEqual(await askEach(each, '/code'), ['"second"', '"second"']);
    site.replace('routes.yaml', manifestText({ home: 'two' }));
    await said(server, ': reloaded, 7 routes');
    assert.deepEqual(await askEach(each, '/'), ['two', 'two']);
  });
});

describe('workers: logs', () => {
  it('has one line for each answer in one file, whoever wrote it', async (t) => {
    const { server } = await startWorkers(t);
    const each = await connectEach(server);
    const before = (await server.records('access.log', each.size)).length;
    const long = 'x'.repeat(6000);
    await Promise.all([...each.values()].map((connection) => askOften(connection, `/?${long}`, 50)));
    const records = await server.records('access.log', before + 100);
    assert.equal(records.filter(({ target }) => target === `/?${long}`).length, 100);
  });

  it('never mixes lines on stdout, however long they are and whoever writes them', async (t) => {
    // Longer than all that a pipe holds: a writer has to wait in the middle of its line.
    const limits = 'server: { limits: { requestLine: 200KiB } }';
    const { server } = await startWorkers(t, { top: ['logs: { access: { file: "-" } }', limits] });
    const each = await connectEach(server);
    const long = 'x'.repeat(150_000);
    await Promise.all([...each.values()].map((connection) => askOften(connection, `/?${long}`, 40)));
    assert.equal(await server.stop(), 0);
    const [ready, ...lines] = server.stdout().trimEnd().split('\n');
    assert.equal(ready, server.url);
    const targets = lines.map((line) => (JSON.parse(line) as { readonly target: string }).target);
    assert.equal(targets.filter((target) => target === `/?${long}`).length, 80);
  });

  it('loses no line on stdout to a slow reader, not even of those that are on their way when it stops', async (t) => {
    const limits = 'server: { limits: { requestLine: 200KiB } }';
    const { server } = await startWorkers(t, { top: ['logs: { access: { file: "-" } }', limits] });
    const each = await connectEach(server);
    // A pause for each piece: some two seconds for all of them.
    const { stdout } = server.process;
    stdout?.on('data', () => {
      stdout.pause();
      setTimeout(() => stdout.resume(), 10);
    });
    const long = 'x'.repeat(150_000);
    await Promise.all([...each.values()].map((connection) => askOften(connection, `/?${long}`, 40)));
    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr(), '');
    const lines = server.stdout().trimEnd().split('\n').slice(1);
    const targets = lines.map((line) => (JSON.parse(line) as { readonly target: string }).target);
    assert.equal(targets.filter((target) => target === `/?${long}`).length, 80);
  });

  it('SIGUSR2 opens the files anew in every process', async (t) => {
    const { server } = await startWorkers(t);
    const each = await connectEach(server);
    await server.records('access.log', each.size);
    const log = join(server.logDir, 'access.log');
    renameSync(log, `${log}.1`);
    const created = appears(server.logDir, 'access.log');
    server.process.kill('SIGUSR2');
    await created;
    // A choice goes the way of the order, behind it: when it is answered, all have heard both.
    await textOf(server, '/choose', 'POST');
    await askEach(each, '/code');
    const targets = (await server.records('access.log', 3)).map(({ target }) => target);
    assert.deepEqual(targets.filter((target) => target === '/code').length, 2);
  });
});

describe('workers: the end', () => {
  it('is 0 after SIGTERM, when every process has answered what has begun', async (t) => {
    const { site, server } = await startWorkers(t);
    const each = await connectEach(server);
    for (const [pid, connection] of each) {
      connection.send('/held');
      await beginsIn(site, pid);
    }
    server.process.kill('SIGTERM');
    await refusesConnections(server);
    site.release();
    for (const connection of each.values()) assert.equal((await connection.receive()).status, 200);
    for (const connection of each.values()) connection.close();
    assert.deepEqual(await server.waitExit(), { code: 0, stdout: `${server.url}\n`, stderr: '' });
  });

  it('is 1 after input that is not HTTP, in all processes, and is said once', async (t) => {
    const { server } = await startWorkers(t, { top: ['server: { notHttp: shutdown }'] });
    const each = await connectEach(server);
    assert.match(await talkRaw(server.port, 'hello\r\n\r\n'), /^HTTP\/1\.1 400 /);
    const { code, stderr } = await server.waitExit();
    assert.equal(code, 1);
    assert.match(stderr, /^Input that is not HTTP stopped the server: [^\n]+\n$/);
    assert.ok([...each.keys()].every((pid) => !isRunning(pid)));
  });

  it('comes for all processes when their supervisor is killed, after what has begun is answered', async (t) => {
    const { site, server } = await startWorkers(t);
    const each = await connectEach(server);
    const [first] = each;
    assert.ok(first !== undefined);
    const [pid, one] = first;
    one.send('/held');
    await beginsIn(site, pid);
    const exited = once(server.process, 'exit');
    server.process.kill('SIGKILL');
    await exited;
    await refusesConnections(server);
    site.release();
    assert.equal((await one.receive()).status, 200);
    for (const connection of each.values()) connection.close();
    for (const pid of each.keys()) await ended(pid);
  });
});

async function statusOf(connection: KeepAlive): Promise<number> {
  try {
    return (await connection.receive()).status;
  } catch {
    return 0;
  }
}

/** The code of handlers that notes which process has loaded it: its manifest is read by then. */
const NOTING = `import { writeFileSync } from 'node:fs';
writeFileSync(new URL('../gate/read-' + process.pid, import.meta.url), '');
${codeText('first')}`;

/** The process that waits for a place, when it has read manifest and code. */
async function standbyReads({ site, server }: Workers, serving: ReadonlyMap<number, KeepAlive>): Promise<number> {
  const [standby = 0] = await standbyOf(server, serving);
  while (!existsSync(site.path(`gate/read-${standby}`))) await pause(5);
  return standby;
}

function hup({ server }: Workers, words: string): Promise<void> {
  return saidAnew(server, words, () => server.process.kill('SIGHUP'));
}

async function askOften(connection: KeepAlive, target: string, times: number): Promise<void> {
  for (let asked = 0; asked < times; asked++) assert.equal((await connection.ask(target)).status, 200);
}
