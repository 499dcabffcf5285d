import { writeSync } from 'node:fs';
import { breakBatch, lineBatch } from './line-batch.ts';
import type { LogWriter } from './log-writer.ts';
import type { LossReport } from './loss-report.ts';
import type { LogTarget } from './open-target.ts';

/**
 * Appends to a regular file, synchronously: one append for all lines of a turn. The page cache takes it in microseconds,
 * and the lines are there even if the process dies right after. A line that a full disk cut in two is completed first
 * when there is room again, so that the file holds whole lines only.
 */
export function createFileWriter(target: LogTarget, report: LossReport): LogWriter {
  let pending = '';
  let torn: Uint8Array | undefined;

  function flush(): void {
    if (pending === '' && torn === undefined) return;
    const batch = lineBatch(torn, pending);
    pending = '';
    torn = undefined;
    let written = 0;
    try {
      while (written < batch.bytes.length) written += writeSync(target.descriptor, batch.bytes, written);
      report.works();
    } catch (error) {
      const broken = breakBatch(batch, written);
      torn = broken.torn;
      report.lost(broken.droppedLines, error);
    }
  }

  return {
    append(line) {
      pending += `${line}\n`;
    },
    flush,
    async close() {
      flush();
      if (torn !== undefined) report.lost(1, new Error('its last line stays cut'));
      target.release();
    },
  };
}
