import { writeSync } from 'node:fs';
import { breakBatch, LINE_END, lineBatch } from './line-batch.ts';
import type { LogWriter } from './log-writer.ts';
import type { LossReport } from './loss-report.ts';
import type { LogTarget } from './open-target.ts';

/** Lines are written when so many bytes of them wait, or at the end of the turn. */
const WAITING_BYTES_MAX = 64 * 1024;
/** UTF-8 has at most three bytes for a UTF-16 code unit. */
const UNIT_BYTES_MAX = 3;

/**
 * Appends to a regular file, synchronously: one append for the lines of a turn, unless they are very many. The page cache takes
 * it in microseconds, and the lines are there even if the process dies right after. A line that a full disk cut in two is
 * completed first when there is room again, so that the file holds whole lines only.
 */
export function createFileWriter(target: LogTarget, report: LossReport): LogWriter {
  /** Each line is encoded while it is fresh: a text of all lines of a busy turn took 5 µs a line to make and to encode. */
  const waiting = Buffer.allocUnsafeSlow(WAITING_BYTES_MAX);
  let waitingBytes = 0;
  let torn: Uint8Array | undefined;

  function append(line: string): void {
    const bytesMax = line.length * UNIT_BYTES_MAX + 1;
    if (bytesMax > waiting.length - waitingBytes) flush();
    if (bytesMax > waiting.length) {
      write(Buffer.from(`${line}\n`));
      return;
    }
    waitingBytes += waiting.write(line, waitingBytes);
    waiting[waitingBytes++] = LINE_END;
  }

  function flush(): void {
    if (waitingBytes === 0 && torn === undefined) return;
    const lines = waiting.subarray(0, waitingBytes);
    waitingBytes = 0;
    write(lines);
  }

  function write(lines: Uint8Array): void {
    const batch = lineBatch(torn, lines);
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
    append,
    flush,
    async close() {
      flush();
      if (torn !== undefined) report.lost(1, new Error('its last line stays cut'));
      target.release();
    },
  };
}
