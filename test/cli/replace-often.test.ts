import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { appears, type RunningServer } from '../start-server.ts';
import { codeText, KeepAlive, type ReloadSite, said, textOf } from './reload-site.ts';
import { askEach, beginsIn, connectEach, startedBy, startWorkers } from './worker-site.ts';

describe('replace all, asked for again and again', { timeout: 240_000 }, () => {
  it('starts one process at a time while code is saved, and serves what was saved last', async (t) => {
    const { site, server } = await startWorkers(t, { count: 1, args: ['--watch'] });
    const census = takeCensus(server);
    for (let save = 1; save <= 50 && census.most() <= 3; save++) {
      site.replace('handlers/code.mjs', codeText(`save ${save}`));
      // As fast as an editor that saves at each key.
      await pause(60);
    }
    // One serves, one retires, one starts.
    assert.ok(census.most() <= 3, `${census.most()} processes`);
    while ((await textOf(server, '/code')) !== '"save 50"') await pause(20);
    await said(server, ': restarted with the changed code');
    assert.ok((await census.end()) <= 3);
    assert.equal(await textOf(server, '/code'), '"save 50"');
  });

  it('starts one process at a time for any number of SIGUSR1', async (t) => {
    const { site, server } = await startWorkers(t);
    const census = takeCensus(server);
    for (let sent = 1; sent <= 200 && census.most() <= 5; sent++) {
      if (sent === 150) site.replace('handlers/code.mjs', codeText('second'));
      server.process.kill('SIGUSR1');
      await pause(5);
    }
    assert.ok(census.most() <= 5);
    await said(server, ': restarted with the changed code');
    assert.ok((await census.end()) <= 5);
    assert.deepEqual(await askEach(await connectEach(server), '/code'), ['"second"', '"second"']);
  });

  it('waits while more processes finish what they have begun than there are places', async (t) => {
    const { site, server } = await startWorkers(t, { count: 1 });
    const census = takeCensus(server);
    const held: KeepAlive[] = [];
    for (const word of ['second', 'third', 'fourth']) {
      held.push(await hold(site, server));
      site.replace('handlers/code.mjs', codeText(word));
      server.process.kill('SIGUSR1');
      if (word !== 'fourth') while ((await textOf(server, '/code')) !== `"${word}"`) await pause(20);
    }
    // When the next signal is obeyed, that one was.
    rmSync(join(server.logDir, 'access.log'));
    const created = appears(server.logDir, 'access.log');
    server.process.kill('SIGUSR2');
    await created;
    assert.equal(await textOf(server, '/code'), '"third"');
    site.release();
    for (const connection of held) assert.equal((await connection.receive()).status, 200);
    await said(server, ': restarted with the changed code');
    assert.equal(await textOf(server, '/code'), '"fourth"');
    for (const connection of held) connection.close();
    assert.ok((await census.end()) <= 3);
  });

  it('does not wait for a process that never finishes its start', async (t) => {
    const { site, server } = await startWorkers(t);
    const census = takeCensus(server);
    site.replace('handlers/code.mjs', endlessCode(site.path('gate/endless')));
    const begins = appears(site.path('gate'), 'endless');
    server.process.kill('SIGUSR1');
    await begins;
    site.replace('handlers/code.mjs', codeText('second'));
    server.process.kill('SIGUSR1');
    await said(server, ': restarted with the changed code');
    assert.deepEqual(await askEach(await connectEach(server), '/code'), ['"second"', '"second"']);
    assert.ok((await census.end()) <= 5);
  });
});

/** A module that leaves a file, and then never ends. */
function endlessCode(file: string): string {
  return `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(file)}, '');
for (;;);
${codeText('never')}`;
}

/** A request that has begun, and waits for its site to be released. */
async function hold(site: ReloadSite, server: RunningServer): Promise<KeepAlive> {
  const connection = await KeepAlive.open(server);
  const pid = Number((await connection.ask('/pid')).body);
  connection.send('/held');
  await beginsIn(site, pid);
  return connection;
}

/** Counts the processes of a server again and again. */
function takeCensus(server: RunningServer): Census {
  let over = false;
  let most = 0;
  const counting = (async () => {
    while (!over && server.process.exitCode === null && server.process.signalCode === null) {
      most = Math.max(most, startedBy(server).length);
      await pause(2);
    }
    return most;
  })();
  return {
    most: () => most,
    end() {
      over = true;
      return counting;
    },
  };
}

interface Census {
  /** How many there were at most, by now. */
  most(): number;
  end(): Promise<number>;
}
