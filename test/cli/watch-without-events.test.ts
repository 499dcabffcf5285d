import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isInstalled } from '../clients/start-redis.ts';
import { type RunningServer, startServer, type TestContext } from '../start-server.ts';
import { becomes, codeText, createReloadSite, manifestText, type ReloadSite, saidAnew, textOf } from './reload-site.ts';

/** How many places the users of a namespace may watch in all. */
const WATCHES = '/proc/sys/user/max_inotify_watches';

/** In place of handlers that watch a folder themselves. */
const WATCHING_NOTHING = `
import { code } from './code.mjs';
const none = () => null;
export const handlers = { pid: none, code: () => code, held: () => ({ word: 'held' }), begun: none, choose: none, chosen: none };
`;

async function checkNoticed(site: ReloadSite, server: RunningServer): Promise<void> {
  site.release();
  await saidAnew(server, ': reloaded,', () => site.write('routes.yaml', manifestText({ home: 'two' })));
  await becomes(server, '/', 'two');
  await saidAnew(server, ': reloaded,', () => site.replace('views/held.hbs', 'new {{word}}'));
  await becomes(server, '/held', /new held/);
  await saidAnew(server, ': restarted ', () => site.replace('handlers/code.mjs', codeText('second')));
  assert.equal(await textOf(server, '/code'), '"second"');
}

describe('watch: CHOKIDAR_USEPOLLING', { timeout: 120_000 }, () => {
  it('makes it look again and again, for file systems without events, and it sees all the same', async (t) => {
    const site = createReloadSite();
    const server = await startWatching(t, site, { CHOKIDAR_USEPOLLING: '1' });
    assert.equal(hasEvents(server), false);
    await checkNoticed(site, server);
    assert.doesNotMatch(server.stderr(), /cannot watch/);
  });

  it('asks for nothing where it says 0 or false', async (t) => {
    for (const word of ['0', 'false', '']) {
      const server = await startWatching(t, createReloadSite(), { CHOKIDAR_USEPOLLING: word });
      assert.equal(hasEvents(server), true);
      await server.stop();
    }
  });
});

describe('watch: where the system has no more events to give', { timeout: 180_000 }, () => {
  const noPrlimit = !isInstalled('prlimit') && 'needs prlimit';
  it('says so, and looks for changes instead, until it can watch (EMFILE)', { skip: noPrlimit }, async (t) => {
    // The first process leaves its supervisor a file for the socket, and none for events.
    const limiting = `import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
const open = new Set(readdirSync('/proc/' + process.ppid + '/fd').map(Number));
let limit = 0;
for (let free = 0; free < 1; limit++) if (!open.has(limit)) free++;
execFileSync('prlimit', ['--pid=' + process.ppid, '--nofile=' + limit + ':']);
writeFileSync(new URL('code.mjs', import.meta.url), ${JSON.stringify(codeText('first'))});
${codeText('first')}`;
    const site = createReloadSite({}, { 'handlers/code.mjs': limiting });
    const server = await startWatching(t, site);
    assert.match(server.stderr(), /: cannot watch "[^"]+" \(EMFILE\)/);
    // That its code has changed since it was read is found as soon as folders can be opened.
    await saidAnew(server, ': restarted ', () =>
      execFileSync('prlimit', [`--pid=${server.process.pid}`, '--nofile=1000:']),
    );
    await checkNoticed(site, server);
    assert.equal(server.stderr().split('cannot watch').length, 2, 'it is said once');
    assert.equal(hasEvents(server), true);
  });

  const noNamespace = !mayLimitWatches() && 'needs a namespace of users (unshare)';
  it('says so, and looks for changes instead (ENOSPC)', { skip: noNamespace }, async (t) => {
    const site = createReloadSite({}, { 'handlers/all.mjs': WATCHING_NOTHING });
    const server = await startServer({
      t,
      manifest: site.manifest,
      args: ['--watch'],
      wrapper: ['unshare', '--user', '--map-root-user', 'sh', '-c', `echo 1 > ${WATCHES}; exec "$@"`, 'sh'],
    });
    assert.match(server.stderr(), /: cannot watch "[^"]+" \(ENOSPC\)/);
    await checkNoticed(site, server);
    assert.equal(server.stderr().split('cannot watch').length, 2, 'it is said once');
  });
});

function mayLimitWatches(): boolean {
  return spawnSync('unshare', ['--user', '--map-root-user', 'sh', '-c', `echo 1 > ${WATCHES}`]).status === 0;
}

function startWatching(t: TestContext, site: ReloadSite, env: Readonly<Record<string, string>> = {}) {
  return startServer({ t, manifest: site.manifest, args: ['--watch'], env });
}

/** Whether the process asks the system for events of files. Linux only. */
function hasEvents({ process: { pid } }: RunningServer): boolean {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).some((descriptor) => {
    try {
      return readlinkSync(`${folder}/${descriptor}`) === 'anon_inode:inotify';
    } catch {
      return false; // closed meanwhile
    }
  });
}
