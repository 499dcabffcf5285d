import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openProgress } from '../../src/cli/commands/check-progress.ts';
import { processTerminal, type Terminal } from '../../src/cli/terminal.ts';

describe('check: progress', () => {
  it('moves a bar on a terminal, and takes it away at the end', async () => {
    const shown = show({ interactive: true, total: 40, pauseMs: 3 });
    assert.ok(shown.length > 1);
    assert.match(shown[0] ?? '', /^~examples \[#*\.*\] \d+ of 40$/);
    assert.equal(shown.at(-1), '~');
  });
  it('shows no bar for what is done at once', () => assert.deepEqual(show({ interactive: true, total: 40 }), []));
  it('shows a line for each tenth where no terminal is', () => {
    const shown = show({ interactive: false, total: 1000 });
    assert.deepEqual([shown.length, shown[0], shown.at(-1)], [10, 'examples: 100 of 1000', 'examples: 1000 of 1000']);
  });
  it('shows no line for a handful', () => assert.deepEqual(show({ interactive: false, total: 99 }), []));
  it('shows no line where none is wanted', () =>
    assert.deepEqual(show({ interactive: false, total: 1000, lines: false }), []));
});

interface Showing {
  readonly interactive: boolean;
  readonly total: number;
  readonly lines?: boolean;
  /** How long an example takes. */
  readonly pauseMs?: number;
}

/** What is printed on stderr; what replaces what was there begins with `~`. */
function show({ interactive, total, lines = true, pauseMs = 0 }: Showing): readonly string[] {
  const shown: string[] = [];
  const terminal: Terminal = {
    ...processTerminal(),
    interactive,
    err: (line) => shown.push(line),
    status: (text) => shown.push(`~${text}`),
  };
  const progress = openProgress(terminal, { lines });
  for (let done = 1; done <= total; done++) {
    const startedMs = performance.now();
    while (performance.now() - startedMs < pauseMs);
    progress.show(done, total);
  }
  progress.end();
  return shown;
}
