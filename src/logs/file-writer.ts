import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { breakBatch, LINE_END, lineBatch } from './line-batch.ts';
import type { LogWriter } from './log-writer.ts';
import type { LossReport } from './loss-report.ts';
import type { LogTarget } from './open-target.ts';

const LINE_END_BYTES = Buffer.of(LINE_END);
/** Whoever has just written would have met a full disk too: only after a pause it is worth a look. */
const SETTLED_MS = 100;
const NEVER = Number.NEGATIVE_INFINITY;
/** Lines are written when so many bytes of them wait, or at the end of the turn. */
const WAITING_BYTES_MAX = 64 * 1024;
/** UTF-8 has at most three bytes for a UTF-16 code unit. */
const UNIT_BYTES_MAX = 3;

/**
 * Appends to a regular file, synchronously: one append for the lines of a turn, unless they are very many. The page cache takes
 * it in microseconds, and the lines are there even if the process dies right after. A line that a full disk cut in two is
 * completed first when there is room again, so that the file holds whole lines only. Where other processes append too (`shared`),
 * each append is still one piece; but one of them may come first after a full disk: then it ends the cut line, and that line is
 * lost.
 */
export function createFileWriter(target: LogTarget, report: LossReport, shared: boolean): LogWriter {
  /** Each line is encoded while it is fresh: a text of all lines of a busy turn took 5 µs a line to make and to encode. */
  const waiting = Buffer.allocUnsafeSlow(WAITING_BYTES_MAX);
  let waitingBytes = 0;
  let torn: Uint8Array | undefined;
  /** How long the file was when the line was cut: if it has grown since, the line's rest has no place any more. */
  let tornAt = 0;
  let failed = false;
  let writtenMs = NEVER;

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
    // Before us there may have been a process that was killed in the middle of a line.
    if (shared || writtenMs === NEVER) lookForCut();
    const batch = lineBatch(torn, lines);
    torn = undefined;
    let written = 0;
    try {
      while (written < batch.bytes.length) written += writeSync(target.descriptor, batch.bytes, written);
      failed = false;
      writtenMs = shared ? performance.now() : 0;
      report.works();
    } catch (error) {
      failed = true;
      const broken = breakBatch(batch, written);
      torn = broken.torn;
      if (torn !== undefined) tornAt = sizeOf(target);
      report.lost(broken.droppedLines, error);
    }
  }

  /** Where a line of ours or another's is cut, it has to end before any other begins. */
  function lookForCut(): void {
    if (torn !== undefined && sizeOf(target) !== tornAt) {
      // What is only the line's end, somebody else has written.
      if (torn.length > 1) report.lost(1, new Error('another line came behind its beginning'));
      torn = undefined;
    }
    const suspicious = failed || performance.now() - writtenMs > SETTLED_MS;
    if (torn === undefined && suspicious && endsCut(target)) torn = LINE_END_BYTES;
  }

  return {
    append,
    flush,
    async close() {
      flush();
      if (torn !== undefined && torn.length > 1) report.lost(1, new Error('its last line stays cut'));
      target.release();
    },
  };
}

function endsCut(target: LogTarget): boolean {
  const size = sizeOf(target);
  if (size === 0) return false;
  try {
    // Our own descriptor is for writing alone, and its path may be another file's by now.
    const reader = openSync(`/proc/self/fd/${target.descriptor}`, 'r');
    const last = Buffer.alloc(1);
    readSync(reader, last, 0, 1, size - 1);
    closeSync(reader);
    return last[0] !== LINE_END;
  } catch {
    return false; // only Linux has these paths
  }
}

function sizeOf({ descriptor }: LogTarget): number {
  return fstatSync(descriptor).size;
}
