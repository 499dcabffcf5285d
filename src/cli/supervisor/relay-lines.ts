import type { Readable } from 'node:stream';
import { createLogWriter } from '../../logs/create-log-writer.ts';
import { createLossReport } from '../../logs/loss-report.ts';
import { openTarget, STDOUT } from '../../logs/open-target.ts';

/**
 * This process's stdout, for the lines of several processes. A pipe takes at most 4096 bytes (PIPE_BUF) at once from each
 * writer: with one writer for all of them, no line is cut by another.
 */
export interface LineRelay {
  /** A line of our own. */
  say(line: string): void;
  /** Passes on the lines of this stream until it ends; it is read only as fast as stdout takes them, so that nothing piles up. */
  follow(stream: Readable): void;
  /** Passes on what is still to come, until nothing has come and nothing was taken for a second. */
  close(): Promise<void>;
}

const PATIENCE_MS = 1000;

/** `warn` gets the words for people when lines are lost. */
export function createLineRelay(warn: (line: string) => void): LineRelay {
  const report = createLossReport('stdout', warn, () => performance.now());
  const writer = createLogWriter(openTarget(STDOUT), report, false);
  const followed = new Set<Promise<void>>();
  let patience: NodeJS.Timeout | undefined;

  function say(line: string): void {
    writer.append(line);
    writer.flush();
  }

  function follow(stream: Readable): void {
    let begun = '';
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      patience?.refresh();
      const lines = text.split('\n');
      const [first = ''] = lines;
      begun += first;
      if (lines.length === 1) return;
      writer.append(begun);
      for (const line of lines.slice(1, -1)) writer.append(line);
      begun = lines.at(-1) ?? '';
      stream.pause();
      void writer.idle().then(() => {
        patience?.refresh();
        stream.resume();
      });
    });
    stream.on('error', () => undefined); // its process has died
    const over = new Promise<void>((resolve) => {
      stream.on('close', () => {
        if (begun !== '') say(begun);
        followed.delete(over);
        resolve();
      });
    });
    followed.add(over);
  }

  return {
    say,
    follow,
    async close() {
      // A process can end before its last lines are read, and a process that it started may keep its stdout open for ever.
      const tooLate = new Promise<void>((resolve) => {
        patience = setTimeout(resolve, PATIENCE_MS);
      });
      await Promise.race([Promise.all(followed), tooLate]);
      clearTimeout(patience);
      await writer.close();
      report.close();
    },
  };
}
