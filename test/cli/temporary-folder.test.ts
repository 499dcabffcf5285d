import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { freshFolder, SOURCE, startServer } from '../start-server.ts';
import { createReloadSite, manifestText, saidAnew } from './reload-site.ts';
import { askEach, connectAnew, connectEach } from './worker-site.ts';

describe('a TMPDIR that cannot be written any more', { timeout: 120_000 }, () => {
  it('keeps no process from being replaced, and no manifest from being reloaded', async (t) => {
    const site = createReloadSite();
    const folder = join(freshFolder(), 'tmp');
    const server = await startServer({
      main: SOURCE,
      t,
      manifest: site.manifest,
      args: ['--workers', '2'],
      env: { TMPDIR: folder },
    });
    const before = await connectEach(server);
    // Not even root can make a folder in a file.
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    site.replace('routes.yaml', manifestText({ home: 'two' }));
    await saidAnew(server, ': reloaded,', () => server.process.kill('SIGHUP'));
    assert.deepEqual(await askEach(before, '/'), ['two', 'two']);
    await saidAnew(server, ': restarted ', () => server.process.kill('SIGUSR1'));
    assert.deepEqual(await askEach(await connectAnew(server, before), '/'), ['two', 'two']);
    assert.equal(await server.stop(), 0);
  });
});
