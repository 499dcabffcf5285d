import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { parseCommand } from '../../src/cli/parse-command.ts';
import { isInstalled } from '../clients/start-redis.ts';
import { freshFolder, replaceOnce, startServer, type TestContext } from '../start-server.ts';
import { DEPLOYED } from '../stress/figures.ts';
import { deployFile, INSTALLED_MAIN } from './deploy-files.ts';

/** What `systemd-analyze security` calls OK ends at 5; a sandbox worth its name is below 2.5. */
const EXPOSURE_MAX = 2.5;

describe('deploy: the systemd unit', () => {
  it('starts the server by a command that it has, without a wrapper that keeps signals from it', () => {
    const [, node, args] = /^ExecStart=(\S+) (.+)$/m.exec(deployFile('velosiped.service')) ?? [];
    assert.equal(node, '/usr/bin/node');
    const [main, ...rest] = (args ?? '').split(' ');
    assert.equal(main, INSTALLED_MAIN);
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

  it('lets nobody ask for a reload before the server is ready, and starts again what a signal has ended before its first line', () => {
    const unit = deployFile('velosiped.service');
    assert.match(unit, /^Type=notify\n(?:.*\n)*NotifyAccess=all$/m);
    assert.match(unit, /^RestartForceExitStatus=SIGHUP$/m);
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

const missing = ['systemd-notify', 'nc'].find((tool) => !isInstalled(tool));

const readyToListen = { timeout: 60_000, skip: missing !== undefined && `needs ${missing}` };

describe('deploy: a server that systemd has started', readyToListen, () => {
  for (const args of [[], ['--workers', '2']]) {
    it(`says that it is ready when it is, and not before: serve ${args.join(' ')}`, async (t) => {
      const socket = await listenAsSystemd(t);
      const { url, stdout } = await startServer({ t, args, env: { NOTIFY_SOCKET: socket.path } });
      await socket.hears('READY=1');
      assert.equal(stdout(), `${url}\n`);
      assert.equal((await fetch(url)).status, 200);
    });
  }
});

interface NotifySocket {
  readonly path: string;
  /** Resolves when these words have come. */
  hears(words: string): Promise<void>;
}

/** A socket as systemd gives one to its services (sd_notify(3)). */
async function listenAsSystemd(t: TestContext): Promise<NotifySocket> {
  const path = join(freshFolder(), 'notify');
  const socket = spawn('nc', ['-lkuU', path], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(async () => socket.kill());
  let heard = '';
  socket.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  while (!existsSync(path)) await pause(5);
  return {
    path,
    async hears(words) {
      while (!heard.includes(words)) await pause(5);
    },
  };
}

/** As shipped, but for where Node.js and the program are on this machine. */
function unitHere(): string {
  const here = replaceOnce(deployFile('velosiped.service'), 'ExecStart=/usr/bin/node', `ExecStart=${process.execPath}`);
  return replaceOnce(here, 'WorkingDirectory=/opt/site', `WorkingDirectory=${resolve(import.meta.dirname, '../..')}`);
}
