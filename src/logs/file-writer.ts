import { closeSync, fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { breakBatch, LINE_END, lineBatch } from './line-batch.ts';
import type { LogWriter } from './log-writer.ts';
import type { LossReport } from './loss-report.ts';
import type { LogTarget } from './open-target.ts';

const LINE_END_BYTES = Buffer.of(LINE_END);
/** Lines are written when this many bytes of them wait, or at the end of the turn. */
const WAITING_BYTES_MAX = 64 * 1024;
/** UTF-8 has at most three bytes for a UTF-16 code unit. */
const UNIT_BYTES_MAX = 3;
const NOTHING = Buffer.alloc(0);
/** A look that meets an append in its middle is chance; this many in a row are not. */
const LOOKS_MAX = 100;

/** A line of ours of which the file holds only the beginning. */
interface CutLine {
  readonly rest: Uint8Array;
  /** Where in the file the rest belongs. */
  readonly at: number;
}

/**
 * Appends to a regular file, synchronously: one append for the lines of a turn, unless they are very many. The page cache takes
 * it in microseconds, and the lines are there even if the process dies right after. If a full disk cuts a line in two, the rest
 * is written first when there is room again, so that the file holds only whole lines. Where other processes append too (`shared`),
 * one of them can come first: it ends the cut line, and that line is lost. Each looks at the file's end before it appends; an
 * append between the look and ours can glue two lines together, and then the process that was cut counts both as lost. If the
 * second is cut in its turn, both processes count it: a line can be counted twice, but never be lost uncounted.
 */
export function createFileWriter(target: LogTarget, report: LossReport, shared: boolean): LogWriter {
  /** Each line is encoded at once: joining all lines of a busy turn first took 5 µs a line. */
  const waiting = Buffer.allocUnsafeSlow(WAITING_BYTES_MAX);
  let waitingBytes = 0;
  let cut: CutLine | undefined;
  /** A file to which only we append ends as we left it: with a whole line. */
  let endsWhole = false;
  const reader = openReader(target);
  const oneByte = Buffer.alloc(1);

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
    if (waitingBytes === 0 && cut === undefined) return;
    const lines = waiting.subarray(0, waitingBytes);
    waitingBytes = 0;
    write(lines);
  }

  function write(lines: Uint8Array): void {
    const beginning = neededBeginning();
    const batch = lineBatch(beginning, lines);
    let written = 0;
    let failure: unknown;
    try {
      // After a partial write of what was to be one piece, another process may have written already.
      while (written < batch.bytes.length && (written === 0 || !shared)) {
        written += writeSync(target.descriptor, batch.bytes, written);
      }
      if (written < batch.bytes.length) failure = new Error('there is room for only a part');
    } catch (error) {
      failure = error;
    }
    endsWhole = failure === undefined;
    if (cut !== undefined) settleCut(cut, beginning, written);
    if (endsWhole) {
      report.works();
      return;
    }
    const broken = breakBatch(batch, written);
    if (broken.torn !== undefined && written > 0) cut = { rest: broken.torn, at: endOfAppend(target) };
    report.lost(broken.droppedLines, failure);
  }

  /** What must come before any line: the rest of our cut line if it still fits, or the end of another's cut line. */
  function neededBeginning(): Uint8Array | undefined {
    if (endsWhole && !shared) return undefined;
    const size = wholeSize();
    if (cut?.at === size) return cut.rest;
    return insideLine(size - 1) ? LINE_END_BYTES : undefined;
  }

  /**
   * Where the file ends when nobody is in the middle of an append: its size grows page by page, so what looks like a cut line can
   * be one that is being written.
   */
  function wholeSize(): number {
    let size = sizeOf(target);
    for (let looks = 1; shared && insideLine(size - 1) && looks < LOOKS_MAX; looks += 1) {
      waitForAppend(target);
      const sizeBefore = size;
      size = sizeOf(target);
      if (size === sizeBefore) break;
    }
    return size;
  }

  /** After an append: was our cut line completed, is it still incomplete, or has another's line taken its place? */
  function settleCut({ rest, at }: CutLine, beginning: Uint8Array | undefined, written: number): void {
    if (sizeOf(target) === at) return;
    cut = undefined;
    if (beginning === rest && written > 0 && endOfAppend(target) - written === at) return;
    const whole = rest.length === 1;
    // There is no line end in place of our line: a line of another process is glued to it.
    const glued = insideLine(at);
    const lines = (glued ? 1 : 0) + (glued || !whole ? 1 : 0);
    if (lines > 0) report.lost(lines, new Error('another line came behind its beginning'));
  }

  /** Whether a byte other than a line end is there; false if the file cannot be read. */
  function insideLine(position: number): boolean {
    if (reader === undefined || position < 0) return false;
    try {
      return readSync(reader, oneByte, 0, 1, position) === 1 && oneByte[0] !== LINE_END;
    } catch {
      return false;
    }
  }

  return {
    append,
    flush,
    async idle() {
      flush();
    },
    async close() {
      flush();
      if (cut !== undefined && cut.rest.length > 1) report.lost(1, new Error('its last line stays cut'));
      if (reader !== undefined) closeSync(reader);
      target.release();
    },
  };
}

/** Our own descriptor is only for writing, and the path can lead to another file by now. */
function openReader({ descriptor }: LogTarget): number | undefined {
  try {
    return openSync(`/proc/self/fd/${descriptor}`, 'r');
  } catch {
    return undefined; // only Linux has these paths
  }
}

/** Where the last append of this descriptor ended: the file's size can include appends of others. */
function endOfAppend(target: LogTarget): number {
  try {
    const position = /^pos:\s*(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${target.descriptor}`, 'utf8'))?.[1];
    return position === undefined ? sizeOf(target) : Number(position);
  } catch {
    return sizeOf(target);
  }
}

/** Returns when the append of another process is over: writing nothing waits for the same lock. */
function waitForAppend({ descriptor }: LogTarget): void {
  try {
    writeSync(descriptor, NOTHING, 0, 0);
  } catch {
    // The append that follows meets the same error, and reports it.
  }
}

function sizeOf({ descriptor }: LogTarget): number {
  return fstatSync(descriptor).size;
}
