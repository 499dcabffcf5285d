import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
  });
  assert.ok(opened.kind === 'opened');
  return { logs: opened.logs, said };
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
