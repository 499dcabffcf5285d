const REPORT_EVERY_MS = 60_000;

/** Counts the lines that one log lost, and tells people so: at most once a minute that, and then that it is over. */
export interface LossReport {
  /** Lines were lost, or cut for now (then 0 may be lost yet), and why. */
  lost(lines: number, reason: unknown): void;
  /** Writing works. */
  works(): void;
  /** There will be no more lines: tells what has not been told. */
  close(): void;
}

/** A report on the log called `name`. `nowMs` is monotonic; `say` gets lines without their end. */
export function createLossReport(name: string, say: (line: string) => void, nowMs: () => number): LossReport {
  let lostLines = 0;
  let untoldLines = 0;
  let failing = false;
  let told = false;
  let toldMs = Number.NEGATIVE_INFINITY;
  let why = '';

  return {
    lost(lines, reason) {
      lostLines += lines;
      untoldLines += lines;
      failing = true;
      why = reason instanceof Error ? reason.message : String(reason);
      if (nowMs() - toldMs < REPORT_EVERY_MS) return;
      toldMs = nowMs();
      told = true;
      untoldLines = 0;
      say(`Cannot write ${name}: ${why}; ${counted(lostLines)} lost so far`);
    },
    works() {
      if (!failing) return;
      failing = false;
      // A disk that lets a line through now and then must not turn into two reports a line: a failure that was not
      // told ends untold, and its lines stay in the count until the next report.
      if (!told) return;
      told = false;
      untoldLines = 0;
      say(`Writing ${name} again: ${counted(lostLines)} lost`);
      lostLines = 0;
    },
    close() {
      if (untoldLines > 0) say(`Cannot write ${name}: ${why}; ${counted(lostLines)} lost`);
      untoldLines = 0;
    },
  };
}

function counted(lines: number): string {
  return lines === 1 ? '1 line was' : `${lines} lines were`;
}
