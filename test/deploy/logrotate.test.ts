import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { connectEach, startWorkers } from '../cli/worker-site.ts';
import { isInstalled } from '../clients/start-redis.ts';
import { freshFolder, replaceOnce } from '../start-server.ts';
import { deployFile } from './deploy-files.ts';

const TIMES = 4;

describe('deploy: the logrotate snippet', { skip: !isInstalled('logrotate') && 'needs logrotate' }, () => {
  it('loses no line of two busy processes, however often it rotates', async (t) => {
    const { server } = await startWorkers(t);
    const folder = freshFolder();
    const config = join(folder, 'logrotate.conf');
    writeFileSync(config, snippetFor(server.logDir, Number(server.process.pid)), { mode: 0o600 });
    const each = await connectEach(server);
    const over = { now: false };
    let asked = 0;
    const asking = [...each.values()].map(async (connection) => {
      while (!over.now) {
        await connection.ask('/?counted');
        asked++;
      }
    });
    for (let time = 1; time <= TIMES; time++) {
      const before = asked;
      execFileSync('logrotate', ['--force', '--state', join(folder, 'state'), config], { env: withSbin() });
      while (asked < before + 20) await new Promise(setImmediate);
    }
    over.now = true;
    await Promise.all(asking);
    assert.equal(await server.stop(), 0);
    const files = readdirSync(server.logDir).filter((name) => name.startsWith('access.log'));
    assert.equal(files.length, TIMES + 1);
    assert.ok(files.some((name) => name.endsWith('.gz')));
    const lines = files.flatMap((name) => linesOf(join(server.logDir, name)));
    const counted = lines.filter((line) => (JSON.parse(line) as { readonly target: string }).target === '/?counted');
    assert.equal(counted.length, asked);
  });
});

/** As shipped, but for whose logs these are, and who is told. */
function snippetFor(logDir: string, pid: number): string {
  const text = replaceOnce(deployFile('velosiped.logrotate'), '/var/log/velosiped/', `${logDir}/`);
  const tell = 'systemctl kill --kill-whom=main --signal=SIGUSR2 velosiped.service';
  return replaceOnce(text, tell, `kill -s USR2 ${pid}`);
}

function linesOf(path: string): readonly string[] {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text.split('\n').slice(0, -1);
}

function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` };
}
