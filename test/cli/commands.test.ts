import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createSite, type Finished, freshFolder, replaceOnce, runCommand, SOURCE } from '../start-server.ts';

interface Expected {
  readonly code: number;
  /** All of it, or what it has to match; default: nothing. */
  readonly stdout?: string | RegExp;
  readonly stderr?: string | RegExp;
}

describe('the command: help and version', () => {
  it('shows every flag with its default, which two of them have from the manifest', async () => {
    const { folder } = createSite((text) => replaceOnce(text, 'port: 8888', 'port: 4711'));
    const help = await checkRun(['--help'], folder, { code: 0, stdout: /^velosiped \d/ });
    const lines = [
      /-H, --host HOST .*default: 127\.0\.0\.1 \(from routes\.yaml\)$/m,
      /-p, --port PORT .*default: 4711 \(from routes\.yaml\)$/m,
      /-m, --manifest FILE .*default: routes\.yaml$/m,
      /--log-dir DIR .*default: the working directory$/m,
      /-h, --help /,
      /--version /,
      /(?:src\/main\.ts|npx velosiped) \[serve\] /,
      /(?:src\/main\.ts|npx velosiped) check /,
    ];
    for (const line of lines) assert.match(help.stdout, line);
  });

  it('reads the environment where the manifest says so, and shows nothing of it that is wrong', async () => {
    const { folder } = createSite((text) => replaceOnce(text, 'port: 8888', `port: '\${VELOSIPED_PORT}'`));
    const help = await runCommand(['--help'], { cwd: folder, main: SOURCE, env: { VELOSIPED_PORT: '4712' } });
    assert.match(help.stdout, /-p, --port PORT .*default: 4712 \(from routes\.yaml\)$/m);
    const check = await runCommand(['check'], { cwd: folder, env: { VELOSIPED_PORT: 'hunter2' } });
    assert.equal(check.code, 1);
    assert.match(check.stderr, /wrong-type\n {2}"server\.port" cannot be the value of "\$\{VELOSIPED_PORT\}"$/m);
    assert.doesNotMatch(check.stderr, /hunter2/);
  });

  it('shows help where there is no manifest, too', async () => {
    const help = await checkRun(['--help'], freshFolder(), { code: 0, stdout: /^velosiped \d/ });
    assert.match(help.stdout, /--port PORT .*default: 8888$/m);
  });

  it('shows the version of package.json', async () => {
    await checkRun(['--version'], freshFolder(), { code: 0, stdout: '0.1.0\n' });
  });
});

describe('the command: what is wrong is one clear line on stderr', () => {
  const wrong: readonly (readonly [args: readonly string[], stderr: string])[] = [
    [['--nope'], 'Unknown flag "--nope"; see --help\n'],
    [['fly'], 'Unknown command "fly"; see --help\n'],
    [['--port', '70000'], '"70000" is not a port: it must be a whole number from 0 to 65535; see --help\n'],
  ];
  for (const [args, stderr] of wrong) {
    it(`${args.join(' ')}: exit 2`, async () => {
      await checkRun(args, freshFolder(), { code: 2, stderr });
    });
  }

  it('a busy port: exit 1', async (t) => {
    const busy = createServer().listen(0, '127.0.0.1');
    t.after(() => busy.close());
    await new Promise((resolve) => busy.once('listening', resolve));
    const address = busy.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    await checkServe(['--port', port], {
      code: 1,
      stderr: `Cannot listen on 127.0.0.1 port ${port}: the port is busy\n`,
    });
  });

  it('an unknown host: exit 1', () =>
    checkServe(['--host', 'no such host.invalid'], { code: 1, stderr: 'Unknown host "no such host.invalid"\n' }));
  it('with a port in the host', () => {
    const stderr =
      'Unknown host "no such host.invalid:80": its port has a place of its own, --port 80 or server.port\n';
    return checkServe(['--host', 'no such host.invalid:80'], { code: 1, stderr });
  });
  it('with a URL for a host', () => {
    const stderr = 'Unknown host "http://no such host.invalid": a host is a name or an address, without http://\n';
    return checkServe(['--host', 'http://no such host.invalid'], { code: 1, stderr });
  });

  it('an address of another machine: exit 1', () =>
    checkServe(['--host', '192.0.2.1'], {
      code: 1,
      stderr: 'Cannot listen on 192.0.2.1 port 8888: this machine does not have this address\n',
    }));

  it('a log that cannot be opened: exit 1', () =>
    checkServe(['--port', '0', '--log-dir', 'missing'], {
      code: 1,
      stderr: /^Cannot open a log: ENOENT: [^\n]*missing\/access\.log'\n$/,
    }));

  for (const command of ['serve', 'check']) {
    it(`a manifest that is missing: ${command} ends with 1`, async () => {
      const expected = { code: 1, stderr: /nope\.yaml/, stdout: command === 'check' ? /^nope\.yaml: 1 mistake,/ : '' };
      const { stderr } = await checkRun([command, '-m', 'nope.yaml'], freshFolder(), expected);
      assert.doesNotMatch(stderr, /^\s+at /m, 'no stack trace');
    });

    it(`a manifest with two mistakes: ${command} tells both and ends with 1`, async () => {
      const { folder } = createSite((text) =>
        replaceOnce(replaceOnce(text, 'notHttp: shutdown', 'notHttp: never'), 'view: quotient', 'view: quotent'),
      );
      const stdout = command === 'check' ? /^routes\.yaml: 2 mistakes,/ : '';
      const { stderr } = await checkRun([command], folder, { code: 1, stderr: /routes\.yaml:\d+:\d+/, stdout });
      assert.match(stderr, /never/);
      assert.match(stderr, /quotent/);
      assert.doesNotMatch(stderr, /^\s+at /m, 'no stack trace');
    });
  }
});

describe('the command: a handlers module that keeps something running', () => {
  it('does not keep check from ending', async () => {
    const { folder } = createSite(() => 'version: 1\nhandlers: ./busy.ts\nroutes: { a: { path: /, handler: a } }\n', {
      'busy.ts': 'setInterval(() => undefined, 1000);\nexport const handlers = { a: () => ({}) };\n',
    });
    await checkRun(['check'], folder, { code: 0, stdout: /no mistakes/ });
  });
});

async function checkServe(args: readonly string[], expected: Expected): Promise<void> {
  await checkRun(
    ['serve', '--manifest', join(import.meta.dirname, '../../routes.yaml'), ...args],
    freshFolder(),
    expected,
  );
}

async function checkRun(args: readonly string[], cwd: string, expected: Expected): Promise<Finished> {
  const finished = await runCommand(args, { cwd });
  checkText(finished.stderr, expected.stderr ?? '');
  checkText(finished.stdout, expected.stdout ?? '');
  assert.equal(finished.code, expected.code);
  return finished;
}

function checkText(text: string, expected: string | RegExp): void {
  if (typeof expected === 'string') assert.equal(text, expected);
  else assert.match(text, expected);
}
