import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  createReadStream,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { type Logs, openLogs } from '../../src/logs/open-logs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'velosiped-logs-'));
after(() => rmSync(scratch, { recursive: true }));

describe('logs: where lines go', () => {
  it('appends whole lines to both files, below the given folder', async () => {
    const { logs, directory } = open({ access: 'access.log', error: 'error.log' });
    logs.access('{"a":1}');
    logs.error('{"e":"ü"}');
    logs.access('{"a":2}');
    await logs.close();
    checkFile(join(directory, 'access.log'), ['{"a":1}', '{"a":2}']);
    checkFile(join(directory, 'error.log'), ['{"e":"ü"}']);
  });

  it('goes on behind what the file holds', async () => {
    const directory = freshFolder();
    for (const line of ['first', 'second']) {
      const { logs } = open({ access: 'a.log', error: null, directory });
      logs.access(line);
      await logs.close();
    }
    checkFile(join(directory, 'a.log'), ['first', 'second']);
  });

  it('ends a line that was cut when the process before was killed, so that only that one is lost', async () => {
    const directory = freshFolder();
    writeFileSync(join(directory, 'a.log'), '{"a":1}\n{"a":');
    const { logs } = open({ access: 'a.log', error: null, directory });
    logs.access('{"a":2}');
    await logs.close();
    checkFile(join(directory, 'a.log'), ['{"a":1}', '{"a":', '{"a":2}']);
  });

  it('keeps the order of both logs where they share a file', async () => {
    const { logs, directory } = open({ access: 'all.log', error: './all.log' });
    logs.access('1');
    logs.error('2');
    logs.access('3');
    await logs.close();
    checkFile(join(directory, 'all.log'), ['1', '2', '3']);
  });

  const names: readonly (readonly [kind: string, link: (from: string, to: string) => void])[] = [
    ['a symbolic link', symlinkSync],
    ['a hard link', linkSync],
  ];
  for (const [kind, link] of names) {
    it(`keeps their order also where ${kind} gives the file two names`, async () => {
      const directory = freshFolder();
      writeFileSync(join(directory, 'a.log'), '');
      link(join(directory, 'a.log'), join(directory, 'e.log'));
      const { logs } = open({ access: 'a.log', error: 'e.log', directory });
      logs.error('1');
      logs.access('2');
      logs.error('3');
      await logs.close();
      checkFile(join(directory, 'e.log'), ['1', '2', '3']);
    });
  }

  it('writes nothing where the file is null', async () => {
    const { logs, directory } = open({ access: null, error: 'error.log' });
    logs.access('lost on purpose');
    await logs.close();
    checkFile(join(directory, 'error.log'), []);
  });

  it('takes an absolute path as it is', async () => {
    const file = join(freshFolder(), 'a.log');
    const { logs } = open({ access: file, error: null });
    logs.access('1');
    await logs.close();
    checkFile(file, ['1']);
  });

  it('lets nobody else read the file, because it holds cookies', async () => {
    const { logs, directory } = open({ access: 'a.log', error: null });
    await logs.close();
    assert.equal(statSync(join(directory, 'a.log')).mode & 0o007, 0);
  });

  const unopened: readonly (readonly [file: string, message: RegExp])[] = [
    ['missing/access.log', /^Cannot open a log: ENOENT: .*missing\/access\.log'$/],
    ['.', /^Cannot open a log: EISDIR: /],
  ];
  for (const [file, message] of unopened) {
    it(`says why ${JSON.stringify(file)} cannot be opened`, () => {
      const opened = openLogs(optionsFor({ access: 'ok.log', error: file, directory: freshFolder() }, []));
      assert.equal(opened.kind, 'failed');
      assert.match(opened.kind === 'failed' ? opened.message : '', message);
    });
  }
});

describe('logs: when lines leave', () => {
  it('writes the lines of one turn together, at its end', async () => {
    const { logs, directory } = open({ access: 'a.log', error: null });
    const file = join(directory, 'a.log');
    logs.access('1');
    await Promise.resolve();
    logs.access('2');
    checkFile(file, []);
    await new Promise(setImmediate);
    checkFile(file, ['1', '2']);
    await logs.close();
  });

  it('writes whole lines in their order, however many and however long', async () => {
    const { logs, directory } = open({ access: 'a.log', error: null });
    const lines = Array.from({ length: 400 }, (_, index) => `${index} ${'é'.repeat((index * 7919) % 3000)}`);
    lines.splice(200, 0, 'x'.repeat(70_000), '€'.repeat(30_000));
    for (const line of lines) logs.access(line);
    await logs.close();
    checkFile(join(directory, 'a.log'), lines);
  });
  it('writes at once when flushed', async () => {
    const { logs, directory } = open({ access: 'a.log', error: null });
    logs.access('1');
    logs.flush();
    checkFile(join(directory, 'a.log'), ['1']);
    await logs.close();
  });

  it('ignores lines after it was closed, because a slow handler may still answer', async () => {
    const { logs, directory } = open({ access: 'a.log', error: null });
    await logs.close();
    logs.access('late');
    logs.flush();
    logs.reopen();
    await logs.close();
    checkFile(join(directory, 'a.log'), []);
  });
});

describe('logs: reopening after a rotation', () => {
  it('writes what was appended to the old file and what follows to a new one', async () => {
    const { logs, directory } = open({ access: 'a.log', error: 'e.log' });
    const file = join(directory, 'a.log');
    logs.access('old');
    renameSync(file, `${file}.1`);
    logs.reopen();
    logs.access('new');
    await logs.close();
    checkFile(`${file}.1`, ['old']);
    checkFile(file, ['new']);
  });

  it('joins both logs where their names mean one file from now on, and parts them again', async () => {
    const { logs, directory } = open({ access: 'a.log', error: 'e.log' });
    const [access, error] = [join(directory, 'a.log'), join(directory, 'e.log')];
    const writeThree = () => {
      logs.error('1');
      logs.access('2');
      logs.error('3');
    };
    writeThree();
    rmSync(error);
    symlinkSync('a.log', error);
    logs.reopen();
    writeThree();
    rmSync(error);
    logs.reopen();
    writeThree();
    await logs.close();
    checkFile(access, ['2', '1', '2', '3', '2']);
    checkFile(error, ['1', '3']);
  });

  it('follows two files that have changed their names', async () => {
    const { logs, directory } = open({ access: 'a.log', error: 'e.log' });
    const [access, error] = [join(directory, 'a.log'), join(directory, 'e.log')];
    renameSync(access, `${access}.1`);
    renameSync(error, access);
    renameSync(`${access}.1`, error);
    logs.reopen();
    logs.access('a');
    logs.error('e');
    await logs.close();
    checkFile(access, ['a']);
    checkFile(error, ['e']);
  });

  it('goes on where it was if the file cannot be opened, and says so', async () => {
    const directory = freshFolder();
    mkdirSync(join(directory, 'in'));
    const { logs, said } = open({ access: 'in/a.log', error: null, directory });
    renameSync(join(directory, 'in'), join(directory, 'moved'));
    logs.reopen();
    logs.access('kept');
    await logs.close();
    checkFile(join(directory, 'moved/a.log'), ['kept']);
    assert.equal(said.length, 1);
    assert.match(said.join(), /^Cannot reopen a log, so its lines still go to the old file: ENOENT/);
  });
});

const noPrlimit = spawnSync('prlimit', ['--version']).error !== undefined && 'needs prlimit';

describe('logs: a full disk', { skip: noPrlimit }, () => {
  // The kernel cuts writes at a process's own file size limit just as it does on a full disk.
  it('cuts no line for good: drops lines, says so, completes the cut line and resumes by itself', async () => {
    const { logs, directory, said } = open({ access: 'a.log', error: null });
    withFileSizeLimit(10, () => {
      for (const line of ['111111', '222222', '333333']) logs.access(line);
      logs.flush();
      assert.equal(readFileSync(join(directory, 'a.log'), 'utf8'), '111111\n222');
      logs.access('444444');
      logs.flush();
    });
    logs.access('555555');
    await logs.close();
    checkFile(join(directory, 'a.log'), ['111111', '222222', '555555']);
    assert.equal(said.length, 2);
    assert.match(said[0] ?? '', /^Cannot write .*a\.log: EFBIG: .*; 1 line was lost so far$/);
    assert.match(said[1] ?? '', /^Writing .*a\.log again: 2 lines were lost$/);
  });

  it('completes a cut line also where the file has two names, before any line of the other log', async () => {
    const directory = freshFolder();
    symlinkSync('a.log', join(directory, 'e.log'));
    const { logs, said } = open({ access: 'a.log', error: 'e.log', directory });
    withFileSizeLimit(10, () => {
      for (const line of ['111111', '222222', '333333']) logs.access(line);
      logs.flush();
    });
    logs.error('444444');
    logs.access('555555');
    await logs.close();
    checkFile(join(directory, 'a.log'), ['111111', '222222', '444444', '555555']);
    assert.match(said.at(-1) ?? '', /again: 1 line was lost$/);
  });

  it('tells how many lines were lost when it ends before there is room', async () => {
    const { logs, said } = open({ access: 'a.log', error: null });
    await withFileSizeLimit(3, async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        logs.access(`line ${turn}`);
        logs.flush();
      }
      await logs.close();
    });
    assert.equal(said.length, 2);
    assert.match(said[1] ?? '', /; 3 lines were lost$/);
  });

  it('says it once a minute at most, however often it fails', async () => {
    const { logs, said, clock } = open({ access: 'a.log', error: null });
    withFileSizeLimit(1, () => {
      for (const atMs of [0, 1000, 59_999, 60_000, 119_999, 120_000]) {
        clock.ms = atMs;
        logs.access('line');
        logs.flush();
      }
    });
    assert.equal(said.length, 3);
    await logs.close();
  });
});

describe('logs: what may make its writer wait', () => {
  it('drops lines and counts them when a device takes none', async () => {
    const { logs, said } = open({ access: '/dev/full', error: null });
    logs.access('1');
    logs.access('2');
    await logs.close();
    assert.equal(said.length, 1);
    assert.match(said.join(), /^Cannot write \/dev\/full: ENOSPC: .*; 2 lines were lost so far$/);
  });

  it('lets at most 8 MiB wait for a reader, drops what comes on top, and never cuts a line', async () => {
    const directory = freshFolder();
    const fifo = join(directory, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const { logs, said } = open({ access: 'fifo', error: null, directory });
    const line = 'x'.repeat(1023);
    const sent = 20 * 1024;
    for (let count = 0; count < sent; count += 1) {
      logs.access(line);
      if (count % 1024 === 0) logs.flush();
    }
    const reader = createReadStream(fifo);
    let received = 0;
    const done = (async () => {
      for await (const got of createInterface({ input: reader })) {
        if (got === 'end') return;
        assert.equal(got, line);
        received += 1;
      }
    })();
    // There is room for the last line as soon as the reader has taken something.
    await new Promise((resolve) => reader.once('data', resolve));
    while (!said.some((text) => text.startsWith('Writing'))) await new Promise(setImmediate);
    logs.access('end');
    await logs.close();
    await done;
    reader.destroy();
    assert.ok(received >= 8 * 1024 && received < 9 * 1024, `${received} lines came`);
    assert.match(said.at(-1) ?? '', new RegExp(`again: ${sent - received} lines were lost$`));
  });

  it('closes within about a second when nobody reads', async () => {
    const directory = freshFolder();
    execFileSync('mkfifo', [join(directory, 'fifo')]);
    const { logs, said } = open({ access: 'fifo', error: null, directory });
    for (let count = 0; count < 128; count += 1) logs.access('x'.repeat(1023));
    await logs.close();
    assert.equal(said.length, 1);
    assert.match(said.join(), /^Cannot write .*fifo: its reader is too slow; 6\d lines were lost so far$/);
  });
});

interface OpenFiles {
  readonly access: string | null;
  readonly error: string | null;
  readonly directory?: string;
}

function open(files: OpenFiles): { logs: Logs; directory: string; said: string[]; clock: { ms: number } } {
  const directory = files.directory ?? freshFolder();
  const said: string[] = [];
  const clock = { ms: 0 };
  const opened = openLogs({ ...optionsFor({ ...files, directory }, said), nowMs: () => clock.ms });
  assert.ok(opened.kind === 'opened', opened.kind === 'failed' ? opened.message : '');
  return { logs: opened.logs, directory, said, clock };
}

function optionsFor({ access, error, directory }: Required<OpenFiles>, said: string[]) {
  const settings = { access: { file: access, detail: 'full' }, error: { file: error } } as const;
  const atTurnEnd = ({ flush }: Pick<Logs, 'flush'>): void => void setImmediate(flush);
  return { settings, directory, shared: false, say: (line: string) => void said.push(line), nowMs: () => 0, atTurnEnd };
}

function freshFolder(): string {
  return mkdtempSync(join(scratch, 'at-'));
}

function checkFile(path: string, lines: readonly string[]): void {
  assert.ok(existsSync(path), `${path} is missing`);
  assert.equal(readFileSync(path, 'utf8'), lines.map((line) => `${line}\n`).join(''));
}

/** Runs `task` while no file of this process can grow beyond `bytes`. */
function withFileSizeLimit<T>(bytes: number, task: () => T): T {
  const limit = (soft: string) => execFileSync('prlimit', [`--pid=${process.pid}`, `--fsize=${soft}:`]);
  limit(String(bytes));
  let result: T | undefined;
  try {
    result = task();
    return result;
  } finally {
    if (result instanceof Promise) void result.finally(() => limit('unlimited'));
    else limit('unlimited');
  }
}
