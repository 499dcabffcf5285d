import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { parseCommand } from '../../src/cli/parse-command.ts';
import { isInstalled } from '../clients/start-redis.ts';
import { freshFolder, replaceOnce } from '../start-server.ts';
import { DEPLOYED } from '../stress/figures.ts';
import { deployFile } from './deploy-files.ts';

/** What `systemd-analyze security` calls OK ends at 5; a sandbox worth its name is below 2.5. */
const EXPOSURE_MAX = 2.5;

describe('deploy: the systemd unit', () => {
  it('starts the server by a command that it has, without a wrapper that keeps signals from it', () => {
    const [, node, args] = /^ExecStart=(\S+) (.+)$/m.exec(deployFile('velosiped.service')) ?? [];
    assert.equal(node, '/usr/bin/node');
    const [flag, loader, main, ...rest] = (args ?? '').split(' ');
    assert.deepEqual([flag, loader, main], ['--import', 'tsx', 'src/main.ts']);
    const command = parseCommand(rest);
    assert.ok(command.kind === 'serve');
    assert.deepEqual([command.workers, command.logDir], ['auto', '/var/log/velosiped']);
  });

  it('gives Node.js the option that it takes from the environment, and that the figures are measured with', () => {
    const [, options = ''] = /^Environment=NODE_OPTIONS=(.+)$/m.exec(deployFile('velosiped.service')) ?? [];
    assert.equal(options, DEPLOYED.NODE_OPTIONS);
    const { status, stderr } = spawnSync(process.execPath, ['--eval', ''], { env: { NODE_OPTIONS: options } });
    assert.deepEqual([status, String(stderr)], [0, '']);
  });

  const skip = !isInstalled('systemd-analyze') && 'needs systemd-analyze';
  it('has no mistake that systemd finds, and leaves the server little to do harm with', { skip }, () => {
    const folder = freshFolder();
    const unit = join(folder, 'velosiped.service');
    writeFileSync(unit, unitHere());
    const verified = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
    // Of the other units on this machine it may say what it wants.
    assert.doesNotMatch(verified.stderr, /velosiped/);
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', unit], { encoding: 'utf8' });
    const exposure = Number(/exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1]);
    assert.ok(exposure <= EXPOSURE_MAX, stdout);
  });
});

/** As shipped, but for where Node.js and the program are on this machine. */
function unitHere(): string {
  const here = replaceOnce(deployFile('velosiped.service'), 'ExecStart=/usr/bin/node', `ExecStart=${process.execPath}`);
  return replaceOnce(
    here,
    'WorkingDirectory=/opt/velosiped',
    `WorkingDirectory=${resolve(import.meta.dirname, '../..')}`,
  );
}
