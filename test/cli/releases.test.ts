import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { appears, type RunningServer, startServer } from '../start-server.ts';
import { createReleases, startRelease } from './release-site.ts';
import { becomes, said, saidAnew, textOf } from './reload-site.ts';
import { askEach, connectAnew, connectEach, ended, keepConnecting } from './worker-site.ts';

describe('releases behind a link: SIGHUP', { timeout: 300_000 }, () => {
  it('reads the manifest of the release that the link leads to now, and loads its handlers', async (t) => {
    const releases = createReleases();
    const server = await startRelease(t, releases);
    await hup(server); // all of the program that a reload takes is loaded now
    assert.equal(await textOf(server, '/'), 'A');
    releases.pointTo('B');
    releases.remove('A');
    await hup(server);
    assert.deepEqual([await textOf(server, '/'), await textOf(server, '/code')], ['B', '"B"']);
    assert.equal(await textOf(server, '/main'), '"A"', 'the program itself is what was started');
    assert.equal(server.stderr(), 'routes.yaml: reloaded, 8 routes\n'.repeat(2));
  });

  it('does so in all of several processes', async (t) => {
    const releases = createReleases();
    const server = await startRelease(t, releases, ['--workers', '2']);
    const each = await connectEach(server);
    releases.pointTo('B');
    await hup(server);
    assert.deepEqual(await askEach(each, '/'), ['B', 'B']);
    assert.deepEqual(await askEach(each, '/code'), ['"B"', '"B"']);
  });

  it('goes back as well, and each time by a judge of the release that is judged', async (t) => {
    const releases = createReleases();
    const server = await startRelease(t, releases);
    for (const release of ['B', 'A', 'B']) {
      releases.pointTo(release);
      await hup(server);
      assert.deepEqual([await textOf(server, '/'), await textOf(server, '/code')], [release, `"${release}"`]);
    }
  });

  it('changes nothing while the link leads nowhere, and says so', async (t) => {
    const releases = createReleases();
    for (const args of [[], ['--workers', '2']]) {
      const server = await startRelease(t, releases, args);
      rmSync(releases.current);
      await saidAnew(server, ': not reloaded,', () => server.process.kill('SIGHUP'));
      assert.ok(server.stderr().includes(`there is no working directory "${releases.current}"`), server.stderr());
      assert.equal(await textOf(server, '/'), 'A');
      releases.pointTo('B');
      await hup(server);
      assert.equal(await textOf(server, '/'), 'B');
      releases.pointTo('A');
    }
  });

  it('finds a folder that has taken the name of the working directory, without any link', async (t) => {
    const releases = createReleases();
    const folder = dirname(releases.path('A', 'routes.yaml'));
    const server = await startRelease(t, { ...releases, current: folder });
    renameSync(folder, `${folder}.old`);
    renameSync(dirname(releases.path('B', 'routes.yaml')), folder);
    await hup(server);
    assert.equal(await textOf(server, '/'), 'B');
  });
});

describe('releases behind a link: other processes', { timeout: 300_000 }, () => {
  it('run the program of the release that the link leads to now, after SIGUSR1', async (t) => {
    const releases = createReleases();
    const server = await startRelease(t, releases, ['--workers', '2']);
    releases.pointTo('B');
    releases.remove('A');
    await saidAnew(server, ': restarted ', () => server.process.kill('SIGUSR1'));
    const each = await connectEach(server);
    for (const [target, word] of [
      ['/', 'B'],
      ['/code', '"B"'],
      ['/main', '"B"'],
    ] as const)
      assert.deepEqual(await askEach(each, target), [word, word]);
  });

  it('take the places of those that die, also where the old release is gone, and nobody is refused', async (t) => {
    const releases = createReleases();
    const server = await startRelease(t, releases, ['--workers', '2']);
    releases.pointTo('B');
    releases.remove('A');
    const over = { now: false };
    // More than have read the old release: those that serve, and the one that waits.
    for (let turn = 1; turn <= 3; turn++) {
      const before = await connectEach(server);
      const [victim = 0] = before.keys();
      for (const connection of before.values()) connection.close();
      process.kill(victim, 'SIGKILL');
      await ended(victim);
      over.now = false;
      const asking = keepConnecting(server, '/code', over);
      const after = await connectEach(server);
      for (const connection of after.values()) connection.close();
      over.now = true;
      await asking;
    }
    await becomes(server, '/', 'B');
    assert.equal(await server.stop(), 0);
  });

  it('are started under --watch as soon as the link is moved, with all that the other release has', async (t) => {
    const releases = createReleases();
    const server = await startRelease(t, releases, ['--watch']);
    for (const release of ['B', 'A']) {
      await saidAnew(server, ': restarted ', () => releases.pointTo(release));
      const texts = [await textOf(server, '/'), await textOf(server, '/code'), await textOf(server, '/main')];
      assert.deepEqual(texts, [release, `"${release}"`, `"${release}"`]);
    }
  });

  it('wait for a link that leads nowhere', async (t) => {
    const releases = createReleases();
    const server = await startRelease(t, releases, ['--workers', '1']);
    const each = await connectEach(server, 1);
    rmSync(releases.current);
    server.process.kill('SIGUSR1');
    await said(
      server,
      `could not be started (there is no working directory "${releases.current}"), it will be tried`,
      2,
    );
    assert.deepEqual(await askEach(each, '/'), ['A']);
    await saidAnew(server, ': restarted ', () => releases.pointTo('B'));
    assert.equal(await textOf(server, '/main'), '"B"');
  });
});

describe('releases behind a link: names', { timeout: 300_000 }, () => {
  it('may be absolute: what is named through the link is found through it, wherever the server was started', async (t) => {
    const releases = createReleases();
    const [manifest, main] = [join(releases.current, 'routes.yaml'), join(releases.current, 'src/main.ts')];
    const server = await startServer({ t, manifest, main, args: ['--workers', '2'] });
    await hup(server);
    releases.pointTo('B');
    releases.remove('A');
    await hup(server);
    const each = await connectEach(server);
    assert.deepEqual(await askEach(each, '/'), ['B', 'B']);
    await saidAnew(server, ': restarted ', () => server.process.kill('SIGUSR1'));
    assert.deepEqual(await askEach(await connectAnew(server, each), '/main'), ['"B"', '"B"']);
  });

  it('are those of the system, where the shell says another folder', async (t) => {
    const releases = createReleases();
    const env = { PWD: dirname(releases.path('B', 'routes.yaml')) };
    const server = await startServer({ t, manifest: 'routes.yaml', main: 'src/main.ts', cwd: releases.current, env });
    await hup(server);
    assert.equal(await textOf(server, '/'), 'A');
  });

  it('of logs too: SIGUSR2 opens them in the release that the link leads to now', async (t) => {
    const releases = createReleases();
    for (const release of ['A', 'B']) mkdirSync(releases.path(release, 'logs'));
    for (const args of [[], ['--workers', '1']]) {
      releases.pointTo('A');
      const server = await startRelease(t, releases, ['--log-dir', 'logs', ...args]);
      assert.equal(await textOf(server, '/'), 'A');
      assert.ok(existsSync(releases.path('A', 'logs/access.log')));
      releases.pointTo('B');
      const created = appears(releases.path('B', 'logs'), 'access.log');
      server.process.kill('SIGUSR2');
      await created;
      rmSync(releases.path('B', 'logs/access.log'));
    }
  });
});

function hup(server: RunningServer): Promise<void> {
  return saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
}
