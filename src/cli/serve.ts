import { clientAddress } from '../clients/client-address.ts';
import { createMemoryStore } from '../clients/memory-store.ts';
import type { ConnectionHandler } from '../contract/exchange.ts';
import type { LogSink } from '../contract/log-sink.ts';
import type { Program } from '../contract/program.ts';
import { openRequestReader } from '../engine/1-accept-request/request-reader.ts';
import { wantsBody } from '../engine/2-process-request/wants-body.ts';
import { createExchangeRunner } from '../engine/run-exchange.ts';
import { openLogs } from '../logs/open-logs.ts';
import { type Listener, listen } from '../socket/listen.ts';
import { listenFailure } from './listen-failure.ts';
import { loadProgram } from './load-program.ts';
import { openFilesMax } from './open-files-max.ts';
import type { ServeCommand } from './parse-command.ts';
import { type StopReason, StopReasons, watchProcess } from './stop-reasons.ts';
import type { Terminal } from './terminal.ts';

const CLOCK = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };
/** How long the process may still take to hand its last words to whoever reads them. */
const EXIT_MS = 100;

/** Runs a server until it is told to stop, or has to. Resolves to the exit code when the logs are whole. */
export async function serve(command: ServeCommand, terminal: Terminal): Promise<number> {
  const program = await loadProgram(command.manifest, terminal);
  if (program === undefined) return 1;
  const opened = openLogs({
    settings: program.logs,
    directory: command.logDir ?? process.cwd(),
    say: (line) => terminal.err(line),
    nowMs: CLOCK.monotonicMs,
  });
  if (opened.kind === 'failed') {
    terminal.err(opened.message);
    return 1;
  }
  const { logs } = opened;
  const reasons = new StopReasons();
  const listener = await startListening(command, program, logs, reasons, terminal);
  if (listener === undefined) {
    await logs.close();
    return 1;
  }
  watchProcess(reasons, () => logs.reopen());
  if (program.notHttp === 'shutdown' && !isLoopback(listener.host)) terminal.err(shutdownWarning(listener.host));
  terminal.out(urlOf(listener));
  const reason = await stopped(listener, reasons, program.timeouts.drainMs);
  await logs.close();
  return exitCode(reason, terminal);
}

async function startListening(
  command: ServeCommand,
  program: Program,
  logs: LogSink,
  reasons: StopReasons,
  terminal: Terminal,
): Promise<Listener | undefined> {
  const host = command.host ?? program.listen.host;
  const port = command.port ?? program.listen.port;
  try {
    return await listen({
      host,
      port,
      handler: createHandler(program, logs),
      clock: CLOCK,
      openFilesMax: openFilesMax(),
      onFatal: (message) => reasons.add({ kind: 'fatal', message }),
      warn: (line) => terminal.err(line),
    });
  } catch (error) {
    terminal.err(listenFailure(error, host, port));
    return undefined;
  }
}

function createHandler(program: Program, logs: LogSink): ConnectionHandler {
  return {
    program: () => program,
    openReader: ({ limits }, { secure }) => openRequestReader(limits, secure),
    wantsBody,
    runExchange: createExchangeRunner({
      clients: createMemoryStore(program.clients.max),
      identify: clientAddress,
      logs,
      clock: CLOCK,
    }),
  };
}

/** Waits for a reason to stop, then for the answers that are owed; resolves to the reason that ended the wait. */
async function stopped(listener: Listener, reasons: StopReasons, drainMs: number): Promise<StopReason> {
  const first = await reasons.first;
  if (first.kind === 'bug') return first;
  const drained = listener.drain(drainMs).then(() => first);
  return Promise.race([drained, reasons.second.then((second) => worseOf(first, second))]);
}

/** A reason that has something to say is not hushed by a signal. */
function worseOf(first: StopReason, second: StopReason): StopReason {
  if (second.kind !== 'signal') return second;
  return first.kind === 'signal' ? { kind: 'impatience' } : first;
}

function exitCode(reason: StopReason, terminal: Terminal): number {
  const code = reason.kind === 'signal' ? 0 : 1;
  if (reason.kind === 'fatal') terminal.err(reason.message);
  if (reason.kind === 'bug') terminal.err(`Stopped by an error that nobody caught: ${errorText(reason.error)}`);
  // A handler's timer, or a connection that was not waited for, must not keep the process.
  setTimeout(() => process.exit(code), EXIT_MS).unref();
  return code;
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function urlOf({ host, port }: Listener): string {
  // The zone of a link-local address needs its percent sign escaped (RFC 6874).
  return `http://${host.includes(':') ? `[${host.replace('%', '%25')}]` : host}:${port}`;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(?:::ffff:)?127\./.test(host);
}

function shutdownWarning(host: string): string {
  return `warning: anybody who reaches ${host} can stop this server by sending what is not HTTP (notHttp: shutdown)`;
}
