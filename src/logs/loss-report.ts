const REPORT_EVERY_MS = 60_000;

/** Counts the lines that one log has lost, and reports them: at most once a minute, and once more when it is over. */
export interface LossReport {
  /** Lines were lost, or cut for now (then 0 may be lost so far), and why. */
  lost(lines: number, reason: unknown): void;
  /** Writing works. */
  works(): void;
  /** There will be no more lines: reports what has not been reported. */
  close(): void;
}

/** A report on the log called `name`. `nowMs` is monotonic; `say` gets lines without their end. */
export function createLossReport(name: string, say: (line: string) => void, nowMs: () => number): LossReport {
  let lostLines = 0;
  let unreportedLines = 0;
  let failing = false;
  let reported = false;
  let reportedMs = Number.NEGATIVE_INFINITY;
  let why = '';

  return {
    lost(lines, reason) {
      lostLines += lines;
      unreportedLines += lines;
      failing = true;
      why = reason instanceof Error ? reason.message : String(reason);
      if (nowMs() - reportedMs < REPORT_EVERY_MS) return;
      reportedMs = nowMs();
      reported = true;
      unreportedLines = 0;
      say(`Cannot write ${name}: ${why}; ${counted(lostLines)} lost so far`);
    },
    works() {
      if (!failing) return;
      failing = false;
      // A disk that lets a line through now and then must not cause two reports a line: if a failure was not reported,
      // neither is its end, and its lines stay in the count until the next report.
      if (!reported) return;
      reported = false;
      unreportedLines = 0;
      say(`Writing ${name} again: ${counted(lostLines)} lost`);
      lostLines = 0;
    },
    close() {
      if (unreportedLines > 0) say(`Cannot write ${name}: ${why}; ${counted(lostLines)} lost`);
      unreportedLines = 0;
    },
  };
}

function counted(lines: number): string {
  return lines === 1 ? '1 line was' : `${lines} lines were`;
}
