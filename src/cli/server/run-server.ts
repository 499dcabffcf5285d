import { countedAs, identifyClient, isSecure } from '../../clients/identify-client.ts';
import type { ClientStore } from '../../contract/client.ts';
import type { ConnectionHandler } from '../../contract/exchange.ts';
import type { LogSink } from '../../contract/log-sink.ts';
import type { Program } from '../../contract/program.ts';
import type { RateLimits } from '../../contract/rate-limits.ts';
import { openRequestReader } from '../../engine/1-accept-request/request-reader.ts';
import { MessageBlocks } from '../../engine/message-blocks.ts';
import { createBodyJudge, createExchangeRunner } from '../../engine/run-exchange.ts';
import type { Surroundings } from '../../engine/surroundings.ts';
import { createFileStore } from '../../files/file-store.ts';
import { type Logs, openLogs } from '../../logs/open-logs.ts';
import { type Listener, listen } from '../../socket/listen.ts';
import { TurnEnd } from '../../socket/turn-end.ts';
import { createUploads } from '../../uploads/open-uploads.ts';
import { uploadFilesMax } from '../../uploads/upload-files.ts';
import type { LoadedManifest } from '../load-reported.ts';
import type { ServeCommand } from '../parse-command.ts';
import { enterFolder, nameFrom } from '../process/start-place.ts';
import type { Terminal } from '../terminal.ts';
import { watchPlan } from '../watch-plan.ts';
import { listenFailure, tlsFailure } from './listen-failure.ts';
import { openClients } from './open-clients.ts';
import { openFilesMax } from './open-files-max.ts';
import { Reloader } from './reload.ts';
import { keepSettings, startSettings, waitingSettings, waitingText } from './restart-settings.ts';
import type { ServerControl } from './server-control.ts';
import { handshakesFailedRecord, reloadFailedRecord } from './server-records.ts';
import { StopReasons } from './stop-reasons.ts';

const CLOCK = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  cpuMs() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};

/** What a server process is started with. */
export interface ServerStart {
  readonly command: ServeCommand;
  readonly terminal: Terminal;
  readonly control: ServerControl;
  readonly loaded: LoadedManifest;
  /** When the reading of the manifest began (wall clock). */
  readonly sinceMs: number;
}

/** Runs one server in this process until it is stopped, or must stop. Resolves to the exit code when the logs are whole. */
export async function runServer({ command, terminal, control, loaded, sinceMs }: ServerStart): Promise<number> {
  const settings = (await control.summoned()) ?? startSettings(loaded.program, command);
  const program = keepSettings(loaded.program, settings);
  const turnEnd = new TurnEnd(CLOCK);
  const logs = openServerLogs(program, { command, terminal, control }, turnEnd);
  if (logs === undefined) return 1;
  const store = await openClients(program, control, logs);
  if (store.kind === 'failed') {
    terminal.err(store.message);
    await logs.close();
    return 1;
  }
  const { clients, rates } = store;
  const reasons = new StopReasons();
  const waiting = (wanted: Program): readonly string[] => waitingSettings(program, wanted, command);
  const reloader = new Reloader(program, {
    ...{ file: command.manifest, terminal, waiting },
    enter: () => enterFolder(control.folder),
    // Nothing is reloaded before there is a listener.
    takeUp: ({ tls }) => renewTls(listener, tls),
    onRefused: (mistakes) => logs.error(reloadFailedRecord(command.manifest, mistakes)),
  });
  const listener = await startListening({
    asked: settings.listen,
    reloader,
    logs,
    turnEnd,
    clients,
    rates,
    reasons,
    terminal,
    control,
  });
  if (listener === undefined) {
    store.close();
    await logs.close();
    return 1;
  }
  if (control.role !== 'hosted') {
    stopByUncaught(reasons);
    process.once('exit', () => turnEnd.flush()); // a handler can call process.exit
  }
  if (!control.quiet && mayBeStopped(program, listener)) terminal.err(shutdownWarning(listener.host));
  if (!control.quiet) sayWaiting(waiting(loaded.program), command, terminal);
  control.obey({
    stop: () => reasons.add({ kind: 'signal' }),
    retire: () => reasons.add({ kind: 'replaced' }),
    reload: (attempt) => reloader.reload(attempt),
    reopenLogs: () => logs.reopen(),
  });
  // If SIGTERM came while it started, it was never there.
  if (!reasons.isStopping()) {
    control.ready({
      url: urlOf(listener, program.tls === undefined ? 'http' : 'https'),
      settings,
      port: listener.port,
      patience: program.timeouts,
      watch: watchPlan(loaded, sinceMs, control.folder),
      sources: loaded.sources,
    });
  }
  // If this fails, each reload reports it.
  reloader.prepare().catch(() => undefined);
  await stopped(listener, reasons, { reloader, patient: control.role !== 'hosted' });
  control.close();
  // Exchanges that are cut off get their answers and log lines in this turn: nothing of that can wait for the store.
  store.close();
  listener.abort();
  await logs.close();
  for (const words of control.role === 'supervised' ? reasons.ownWords() : reasons.words()) terminal.err(words);
  return reasons.exitCode();
}

function stopByUncaught(reasons: StopReasons): void {
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, (error: unknown) => reasons.add({ kind: 'bug', error }));
}

function openServerLogs(
  program: Program,
  { command, terminal, control }: Pick<ServerStart, 'command' | 'terminal' | 'control'>,
  turnEnd: TurnEnd,
): Logs | undefined {
  const opened = openLogs({
    settings: program.logs,
    directory: nameFrom(control.folder, command.logDir ?? '.'),
    shared: control.role === 'supervised',
    say: (line) => terminal.err(line),
    nowMs: CLOCK.monotonicMs,
    atTurnEnd: (logs) => turnEnd.addFirst(logs),
  });
  if (opened.kind === 'opened') return opened.logs;
  terminal.err(opened.message);
  return undefined;
}

function sayWaiting(names: readonly string[], { manifest }: ServeCommand, terminal: Terminal): void {
  if (names.length > 0) terminal.err(`${manifest}: ${waitingText(names)}`);
}

interface ListenerParts {
  readonly asked: Program['listen'];
  readonly reloader: Reloader;
  readonly logs: LogSink;
  readonly turnEnd: TurnEnd;
  readonly clients: ClientStore;
  readonly rates: RateLimits;
  readonly reasons: StopReasons;
  readonly terminal: Terminal;
  readonly control: ServerControl;
}

async function startListening(parts: ListenerParts): Promise<Listener | undefined> {
  const { asked, logs, reasons, terminal, control } = parts;
  const filesMax = openFilesMax();
  const filesOfUploads = uploadFilesMax(filesMax);
  try {
    return await listen({
      ...asked,
      tls: parts.reloader.program().tls,
      handler: createHandler(parts, createUploads(filesOfUploads)),
      processes: control.processes,
      turnEnd: parts.turnEnd,
      clock: CLOCK,
      openFilesMax: filesMax,
      uploadFilesMax: filesOfUploads,
      clientOf: (address) => countedAs(address, parts.reloader.program().readHop),
      onFatal(message) {
        reasons.add({ kind: 'fatal', message });
        control.fatal(message);
      },
      onHandshakesFailed: (failed) => logs.error(handshakesFailedRecord(failed)),
      warn: (line) => terminal.err(line),
    });
  } catch (error) {
    terminal.err(listenFailure(error, asked.host, asked.port));
    return undefined;
  }
}

function createHandler(
  { reloader, logs, clients, rates, reasons }: ListenerParts,
  uploads: Surroundings['uploads'],
): ConnectionHandler {
  const surroundings: Surroundings = {
    clients,
    files: createFileStore(CLOCK.wallMs),
    uploads,
    rates,
    identify: identifyClient,
    readiness: () => (reasons.draining() ? 'draining' : clients.isDown?.() === true ? 'store-down' : 'ready'),
    memory: new MessageBlocks(),
    logs,
    clock: CLOCK,
  };
  return {
    memory: surroundings.memory,
    program: reloader.program,
    openReader: (limitsNow, peer) =>
      openRequestReader(limitsNow, {
        secure: peer.secure,
        // A method: tsx would name an arrow function, which keeps 256 bytes more for each connection.
        isSecure(fieldLines) {
          return isSecure(fieldLines, peer, reloader.program().readHop);
        },
      }),
    meetHead: createBodyJudge(surroundings),
    runExchange: createExchangeRunner(surroundings),
  };
}

/** Waits for a reason to stop, then for the answers that are owed, as long as they can take, unless it becomes urgent. */
async function stopped(
  listener: Listener,
  reasons: StopReasons,
  { reloader, patient }: { readonly reloader: Reloader; readonly patient: boolean },
): Promise<void> {
  await reasons.first;
  reloader.stop();
  const manner = { hurry: reasons.words().length > 0, graceMs: patient ? reasons.graceMs() : 0 };
  await Promise.race([listener.drain(reloader.program().timeouts.drainMs, manner), reasons.urgent]);
}

/** Adding or removing TLS waits for a restart. Returns in words why a certificate cannot be used. */
function renewTls(listener: Listener | undefined, tls: Program['tls']): string | undefined {
  if (tls === undefined) return undefined;
  try {
    listener?.renewTls(tls);
    return undefined;
  } catch (error) {
    return tlsFailure(error);
  }
}

function urlOf({ host, port }: Listener, scheme: string): string {
  // The zone of a link-local address needs its percent sign escaped (RFC 6874).
  return `${scheme}://${host.includes(':') ? `[${host.replace('%', '%25')}]` : host}:${port}`;
}

function mayBeStopped({ notHttp }: Program, { host }: Listener): boolean {
  return notHttp === 'shutdown' && !(host === 'localhost' || host === '::1' || /^(?:::ffff:)?127\./.test(host));
}

function shutdownWarning(host: string): string {
  const who = 'a browser that tries HTTPS first, a port scanner, ssh';
  return `warning: anyone who reaches ${host} can stop this server, even by accident: ${who}. This is for loopback and for teaching; a site says notHttp: reject (this manifest says notHttp: shutdown)`;
}
