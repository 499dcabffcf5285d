import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  createReadStream,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, describe, it } from 'node:test';
import { type Logs, openLogs } from '../../src/logs/open-logs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'velosiped-logs-'));
after(() => rmSync(scratch, { recursive: true }));

const noPrlimit = spawnSync('prlimit', ['--version']).error !== undefined && 'needs prlimit';

describe('logs that several processes write: a full disk', { skip: noPrlimit }, () => {
  const cases: readonly (readonly [title: string, order: readonly ('one' | 'other')[], expected: string])[] = [
    ['a cut line is completed where nobody else has written since', ['one', 'other'], '111111\n222222\none\nother\n'],
    [
      'a cut line is ended by whoever writes first, and never holds a part of another',
      ['other', 'one'],
      '111111\n222\nother\none\n',
    ],
  ];
  for (const [title, order, expected] of cases) {
    it(title, async () => {
      const directory = mkdtempSync(join(scratch, 'at-'));
      const [one, other] = [open(directory), open(directory)];
      other.logs.flush();
      withFileSizeLimit(10, () => {
        for (const line of ['111111', '222222', '333333']) one.logs.access(line);
        one.logs.flush();
      });
      for (const name of order) {
        const { logs } = name === 'one' ? one : other;
        logs.access(name);
        logs.flush();
      }
      await Promise.all([one.logs.close(), other.logs.close()]);
      assert.equal(readFileSync(join(directory, 'a.log'), 'utf8'), expected);
      assert.match(one.said.at(-1) ?? '', order[0] === 'one' ? /again: 1 line was lost$/ : /again: 2 lines were lost$/);
    });
  }

  it('ends a line that another process left cut, however lately it has written itself', async () => {
    const directory = mkdtempSync(join(scratch, 'at-'));
    const { logs } = open(directory);
    logs.access('mine');
    logs.flush();
    appendFileSync(join(directory, 'a.log'), '{"half":');
    logs.access('mine too');
    await logs.close();
    assert.equal(readFileSync(join(directory, 'a.log'), 'utf8'), 'mine\n{"half":\nmine too\n');
  });

  it('stops behind a part of a piece, because what comes next in the file may be of another process', async () => {
    const { logs, said } = open(mkdtempSync(join(scratch, 'at-')));
    withFileSizeLimit(10, () => {
      for (const line of ['111111', '222222']) logs.access(line);
      logs.flush();
    });
    await logs.close();
    assert.match(said[0] ?? '', /: there is room for only a part; 0 lines were lost so far$/);
  });

  const glued: readonly (readonly [title: string, bytes: number, behind: string, lost: number])[] = [
    ['counts both lines where another one got glued to its cut one', 10, 'neighbour\n', 2],
    ['counts both also where its own lacked nothing but the end', 13, 'neighbour\n', 2],
    ['counts its own where another process has ended it', 10, '\nneighbour\n', 1],
    ['counts none where another process has ended what lacked nothing else', 13, '\nneighbour\n', 0],
  ];
  for (const [title, bytes, behind, lost] of glued) {
    it(title, async () => {
      const directory = mkdtempSync(join(scratch, 'at-'));
      const { logs, said } = open(directory);
      withFileSizeLimit(bytes, () => {
        for (const line of ['111111', '222222']) logs.access(line);
        logs.flush();
      });
      appendFileSync(join(directory, 'a.log'), behind);
      logs.access('333333');
      await logs.close();
      const text = `111111\n222222\n`.slice(0, bytes) + behind;
      assert.equal(readFileSync(join(directory, 'a.log'), 'utf8'), `${text}333333\n`);
      assert.equal(lostLines(said), lost);
    });
  }
});

describe('logs that several processes write: at the same time', () => {
  it('takes no line that is being written for one that was cut', { timeout: 60_000 }, async () => {
    const directory = mkdtempSync(join(scratch, 'at-'));
    // Longer than a page: a file grows page by page.
    const writers = ['a', 'b', 'c'].map((name) => startAppender(directory, name, 20_000));
    for (let round = 0; round < 20; round += 1) await Promise.all(writers.map(({ takeTurns }) => takeTurns()));
    const ends = await Promise.all(writers.map(({ stop }) => stop()));
    const lines = readFileSync(join(directory, 'a.log'), 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.filter((line) => !/^[abc]\d+ x*;$/.test(line)),
      [],
    );
    assert.equal(
      lines.length,
      ends.reduce((sum, end) => sum + end.sent, 0),
    );
  });
});

/** A line of append-lines.ts. */
const WHOLE = /^[ab]\d+ x*;$/;

const noTmpfs = !canMount() && 'needs root, to mount a small tmpfs';

describe('logs that several processes write: a disk that is full time and again', { skip: noTmpfs }, () => {
  it('holds or counts each line, and no line is glued to another uncounted', { timeout: 60_000 }, async () => {
    const disk = mkdtempSync(join(scratch, 'disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
    const writers = ['a', 'b'].map((name) => startAppender(disk, name, 600));
    try {
      const filler = join(disk, 'filler');
      for (let round = 0; round < 100; round += 1) {
        fillUp(filler);
        const turns = Promise.all(writers.map(({ takeTurns }) => takeTurns()));
        if (round % 2 === 0) truncateSync(filler, Math.max(0, statSync(filler).size - 4096));
        else await writers[0]?.takeTurns();
        rmSync(filler);
        await turns;
      }
      const ends = await Promise.all(writers.map(({ stop }) => stop()));
      const lines = readFileSync(join(disk, 'a.log'), 'utf8').split('\n');
      const whole = lines.filter((line) => WHOLE.test(line)).length;
      const sent = ends.reduce((sum, end) => sum + end.sent, 0);
      const lost = ends.reduce((sum, end) => sum + lostLines(end.said), 0);
      assert.ok(lost > 0 && whole > 0, `${whole} lines, ${lost} lost`);
      const told = `${sent} lines: ${whole} whole, ${lost} lost; ${JSON.stringify(lines.filter((line) => !WHOLE.test(line)))}`;
      assert.ok(whole + lost >= sent, told);
      // Where two are cut at once, and one appends between the other's look and append, both count the same line.
      assert.ok(whole + lost <= sent + 2, told);
    } finally {
      for (const { child } of writers) child.kill('SIGKILL');
      execFileSync('umount', ['-l', disk]);
    }
  });
});

describe('logs that several processes write: a FIFO', () => {
  it('keeps lines of up to 4096 bytes whole, because a pipe takes no more at once', async () => {
    const directory = mkdtempSync(join(scratch, 'at-'));
    const fifo = join(directory, 'a.log');
    execFileSync('mkfifo', [fifo]);
    const writers = ['a', 'b'].map((letter) => ({ line: letter.repeat(2999), ...open(directory) }));
    const reader = createReadStream(fifo);
    const counts = new Map(writers.map(({ line }) => [line, 0]));
    for (const { logs, line } of writers) {
      for (let count = 0; count < 300; count++) logs.access(line);
      logs.flush();
    }
    let left = 600;
    for await (const line of createInterface({ input: reader })) {
      counts.set(line, (counts.get(line) ?? 0) + 1);
      left -= 1;
      if (left === 0) break;
    }
    reader.destroy();
    await Promise.all(writers.map(({ logs }) => logs.close()));
    assert.deepEqual([...counts.values()], [300, 300]);
  });
});

function open(directory: string): { readonly logs: Logs; readonly said: string[] } {
  const said: string[] = [];
  const opened = openLogs({
    settings: { access: { file: 'a.log' }, error: { file: null } },
    directory,
    shared: true,
    say: (line) => void said.push(line),
    nowMs: () => 0,
    atTurnEnd: ({ flush }) => void setImmediate(flush),
  });
  assert.ok(opened.kind === 'opened');
  return { logs: opened.logs, said };
}

interface Appender {
  readonly child: ChildProcess;
  /** Lets it append some lines. */
  takeTurns(): Promise<unknown>;
  stop(): Promise<{ readonly sent: number; readonly said: readonly string[] }>;
}

function startAppender(directory: string, name: string, lineLength: number): Appender {
  const script = join(import.meta.dirname, 'append-lines.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, directory, name, String(lineLength)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    takeTurns() {
      child.stdin.write('go\n');
      return answers.next();
    },
    async stop() {
      child.stdin.end();
      return JSON.parse((await answers.next()).value);
    },
  };
}

function fillUp(file: string): void {
  const descriptor = openSync(file, 'a');
  const page = Buffer.alloc(4096);
  try {
    for (;;) writeSync(descriptor, page);
  } catch {
    closeSync(descriptor);
  }
}

function canMount(): boolean {
  const directory = mkdtempSync(join(scratch, 'disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', directory]).status !== 0) return false;
  execFileSync('umount', [directory]);
  return true;
}

/** What a report has told of: each failure that was told ends with a sum, and so does the log. */
function lostLines(said: readonly string[]): number {
  const sums = said.map((line) => /(?:again: |; )(\d+) lines? (?:was|were) lost$/.exec(line)?.[1] ?? '0');
  return sums.reduce((sum, lines) => sum + Number(lines), 0);
}

/** Runs `task` while no file of this process can grow beyond `bytes`. */
function withFileSizeLimit(bytes: number, task: () => void): void {
  const limit = (soft: string) => execFileSync('prlimit', [`--pid=${process.pid}`, `--fsize=${soft}:`]);
  limit(String(bytes));
  try {
    task();
  } finally {
    limit('unlimited');
  }
}
