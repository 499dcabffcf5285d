import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusesConnections } from '../socket/wire-peer.ts';
import { type Finished, runCommand } from '../start-server.ts';
import { createReloadSite, KeepAlive } from './reload-site.ts';
import { beginsIn, startWorkers } from './worker-site.ts';

const PLAIN = ['serve', '--port', '0'];
const WORKERS = [...PLAIN, '--workers', '3'];

/** What a command does on handlers with this code. */
async function runOn(code: string, command: readonly string[]): Promise<Finished> {
  const { manifest } = createReloadSite({}, { 'handlers/code.mjs': `${code}\nexport const code = 'first';\n` });
  return runCommand([...command, '--manifest', manifest]);
}

async function checkSaid(code: string, command: readonly string[], words: RegExp): Promise<void> {
  const finished = await runOn(code, command);
  assert.equal(finished.code, 1, `${command.join(' ')}: ${finished.stderr}`);
  assert.match(finished.stderr, words);
}

describe('a process that ends before its command is done: 1, and why, once', { timeout: 120_000 }, () => {
  it('a module of handlers that waits at its top level for what never comes', async () => {
    for (const command of [PLAIN, WORKERS]) {
      await checkSaid('await new Promise(() => undefined);', command, /^Cannot load the handlers: .* never comes\n$/);
    }
  });

  it('one that calls process.exit, whatever code it says', async () => {
    for (const command of [PLAIN, WORKERS]) {
      await checkSaid('process.exit(0);', command, /^The handlers have called process\.exit\(0\)\n$/);
    }
    await checkSaid('process.exit(3);', WORKERS, /^The handlers have called process\.exit\(3\)\n$/);
  });

  it('a server process that is killed while it starts', async () => {
    const kill = 'process.kill(process.pid, "SIGKILL"); await new Promise((done) => setTimeout(done, 60_000));';
    await checkSaid(kill, WORKERS, /^\S+: the server process ended \(SIGKILL\) before it could serve\n$/);
  });

  it('what the first of several processes did not find yet, and all others do', async () => {
    const second = `import { existsSync, writeFileSync } from 'node:fs';
const mark = new URL('mark', import.meta.url);
if (existsSync(mark)) throw new Error('gone');
writeFileSync(mark, '');`;
    await checkSaid(
      second,
      WORKERS,
      /^\S+ error cannot-load-handlers\n {2}Cannot load the handlers [^\n]*: gone\n(?!.*error)/s,
    );
  });
});

describe('check: a module of handlers that ends its process, or the wait for it', { timeout: 120_000 }, () => {
  const cases: readonly (readonly [title: string, code: string, found: RegExp])[] = [
    ['waits for what never comes', 'await new Promise(() => undefined);', /it waits for something that never comes/],
    ['calls process.exit', 'process.exit(0);', /it ended its process with the exit code 0/],
    [
      'throws later',
      'await new Promise((done) => setTimeout(done, 20, setTimeout(() => { throw Error("late"); })));',
      /an uncaught error: Error: late/,
    ],
  ];
  for (const [title, code, found] of cases) {
    it(`${title}: is a finding at its place`, () =>
      checkSaid(code, ['check'], new RegExp(`^\\S+routes.yaml:2:11 error cannot-load-handlers\\n .*${found.source}`)));
  }
});

describe('workers: a process that is killed while the server stops', () => {
  it('makes the exit code 1, and is told of', async (t) => {
    const { site, server } = await startWorkers(t);
    const held = await KeepAlive.open(server);
    const pid = Number((await held.ask('/pid')).body);
    held.send('/held');
    await beginsIn(site, pid);
    server.process.kill('SIGTERM');
    // The system may deliver two signals in another order.
    await refusesConnections(server);
    process.kill(pid, 'SIGKILL');
    const { code, stderr } = await server.waitExit();
    assert.equal(code, 1);
    assert.equal(stderr, `${site.manifest}: the server process was killed before it had answered everything\n`);
  });
});
