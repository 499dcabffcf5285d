import { resolve } from 'node:path';
import type { LogSettings } from '../contract/log-settings.ts';
import type { LogSink } from '../contract/log-sink.ts';
import { createLogWriter } from './create-log-writer.ts';
import type { LogWriter } from './log-writer.ts';
import { createLossReport, type LossReport } from './loss-report.ts';
import { openTarget, STDOUT } from './open-target.ts';

/** The open logs. The lines of one turn of the event loop leave together at its end, or at `flush`. */
export interface Logs extends LogSink {
  /** Writes what waits now. Regular files have it when this returns; the rest is on its way. */
  flush(): void;
  /** Opens the files again, after a log rotation has moved them away. Lines of a file that cannot be opened go on to its old place. */
  reopen(): void;
  /** Flushes and closes; later lines are ignored. Waits at most a second for slow readers. Never rejects. */
  close(): Promise<void>;
}

export interface LogOptions {
  readonly settings: { readonly access: LogFile; readonly error: LogFile };
  /** The folder of relative files. */
  readonly directory: string;
  /** Other processes write the same logs, except stdout: each process has its own. */
  readonly shared: boolean;
  /** Reports lost lines: a line without its end. */
  readonly say: (line: string) => void;
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
  /** Calls `flush` once, at the end of the turn of the event loop. */
  atTurnEnd(logs: Pick<Logs, 'flush'>): void;
}

/** A file, "-" for stdout, or null for none. */
type LogFile = Pick<LogSettings['access'], 'file'>;

export type OpenedLogs =
  | { readonly kind: 'opened'; readonly logs: Logs }
  | { readonly kind: 'failed'; readonly message: string };

/** One file and its writer. Both logs share it if both of their paths lead to this file. */
interface Channel {
  readonly identity: string;
  readonly writer: LogWriter;
}

/** One of the two logs, and where its lines go now. */
interface Log {
  readonly path: string;
  readonly report: LossReport;
  readonly shared: boolean;
  channel: Channel;
}

/** Opens both logs, for appending. A file that cannot be opened is an outcome, with a message for people. */
export function openLogs(options: LogOptions): OpenedLogs {
  const { access, error } = options.settings;
  const logs: Log[] = [];
  try {
    const accessLog = openLog(access.file, logs, options);
    const errorLog = openLog(error.file, logs, options);
    return { kind: 'opened', logs: createLogs(logs, accessLog, errorLog, options) };
  } catch (failure) {
    for (const { writer } of channelsOf(logs)) void writer.close();
    return { kind: 'failed', message: `Cannot open a log: ${failureText(failure)}` };
  }
}

function createLogs(
  logs: readonly Log[],
  accessLog: Log | undefined,
  errorLog: Log | undefined,
  { say, atTurnEnd }: LogOptions,
): Logs {
  const retiring: Promise<void>[] = [];
  let scheduled = false;
  let closed = false;

  function append(log: Log | undefined, line: string): void {
    if (log === undefined || closed) return;
    log.channel.writer.append(line);
    if (scheduled) return;
    scheduled = true;
    atTurnEnd(opened);
  }

  function flush(): void {
    scheduled = false;
    if (closed) return;
    for (const { writer } of channelsOf(logs)) writer.flush();
  }

  const opened: Logs = {
    access: (line) => append(accessLog, line),
    error: (line) => append(errorLog, line),
    flush,
    reopen() {
      if (closed) return;
      const before = channelsOf(logs);
      for (const log of logs) {
        try {
          log.channel = openChannel(log, [...before, ...channelsOf(logs)]);
        } catch (failure) {
          say(`Cannot reopen a log, so its lines still go to the old file: ${failureText(failure)}`);
        }
      }
      const now = channelsOf(logs);
      for (const channel of before) if (!now.has(channel)) retiring.push(channel.writer.close());
    },
    async close() {
      if (closed) return;
      closed = true;
      await Promise.all([...retiring, ...[...channelsOf(logs)].map(({ writer }) => writer.close())]);
      for (const { report } of logs) report.close();
    },
  };
  return opened;
}

function openLog(file: string | null, logs: Log[], options: LogOptions): Log | undefined {
  if (file === null) return undefined;
  const path = file === STDOUT ? STDOUT : resolve(options.directory, file);
  const report = createLossReport(file === STDOUT ? 'stdout' : path, options.say, options.nowMs);
  const shared = options.shared && path !== STDOUT;
  const log = { path, report, shared, channel: openChannel({ path, report, shared }, channelsOf(logs)) };
  logs.push(log);
  return log;
}

/**
 * The channel of a log's file: a new one, or that of the same file under another name. Two writers of one file would split each
 * other's lines.
 */
function openChannel({ path, report, shared }: Omit<Log, 'channel'>, channels: Iterable<Channel>): Channel {
  const target = openTarget(path);
  for (const channel of channels) {
    if (channel.identity !== target.identity) continue;
    target.release();
    return channel;
  }
  return { identity: target.identity, writer: createLogWriter(target, report, shared) };
}

function channelsOf(logs: readonly Log[]): ReadonlySet<Channel> {
  return new Set(logs.map(({ channel }) => channel));
}

/** `EACCES: permission denied, open '/var/log/access.log'` says it all. */
function failureText(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
