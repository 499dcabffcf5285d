import { createFileWriter } from './file-writer.ts';
import type { LogWriter } from './log-writer.ts';
import type { LossReport } from './loss-report.ts';
import type { LogTarget } from './open-target.ts';
import { createStreamWriter } from './stream-writer.ts';

/** The writer for this kind of file. */
export function createLogWriter(target: LogTarget, report: LossReport): LogWriter {
  return target.regular ? createFileWriter(target, report) : createStreamWriter(target, report);
}
