export const LINE_END = 0x0a;

/** Bytes to be written: whole lines, except that the first may be the rest of a line that was cut. */
export interface LineBatch {
  readonly bytes: Uint8Array;
  /** The bytes begin with the rest of a line whose beginning is written. */
  readonly beginsTorn: boolean;
}

/** What is left to do when a batch could not be written to its end. */
export interface BrokenBatch {
  /** The rest of the line that is cut now, to be written before any other line; undefined if none is. */
  readonly torn: Uint8Array | undefined;
  /** How many whole lines after it are given up. */
  readonly droppedLines: number;
}

/** A batch of the rest of a cut line, if there is one, and of whole lines. */
export function lineBatch(torn: Uint8Array | undefined, lines: Uint8Array): LineBatch {
  if (torn === undefined) return { bytes: lines, beginsTorn: false };
  return { bytes: Buffer.concat([torn, lines]), beginsTorn: true };
}

/** Gives up on a batch of which only the first `written` bytes were taken: at most one line is cut, the others are whole or lost. */
export function breakBatch({ bytes, beginsTorn }: LineBatch, written: number): BrokenBatch {
  const cut = written === 0 ? beginsTorn : bytes[written - 1] !== LINE_END;
  const nextLine = cut ? bytes.indexOf(LINE_END, written) + 1 : written;
  return {
    torn: cut ? Buffer.from(bytes.subarray(written, nextLine)) : undefined,
    droppedLines: lineCount(bytes.subarray(nextLine)),
  };
}

function lineCount(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === LINE_END) count += 1;
  return count;
}
