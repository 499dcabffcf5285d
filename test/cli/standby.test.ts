import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { codeText, manifestText, said, saidAnew } from './reload-site.ts';
import {
  askEach,
  connectAnew,
  connectEach,
  ended,
  others,
  rests,
  standbyOf,
  startWorkers,
  timesSaid,
} from './worker-site.ts';

const NONE = 'no standby process is ready: what is on the disk cannot start';
const AGAIN = 'a standby process is ready again';

describe('workers: the process that waits for the place of one that dies', { timeout: 180_000 }, () => {
  it('is tried again where the manifest on the disk is broken, which is said once, until it is mended', async (t) => {
    const workers = await startWorkers(t);
    const { site, server } = workers;
    const each = await connectEach(server);
    const [standby = 0] = await standbyOf(server, each);
    site.replace('routes.yaml', 'version: 1\nroutes: { home: 1 }\n');
    process.kill(standby, 'SIGKILL');
    await said(server, NONE);
    assert.equal(timesSaid(workers, 'error wrong-type'), 1, 'and why');
    // It is tried twice more at least.
    const tried = new Set<number>();
    while (tried.size < 2) for (const pid of await others(server, each)) tried.add(pid);
    assert.deepEqual(await askEach(each, '/'), ['one', 'one']);
    site.replace('routes.yaml', manifestText({ home: 'one' }));
    await said(server, AGAIN);
    assert.deepEqual([timesSaid(workers, NONE), timesSaid(workers, 'error wrong-type')], [1, 1]);
    const [victim = 0] = each.keys();
    const [waiting = 0] = await others(server, each);
    process.kill(victim, 'SIGKILL');
    await ended(victim);
    assert.ok((await connectEach(server)).has(waiting), 'it has taken the place');
  });

  it('is tried again after changed code that could not replace the old one', async (t) => {
    const workers = await startWorkers(t);
    const { site, server } = workers;
    const each = await connectEach(server);
    await standbyOf(server, each);
    site.write('handlers/code.mjs', 'export const code = ;');
    server.process.kill('SIGUSR1');
    await said(server, NONE);
    assert.equal(timesSaid(workers, 'error cannot-load-handlers'), 1);
    await saidAnew(server, AGAIN, () => site.write('handlers/code.mjs', codeText('second')));
    await saidAnew(server, ': restarted ', () => server.process.kill('SIGUSR1'));
    assert.deepEqual(await askEach(await connectAnew(server, each), '/code'), ['"second"', '"second"']);
  });

  it('is replaced when it ends while it waits, whatever ends it, and that is said', async (t) => {
    const lastWords = (act: string): string => `import { existsSync, watch, writeFileSync } from 'node:fs';
const gate = new URL('../gate/', import.meta.url);
writeFileSync(new URL('read-' + process.pid, gate), '');
watch(gate, () => { if (existsSync(new URL('end-' + process.pid, gate))) ${act}; }).unref();
${codeText('first')}`;
    for (const [act, how] of [
      ['process.exit(0)', 'code 1'],
      ["throw new Error('late')", 'code 1'],
      ["process.kill(process.pid, 'SIGKILL')", 'SIGKILL'],
    ] as const) {
      const { site, server } = await startWorkers(t, { count: 1 }, { 'handlers/code.mjs': lastWords(act) });
      const each = await connectEach(server, 1);
      for (let times = 1; times <= 2; times++) {
        const [standby = 0] = await standbyOf(server, each);
        while (!existsSync(site.path(`gate/read-${standby}`))) await pause(5);
        await rests(standby);
        await saidAnew(server, `the standby process ended (${how}), another one starts`, () =>
          site.write(`gate/end-${standby}`, ''),
        );
        await ended(standby);
      }
      assert.deepEqual(await askEach(each, '/'), ['one']);
      assert.equal(await server.stop(), 0);
    }
  });
});
