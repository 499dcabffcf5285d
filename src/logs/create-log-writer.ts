import { createFileWriter } from './file-writer.ts';
import type { LogWriter } from './log-writer.ts';
import type { LossReport } from './loss-report.ts';
import type { LogTarget } from './open-target.ts';
import { createStreamWriter } from './stream-writer.ts';

/** The writer for this kind of file. `shared`: other processes append to it too. */
export function createLogWriter(target: LogTarget, report: LossReport, shared: boolean): LogWriter {
  return target.regular ? createFileWriter(target, report, shared) : createStreamWriter(target, report, shared);
}
