import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { isInstalled } from '../clients/start-redis.ts';
import { begin, refusesConnections } from '../socket/wire-peer.ts';
import { freshFolder, type RunningServer, type TestContext } from '../start-server.ts';
import { childrenOf } from '../verdicts/process-figures.ts';
import { createReloadSite, manifestText, type ReloadSite, textOf } from './reload-site.ts';
import { ended, isRunning } from './worker-site.ts';

/** A server in a terminal of its own. */
interface Terminal {
  readonly server: Pick<RunningServer, 'url' | 'host' | 'port'>;
  readonly pid: number;
  /** Closes it: nobody holds its other end any more. */
  close(): void;
}

async function startInTerminal(t: TestContext, { manifest }: ReloadSite, args: string): Promise<Terminal> {
  const main = join(import.meta.dirname, '../../src/main.ts');
  const node = `${process.execPath} --import ${import.meta.resolve('tsx')} ${main}`;
  const command = `exec ${node} --manifest ${manifest} --port 0 --log-dir ${freshFolder()} ${args}`;
  const script = spawn('script', ['-qc', command, '/dev/null'], {
    cwd: freshFolder(),
    env: { ...process.env, NO_COLOR: '1', NODE_TEST_CONTEXT: undefined, SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [, url = ''] = await shows(script, /^(http:\/\/\S+?)\r?\n/m);
  const [pid = assert.fail()] = childrenOf(Number(script.pid));
  t.after(async () => {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    script.kill('SIGKILL');
  });
  const { hostname, port } = new URL(url);
  return { server: { url, host: hostname, port: Number(port) }, pid, close: () => script.kill('SIGKILL') };
}

async function shows({ stdout }: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  let shown = '';
  for (;;) {
    const found = pattern.exec(shown);
    if (found !== null) return found;
    shown += String((await once(stdout ?? assert.fail(), 'data'))[0]);
  }
}

const skip = !isInstalled('script') && 'needs script';

describe('serve: the terminal that it was started in is closed', { skip, timeout: 60_000 }, () => {
  for (const args of ['', '--workers 2']) {
    it(`ends it as SIGTERM does, once: serve ${args}`, async (t) => {
      const site = createReloadSite({ routes: ['post: { path: /post, methods: [POST], text: "posted\\n" }'] });
      const { server, pid, close } = await startInTerminal(t, site, args);
      const peer = await begin(server, '/post');
      close();
      await refusesConnections(server);
      // The shell says so too.
      process.kill(pid, 'SIGHUP');
      peer.finish('hello');
      assert.equal((await peer.allAnswers()).at(-1)?.body, 'posted\n');
      await ended(pid);
    });
  }

  it('reloads one that has its stdin elsewhere', async (t) => {
    const site = createReloadSite();
    const { server, pid, close } = await startInTerminal(t, site, '< /dev/null');
    assert.equal(await textOf(server, '/'), 'one');
    site.replace('routes.yaml', manifestText({ home: 'two' }));
    close();
    while ((await textOf(server, '/')) !== 'two');
    process.kill(pid, 'SIGTERM');
    await ended(pid);
  });
});
