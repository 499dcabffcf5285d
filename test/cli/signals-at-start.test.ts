import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { freshFolder, type RunningServer, runCommand, SOURCE, startServer, type TestContext } from '../start-server.ts';
import { childrenOf, isServerProcess } from '../verdicts/process-figures.ts';
import { createReloadSite, said, saidAnew, textOf } from './reload-site.ts';
import { startWorkers } from './worker-site.ts';

const MODES: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['plain serve', []],
  ['--workers', ['--workers', '1']],
  ['--watch', ['--watch']],
];

/** So many times, from the first line of main.ts to so much later; 20 take five minutes. */
const TIMES = Number(process.env['SIGNAL_TIMES'] ?? 4);
const SPAN_MS = 2000;
const times = Array.from({ length: TIMES }, (_, time) => (time * SPAN_MS) / (TIMES - 1));
/** So many start at a time: more of them would not be anywhere after two seconds. */
const AT_ONCE = 2;

const PATIENT = { timeout: 600_000 };

/** Has main.ts say that it begins, each time that a process runs it. */
const MARK = 'main.ts begins\n';
const HOOKS = `
  export async function load(url, context, next) {
    const loaded = await next(url, context);
    if (!/\\/src\\/main\\.ts$/.test(url.split('?')[0])) return loaded;
    return { ...loaded, source: ${JSON.stringify(`process.stderr.write(${JSON.stringify(MARK)});`)} + loaded.source };
  }
`;
const MARKED = {
  NODE_OPTIONS: `--import ${inUrl(`import { register } from 'node:module'; register(${JSON.stringify(inUrl(HOOKS))});`)}`,
};

/** Resolves so much later than a process has come to the first line of main.ts. */
async function afterFirstLine({ stderr }: ChildProcess, ms: number): Promise<void> {
  let begun = '';
  while (!begun.includes(MARK)) begun += String((await once(stderr ?? assert.fail(), 'data'))[0]);
  await pause(ms);
}

interface Started {
  readonly server: RunningServer;
  /** All signals are sent. */
  readonly sent: Promise<void>;
}

/** Sends signals to a server that starts, so long after its first line. */
async function startSignalled(
  t: TestContext,
  args: readonly string[],
  signals: readonly NodeJS.Signals[],
  ms: number,
): Promise<Started> {
  let sent: Promise<void> = Promise.resolve();
  const launched = (process: ChildProcess): void => {
    sent = afterFirstLine(process, ms).then(() => {
      for (const signal of signals) process.kill(signal);
    });
  };
  const { manifest } = createReloadSite();
  const server = await startServer({ t, main: SOURCE, manifest, args, env: MARKED, launched });
  return { server, sent };
}

/** Checks each of the times, some of them at once. */
async function atEachTime(check: (ms: number) => Promise<void>): Promise<void> {
  const left = [...times];
  const next = async (): Promise<void> => {
    for (let ms = left.shift(); ms !== undefined; ms = left.shift()) await check(ms);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

describe('signals while a server starts are kept, and obeyed when it is ready', PATIENT, () => {
  for (const [name, args] of MODES) {
    const replaced = args.length === 0 ? 'SIGUSR1 replaces server processes' : ': restarted with the changed code';
    const orders: readonly (readonly [signals: readonly NodeJS.Signals[], words: string])[] = [
      [['SIGHUP', 'SIGUSR2'], ': reloaded, 7 routes'],
      [['SIGUSR1', 'SIGUSR2'], replaced],
    ];
    it(`${name}: SIGHUP or SIGUSR1, and SIGUSR2`, (t) =>
      atEachTime(async (ms) => {
        const [signals, words] = orders[times.indexOf(ms) % 2] ?? assert.fail();
        const { server, sent } = await startSignalled(t, args, signals, ms);
        await sent;
        await said(server, words);
        assert.equal(await textOf(server, '/'), 'one');
        assert.doesNotMatch(server.stderr(), /Debugger listening/);
        assert.equal(await server.stop(), 0);
      }));

    it(`${name}: SIGTERM and SIGINT end the start, with 0`, (t) =>
      atEachTime(async (ms) => {
        const { manifest } = createReloadSite();
        const launched = (process: ChildProcess): void => {
          const signal = times.indexOf(ms) % 2 === 0 ? 'SIGTERM' : 'SIGINT';
          void afterFirstLine(process, ms).then(() => process.kill(signal));
        };
        const command = ['--manifest', manifest, '--port', '0', '--log-dir', freshFolder(), ...args];
        const { code, stdout, stderr } = await runCommand(command, { t, main: SOURCE, env: MARKED, launched });
        assert.deepEqual([code, stderr.replaceAll(MARK, '')], [0, '']);
        assert.match(stdout, /^(?:http:\/\/\S+\n)?$/);
      }));
  }

  it('plain serve: SIGTERM ends it too while a module of handlers takes its time to load', async (t) => {
    const code = `process.stderr.write('loads\\n'); await new Promise((done) => setTimeout(done, 3_600_000)); export const code = '';`;
    const { manifest } = createReloadSite({}, { 'handlers/code.mjs': code });
    const launched = (process: ChildProcess): void => {
      process.stderr?.on('data', (text: string) => text.includes('loads') && process.kill('SIGTERM'));
    };
    const finished = await runCommand(['--manifest', manifest, '--port', '0'], { t, launched });
    assert.deepEqual(finished, { code: 0, stdout: '', stderr: 'loads\n' });
  });
});

const isolated = ['--user', '--map-root-user', '--pid', '--fork', '--kill-child'];
const noNamespace =
  spawnSync('unshare', [...isolated, 'true']).status !== 0 && 'this machine allows no namespace of processes';

describe('signals to the first process of a container', { ...PATIENT, skip: noNamespace }, () => {
  it('SIGTERM ends it with 0 while it starts, where the system ends nobody by default', async () => {
    const { manifest } = createReloadSite();
    const main = join(import.meta.dirname, '../../src/main.ts');
    const node = [process.execPath, '--import', import.meta.resolve('tsx'), main];
    const child = spawn('unshare', [...isolated, ...node, '--manifest', manifest, '--port', '0'], {
      cwd: freshFolder(),
      env: { ...process.env, ...MARKED, NODE_TEST_CONTEXT: undefined },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await afterFirstLine(child, 0);
    const [first = assert.fail()] = childrenOf(Number(child.pid));
    process.kill(first, 'SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
});

describe('signals to the whole group, before the first line of a process in it', PATIENT, () => {
  it('do not end a start with --workers: that process is started again', async (t) => {
    const { manifest } = createReloadSite();
    const launched = (server: ChildProcess): void => {
      void signalChild(server, isServerProcess);
    };
    const server = await startServer({ t, manifest, args: ['--workers', '2'], launched });
    assert.equal(await textOf(server, '/'), 'one');
    assert.equal(await server.stop(), 0);
  });

  it('do not spoil a reload: it is judged by another process', async (t) => {
    const { server } = await startWorkers(t);
    await saidAnew(server, ': reloaded, 7 routes', () => {
      server.process.kill('SIGHUP');
      void signalChild(server.process, (pid) => commandOf(pid).includes('judge-process'));
    });
    assert.doesNotMatch(server.stderr(), /error/);
  });
});

/** Sends SIGHUP to a child of that kind as soon as there is one: Node.js takes a while to come to the first line of it. */
async function signalChild({ pid }: ChildProcess, isMeant: (pid: number) => boolean): Promise<void> {
  for (;;) {
    const found = childrenOf(Number(pid)).find(isMeant);
    if (found !== undefined) return void process.kill(found, 'SIGHUP');
    await pause(1);
  }
}

/** How a process was started. Linux only. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

function inUrl(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
