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
import { StopReasons, watchProcess } from './stop-reasons.ts';
import type { Terminal } from './terminal.ts';

const CLOCK = { wallMs: () => Date.now(), monotonicMs: () => performance.now() };

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
  watchProcess(
    reasons,
    () => logs.reopen(),
    () => terminal.err('SIGHUP is ignored: to read the manifest anew, restart the server'),
  );
  if (program.notHttp === 'shutdown' && !isLoopback(listener.host)) terminal.err(shutdownWarning(listener.host));
  terminal.out(urlOf(listener));
  await stopped(listener, reasons, program.timeouts.drainMs);
  await logs.close();
  for (const words of reasons.words()) terminal.err(words);
  return reasons.exitCode();
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

/** Waits for a reason to stop, then for the answers that are owed, unless it becomes urgent. */
async function stopped(listener: Listener, reasons: StopReasons, drainMs: number): Promise<void> {
  await reasons.first;
  await Promise.race([listener.drain(drainMs, { hurry: reasons.words().length > 0 }), reasons.urgent]);
  listener.abort();
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
