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
  /** Opens the files anew, after a log rotation has moved them away. A file that cannot be opened keeps its old place. */
  reopen(): void;
  /** Flushes and closes; later lines are ignored. Waits for slow readers for at most a second. Never rejects. */
  close(): Promise<void>;
}

export interface LogOptions {
  readonly settings: { readonly access: LogFile; readonly error: LogFile };
  /** Where relative files go. */
  readonly directory: string;
  /** Other processes write the same logs. Stdout is not among them: each has its own. */
  readonly shared: boolean;
  /** Tells people of lost lines: a line without its end. */
  readonly say: (line: string) => void;
  /** Monotonic milliseconds. */
  readonly nowMs: () => number;
}

/** A file, "-" for stdout, or null for none. */
type LogFile = Pick<LogSettings['access'], 'file'>;

export type OpenedLogs =
  | { readonly kind: 'opened'; readonly logs: Logs }
  | { readonly kind: 'failed'; readonly message: string };

/** One file, and who writes it now. Both logs may share it. */
interface Channel {
  readonly path: string;
  readonly report: LossReport;
  readonly shared: boolean;
  identity: string;
  writer: LogWriter;
}

/** Opens both logs, for appending. A file that cannot be opened is an outcome, with a message for people. */
export function openLogs(options: LogOptions): OpenedLogs {
  const { access, error } = options.settings;
  const channels: Channel[] = [];
  try {
    const accessChannel = openChannel(access.file, channels, options);
    const errorChannel = openChannel(error.file, channels, options);
    return { kind: 'opened', logs: createLogs(channels, accessChannel, errorChannel, options.say) };
  } catch (failure) {
    for (const channel of channels) void channel.writer.close();
    return { kind: 'failed', message: `Cannot open a log: ${failureText(failure)}` };
  }
}

function createLogs(
  channels: readonly Channel[],
  accessChannel: Channel | undefined,
  errorChannel: Channel | undefined,
  say: (line: string) => void,
): Logs {
  const retiring: Promise<void>[] = [];
  let scheduled = false;
  let closed = false;

  function append(channel: Channel | undefined, line: string): void {
    if (channel === undefined || closed) return;
    channel.writer.append(line);
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    scheduled = false;
    if (closed) return;
    for (const { writer } of channels) writer.flush();
  }

  return {
    access: (line) => append(accessChannel, line),
    error: (line) => append(errorChannel, line),
    flush,
    reopen() {
      if (closed) return;
      for (const channel of channels) {
        try {
          const old = reopenChannel(channel);
          if (old !== undefined) retiring.push(old.close());
        } catch (failure) {
          say(`Cannot reopen a log, its lines go where they went before: ${failureText(failure)}`);
        }
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      await Promise.all([...retiring, ...channels.map(({ writer }) => writer.close())]);
      for (const { report } of channels) report.close();
    },
  };
}

/** The channel of a file: a new one, or that of the other log where both share the file. */
function openChannel(file: string | null, channels: Channel[], options: LogOptions): Channel | undefined {
  if (file === null) return undefined;
  const path = file === STDOUT ? STDOUT : resolve(options.directory, file);
  const other = channels.find((channel) => channel.path === path);
  if (other !== undefined) return other;
  const target = openTarget(path);
  const report = createLossReport(file === STDOUT ? 'stdout' : path, options.say, options.nowMs);
  const shared = options.shared && path !== STDOUT;
  const writer = createLogWriter(target, report, shared);
  const channel = { path, report, shared, identity: target.identity, writer };
  channels.push(channel);
  return channel;
}

/** Gives the channel a new writer, and returns the old one; undefined where the path still means the same file. */
function reopenChannel(channel: Channel): LogWriter | undefined {
  const target = openTarget(channel.path);
  if (target.identity === channel.identity) {
    target.release();
    return undefined;
  }
  const old = channel.writer;
  channel.identity = target.identity;
  channel.writer = createLogWriter(target, channel.report, channel.shared);
  return old;
}

/** `EACCES: permission denied, open '/var/log/access.log'` says it all. */
function failureText(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
