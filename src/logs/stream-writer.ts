import { write } from 'node:fs';
import { breakBatch, LINE_END, type LineBatch, lineBatch } from './line-batch.ts';
import type { LogWriter } from './log-writer.ts';
import type { LossReport } from './loss-report.ts';
import type { LogTarget } from './open-target.ts';

const WAITING_BYTES_MAX = 8 * 1024 * 1024;
const RETRY_MS = 20;
const PATIENCE_MS = 1000;
/** The size of one write: small enough that a slow reader differs visibly from one that does not read. */
const PIECE_BYTES_MAX = 64 * 1024;
/** How much of one write a pipe takes at once (PIPE_BUF on Linux): parts of other writers' lines can get into a longer one. */
const UNCUT_BYTES_MAX = 4096;

/**
 * Writes to a destination that can make its writer wait: a pipe, a FIFO, a terminal, a device. One write at a time, off the
 * server's thread. At most 8 MiB wait for a slow reader; further lines are dropped. Where other processes write too (`shared`),
 * lines of up to 4096 bytes stay whole.
 */
export function createStreamWriter(target: LogTarget, report: LossReport, shared: boolean): LogWriter {
  let waiting = '';
  let waitingLines = 0;
  let waitingBytes = 0;
  let torn: Uint8Array | undefined;
  /** What is being written, and how far. */
  let batch: LineBatch | undefined;
  let written = 0;
  const idleEvents = new Set<() => void>();
  let patience: NodeJS.Timeout | undefined;

  function append(line: string): void {
    const bytes = Buffer.byteLength(line) + 1;
    if (waitingBytes + bytes + (batch?.bytes.length ?? 0) - written > WAITING_BYTES_MAX) {
      report.lost(1, new Error('its reader is too slow'));
      return;
    }
    waiting += `${line}\n`;
    waitingBytes += bytes;
    waitingLines += 1;
  }

  function flush(): void {
    if (batch !== undefined || (waiting === '' && torn === undefined)) return;
    batch = lineBatch(torn, Buffer.from(waiting));
    torn = undefined;
    forgetWaiting();
    step();
  }

  function step(): void {
    if (batch === undefined) return;
    const left = batch.bytes.length - written;
    const length = shared ? uncutLength(batch.bytes, written) : Math.min(left, PIECE_BYTES_MAX);
    write(target.descriptor, batch.bytes, written, length, null, onWritten);
  }

  function onWritten(error: NodeJS.ErrnoException | null, count: number): void {
    if (batch === undefined) return;
    if (error?.code === 'EAGAIN') {
      setTimeout(step, RETRY_MS);
      return;
    }
    if (error !== null) {
      giveUp(batch, error);
      return;
    }
    written += count;
    patience?.refresh();
    if (written < batch.bytes.length) {
      step();
      return;
    }
    settle();
    if (waiting === '') report.works();
    else flush();
  }

  /** The batch is over, one way or the other. */
  function settle(): void {
    batch = undefined;
    written = 0;
    if (waiting !== '') return;
    for (const resolve of idleEvents) resolve();
    idleEvents.clear();
  }

  function giveUp(current: LineBatch, error: Error): void {
    const broken = breakBatch(current, written);
    torn = broken.torn;
    const lines = broken.droppedLines + waitingLines;
    forgetWaiting();
    settle();
    report.lost(lines, error);
  }

  function forgetWaiting(): void {
    waiting = '';
    waitingBytes = 0;
    waitingLines = 0;
  }

  function idle(): Promise<void> {
    flush();
    return new Promise((resolve) => {
      if (batch === undefined) resolve();
      else idleEvents.add(resolve);
    });
  }

  async function close(): Promise<void> {
    const tooLate = new Promise<void>((resolve) => {
      patience = setTimeout(resolve, PATIENCE_MS);
    });
    await Promise.race([idle(), tooLate]);
    clearTimeout(patience);
    if (batch !== undefined) {
      // The pending write may still succeed; its descriptor must stay open, since another file could get its number.
      const broken = breakBatch(batch, written);
      report.lost(
        broken.droppedLines + waitingLines + (broken.torn === undefined ? 0 : 1),
        new Error('its reader is too slow'),
      );
      batch = undefined;
      return;
    }
    if (torn !== undefined) report.lost(1, new Error('its last line stays cut'));
    target.release();
  }

  return { append, flush, idle, close };
}

/** How many bytes from `start` on hold whole lines that a pipe takes at once; at least one line. */
function uncutLength(bytes: Uint8Array, start: number): number {
  const room = bytes.subarray(start, start + UNCUT_BYTES_MAX);
  const lines = room.lastIndexOf(LINE_END) + 1;
  if (lines > 0) return lines;
  const lineEnd = bytes.indexOf(LINE_END, start);
  return (lineEnd === -1 ? bytes.length : lineEnd + 1) - start;
}
